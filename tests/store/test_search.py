"""What the search box finds is what contains every word of it, whatever stands in text and words."""

import shutil
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.search import fold
from tests.store import trial
from tests.store.trial import done, made

# Characters of Chinese, digits, letters, signs of FTS5's query language, spaces, wide forms, the odd corners.
SIGNS = st.sampled_from(
    [
        *"王李张育才学校0123456789abcXYZ\"*'()^:+-{}/.,，。（）　 ＡＢ１２éßΩЖ",
        "AND",
        "OR",
        "NOT",
        "NEAR",
        "𠀀",
        "㈠",
        "\ue000",
    ]
)
TEXT = st.lists(SIGNS, max_size=12).map("".join)


def contains(texts: list[str], query: str) -> bool:
    """Whether every word of the query that is more than signs stands in one of the texts; signs alone stand in none."""

    def plain(text: str) -> str:
        folded = unicodedata.normalize("NFKC", text).casefold()
        return "".join(sign for sign in folded if sign.isalnum())

    wanted = [plain(word) for word in query.split() if plain(word)]
    return bool(wanted or not query.strip()) and all(any(word in plain(text) for text in texts) for word in wanted)


def found(ledger: Ledger, text: str, register: str = "school") -> list[str]:
    """What a search finds; it is the same whether an index leads or every row is looked at."""
    query = Query(register, text)
    one_way, other_way = trial.both_ways(ledger, query)
    assert one_way == other_way
    return sorted(record.uid for record in ledger.reader.first(query, 1000))


@pytest.fixture
def empty(trial_file: Path, versions: Path, tmp_path_factory: pytest.TempPathFactory):
    return lambda: trial.reopen(Path(shutil.copy(trial_file, tmp_path_factory.mktemp("search") / "台账.db")), versions)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8), st.lists(TEXT, min_size=1, max_size=12), st.data())
@example(
    [("郑州育才", "0371-6789")], ["育才", "育", "3716", "71", "7", "州育才", "03716789", '"', "*", "才 67", "AND"], None
)
def test_search_is_a_plain_scan(empty, rows, queries, data) -> None:
    texts = [text for row in rows for text in row if text]
    if data is not None and texts:  # parts of what is there, from any place
        for _ in range(6):
            text = data.draw(st.sampled_from(texts))
            start = data.draw(st.integers(0, len(text) - 1))
            queries = [*queries, text[start : start + data.draw(st.integers(1, 6))]]
    with empty() as ledger:
        uids = [made(ledger, "school", code=code or None, note="不搜") for code, _other in rows]
        done_rows = dict(zip(uids, rows, strict=True))
        ledger.transact(
            trial.operation(),
            lambda writer: [
                writer.create("nick", {"school": uid, "nick": row[1] or None}) for uid, row in done_rows.items()
            ],
        )
        for query in queries:
            expected = sorted(uid for uid, row in done_rows.items() if contains([*row], query))
            assert [uid for uid in found(ledger, query) if uid in expected] == expected
            extra = set(found(ledger, query)) - set(expected)
            assert all(_by_initials(rows, done_rows[uid], query) for uid in extra), query


def _by_initials(_rows: object, row: tuple[str, str], query: str) -> bool:
    """Whether the nicknames' pinyin initials explain a find."""
    from shuangjian_desktop.core.pinyin import initials

    return contains([row[0], row[1], initials(row[1])], query)


def test_a_word_may_stand_anywhere_and_all_must_match(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="郑州市金水区育才培训学校（东校区）", code="教民141010570000123")
    for text in (
        "育才",
        "育才培训",
        "区育",
        "东",
        "141010570000123",
        "0570",
        "57",
        "1",
        "教民14",
        "zzs",
        "jsq",
        "育才 0123",
        "（东",
    ):
        assert found(trial_ledger, text) == [uid], text
    for text in ("育才 启航", "才育", "1410105700001230", "01230", "才0", "zzj"):
        assert found(trial_ledger, text) == [], text


def test_nothing_but_signs_finds_nothing(trial_ledger: Ledger) -> None:
    uid = made(trial_ledger, "school", name="育才")
    assert found(trial_ledger, ' " * ') == []
    assert found(trial_ledger, "育 。") == found(trial_ledger, "  ") == [uid]


def test_a_record_is_found_by_what_it_points_to(trial_ledger: Ledger) -> None:
    head = made(trial_ledger, "school", name="总校", code="777")
    school = made(trial_ledger, "school", name="分校", head=head)
    pupil = made(trial_ledger, "pupil", name="王小明", school=school)
    other = made(trial_ledger, "pupil", name="李小红", school=head)
    made(trial_ledger, "pupil", name="赵")
    payment = made(trial_ledger, "payment", pupil=pupil, amount=5)
    assert found(trial_ledger, "分校", "pupil") == [pupil]
    assert found(trial_ledger, "小明 分校", "payment") == [payment]
    assert found(trial_ledger, "777") == sorted([head, school])
    assert found(trial_ledger, "777", "pupil") == sorted([pupil, other])
    assert found(trial_ledger, "xm fx", "payment") == [payment]
    done(trial_ledger, lambda writer: writer.update("school", school, {"name": "改名"}))
    assert found(trial_ledger, "分校", "pupil") == []
    assert found(trial_ledger, "改名", "payment") == [payment]
    assert found(trial_ledger, "小明 红", "payment") == []


def test_derived_texts_are_found_too(trial_ledger: Ledger) -> None:
    school = made(trial_ledger, "school", name="启航")
    nick = made(trial_ledger, "nick", school=school, nick="远航")
    assert found(trial_ledger, "远航") == found(trial_ledger, "yh") == [school]
    done(trial_ledger, lambda writer: writer.update("nick", nick, {"nick": "扬帆"}))
    assert found(trial_ledger, "远航") == []
    assert found(trial_ledger, "扬帆") == [school]
    done(trial_ledger, lambda writer: writer.delete("nick", nick))
    assert found(trial_ledger, "扬帆") == []


@given(TEXT)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
