"""What is to be seen on each picture of the manual, in the order in which the pictures are taken."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QToolBar, QToolButton, QWidget

from shuangjian_desktop.core.query import Filter
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.arrivals import arrivals
from shuangjian_desktop.ui.backup_dialog import BackupDialog, RestoreDialog
from shuangjian_desktop.ui.deeds import DeedDialog
from shuangjian_desktop.ui.filter_popup import ConditionPopup
from shuangjian_desktop.ui.first_run import FirstRunDialog
from shuangjian_desktop.ui.form.record_form import RecordForm
from shuangjian_desktop.ui.import_dialog.dialog import ImportDialog
from shuangjian_desktop.ui.notices.preview_dialog import PreviewDialog
from shuangjian_desktop.ui.packages.pack_dialog import PackDialog
from shuangjian_desktop.ui.packages.receive_dialog import ReceiveDialog
from tests.pictures.ledgers import DISTRICT, DRAFT, OPERATOR, Ledgers, uid_of
from tests.pictures.studio import Studio

_WINDOWS = r"C:\Users\王芳\AppData\Local\shuangjian\台账.db"
"""Where a ledger lies by default on Windows: what pictures show in place of a folder of the machine they come from."""
_DOCUMENTS = "C:\\Users\\王芳\\Documents\\"


def take_all(studio: Studio, ledgers: Ledgers) -> None:
    """Take every picture."""
    _first_run(studio, ledgers)
    studio.open(ledgers.district, OPERATOR)
    for scene in (_window, _find, _edit, _refunds, _wages, _inspections, _notices):
        scene(studio)
        studio.dismiss()
    _import(studio, ledgers)
    studio.dismiss()
    for scene in (_settings, _tray, _undo, _send, _hand_over, _backup):
        scene(studio)
        studio.dismiss()
    studio.close()
    studio.open(ledgers.city, OPERATOR)
    _figures(studio)
    _charts(studio)
    _receive(studio, ledgers)
    studio.close()


def press(parent: QWidget, name: str) -> None:
    """Press the button of a name."""
    _named(parent, name).click()


def _named(parent: QWidget, name: str) -> QPushButton | QToolButton:
    found = [*parent.findChildren(QPushButton, name), *parent.findChildren(QToolButton, name)]
    return next(one for one in found if one.isVisible())


# --- beginning ---------------------------------------------------------------------------------------------------
def _first_run(studio: Studio, ledgers: Ledgers) -> None:
    studio.open(ledgers.district.parent / "还没有.db", "")
    dialog = studio.front(FirstRunDialog)
    dialog.office.setCurrentIndex(dialog.office.findData(DISTRICT))
    dialog.operator.setText(OPERATOR)
    dialog.found_at.line.setText(_WINDOWS)
    go = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
    studio.take("start-first-run", [dialog.office, dialog.operator, dialog.found_at, go])
    studio.close()


def _window(studio: Studio) -> None:
    window = studio.window
    studio.take("today")
    page = window.tabs.open("institution")
    bar = window.findChild(QToolBar)
    marks = [window.menuBar(), bar, window.tabs.tabBar(), page.search, page.view, window.statusBar()]
    studio.take("start-window", marks)


# --- registers ---------------------------------------------------------------------------------------------------
def _find(studio: Studio) -> None:
    page = studio.window.tabs.open("institution")
    page.search.setText("whpx")
    page.filters.set_filters([Filter("category", "eq", "学科类")])
    studio.settle()
    chip = page.filters.findChild(QPushButton, "filter_category")
    studio.take("find", [page.search, page.filters.add_button, chip, page.foot])
    page.search.clear()
    page.filters.set_filters([])
    studio.settle()
    page.filters.edit(find("institution")["category"])
    popup = studio.front(ConditionPopup)
    studio.take("find-condition", [popup.condition, _named(popup, "apply")])


def _open(studio: Studio, tab: str, text: str) -> RecordForm:
    """Open the form of the record that a text finds."""
    page = studio.window.tabs.open(tab)
    studio.settle()
    page.open_record(uid_of(studio.window.session.desk, tab, text))
    return studio.front(RecordForm)


def _edit(studio: Studio) -> None:
    form = _open(studio, "institution", "启航")
    box = form.body.boxes["uscc"]
    line = box.editor.focusProxy()
    line.selectAll()
    QTest.keyClicks(line, "91410100MA3X0000")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    form.body.ensureWidgetVisible(box.note, 0, 120)
    studio.settle()
    save, history = _named(form, "save"), _named(form, "history")
    studio.take("edit", [box.note, save, history])


def _refunds(studio: Studio) -> None:
    form = _open(studio, "refund", "QH2021-0402")
    rows = form.body.children_["refund_payment"]
    form.body.ensureWidgetVisible(rows, 0, 20)
    studio.take("refund", [form.body.boxes["due"].editor, form.body.boxes["paid"].editor, rows])
    uid = rows.rows[0].draft.uid
    action = find("refund_payment").actions[0]
    form._child_deed("refund_payment", uid, action)
    deed = studio.front(DeedDialog)
    deed.boxes[1].editor.focusProxy().setText("账号填错，银行已退回")
    studio.take("refund-reverse")


def _wages(studio: Studio) -> None:
    form = _open(studio, "wage_settlement", "陈晓燕")
    rows = form.body.children_["wage_payment"]
    form.body.ensureWidgetVisible(rows, 0, 20)
    studio.take("wage", [form.body.boxes["due"].editor, rows])


# --- inspections and notices -------------------------------------------------------------------------------------
def _inspections(studio: Studio) -> None:
    form = _open(studio, "inspection", "文化路街道")
    rows = form.body.children_["inspection_target"]
    deed = form.deed_buttons()[0]
    form.body.ensureWidgetVisible(rows, 0, 20)
    studio.take("inspection", [rows, deed])
    form.body.ensureWidgetVisible(form.attachments, 0, 20)
    studio.settle()
    bar = form.body.verticalScrollBar()
    bar.setValue(bar.maximum())
    add, paste, files = (
        _named(form.attachments, "add_attachment"),
        _named(form.attachments, "paste_attachment"),
        form.attachments.list,
    )
    studio.take("attachments", [add, paste, files])


def _notices(studio: Studio) -> None:
    page = studio.window.tabs.open("rectification_notice")
    studio.take("notices", [page.views, page.papers_button])
    form = _open(studio, "rectification_notice", DRAFT)
    deeds, deadline = form.deed_buttons(), form.body.boxes["deadline"].editor
    form.body.ensureWidgetVisible(deadline, 0, 60)
    studio.take("notice-draft", [deeds[0], deadline])
    deeds[0].click()
    studio.front(DeedDialog)
    studio.take("notice-issue")
    studio.dismiss()
    page.search.setText("未公示收费标准和退费办法")
    studio.settle()
    page.view.go_to(0)
    page.show_papers()
    dialog = studio.front(PreviewDialog)
    QTest.qWait(1500)  # the view draws its pages in a thread of its own
    studio.take("notice-preview", [dialog.print_button, dialog.save_button])


def _settings(studio: Studio) -> None:
    page = studio.window.tabs.open("settings")
    studio.settle()
    office = page._stack.currentWidget()
    studio.take("settings", [page.names, office.prefix, office.days])


# --- imports -----------------------------------------------------------------------------------------------------
def _import(studio: Studio, ledgers: Ledgers) -> None:
    studio.window.tabs.open("institution")
    studio.settle()
    studio.window.import_(ledgers.roster)
    dialog = studio.front(ImportDialog)
    studio.take("import-columns", [dialog.columns_page, dialog.next_button])
    for _page in range(2):
        if dialog.pages.currentWidget() is not dialog.preview_page:
            dialog.go_on()
            studio.settle()
    studio.take("import-preview", [dialog.preview_page.tabs.tabBar(), dialog.next_button])
    dialog.go_on()
    studio.settle()
    dialog.result_page.book.setText(
        "存疑和有误的行写进了出错工作簿，改好后再导入它，只会导入改过的行：\n"
        r"C:\Users\王芳\AppData\Local\shuangjian\出错工作簿\花园路街道摸排表-出错.xlsx"
    )
    page = dialog.result_page
    studio.take("import-result", [page.tray_button, page.book_button, page.undo_button])


def _tray(studio: Studio) -> None:
    page = studio.window.tabs.open("tray")
    studio.settle()
    page.table.selectRow(0)
    studio.take("tray", [page.batches, page.table, page.said, page.retry_button])


def _undo(studio: Studio) -> None:
    page = studio.window.tabs.open("steps")
    studio.settle()
    page.table.selectRow(3)
    studio.take("undo", [page.table, page.undo_button, page.detail])
    page = studio.window.tabs.open("recycle")
    studio.settle()
    page.table.selectRow(0)
    studio.take("recycle", [page.registers, page.restore_button])


# --- packages ----------------------------------------------------------------------------------------------------
def _send(studio: Studio) -> None:
    studio.window.pack()
    dialog = studio.front(PackDialog)
    studio.settle()
    dialog.file.line.setText(_DOCUMENTS + dialog.file.path.name)
    studio.take("send", [dialog.increment, dialog.personal, dialog.file, dialog.pack_button])


def _hand_over(studio: Studio) -> None:
    form = _open(studio, "institution", "学霸屋")
    next(one for one in form.deed_buttons() if one.objectName() == "deed_hand_over").click()
    studio.front(DeedDialog)
    studio.take("hand-over")


def _receive(studio: Studio, ledgers: Ledgers) -> None:
    studio.window.tabs.open("institution")
    studio.window.receive(arrivals([ledgers.package]))
    dialog = studio.front(ReceiveDialog)
    studio.settle()
    page = dialog.preview_page
    studio.take("receive-preview", [page.ticks, dialog.next_button])
    for one in page.ticks.ticks:
        one.box.setChecked(True)
    studio.settle()
    dialog.go_on()
    studio.settle()
    studio.take("receive-result", [dialog.outcome_page.undo_button])


def _backup(studio: Studio) -> None:
    studio.window.backup()
    dialog = studio.front(BackupDialog)
    studio.take("backup", [dialog.place, dialog.backup_button])
    studio.dismiss()
    studio.window.restore_asked.emit()
    dialog = studio.front(RestoreDialog)
    studio.take("restore", [dialog.list, dialog.file, dialog.restore_button])


# --- figures -----------------------------------------------------------------------------------------------------
def _figures(studio: Studio) -> None:
    page = studio.window.tabs.open("figures")
    page.as_of.line.setText("2022-02-15")
    page.since.line.setText("2021-12-31")
    page.refresh()
    studio.take("figures", [page.as_of, page.cards, page.table])


def _charts(studio: Studio) -> None:
    page = studio.window.tabs.open("charts")
    studio.settle()
    page.list.setCurrentRow(1)
    studio.take("charts", [page.list, page.filters, page.canvas])
