"""Finished papers put together: as they were, marked where a mark is due."""

from dataclasses import replace

from shuangjian_desktop.documents.joining import Part, joined
from shuangjian_desktop.documents.notice import typeset_notices
from tests.documents.paper import PAPER, pages, running, signs


def bundle(number):
    return typeset_notices([replace(PAPER, number=f"郑金教改〔2024〕{number}号")])[0]


def places(pdf, number):
    """Return what stands where on a page, to a hundredth of a millimetre."""
    return [(sign.text, round(sign.x, 2), round(sign.base, 2), round(sign.size, 2)) for sign in signs(pdf, number)]


def test_one_paper_without_a_mark_is_the_very_file():
    one = bundle(1)
    assert joined([Part(one)]) is one


def test_papers_follow_each_other_page_by_page_as_they_were():
    papers = [bundle(number) for number in (3, 1, 2)]
    whole = joined([Part(paper) for paper in papers])
    assert whole.pages == (3, 3, 3)
    assert pages(whole.pdf) == 9
    for place, paper in enumerate(papers):
        for number in range(3):
            assert places(whole.pdf, 3 * place + number) == places(paper.pdf, number)


def test_marks_stand_on_every_page_of_their_part_alone():
    whole = joined([Part(bundle(1), "作废", "第2次打印"), Part(bundle(2))])
    assert ["作废" in running(whole.pdf, n) and "第2次打印" in running(whole.pdf, n) for n in range(6)] == [
        *[True] * 3,
        *[False] * 3,
    ]
    note = next(sign for sign in signs(whole.pdf, 0) if sign.text == "次")
    assert note.bottom < 37  # over the block, where nothing else is
    assert [number in running(whole.pdf, 4) for number in ("〔2024〕2号", "〔2024〕1号")] == [True, False]
