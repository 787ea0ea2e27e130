"""Words that several registers share and that figures are counted by, as the glossary has them."""

from datetime import date

from shuangjian_desktop.core.kinds import Choice, Value
from shuangjian_desktop.registers.fields import meaning

BASELINE = date(2021, 7, 24)
"""The day of the 双减 opinion: the figures of before and after meet here."""

SUBJECT = "学科类"
NON_SUBJECT = "非学科类"
CATEGORY = Choice(
    options=(SUBJECT, NON_SUBJECT, "非学科类（体育）", "非学科类（文化艺术）", "非学科类（科技）", "非学科类（其他）"),
    codes="category",
    synonyms=meaning(
        {
            "学科类": "学科 学科类培训 学科培训",
            "非学科类": "非学科 非学科类培训",
            "非学科类（体育）": "体育类 体育",
            "非学科类（文化艺术）": "文化艺术类 艺术类 艺术",
            "非学科类（科技）": "科技类 科技",
            "非学科类（其他）": "其他非学科类",
        }
    ),
)


def is_subject(category: Value) -> bool:
    """Return whether a category is subject tutoring (语数外 …)."""
    return category == SUBJECT


def is_non_subject(category: Value) -> bool:
    """Return whether a category is other tutoring: 体育, 艺术, 科技 …."""
    return isinstance(category, str) and category.startswith(NON_SUBJECT)


BOTH_LICENCES = "有证有照"
WITH_LICENCE = (BOTH_LICENCES, "有证无照")
"""The states in which an institution has its education licence (证)."""
LICENCE_STATE = Choice(
    options=(*WITH_LICENCE, "有照无证", "无证无照"),
    synonyms=meaning(
        {"有证有照": "证照齐全 两证齐全", "有证无照": "无照有证", "有照无证": "无证有照", "无证无照": "无照无证 双无"}
    ),
)

CLOSED = "取缔关停"
DEREGISTERED = "注销（终止办学）"
TURNED = "转非学科"
NONPROFIT_TURN = "营转非（营改非）"
KEPT = "规范保留"
RETAINED = (NONPROFIT_TURN, KEPT)
"""The dispositions after which an institution still runs as what it was."""
DISPOSITION = Choice(
    options=(CLOSED, DEREGISTERED, TURNED, NONPROFIT_TURN, "转托管", KEPT, "其他"),
    synonyms=meaning(
        {
            "取缔关停": "取缔 关停 关停取缔",
            "注销（终止办学）": "注销 终止办学",
            "转非学科": "转非学科类 学科转非学科",
            "营转非（营改非）": "营转非 营改非",
            "转托管": "托管",
            "规范保留": "保留",
        }
    ),
)

NON_PROFIT = "非营利性"
ORGANISATION_NATURE = Choice(
    options=("营利性", NON_PROFIT, "未定"),
    synonyms=meaning({"营利性": "营利", NON_PROFIT: "非营利 民办非企业单位 民非"}),
)
