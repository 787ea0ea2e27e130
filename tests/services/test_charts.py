"""Each chart out of a real ledger: counted by hand, in agreement with the figures, each mark with exactly its rows."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from shuangjian_desktop.analysis.charts import CHARTS, find
from shuangjian_desktop.analysis.figures import find as figure
from shuangjian_desktop.analysis.plot import Mark, Plot
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.core.query import Filter, Query
from shuangjian_desktop.services import charts, figures
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import found_office, open_desk
from tests.services.charted import DAY, JINSHUI, LICENSED, ZHONGYUAN, fill
from tests.services.entries import enter, school

KEYS = [chart.key for chart in CHARTS]


@pytest.fixture(scope="session")
def founded_city(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("city") / "台账.db"
    found_office(path, "4101", "王芳").ledger.close()
    return path


@pytest.fixture
def city(founded_city: Path, tmp_path: Path):
    """The city on 2022-02-15, with the rows of `charted`."""
    desk = replace(open_desk(Path(shutil.copy(founded_city, tmp_path / "全市.db")), "王芳"), day=DAY)
    fill(desk)
    yield desk
    desk.ledger.close()


def plotted(desk: Desk, key: str, *asked: object) -> Plot:
    return charts.count(desk, find(key), charts.scope(desk, *asked))


def shown(plot: Plot) -> dict[tuple[str, str], int]:
    return {(plot.columns[one.column].label, plot.layers[one.layer].label): one.value for one in plot.marks}


def behind(desk: Desk, mark: Mark) -> set[str]:
    return {record.uid for record in desk.ledger.reader.first(mark.query, 1000)}


def opened(desk: Desk, plot: Plot) -> dict[tuple[str, str], set[str]]:
    """The uids of the rows that each mark opens."""
    return {(plot.columns[one.column].label, plot.layers[one.layer].label): behind(desk, one) for one in plot.marks}


# --- by hand ---------------------------------------------------------------------------------------------------------
def test_institutions_by_state_and_district(city):
    plot = plotted(city, "institutions_by_state")
    assert opened(city, plot) == {
        ("中原区", "停办"): {"d"},
        ("金水区", "正常"): {"a"},
        ("金水区", "停办"): {"b"},
        ("金水区", "未填写"): {"c"},
    }
    assert len(plot.columns) == 16
    assert [layer.label for layer in plot.layers] == ["正常", "停办", "未填写"]
    assert (plot.title, plot.note) == (
        "机构状态（按区县）",
        "全市 · 按台账中现在的机构状态 · 郑州市教育局 2022-02-15 统计",
    )


def test_institutions_by_their_last_disposition_until_the_day(city):
    assert shown(plotted(city, "institutions_by_disposition")) == {
        ("中原区", "营转非（营改非）"): 1,
        ("金水区", "取缔关停"): 1,
        ("金水区", "未处置"): 2,
    }
    assert shown(plotted(city, "institutions_by_disposition", date(2021, 9, 30))) == {
        ("中原区", "未处置"): 1,
        ("金水区", "规范保留"): 1,
        ("金水区", "未处置"): 2,
    }


def test_the_steps_of_the_reduction(city):
    plot = plotted(city, "subject_reduction")
    assert plot.title == "学科类培训机构压减：3家 → 2家"
    assert opened(city, plot) == {
        ("原有", "原有"): {"a", "b", "d"},
        ("取缔关停", "已压减"): {"b"},
        ("压减后", "压减后：营转非（营改非）"): {"d"},
        ("压减后", "压减后：未处置"): {"a"},
    }
    assert [mark.start for mark in plot.marks] == [0, 2, 0, 1]
    assert plotted(city, "subject_reduction", date(2021, 9, 30)).title == "学科类培训机构压减：3家 → 3家"


def test_each_step_begins_where_the_last_one_ended(desk):
    kinds = (*["取缔关停"] * 2, "注销（终止办学）", *["转托管"] * 3, "规范保留", "营转非（营改非）", None)
    for number, kind in enumerate(kinds):
        rows = [{"kind": kind, "on": date(2021, 9, 1)}] if kind else []
        enter(desk, "institution", {"name": f"学校{number}", **LICENSED}, {"disposition": rows})
    plot = plotted(desk, "subject_reduction")
    assert [(plot.columns[mark.column].label, mark.start, mark.value) for mark in plot.marks] == [
        ("原有", 0, 9),
        ("取缔关停", 7, 2),
        ("注销（终止办学）", 6, 1),
        ("转托管", 3, 3),
        ("压减后", 0, 1),
        ("压减后", 1, 1),
        ("压减后", 2, 1),
    ]


def test_refunds_by_month_less_what_was_reversed(city):
    due, paid = "应退（按合同签订日期）", "已退（按付款日期）"
    plot = plotted(city, "refunds_by_month")
    assert shown(plot) == {
        ("2021年3月", due): 125_000,
        ("2021年5月", due): 125_000,
        ("2021年9月", paid): 70_000,
        ("2021年10月", paid): -50_000,
        ("无日期", due): 125_000,
    }
    assert [column.label for column in plot.columns] == [*(f"2021年{month}月" for month in range(3, 11)), "无日期"]
    assert plot.note == "全市 · 截至 2022-02-15 · 按月 · 已退已扣除冲正 · 郑州市教育局 2022-02-15 统计"
    since = plotted(city, "refunds_by_month", DAY, date(2021, 5, 1))
    assert set(shown(since)) == {("2021年5月", due), ("2021年9月", paid), ("2021年10月", paid)}


def test_wages_by_month_of_the_last_payment_until_the_day(city):
    due, paid = "应发（按最近一次发放日期）", "已发（按付款日期）"
    assert shown(plotted(city, "wages_by_month")) == {
        ("2021年9月", paid): 800_000,
        ("2021年12月", due): 1_800_000,
        ("2021年12月", paid): 100_000,
        ("尚未发放", due): 420_000,
    }
    assert shown(plotted(city, "wages_by_month", date(2021, 10, 1))) == {
        ("2021年9月", due): 1_800_000,
        ("2021年9月", paid): 800_000,
        ("尚未发放", due): 420_000,
    }


def test_notices_by_the_state_they_were_in_and_their_age(city):
    plot = plotted(city, "notices_by_age")
    assert opened(city, plot) == {
        ("已下达", "7天以内"): {"n-1"},
        ("已下达", "超过90天"): {"n-4"},
        ("已送达", "31～60天"): {"n-2"},
        ("结案", "超过90天"): {"n-3"},
    }
    assert [column.label for column in plot.columns] == [
        "已下达", "已送达", "复查合格", "复查不合格", "结案", "作废"
    ]  # fmt: skip
    assert shown(plotted(city, "notices_by_age", date(2021, 10, 8))) == {
        ("已下达", "7天以内"): 1,
        ("复查合格", "31～60天"): 1,
    }
    assert ("作废", "超过90天") in shown(plotted(city, "notices_by_age", date(2022, 3, 1)))


def test_inspections_by_day_the_days_between_too(city):
    plot = plotted(city, "inspections_by_day")
    assert opened(city, plot) == {
        ("2021-11-12", "日巡查"): {"i-1"},
        ("2021-11-12", "专项检查"): {"i-2"},
        ("2021-11-14", "未填写"): {"i-3"},
    }
    assert [column.label for column in plot.columns] == ["2021-11-12", "2021-11-13", "2021-11-14"]


# --- filters ---------------------------------------------------------------------------------------------------------
def test_one_category(city):
    for category, paid in (
        ("学科类", {"2021年9月": 50_000, "2021年10月": -50_000}),
        ("非学科类", {"2021年9月": 20_000}),
    ):
        plot = plotted(city, "refunds_by_month", DAY, None, "", category)
        found = {column: value for (column, layer), value in shown(plot).items() if layer.startswith("已退")}
        assert found == paid
        assert category in plot.note
    assert set(shown(plotted(city, "inspections_by_day", DAY, None, "", "非学科类（体育）"))) == {
        ("2021-11-12", "专项检查")
    }
    assert sum(shown(plotted(city, "notices_by_age", DAY, None, "", "非学科类")).values()) == 0


def test_one_district_is_parted_by_township(city):
    plot = plotted(city, "institutions_by_state", DAY, None, JINSHUI)
    assert set(shown(plot)) == {
        ("未填写乡镇（街道）", "正常"), ("未填写乡镇（街道）", "停办"), ("未填写乡镇（街道）", "未填写")
    }  # fmt: skip
    assert plot.title == "机构状态（按乡镇、街道）"
    assert plot.note == "金水区 · 按台账中现在的机构状态 · 郑州市教育局 2022-02-15 统计"
    assert sum(shown(plotted(city, "refunds_by_month", DAY, None, ZHONGYUAN)).values()) == 125_000
    assert shown(plotted(city, "institutions_by_state", DAY, None, "4101")) == shown(
        plotted(city, "institutions_by_state")
    )


def test_townships_in_the_order_of_their_codes(desk):
    inside = Query("division", filters=(Filter("level", "eq", "乡镇街道"),))
    first, second = sorted(desk.ledger.reader.first(inside, 2), key=lambda one: one.values["code"])
    for number, township in enumerate((second.uid, first.uid, first.uid)):
        school(desk, f"学校{number}", township=township, operating_state="正常")
    plot = plotted(desk, "institutions_by_state")
    assert [column.label for column in plot.columns] == [first.values["name"], second.values["name"]]
    assert [mark.value for mark in plot.marks] == [2, 1]


@pytest.mark.parametrize(("asked", "told"), [(("410199",), "没有代码为"), (("", "学科"), "没有“学科”这个培训类别")])
def test_what_is_not_there_cannot_be_asked_for(city, asked, told):
    with pytest.raises(UsageError, match=told):
        charts.scope(city, DAY, None, *asked)


# --- every chart -----------------------------------------------------------------------------------------------------
SCOPES = {
    "all": (DAY,),
    "earlier": (date(2021, 10, 3),),
    "since": (DAY, date(2021, 9, 15)),
    "district": (DAY, None, JINSHUI),
    "category": (DAY, None, "", "学科类"),
    "everything": (date(2021, 12, 31), date(2021, 3, 11), JINSHUI, "非学科类"),
}


@pytest.mark.parametrize("asked", SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("key", KEYS)
def test_a_mark_opens_the_rows_that_it_counts_and_no_row_is_in_two(city, key, asked):
    plot = plotted(city, key, *asked)
    seen: dict[str, set[str]] = {}
    for mark in plot.marks:
        rows = city.ledger.reader.first(mark.query, 1000)
        uids = {row.uid for row in rows}
        assert len(uids) == mark.rows
        if plot.chart.unit == "元":
            field = "amount" if mark.query.register.endswith("_payment") else "due"
            assert sum(int(row.values[field] or 0) for row in rows) == mark.value  # type: ignore[call-overload]
        else:
            assert mark.value == mark.rows
        if (plot.chart.form, mark.column) != ("funnel", 0):
            assert not uids & seen.setdefault(mark.query.register, set())
            seen[mark.query.register] |= uids


@pytest.mark.parametrize("day", [DAY, date(2021, 9, 30), date(2022, 3, 1)])
def test_charts_agree_with_the_figures(city, day):
    def value(key: str) -> int:
        return figures.count(city, day, [figure(key)])[0].total.value or 0  # type: ignore[return-value]

    disposed = shown(plotted(city, "institutions_by_disposition", day))
    counted = sum(number for (_place, layer), number in disposed.items() if layer != "未处置")
    assert counted == value("closed_illegal") + value("classified_disposed")
    steps = shown(plotted(city, "subject_reduction", day))
    assert steps["原有", "原有"] == value("subject_before")
    assert sum(number for (column, _layer), number in steps.items() if column == "压减后") == value("subject_after")
    for key, word, told in (("refunds_by_month", "已退", "refunds_paid"), ("wages_by_month", "已发", "wages_settled")):
        paid = [number for (_month, layer), number in shown(plotted(city, key, day)).items() if layer.startswith(word)]
        assert sum(paid) == value(told)
    notices = shown(plotted(city, "notices_by_age", day))
    assert sum(number for (state, _age), number in notices.items() if state != "作废") == value("notices_issued")


@pytest.mark.parametrize("key", KEYS)
def test_without_a_row_there_is_nothing_to_show(desk, key):
    assert plotted(desk, key).marks == ()
    assert charts.as_json(plotted(desk, key))["marks"] == []
