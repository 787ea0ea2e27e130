"""Charts as pictures: everything on the paper, nothing on anything else, told apart in grey, every glyph there."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pypdfium2
import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from shuangjian_desktop.analysis.drawing import draw as drawing
from shuangjian_desktop.analysis.drawing.head import head
from shuangjian_desktop.analysis.drawing.looks import SOFT, lightness, look
from shuangjian_desktop.analysis.drawing.lying import Lying
from shuangjian_desktop.analysis.drawing.paper import Paper
from shuangjian_desktop.analysis.drawing.scale import scale
from shuangjian_desktop.analysis.drawing.setting import prepare
from shuangjian_desktop.analysis.drawing.standing import Standing
from shuangjian_desktop.analysis.plot import BLANK, Column, Plot
from tests.analysis.plots import days, empty, growing, lying, reduced, standing, uneven

SIZES = [(560, 400), (1000, 560), (1600, 900)]
PLOTS = {
    "districts": lying(),
    "one bar": lying(1, 1),
    "one column": standing(1),
    "months": standing(24),
    "six years": standing(72),
    "days": days(130),
    "a year of days": days(366),
    "below zero": standing(8, sign=-1),
    "reduced": reduced(),
    "steps": growing(),
    "uneven": uneven(),
    "uneven, few": uneven(11),
}


def drawn(plot: Plot, width: float, height: float) -> Paper:
    """The plot on paper, a dot to a pixel."""
    prepare()
    paper = Paper(width, height, 1.0)
    (Standing if plot.chart.form == "time" else Lying)(paper, plot, head(paper, plot)).draw()
    paper.canvas.draw()
    return paper


def texts(plot: Plot, width: float, height: float) -> list[tuple[str, object]]:
    """Every text that is drawn, with its box in pixels."""
    found = drawn(plot, width, height).figure.findobj(Text)
    return [(one.get_text(), one.get_window_extent()) for one in found if one.get_text()]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_no_text_lies_on_another_or_leaves_the_paper(plot, size):
    width, height = size[0], max(size[1], drawing.needed_height(plot))
    found = texts(plot, width, height)
    for words, box in found:
        assert box.x0 >= 0, words
        assert box.x1 <= width, words
        assert box.y0 >= 0, words
        assert box.y1 <= height, words
    for (one, first), (other, second) in combinations(found, 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), (one, other)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_no_line_runs_through_a_text(plot, size):
    figure = drawn(plot, size[0], max(size[1], drawing.needed_height(plot))).figure
    lines = [one.get_window_extent() for one in figure.findobj(Line2D)]
    bars = [one.get_window_extent() for one in figure.findobj(Rectangle) if one is not figure.patch]
    for one in figure.findobj(Text):
        box = one.get_window_extent().padded(-1)
        hidden = one.get_bbox_patch() or any(bar.contains(*box.p0) and bar.contains(*box.p1) for bar in bars)
        assert hidden or not any(box.overlaps(line) for line in lines), one.get_text()


@pytest.mark.parametrize("width", range(560, 1601, 40))
def test_no_number_over_a_bar_bites_into_the_one_beside_it(width):
    figure = drawn(uneven(), width, 560).figure
    bars = [one.get_window_extent() for one in figure.findobj(Rectangle) if one is not figure.patch]
    grounds = [one.get_bbox_patch().get_window_extent() for one in figure.findobj(Text) if one.get_bbox_patch()]
    assert bool(grounds) == (width > 1100)
    assert not any(ground.padded(-0.2).overlaps(bar) for ground in grounds for bar in bars)


def test_a_number_at_the_top_stands_apart_from_the_unit():
    plot = standing(1)
    found = dict(
        texts(replace(plot, marks=tuple(replace(mark, value=2_000_000_000_00) for mark in plot.marks)), 1000, 560)
    )
    assert found["单位：亿元"].y0 - found["20.00"].y1 > 5


def test_the_first_of_a_month_is_named_where_not_every_day_has_room():
    found = [words for words, _box in texts(days(366), 1000, 560)]
    assert found.count("1") == 12
    assert "31" not in found


def test_what_is_taken_off_has_a_minus_down_to_nothing():
    assert {"5", "−2", "−3", "0"} <= {words for words, _box in texts(reduced(), 1000, 560)}


def test_the_axis_is_not_cut_up_by_the_bars():
    for plot in (lying(), standing(3)):
        paper = drawn(plot, 1000, 560)
        [axis] = [one for one in paper.figure.findobj(Line2D) if one.get_color() == SOFT]
        box = axis.get_window_extent()
        darkness = 255 - np.asarray(paper.canvas.buffer_rgba())[::-1, :, :3].min(axis=2)
        if box.width < box.height:
            darkness, box = darkness.T, Bbox([[box.y0, box.x0], [box.y1, box.x1]])
        around = darkness[int(box.y0) - 1 : int(box.y0) + 2, round(box.x0) + 2 : round(box.x1) - 2]
        assert around.min(axis=1).max() > 100  # one line of dots is dark from end to end


@pytest.mark.parametrize("plot", PLOTS.values(), ids=PLOTS)
def test_every_mark_has_a_place_on_the_paper_in_its_colour(plot):
    picture = drawing.draw(plot, 1000, 560, 2.0)
    assert [place.mark for place in picture.places] == list(plot.marks)
    for place in picture.places:
        assert place.left >= 0
        assert place.top >= 0
        assert place.left + place.width <= picture.width / 2 + 0.5
        assert place.top + place.height <= picture.height / 2
        if place.width > 4 and place.height > 4:
            colour = look(plot.layers[place.mark.layer].look, ordered=plot.ordered).colour
            assert dot(picture, place.left + 2, place.top + 2) == colour or has_hatch(plot, place)
            assert picture.at(place.left + place.width / 2, place.top + place.height / 2, 5) is place


def has_hatch(plot, place) -> bool:
    return bool(look(plot.layers[place.mark.layer].look).hatch)


def dot(picture, x: float, y: float) -> str:
    at = 4 * (round(y * picture.ratio) * picture.width + round(x * picture.ratio))
    return "#" + picture.dots[at : at + 3].hex()


def test_a_near_mark_is_found_and_a_far_one_is_not():
    picture = drawing.draw(standing(24), 1000, 560, 1.0)
    place = picture.places[0]
    assert picture.at(place.left - 3, place.top + place.height - 1, 5) is place
    assert picture.at(place.left - 30, place.top - 30, 5) is None


def test_nothing_to_show_says_so():
    picture = drawing.draw(empty(), 800, 500, 1.0)
    assert picture.places == ()
    prepare()
    paper, _places = drawing._drawn(empty(), 800, 500, 1.0)
    assert "无数据" in [one.get_text() for one in paper.figure.findobj(Text)]


def test_a_higher_picture_where_names_need_it():
    columns = tuple(Column(f"第{number}街道", f"第{number}街道") for number in range(60))
    picture = drawing.draw(replace(lying(1, 1), columns=columns), 800, 400, 1.0)
    assert picture.height > 1200


# --- colours ---------------------------------------------------------------------------------------------------------
def test_no_two_looks_are_alike_in_grey():
    looks = [look(number) for number in (*range(9), BLANK)]
    for one, other in combinations(looks, 2):
        assert one.hatch != other.hatch or abs(lightness(one.colour) - lightness(other.colour)) > 12
    ramp = [lightness(look(number, ordered=True).colour) for number in range(6)]
    assert all(light - dark > 9 for light, dark in pairwise(ramp))


def test_what_stands_on_a_colour_can_be_read():
    for number in (*range(9), BLANK):
        one = look(number)
        assert abs(lightness(one.colour) - lightness(one.ink)) > 38


# --- words -----------------------------------------------------------------------------------------------------------
def test_a_name_with_a_formula_in_it_prints_as_itself():
    name = "$\\alpha$机构_^"
    found = dict(texts(replace(lying(1, 1), columns=(Column("a", name),)), 800, 500))
    assert found[name].width == pytest.approx(Paper(800, 500, 1.0).measure(name, 10.5), abs=2)


@pytest.mark.parametrize(
    ("values", "unit", "told"),
    [
        ((181_000_000_00, 0), "元", ["0", "0.5", "1", "1.5", "2", "亿元"]),
        ((12_345_00,), "元", ["0", "0.25", "0.5", "0.75", "1", "1.25", "万元"]),
        ((9_00,), "元", ["0", "2", "4", "6", "8", "10", "元"]),
        ((1,), "家", ["0", "1", "家"]),
        ((-50_000_00, 20_000_00), "元", ["−6", "−4", "−2", "0", "2", "万元"]),
    ],
)
def test_the_axis_of_values(values, unit, told):
    axis = scale(values, unit, 5)
    assert [*map(axis.text, axis.steps), axis.unit] == told
    assert axis.share(0) == pytest.approx(-axis.low / (axis.high - axis.low))


# --- files -----------------------------------------------------------------------------------------------------------
def test_files_of_each_kind_can_be_read_and_are_the_same_each_time(tmp_path):
    for kind in ("png", "svg", "pdf"):
        for name in ("one", "two"):
            drawing.save(standing(8, sign=-1), tmp_path / f"{name}.{kind}", kind)
        first, second = ((tmp_path / f"{name}.{kind}").read_bytes() for name in ("one", "two"))
        assert first == second, kind
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    svg = ET.parse(tmp_path / "one.svg")
    assert svg.find(".//{http://www.w3.org/2000/svg}text") is None  # outlines: no reader needs our font
    page = pypdfium2.PdfDocument(tmp_path / "one.pdf")[0]
    assert page.get_size() == (840, 495)
    words = page.get_textpage().get_text_range()
    for part in ("退费", "应退", "无日期", "2021年", "−", "单位：万元"):
        assert part in words
