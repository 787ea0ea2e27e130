"""The set of a notice: what it says is what was handed over, however hostile, long or rare."""

import json
import re
from dataclasses import replace
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.errors import Cancelled, ClerkError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.documents.faces import FONTS
from shuangjian_desktop.documents.notice import AT_ONCE, as_data, from_data, typeset_notices
from shuangjian_desktop.documents.texts import cleaned
from shuangjian_desktop.documents.typesetting import TEMPLATES, MissingGlyphError
from tests.documents.paper import FIRST, PAPER, STUB, dots, lines, pages, running, text_of

HOSTILE = (
    '#eval("x")',
    "$x$ $sum_i$",
    "*b* _i_ `c`",
    "甲\\乙 \\u{41}",
    "@ref <label>",
    "//注 /* 注 */",
    "= 题",
    "- 项",
    '"；#panic()',
    "[#page[]]",
    '{"data": 1}',
    '#import "@preview/x"',
    "https://example.com/a~b--c...",
    "'单' \"双\" “引” ‘用’",
)


def made(**facts):
    (bundle,) = typeset_notices([replace(PAPER, **facts)])
    return bundle


def squeezed(text):
    """Without spaces: a PDF holds none at the ends of lines."""
    return "".join(text.split())


def test_a_set_is_stub_original_and_receipt():
    bundle = made()
    texts = [text_of(bundle.pdf, number) for number in range(pages(bundle.pdf))]
    assert bundle.pages == (3,)
    assert ["第一联·存根" in texts[0], "第二联·正本" in texts[1], "第三联·送达回证" in texts[2]] == [True] * 3
    assert "（骑缝盖章）" in texts[0]
    assert all(word in texts[2] for word in ("直接送达", "留置送达", "代收人签名及", "拒收事由和"))
    for words in (PAPER.number, PAPER.office, PAPER.addressee):
        assert all(words in text for text in texts)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_prints_as_itself(text):
    bundle = made(
        addressee=text,
        identity=(((text, text),),),
        place=text,
        opening=(text,),
        facts=(text,),
        order=text,
        requirements=(text,),
        closing=(text,),
        contact=text,
        subjects=(text,),
        case=text,
        operator=text,
    )
    assert bundle.pages == (3,)
    counts = [squeezed(text_of(bundle.pdf, number)).count(squeezed(text)) for number in range(3)]
    assert [count >= most for count, most in zip(counts, (5, 7, 4), strict=True)] == [True] * 3


@settings(max_examples=30, deadline=None)
@given(
    st.text(
        st.sampled_from("甲乙丙，。#$*_`\\@/[]{}<>=-+~^&|'\"“”()%!?:;ab19 \n\t\r\u200b\u202e\ufeff\x07"), max_size=40
    )
)
def test_any_text_of_known_characters_prints_as_cleaned(text):
    printed = running(made(case="始" + text + "终").pdf, 2)
    assert "始" + squeezed(cleaned(text)) + "终" in squeezed(printed)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("郑\u200b州\u202e市\ufeff\u2066", "郑州市"),
        ("甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
        ("e\u0301té\x00\x1b[31m", "été[31m"),
        ("甲\t乙\u00ad丙", "甲 乙丙"),
        ("\ufa0e神\u795e", "\ufa0e神神"),
    ],
)
def test_what_steers_is_taken_out_of_a_text(text, printed):
    assert cleaned(text) == printed
    assert cleaned(printed) == printed


def test_many_violations_take_more_pages_and_every_one_is_there():
    facts = tuple(f"第{number}处教室未按规定公示。现场查看教室{number}，墙上没有公示牌。" for number in range(1, 41))
    bundle = made(facts=facts)
    assert bundle.pages[0] > 4
    printed = re.sub("—[0-9]+—第二联·正本（送被通知单位）", "", squeezed(text_of(bundle.pdf)))
    assert all(squeezed(fact) in printed for fact in facts)
    assert "（四十）第40处" in printed
    originals = [text for text in (text_of(bundle.pdf, n) for n in range(bundle.pages[0])) if "第二联" in text]
    assert [f"— {number} —" in text for number, text in enumerate(originals, 1)] == [True] * len(originals)


def test_the_signature_never_stands_alone_on_a_page():
    for count in range(1, 24):
        bundle = made(facts=("未按要求公示收费项目。",) * count, contact="")
        last = text_of(bundle.pdf, bundle.pages[0] - 2)
        if PAPER.issued_on in last:
            assert PAPER.closing[-1][-8:] in squeezed(last)


@pytest.mark.parametrize("closing", [(), ("请按期整改。" * 150,), ("请按期整改。", "特此通知。")])
def test_any_closing_is_printed_whole(closing):
    bundle = made(closing=closing)
    printed = re.sub("—[0-9]+—第二联·正本（送被通知单位）", "", squeezed(text_of(bundle.pdf)))
    assert "".join(closing) + PAPER.office in printed


def test_a_long_name_is_printed_whole_within_the_block():
    name = (
        "郑州航空港经济综合实验区（郑州新郑综合保税区）" + "启明星文化艺术教育科技咨询" * 4 + "有限责任公司第一分公司"
    )
    bundle = made(addressee=name, place=name, office="郑州航空港经济综合实验区教育文化卫生体育局")
    for number in (STUB, FIRST, bundle.pages[0] - 1):
        assert squeezed(name) in squeezed(running(bundle.pdf, number))
    assert max(sign.right for line in lines(bundle.pdf, FIRST) for sign in line) <= 184.5


def test_what_does_not_break_by_itself_stays_in_the_block():
    bundle = made(facts=("网址http://" + "abcdefghij" * 12 + "。",))
    assert max(sign.right for line in lines(bundle.pdf, FIRST) for sign in line) <= 184.5
    assert "abcdefghij" * 12 in squeezed(running(bundle.pdf, FIRST))


def test_what_is_not_known_stays_blank_for_the_pen():
    bundle = made(number="", issued_on="", deadline="", inspected_on="", identity=(), contact="")
    assert "〔" not in text_of(bundle.pdf)
    assert "None" not in text_of(bundle.pdf)
    assert squeezed("年月日") in squeezed(text_of(bundle.pdf, STUB))


def test_rare_characters_of_names_are_printed():
    name = "龑頔韡鱻𬭎𠮷堃祎玥喆燚犇骉"
    assert all(name in running(made(addressee=name).pdf, number) for number in range(3))


def test_a_character_without_a_glyph_is_named_with_what_to_do():
    with pytest.raises(MissingGlyphError, match="“😀”（U\\+1F600）没有可用的字形") as caught:
        made(facts=("王😀未公示。",))
    assert isinstance(caught.value, ClerkError)
    assert "改成通用的字" in caught.value.hint
    assert "“本局设置”" in caught.value.hint, "the office's own words stand on every paper"
    with pytest.raises(MissingGlyphError, match="U\\+E863"):
        made(addressee="王\ue863")


def test_of_several_it_is_said_on_whose_paper_the_character_is():
    some = [replace(PAPER, addressee="甲校"), replace(PAPER, addressee="乙校", facts=("王😀未公示。",))]
    with pytest.raises(MissingGlyphError, match=r"^给“乙校”的文书里，“😀”（U\+1F600）没有可用的字形"):
        typeset_notices(some)


def test_the_paper_is_an_archival_pdf():
    pdf = made().pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in pdf


def test_the_pages_are_always_the_same_dot_for_dot():
    assert dots(made().pdf) == dots(made().pdf) != dots(made(addressee="乙校").pdf)


def test_a_paper_comes_back_from_json():
    assert from_data(json.loads(json.dumps(as_data(PAPER)))) == PAPER


def test_many_sets_come_in_bundles_in_their_order():
    papers = [replace(PAPER, number=f"郑金教改〔2024〕{number}号") for number in range(1, AT_ONCE + 3)]
    told = []
    bundles = typeset_notices(papers, Progress(lambda part, done, total: told.append((part, done, total))))
    assert [len(bundle.pages) for bundle in bundles] == [AT_ONCE, 2]
    assert [sum(bundle.pages) for bundle in bundles] == [pages(bundle.pdf) for bundle in bundles]
    first_pages = [3 * number for number in range(AT_ONCE)]
    assert [papers[n].number in text_of(bundles[0].pdf, page) for n, page in enumerate(first_pages)] == [True] * AT_ONCE
    assert told == [("排版", 0, 52), ("排版", 50, 52), ("排版", 52, 52)]


def test_a_batch_can_be_cancelled_between_bundles():
    stop = Event()
    progress = Progress(lambda _part, done, _total: stop.set() if done == 0 else None, stop)
    with pytest.raises(Cancelled):
        typeset_notices([PAPER] * (AT_ONCE + 1), progress)


def test_templates_reach_for_nothing_outside():
    for path in TEMPLATES.glob("*.typ"):
        source = path.read_text(encoding="utf-8")
        assert "@preview" not in source
        assert "http" not in source


def test_the_fonts_are_shipped_with_their_licence():
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text(encoding="utf-8").upper()
    assert len(list(FONTS.glob("Gongwen*"))) == 6
