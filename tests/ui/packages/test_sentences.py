"""What is said of packages to come: which number, when the last went, why one must be full."""

from datetime import date

import pytest

from shuangjian_desktop.services.packing import NextPackage
from shuangjian_desktop.ui.packages.sentences import what_is_next, why_full

LAST = date(2022, 3, 1)


def following(
    number: int = 2, last: date | None = LAST, *, rekeyed: bool = False, restored: bool = False
) -> NextPackage:
    return NextPackage("4101", number, last, rekeyed, restored)


FIRST, NEXT = following(1, None), following()
RESTORED, REKEYED = following(restored=True), following(rekeyed=True)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ([FIRST], "这是第 1 号，也是发给它的第一个数据包。"),
        ([NEXT], "这是第 2 号。上一个（第 1 号）是 2022年3月1日发出的。"),
        ([FIRST, FIRST], "每个区县一个数据包，只含该区县自己的记录，各按自己的顺序编号。以前都没有发过。"),
        (
            [FIRST, NEXT, following(7, date(2022, 12, 31))],
            "每个区县一个数据包，只含该区县自己的记录，各按自己的顺序编号。最近一次是 2022年12月31日发出的。",
        ),
    ],
)
def test_which_numbers_come_next(wanted, said):
    assert what_is_next(wanted) == said


@pytest.mark.parametrize(
    ("must", "wanted", "said"),
    [
        ([], [NEXT], ""),
        ([FIRST], [FIRST], "第一个数据包只能是全量。"),
        ([RESTORED], [RESTORED], "台账从备份恢复过"),
        ([REKEYED], [REKEYED], "对方还没有这些人员的标识"),
        ([following(restored=True, rekeyed=True)], [NEXT], "台账从备份恢复过"),
        ([], [NEXT, NEXT], ""),
        ([FIRST], [FIRST, NEXT], "其中 1 个区县还没有发过，只能发全量。"),
        ([FIRST, FIRST], [FIRST, FIRST], "2 个区县都还没有发过，只能发全量。"),
        (
            [FIRST, RESTORED, REKEYED],
            [FIRST, RESTORED, REKEYED, NEXT],
            "其中 1 个区县还没有发过，只能发全量。其中 1 个区县在恢复备份以后还没有发过，只能发全量。"
            "其中 1 个区县上次发的含个人信息，只能发全量。",
        ),
    ],
)
def test_why_a_package_must_be_full(must, wanted, said):
    told = why_full(must, wanted)
    assert told.startswith(said)
    assert bool(told) == bool(said)


@pytest.mark.parametrize(
    ("package", "without_names", "with_names"),
    [(FIRST, True, True), (NEXT, False, False), (RESTORED, True, True), (REKEYED, True, False)],
)
def test_whether_it_must_be_full_goes_with_the_names(package, without_names, with_names):
    assert package.must_be_full(personal=False) == without_names
    assert package.must_be_full(personal=True) == with_names
