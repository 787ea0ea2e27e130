"""The page of GB/T 9704-2012, measured in the PDF: every distance within 0.3 mm."""

from dataclasses import replace

import pytest

from shuangjian_desktop.documents.notice import typeset_notices
from tests.documents.paper import FIRST, MM, PAPER, SECOND, lines, rules, signs

NEAR = 0.3  # millimetres
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
PITCH, CHARACTER = 225 / 22, 156 / 28
SIZE = 16 / MM


def near(millimetres):
    return pytest.approx(millimetres, abs=NEAR)


def made(**facts):
    return typeset_notices([replace(PAPER, **facts)])[0].pdf


@pytest.fixture(scope="module")
def full():
    """A notice whose facts fill more than two pages with characters alone."""
    return made(facts=("校外培训机构预收费资金监管台账核查" * 90,), facts_numbered=False)


@pytest.fixture(scope="module")
def red():
    return made(red_head=True)


def test_a_page_holds_22_lines_of_28_characters(full):
    page = lines(full, SECOND)
    assert len(page) == 22
    assert {len(line) for line in page} == {28}


def test_the_block_is_156_by_225_millimetres_in_its_place(full):
    page = lines(full, SECOND)
    first, last = page[0], page[-1]
    assert first[0].x == near(LEFT)
    assert first[-1].x + SIZE == near(RIGHT)
    assert first[0].em_top - (PITCH - SIZE) / 2 == near(TOP)
    assert last[0].em_top + SIZE + (PITCH - SIZE) / 2 == near(BOTTOM)
    assert {line[0].x == near(LEFT) for line in page} == {True}


def test_lines_and_characters_stand_on_the_grid(full):
    page = lines(full, SECOND)
    for number, line in enumerate(page):
        assert line[0].base - page[0][0].base == near(number * PITCH)
        for place, sign in enumerate(line):
            assert sign.x - LEFT == near(place * CHARACTER)


def test_text_under_a_heading_stands_on_the_same_grid(full):
    grid = lines(full, SECOND)[0][0].base
    for line in lines(full, FIRST)[1:]:  # the number in the heading stands between the lines
        assert (line[0].base - grid) / PITCH == pytest.approx(round((line[0].base - grid) / PITCH), abs=NEAR / PITCH)


def test_a_paragraph_begins_two_characters_in(full):
    facts = next(line for line in lines(full, FIRST) if line[0].text == "校")
    assert facts[0].x == near(LEFT + 2 * CHARACTER)


def test_the_masthead_stands_35_mm_under_the_top_of_the_block_in_the_middle(red):
    head = max(lines_of_any(red, FIRST), key=lambda line: line[0].size)
    assert "".join(sign.text for sign in head) == PAPER.office
    assert min(sign.top for sign in head) == near(TOP + 35)
    assert (head[0].left + head[-1].right) / 2 == near((LEFT + RIGHT) / 2)
    assert head[-1].right - head[0].left <= RIGHT - LEFT


def lines_of_any(pdf, number):
    sizes = {round(sign.size * MM, 1) for sign in signs(pdf, number)}
    return [line for size in sizes for line in lines(pdf, number, size)]


@pytest.mark.parametrize("red_head", [False, True])
def test_the_red_line_stands_4_mm_under_the_number_as_wide_as_the_block(red_head):
    pdf = made(red_head=red_head)
    number = next(line for line in lines(pdf, FIRST) if "〔" in {sign.text for sign in line})
    (line,) = [rule for rule in rules(pdf, FIRST) if rule[2] - rule[0] > 100]
    assert "".join(sign.text for sign in number) == PAPER.number
    assert line[1] - max(sign.bottom for sign in number) == near(4)
    assert (line[0], line[2]) == (near(LEFT), near(RIGHT))
    assert (number[0].left + number[-1].right) / 2 == near((LEFT + RIGHT) / 2)


def test_two_empty_lines_stand_between_masthead_and_number_and_over_the_title(red):
    head = max(lines_of_any(red, FIRST), key=lambda line: line[0].size)
    number = next(line for line in lines(red, FIRST) if "〔" in {sign.text for sign in line})
    (line,) = [rule for rule in rules(red, FIRST) if rule[2] - rule[0] > 100]
    title = lines(red, FIRST, 22)[0]
    gap = (PITCH - SIZE) / 2  # of the number's own line
    assert min(sign.top for sign in number) - max(sign.bottom for sign in head) == near(2 * PITCH + gap)
    assert title[0].em_top - (PITCH - title[0].size) / 2 - line[3] == near(2 * PITCH)


def test_the_addressee_stands_one_empty_line_under_the_title(red):
    title, addressee = lines(red, FIRST, 22)[-1], lines(red, FIRST)[1]
    assert addressee[0].text == PAPER.addressee[0]
    assert addressee[0].x == near(LEFT)
    # The heading as a whole takes whole lines: the empty one may be up to a line higher.
    between = addressee[0].em_top - (title[0].em_top + title[0].size)
    assert PITCH <= between - (PITCH - SIZE) / 2 - (PITCH - 22 / MM) / 2 + NEAR <= 2 * PITCH


@pytest.mark.parametrize(("number", "side"), [(FIRST, "right"), (SECOND, "left")])
def test_the_page_number_stands_7_mm_under_the_block_one_character_in(full, number, side):
    (line,) = lines(full, number, 14)
    assert "".join(sign.text for sign in line) == f"—{number}—"
    assert line[0].top - BOTTOM == near(7)
    character = 14 / MM
    if side == "right":
        assert RIGHT - line[-1].right == near(character)
    else:
        assert line[0].left - LEFT == near(character)


def test_sizes_are_those_of_the_standard(full):
    assert {round(sign.size * MM) for sign in signs(full, SECOND)} == {16, 14, 10}  # text, page number, 第二联·正本
    assert len(lines(full, FIRST, 22)) == 2


def test_the_date_ends_four_characters_from_the_right_and_the_office_is_centred_on_it():
    last = lines(made(), FIRST)
    date = next(line for line in last if "".join(sign.text for sign in line) == PAPER.issued_on)
    office = next(line for line in last if "".join(sign.text for sign in line) == PAPER.office)
    assert RIGHT - 4 * CHARACTER - (date[-1].x + SIZE) == near(0)
    centre = (date[0].x + date[-1].x + SIZE) / 2
    assert (office[0].x + office[-1].x + SIZE) / 2 == near(centre)
    seal = max((rule for rule in rules(made(), FIRST) if rule[2] - rule[0] < 60), key=lambda rule: rule[2] - rule[0])
    assert (seal[0] + seal[2]) / 2 == near(centre)
    assert (seal[1] + seal[3]) / 2 == near((office[0].base + date[0].base) / 2 - 0.38 * SIZE)
