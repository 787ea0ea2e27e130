"""From the empty window to an open ledger, and back to restore a backup."""

import shutil
from pathlib import Path

import pytest

from shuangjian_desktop.services import backups
from shuangjian_desktop.services.office import add_operator, open_desk
from shuangjian_desktop.store.lock import hold
from shuangjian_desktop.ui.first_run import FirstRunDialog
from shuangjian_desktop.ui.main_window import MainWindow
from shuangjian_desktop.ui.operator import OperatorDialog
from shuangjian_desktop.ui.start import Start
from tests.ui.boxes import press, said

TITLE = "双减治理台账 — 金水区教育局 — 经办人：{}"


@pytest.fixture
def begin(qtbot, jobs, settle):
    """Start the window on a path; at the end the ledger is closed as at the end of the program."""
    started = []

    def begin(path: Path, operator: str = "") -> tuple[MainWindow, Start]:
        window = MainWindow(jobs)
        qtbot.addWidget(window)
        start = Start(window, path, operator)
        started.append(start)
        start.begin()
        window.show()
        settle()
        return window, start

    yield begin
    for start in started:
        start.close()


def dialog(window, kind):
    [found] = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def test_first_run_founds_a_ledger(begin, settle, tmp_path):
    window, _start = begin(tmp_path / "新建" / "台账.db")
    first = dialog(window, FirstRunDialog)
    assert not first.buttons.buttons()[0].isEnabled()
    first.office.setCurrentIndex(first.office.findText("金水区教育局"))
    first.operator.setText("王芳")
    press(first, "继续")
    settle()
    assert window.windowTitle() == TITLE.format("王芳")
    assert window.tabs.tabText(0) == "今日待办"
    assert (tmp_path / "新建" / "台账.db").exists()


def test_the_operator_is_chosen_from_the_list_at_start(begin, settle, ledger_path):
    desk = open_desk(ledger_path, "王芳")
    add_operator(desk, "李建国")
    desk.ledger.close()
    window, _start = begin(ledger_path)
    choice = dialog(window, OperatorDialog)
    assert choice.name == "王芳"  # who worked last is in hand
    choice.names.setCurrentRow(next(row for row in range(2) if choice.names.item(row).text() == "李建国"))
    press(choice, "确定")
    settle()
    assert window.windowTitle() == TITLE.format("李建国")


def test_a_new_operator_is_entered_by_typing(begin, settle, ledger_path):
    window, _start = begin(ledger_path)
    choice = dialog(window, OperatorDialog)
    choice.new.setText("赵敏")
    press(choice, "确定")
    settle()
    assert window.windowTitle() == TITLE.format("赵敏")
    window.choose_operator()
    settle()
    names = dialog(window, OperatorDialog).names
    assert {names.item(row).text() for row in range(names.count())} == {"王芳", "赵敏"}


def test_a_file_that_is_no_ledger_gets_a_sentence_and_other_ways(begin, settle, ledger_path, tmp_path):
    junk = tmp_path / "不是台账.db"
    junk.write_text("这不是台账。", encoding="utf-8")
    window, _start = begin(junk, "王芳")
    first = dialog(window, FirstRunDialog)
    assert "不是台账" in first.reason.text()
    assert junk.read_text(encoding="utf-8") == "这不是台账。"
    first.choose("open")
    first.open_at.line.setText(str(ledger_path))
    press(first, "继续")
    settle()
    dialog(window, OperatorDialog)  # the other ledger is open: somebody sits down at it
    assert window.session is not None


def test_what_was_chosen_wrongly_can_be_chosen_again(qtbot, begin, settle, tmp_path):
    window, _start = begin(tmp_path / "没有.db", "王芳")
    first = dialog(window, FirstRunDialog)
    first.choose("open")
    first.open_at.line.setText(str(tmp_path / "也没有.db"))
    press(first, "继续")
    settle()
    assert "没有找到" in said(qtbot)
    assert first.isVisible()
    assert first.isEnabled()


def test_a_second_window_is_told_who_holds_the_ledger(qtbot, jobs, settle, ledger_path):
    with hold(ledger_path, "李建国"):
        window = MainWindow(jobs)
        qtbot.addWidget(window)
        start = Start(window, ledger_path)
        with qtbot.waitSignal(start.busy) as busy:
            start.begin()
    assert "李建国" in busy.args[0].sentence
    assert window.session is None


def test_closing_lets_go_of_the_ledger(begin, ledger_path):
    _window, start = begin(ledger_path, "王芳")
    start.close()
    with hold(ledger_path, "命令行"):
        pass


def test_a_backup_is_restored_and_work_goes_on(qtbot, begin, settle, ledger_path):
    window, start = begin(ledger_path, "王芳")
    backup = backups.backup(window.session.desk)
    window.session.write(lambda desk: desk.set_setting("number_prefix", "改过的代字"))
    settle()
    start.restore(backup)
    settle()
    assert "已从备份" in said(qtbot)
    assert window.session.desk.setting("number_prefix") != "改过的代字"
    assert window.windowTitle() == TITLE.format("王芳")


def test_a_bad_backup_leaves_the_ledger_as_it_was(qtbot, begin, settle, ledger_path, tmp_path):
    window, start = begin(ledger_path, "王芳")
    window.session.write(lambda desk: desk.set_setting("number_prefix", "改过的代字"))
    settle()
    bad = tmp_path / "坏备份.db"
    bad.write_bytes(shutil.copy(ledger_path, tmp_path / "x.db") and b"SQLite format 3\x00" + b"\x00" * 5000)
    start.restore(bad)
    settle()
    assert "备份" in said(qtbot)
    assert window.session.desk.setting("number_prefix") == "改过的代字"


def test_a_ledger_in_a_synced_folder_is_opened_with_a_warning(qtbot, begin, ledger_path, tmp_path):
    folder = tmp_path / "坚果云"
    folder.mkdir()
    window, _start = begin(Path(shutil.copy(ledger_path, folder / "台账.db")), "王芳")
    assert "同步" in said(qtbot)
    assert window.session is not None
