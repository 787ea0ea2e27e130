"""Records for the tests of the services, entered as the form enters them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from shuangjian_desktop.core.register import Values
from shuangjian_desktop.services import records
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.records import ChildDraft


def enter(desk: Desk, register: str, values: Values, children: Mapping[str, Sequence[Values]] | None = None) -> str:
    """Save a new record with rows under it; return its uid."""
    draft = records.new_draft(desk, register, values)
    rows = {key: [ChildDraft(None, row) for row in several] for key, several in (children or {}).items()}
    return records.save(desk, replace(draft, children={**draft.children, **rows})).uid


def change(desk: Desk, register: str, uid: str, **values: object) -> None:
    """Save a record with some values changed."""
    draft = records.edit_draft(desk, register, uid)
    records.save(desk, replace(draft, values={**draft.values, **values}))


def school(desk: Desk, name: str = "郑州育才学校", **values: object) -> str:
    return enter(desk, "institution", {"name": name, **values})


def refund(
    desk: Desk, institution: str, student: str = "王梓涵", payments: Sequence[Values] = (), **values: object
) -> str:
    """A contract of 5 000 yuan for 40 lessons, 10 of them left: 1 250 yuan are due."""
    contract = {
        "institution": institution,
        "student": student,
        "guardian_phone": "13800000011",
        "contract_no": "QH-1",
        "signed_on": date(2021, 3, 11),
        "paid_amount": 500_000,
        "paid_hours": Decimal(40),
        "remaining_hours": Decimal(10),
    }
    return enter(desk, "refund", {**contract, **values}, {"refund_payment": payments})


def payment(amount: int, on: date = date(2021, 9, 28), **values: object) -> Values:
    return {"on": on, "amount": amount, "payee": "王建国", **values}


def notice(desk: Desk, institution: str | None = None, **values: object) -> str:
    """A draft of a notice whose deadline is 2022-12-31."""
    paper = {"facts": "未公示收费标准", "requirements": "立即公示", "deadline": date(2022, 12, 31)}
    return enter(desk, "rectification_notice", {"institution": institution, **paper, **values})
