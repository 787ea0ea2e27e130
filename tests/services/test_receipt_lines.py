"""A row of a package in one sentence: what becomes of it, what changes, what is kept, what is wrong."""

from dataclasses import replace

import pytest

from shuangjian_desktop.services.receipt_view import ReceiptLine

LINE = ReceiptLine("institution", "机构台账", 3, "u", "update", "甲校")
NOTES = ("notes", "备注", "原样", "改过")
EMPTY = ("notes", "备注", "", "改过")
CLEARED = ("notes", "备注", "原样", "")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ({}, "更新"),
        ({"fate": "create"}, "新增"),
        ({"fate": "delete"}, "删除"),
        ({"fate": "error"}, "有误"),
        ({"fate": "unchanged"}, "保留"),
        ({"by_hand": True}, "更正"),
        ({"by_hand": True, "fate": "create"}, "新增"),
        ({"handed": "金水区教育局 → 中原区教育局"}, "移交"),
        ({"handed": "金水区教育局 → 中原区教育局", "by_hand": True}, "更正"),
        ({"restores": True}, "恢复"),
        ({"restores": True, "fate": "unchanged"}, "保留"),
    ],
)
def test_what_becomes_of_a_row_in_a_word(line, word):
    assert replace(LINE, **line).word == word


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({}, ""),
        ({"changes": (NOTES,)}, "备注：原样 → 改过"),
        ({"changes": (EMPTY,)}, "备注：（空） → 改过"),
        ({"changes": (CLEARED,)}, "备注：原样 → （空）"),
        ({"changes": (NOTES, ("area", "面积", "", "88.5"))}, "备注：原样 → 改过；面积：（空） → 88.5"),
        ({"changes": (NOTES,), "overruled": ("notes",)}, "备注：原样 → 改过（此前的更正不再保留）"),
        ({"changes": (NOTES,), "overruled": ("area",)}, "备注：原样 → 改过"),
        ({"kept": (NOTES,)}, "备注：本台账是 原样，发送方是 改过，没有采用"),
        ({"kept": (CLEARED,)}, "备注：本台账是 原样，发送方是 （空），没有采用"),
        ({"note": "手工新增的记录"}, "手工新增的记录"),
        (
            {"handed": "移交至中原区教育局", "changes": (NOTES,), "note": "原样保留"},
            "移交至中原区教育局；备注：原样 → 改过；原样保留",
        ),
        ({"problems": (("notes", "太长"), ("", "不在台账里")), "changes": (NOTES,)}, "太长；不在台账里"),
    ],
)
def test_what_there_is_to_say_beside_it(line, said):
    assert replace(LINE, **line).told == said


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({}, "机构台账 第 3 行 更新“甲校”"),
        ({"row": 0, "fate": "delete"}, "机构台账 删除“甲校”"),
        ({"name": ""}, "机构台账 第 3 行 更新"),
        ({"fate": "create", "copied": True}, "机构台账 第 3 行 新增（与另一行的标识相同，作为新行）“甲校”"),
        ({"changes": (NOTES,)}, "机构台账 第 3 行 更新“甲校”：备注：原样 → 改过"),
        ({"fate": "error", "problems": (("", "不在台账里"),)}, "机构台账 第 3 行 有误“甲校”：不在台账里"),
    ],
)
def test_the_line_as_one_sentence(line, text):
    assert replace(LINE, **line).text == text
