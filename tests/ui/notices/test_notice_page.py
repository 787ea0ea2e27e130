"""The page of the notices: deadlines at a glance, views, the way to the papers; drafts from a visit."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from shuangjian_desktop.registers import find
from shuangjian_desktop.services import deeds, papers
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.deeds import do_deed
from shuangjian_desktop.ui.main_window import register_page
from shuangjian_desktop.ui.notices.page import NoticePage
from shuangjian_desktop.ui.rows_dialog import RowsDialog
from tests.services.entries import enter, notice
from tests.ui.boxes import box, press
from tests.ui.entries import cells
from tests.ui.notices.conftest import previews

TODAY = date(2022, 3, 10)


@pytest.fixture
def page(session, desk, settle, qtbot):
    """Show the page of the notices on a day."""
    session.desk = replace(desk, day=TODAY)
    made = register_page(find(papers.NOTICE), session)
    qtbot.addWidget(made)
    made.resize(1180, 620)
    made.show()
    qtbot.waitExposed(made)
    settle()
    return made


@pytest.fixture
def notices(desk, institution):
    """One overdue, one due in two days, one failed, one passed, one draft."""
    days = {"逾期": -5, "将到": 2, "不合格": 20, "合格": -1, "草稿": -9}
    uids = {
        facts: notice(desk, institution, facts=facts, deadline=TODAY + timedelta(days=left))
        for facts, left in days.items()
    }
    for uid in list(uids.values())[:-1]:
        deeds.act(desk, papers.NOTICE, uid, "issue", {"issued_on": date(2022, 3, 1)})
    for facts in ("不合格", "合格"):
        served = {"served_on": date(2022, 3, 2), "service_way": "直接送达"}
        deeds.act(desk, papers.NOTICE, uids[facts], "serve", served)
        visited = {"reinspected_on": date(2022, 3, 9), "reinspection_result": facts}
        deeds.act(desk, papers.NOTICE, uids[facts], "reinspect", visited)
    return uids


def shown(page, key, qtbot):
    """Return what a column shows, by the facts of each notice, with the colour of its words."""
    cells(page.model, qtbot)
    columns = {item.key: number for number, item in enumerate(page.model.fields)}

    def cell(row, name):
        return page.model.index(row, columns[name])

    colours = {row: cell(row, key).data(Qt.ItemDataRole.ForegroundRole) for row in range(page.model.rowCount())}
    return {
        cell(row, "facts").data(): (cell(row, key).data(), colour.name() if colour else "")
        for row, colour in colours.items()
    }


def test_deadlines_say_what_is_due_and_overdue(notices, page, qtbot):
    found = shown(page, "deadline", qtbot)
    assert found["逾期"] == ("2022-03-05　逾期 5 天", theme.WRONG)
    assert found["将到"] == ("2022-03-12　还有 2 天", theme.DOUBT)
    assert found["合格"] == ("2022-03-09", "")
    assert found["草稿"] == ("2022-03-01", "")
    states = shown(page, "state", qtbot)
    assert states["不合格"] == ("复查不合格", theme.WRONG)
    assert states["合格"] == ("复查合格", theme.ACCENT)


def test_views_count_and_narrow_and_let_go(notices, page, settle, qtbot):
    words = [button.text() for button in page.views.buttons.values()]
    assert words == ["草稿 1", "待送达 2", "三天内到期 1", "已逾期 1", "复查不合格 1", "复查合格待结案 1"]
    page.views.buttons["已逾期"].click()
    settle()
    assert list(shown(page, "state", qtbot)) == ["逾期"]
    assert page.views.buttons["已逾期"].isChecked()
    page.views.buttons["草稿"].click()
    settle()
    assert list(shown(page, "state", qtbot)) == ["草稿"]
    assert not page.views.buttons["已逾期"].isChecked()
    page.views.buttons["草稿"].click()
    settle()
    assert page.model.rowCount() == 5


def test_views_count_anew_after_a_write(notices, page, session, settle):
    def serve(desk):
        asked = {"served_on": TODAY, "service_way": "直接送达"}
        return deeds.act(desk, papers.NOTICE, notices["逾期"], "serve", asked)

    session.write(serve)
    settle()
    assert page.views.buttons["待送达"].text() == "待送达 1"


def test_other_registers_have_no_views(page_of):
    assert not page_of("refund").views.isVisible()


def test_several_selected_notices_are_previewed_together(notices, page, settle, qtbot):
    cells(page.model, qtbot)
    page.view.setFocus()
    page.view.selectRow(0)
    QTest.keyClick(page.view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert page.papers_button.isEnabled()
    QTest.keyClick(page.view, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    settle()
    [dialog] = previews()
    settle()
    assert dialog.words.text() == "2 份，6 页"
    dialog.reject()


def test_without_notices_there_is_nothing_to_preview(page):
    assert isinstance(page, NoticePage)
    assert not page.papers_button.isEnabled()


def test_a_visit_is_drafted_in_one_step_and_its_drafts_alone_are_shown(
    desk, session, institution, notices, settle, qtbot, page
):
    visit = enter(
        desk,
        "inspection",
        {"on": TODAY, "place": "花园路", "officers": "刘洋、周敏"},
        {"inspection_target": [{"institution": institution, "findings": "未公示收费标准"}]},
    )
    register = find("inspection")
    action = next(one for one in register.actions if one.drafts)
    do_deed(register, visit, action, session, page)
    press(box(qtbot), "拟整改通知书")
    settle()
    [dialog] = page.findChildren(RowsDialog)
    assert [line[:3] for line in cells(dialog.page.model, qtbot)] == [["", "草稿", "郑州育才学校"]]
    assert not dialog.page.views.isVisible()
    dialog.reject()
