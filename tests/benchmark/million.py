"""A province's ledger for the benchmark: refunds of many institutions, two of three with a payment.

python -m tests.benchmark.million LEDGER ROWS
"""

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from shuangjian_desktop.core.register import Child, Values
from shuangjian_desktop.services.office import found_office
from tests.benchmark.material import INSTITUTION, refund_rows

INSTITUTIONS = 1376
_AT_ONCE = 50_000
_WORDS = [
    "育才",
    "启航",
    "博学",
    "新东方",
    "学而思",
    "爱乐",
    "晨星",
    "金太阳",
    "小天才",
    "优胜",
    "精锐",
    "卓越",
    "明德",
    "思源",
    "未来",
    "求实",
]
_WHAT = ["文化培训学校", "教育培训中心", "艺术培训学校", "外语培训学校", "课外辅导中心"]


def institution_names() -> list[str]:
    """Return the names of the institutions, no two alike."""
    rng = random.Random(5)
    numbers = range(1, INSTITUTIONS)
    return [INSTITUTION, *(f"郑州市金水区{rng.choice(_WORDS)}{number:04d}号{rng.choice(_WHAT)}" for number in numbers)]


def refunds(count: int, institutions: Sequence[str], seed: int) -> tuple[list[Values], list[list[Child]]]:
    """Return the values of refunds of these institutions (uids), and what was paid of each."""
    rng = random.Random(seed)
    records: list[Values] = []
    children: list[list[Child]] = []
    for number, row in enumerate(refund_rows(count, seed)):
        student, guardian, phone, _contract, course, signed, price, hours, consumed, left, due, paid, *_ = row
        assert isinstance(signed, date)
        records.append(
            {
                "institution": rng.choice(institutions),
                "student": student,
                "guardian": guardian,
                "guardian_phone": phone,
                "contract_no": f"HT{seed:04d}{number:06d}",
                "course": course,
                "signed_on": signed,
                "paid_amount": int(price) * 100,
                "paid_hours": Decimal(hours),
                "consumed_hours": Decimal(consumed),
                "remaining_hours": Decimal(left),
                "due_override": round(due * 100),
            }
        )
        fen = round(paid * 100)
        payment = {"on": signed + timedelta(days=rng.randrange(200, 500)), "amount": fen, "payee": guardian}
        children.append([Child("refund_payment", payment)] if fen else [])
    return records, children


def make(ledger: Path, rows: int) -> None:
    """Found the ledger of an office and enter that many refunds."""
    desk = found_office(ledger, "410105", "王芳")
    named = [{"name": name} for name in institution_names()]
    uids = desk.ledger.transact(
        desk.operation("save", "新增机构"), lambda writer: writer.create_many("institution", named)
    )[0]
    for start in range(0, rows, _AT_ONCE):
        records, children = refunds(min(_AT_ONCE, rows - start), uids, seed=start // _AT_ONCE)
        desk.ledger.transact(
            desk.operation("import", "导入退费"),
            lambda writer, records=records, children=children: writer.create_many("refund", records, children=children),
        )
    desk.ledger.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
