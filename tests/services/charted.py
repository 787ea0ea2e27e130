"""A city's ledger with rows of two districts, few enough to count by hand, for the tests of charts."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from shuangjian_desktop.core.register import Values
from shuangjian_desktop.services.desk import Desk

DAY = date(2022, 2, 15)
JINSHUI, ZHONGYUAN = "410105", "410102"
LICENSED = {"category": "学科类", "licence_state": "有证有照", "licensed_on": date(2018, 5, 1)}
_CONTRACT = {
    "guardian_phone": "13800000011",
    "paid_amount": 500_000,
    "paid_hours": Decimal(40),
    "remaining_hours": Decimal(10),  # 1 250 yuan are due
}
_PAPER = {"facts": "未公示收费标准", "requirements": "立即公示", "deadline": date(2022, 12, 31)}


def _notice(serial: int, issued: date, **values: object) -> Values:
    number = {"prefix": "郑金教改", "year": issued.year, "serial": serial, "issued_on": issued}
    return {**_PAPER, **number, "institution": "a", **values}


ROWS: Mapping[str, Mapping[str, Mapping[str, Values]]] = {
    JINSHUI: {
        "institution": {
            "a": {"name": "甲", "operating_state": "正常", **LICENSED},
            "b": {"name": "乙", "operating_state": "停办", **LICENSED},
            "c": {"name": "丙", "category": "非学科类（体育）"},
        },
        "disposition": {
            "b-1": {"institution": "b", "kind": "规范保留", "on": date(2021, 9, 1)},
            "b-2": {"institution": "b", "kind": "取缔关停", "on": date(2021, 10, 1)},
        },
        "refund": {
            "r-1": {"institution": "a", "student": "王梓涵", "signed_on": date(2021, 3, 11), **_CONTRACT},
            "r-2": {"institution": "c", "student": "李沐宸", **_CONTRACT},
        },
        "refund_payment": {
            "p-1": {"refund": "r-1", "on": date(2021, 9, 28), "amount": 50_000},
            "p-2": {"refund": "r-1", "on": date(2021, 10, 5), "amount": -50_000, "reverses": "p-1"},
            "p-3": {"refund": "r-2", "on": date(2021, 9, 1), "amount": 20_000},
        },
        "wage_settlement": {
            "w-1": {"institution": "a", "staff": "陈晓燕", "owed_wage": 1_800_000},
            "w-2": {"institution": "c", "staff": "赵磊", "owed_wage": 420_000},
        },
        "wage_payment": {
            "x-1": {"wage_settlement": "w-1", "on": date(2021, 9, 3), "amount": 800_000},
            "x-2": {"wage_settlement": "w-1", "on": date(2021, 12, 3), "amount": 100_000},
        },
        "inspection": {
            "i-1": {"on": date(2021, 11, 12), "kind": "日巡查", "place": "花园路", "officers": "刘洋、周敏"},
            "i-2": {"on": date(2021, 11, 12), "kind": "专项检查", "place": "未来路", "officers": "刘洋、周敏"},
            "i-3": {"on": date(2021, 11, 14), "place": "文化路", "officers": "刘洋、周敏"},
        },
        "inspection_target": {
            "t-1": {"inspection": "i-1", "institution": "a"},
            "t-2": {"inspection": "i-2", "institution": "c"},
        },
        "rectification_notice": {
            "n-1": _notice(1, date(2022, 2, 10)),
            "n-2": _notice(2, date(2021, 12, 20), served_on=date(2022, 2, 1)),
            "n-3": _notice(
                3,
                date(2021, 9, 1),
                served_on=date(2021, 9, 2),
                reinspected_on=date(2021, 10, 8),
                reinspection_result="合格",
                closed_on=date(2021, 11, 1),
            ),
            "n-4": _notice(4, date(2021, 10, 1), voided_on=date(2022, 3, 1), void_reason="写错"),
            "n-5": {**_PAPER, "institution": "c"},
        },
    },
    ZHONGYUAN: {
        "institution": {"d": {"name": "丁", "operating_state": "停办", **LICENSED}},
        "disposition": {"d-1": {"institution": "d", "kind": "营转非（营改非）", "on": date(2021, 11, 1)}},
        "refund": {"r-3": {"institution": "d", "student": "张一诺", "signed_on": date(2021, 5, 2), **_CONTRACT}},
        "refund_payment": {"p-4": {"refund": "r-3", "on": date(2022, 3, 1), "amount": 30_000}},
    },
}


def fill(desk: Desk) -> None:
    """Write all of it as one received step."""

    def write(writer) -> None:
        for office, registers in ROWS.items():
            for register, rows in registers.items():
                writer.take_in(register, [(uid, office, values) for uid, values in rows.items()])

    desk.ledger.transact(desk.operation("receive", "接收"), write)
