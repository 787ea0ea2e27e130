"""Invented material: a list of refunds as an institution's association would send it, reproducible."""

import random
from datetime import date, timedelta
from pathlib import Path

import rustpy_xlsxwriter

INSTITUTION = "郑州市金水区育才文化培训学校"
HEADS = (
    "学生姓名",
    "家长姓名",
    "家长电话",
    "合同编号",
    "课程名称",
    "签订日期",
    "合同金额",
    "购买课时",
    "已消课时",
    "剩余课时",
    "应退金额",
    "已退金额",
    "未退金额",
    "备注",
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田"
    "董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方")
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂梓涵宇轩子墨欣怡浩然诗琪博文雨桐佳宁思远嘉懿晨曦一诺俊熙"
COURSES = ("小学数学", "小学语文", "初中英语", "初中物理", "少儿美术", "书法", "舞蹈", "编程")


def _surname(rng: random.Random) -> str:
    """Return a surname; one in fifty has two characters."""
    return rng.choice(COMPOUND) if rng.random() < 0.02 else rng.choice(SURNAMES)


def refund_rows(count: int, seed: int = 11) -> list[list[object]]:
    """Return `count` rows under HEADS: dates as dates, money in yuan, phones and contract numbers as text."""
    rng = random.Random(seed)
    first = date(2020, 9, 1)
    rows: list[list[object]] = []
    for number in range(count):
        price = rng.randrange(20, 400) * 50
        paid_hours = rng.choice((40, 48, 60, 80, 96))
        consumed = rng.randrange(paid_hours)
        due = round(price * (paid_hours - consumed) / paid_hours, 2)
        paid = rng.choice((0, due, round(due / 2, 2)))
        rows.append(
            [
                _surname(rng) + "".join(rng.choices(GIVEN, k=rng.choice((1, 2, 2)))),
                rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2)),
                f"1{rng.choice('3578')}{rng.randrange(10**9):09d}",
                f"HT{number:08d}",
                rng.choice(COURSES),
                first + timedelta(days=rng.randrange(320)),
                price,
                paid_hours,
                consumed,
                paid_hours - consumed,
                due,
                paid,
                round(due - paid, 2),
                "",
            ]
        )
    return rows


def write_refunds(path: Path, count: int) -> Path:
    """Write such a list, its head in row 1."""
    rustpy_xlsxwriter.write_worksheet((dict(zip(HEADS, row, strict=True)) for row in refund_rows(count)), str(path))
    return path
