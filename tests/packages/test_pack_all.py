"""Packages for several offices in one go: all of them, or none."""

import pytest

from shuangjian_desktop.core.errors import Cancelled, FileError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.query import Query
from shuangjian_desktop.services import packing
from tests.packages.conftest import CITY, ERQI, JINSHUI, receive
from tests.services.entries import school


def sent(desk) -> int:
    return desk.ledger.reader.count(Query("package"))


@pytest.fixture
def outs(city, jinshui, erqi, send, tmp_path):
    for desk, name in ((jinshui, "甲校"), (erqi, "乙校")):
        school(desk, name)
        receive(city, send(desk))
    folder = tmp_path / "发出"
    folder.mkdir()
    return {code: folder / f"{code}.xlsx" for code in (JINSHUI, ERQI)}


def test_each_office_gets_its_own_package_by_one_step(city, jinshui, erqi, outs):
    before = city.ledger.reader.steps(limit=1)[0].number
    made = packing.pack_all(city, outs)
    assert [one.cover.receiver for one in made] == [JINSHUI, ERQI]
    assert [one.counts["institution"] for one in made] == [1, 1]
    [step] = [one for one in city.ledger.reader.steps(limit=9) if one.number > before]
    assert step.title == "发出数据包：给 2 个区县"
    assert receive(jinshui, outs[JINSHUI]).plan.counts["unchanged"] == 1
    assert receive(erqi, outs[ERQI]).plan.counts["unchanged"] == 1


def test_when_the_last_is_cancelled_none_is_left(city, outs):
    before = sent(city)
    parts: list[str] = []

    def tell(part: str, _done: int, _total: int) -> None:
        parts.append(part)
        if len(parts) > 20:
            progress.cancelled.set()

    progress = Progress(tell)
    with pytest.raises(Cancelled):
        packing.pack_all(city, outs, progress=progress)
    assert "核对写好的文件" in parts  # the first was written already
    assert list(outs[JINSHUI].parent.iterdir()) == []
    assert sent(city) == before


def test_when_one_place_cannot_be_written_none_is_left(city, outs, tmp_path):
    before = sent(city)
    with pytest.raises(FileError, match="不存在"):
        packing.pack_all(city, outs | {ERQI: tmp_path / "没有" / "b.xlsx"})
    assert list(outs[JINSHUI].parent.iterdir()) == []
    assert sent(city) == before


def test_the_next_package_is_known_beforehand(jinshui, tmp_path):
    first = packing.next_package(jinshui.ledger.reader, CITY)
    assert (first.number, first.last, first.must_be_full(personal=True)) == (1, None, True)
    assert packing.file_name(JINSHUI, first) == "数据包-410105-4101-0001.xlsx"
    packing.pack(jinshui, CITY, tmp_path / "a.xlsx", personal=True)
    second = packing.next_package(jinshui.ledger.reader, CITY)
    assert (second.number, second.must_be_full(personal=True)) == (2, False)
    # The city never got the persons' keys, so without names it gets everything.
    assert second.must_be_full(personal=False)
    packing.pack(jinshui, CITY, tmp_path / "b.xlsx")
    assert not packing.next_package(jinshui.ledger.reader, CITY).must_be_full(personal=False)
