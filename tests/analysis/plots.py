"""Plots made by hand, for the tests of drawing."""

from dataclasses import replace
from datetime import date, timedelta

from shuangjian_desktop.analysis.charts import find
from shuangjian_desktop.analysis.plot import Column, Layer, Mark, Plot
from shuangjian_desktop.analysis.timeline import periods
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services.office import offices

ROWS = Query("institution")
DISTRICTS = [one.name.removesuffix("教育局") for one in offices() if not one.is_city]


def lying(columns: int = 16, layers: int = 9, value: int = 1234) -> Plot:
    """Stacked bars by district."""
    marks = tuple(
        Mark(column, layer, layer * value, value, value, ROWS) for column in range(columns) for layer in range(layers)
    )
    names = tuple(Column(name, name) for name in DISTRICTS[:columns])
    parts = tuple(Layer(f"第{layer}类", layer if layer < 8 else -1) for layer in range(layers))
    return Plot(find("institutions_by_state"), "机构状态（按区县）", "全市 · 截至 2022-02-15", names, parts, marks)


def standing(columns: int = 24, unit: str = "refunds_by_month", sign: int = 1) -> Plot:
    """Two bars side by side for each month from January 2021 on, and one without a date."""
    names = [Column(f"{at}", f"{at % 12 + 1}月", f"{2021 + at // 12}年", at % 12 + 1) for at in range(columns)]
    names.append(Column("无日期", "无日期"))
    layers = (Layer("应退", 0), Layer("已退", 1))
    marks = [
        Mark(at, layer, 0, sign * (at + 1) * 100_000_00, 1, ROWS) for at in range(columns + 1) for layer in range(2)
    ]
    return Plot(find(unit), "退费", "全市", tuple(names), layers, tuple(marks), beside=True)


def uneven(columns: int = 18) -> Plot:
    """Two bars side by side for each month, one ten times as high as the other, the higher one by turns."""
    plot = standing(columns)
    yuan = [(500_000_000_00, 50_000_000_00), (50_000_000_00, 500_000_000_00)]
    marks = tuple(replace(mark, value=yuan[mark.column % 2][mark.layer]) for mark in plot.marks)
    return replace(plot, marks=marks)


def days(count: int) -> Plot:
    """Stacked bars for each day from 2021-01-20 on."""
    first = date(2021, 1, 20)
    time = periods([first, first + timedelta(days=count - 1)], "day")
    columns = tuple(Column(one.label, one.short, one.group, one.number) for one in time)
    layers = (Layer("日巡查", 0), Layer("专项检查", 1))
    marks = tuple(Mark(at, layer, layer * 9, 9 - layer, 9, ROWS) for at in range(count) for layer in range(2))
    return Plot(find("inspections_by_day"), "巡查次数", "全市 · 按日", columns, layers, marks)


def growing() -> Plot:
    """Bars each longer than the one before: some end right before a step of the axis."""
    marks = tuple(Mark(column, 0, 0, 650 * (column + 1), 1, ROWS) for column in range(16))
    return replace(lying(layers=1), marks=marks)


def reduced() -> Plot:
    """A funnel of which nothing is left."""
    columns = tuple(Column(name, name) for name in ("原有", "取缔关停", "注销（终止办学）", "压减后"))
    layers = (Layer("原有", 0), Layer("已压减", 1))
    marks = (Mark(0, 0, 0, 5, 5, ROWS), Mark(1, 1, 3, 2, 2, ROWS), Mark(2, 1, 0, 3, 3, ROWS))
    return Plot(find("subject_reduction"), "学科类培训机构压减：5家 → 0家", "全市", columns, layers, marks)


def empty() -> Plot:
    return Plot(find("inspections_by_day"), "巡查次数", "全市 · 截至 2022-02-15", (), (), ())
