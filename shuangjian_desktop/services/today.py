"""今日待办: what waits for somebody today, each with the query that opens it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from shuangjian_desktop.core.query import Filter, Order, Query
from shuangjian_desktop.registers.notice_deadlines import SOON, due_soon, overdue
from shuangjian_desktop.registers.refund import SETTLEMENT as REFUNDS
from shuangjian_desktop.registers.wage_settlement import SETTLEMENT as WAGES
from shuangjian_desktop.services.backups import last_backup
from shuangjian_desktop.services.desk import Desk

_BACKUP_AGE = timedelta(days=1)


@dataclass(frozen=True)
class Todo:
    """One thing to see to. `query` opens its records (None: nothing to open), `urgent` is shown in red."""

    key: str
    title: str
    count: int
    text: str
    query: Query | None
    urgent: bool


def todo(desk: Desk, now: datetime | None = None) -> list[Todo]:
    """Return everything that waits, the urgent first; things of which there are none are left out."""
    found = [
        item for item in (*_due(desk), *_held(desk), *_backup(desk, (now or datetime.now()).astimezone())) if item.count
    ]
    return sorted(found, key=lambda item: not item.urgent)


def _due(desk: Desk) -> Iterator[Todo]:
    """Yield overdue and soon due notices, refunds and wages that were promised."""
    promised = Filter("promised_on", "le", desk.day)
    by_deadline, by_promise = (Order("deadline"),), (Order("promised_on"),)
    notice = "rectification_notice"
    late = Query(notice, filters=overdue(desk.day), order=by_deadline)
    soon = Query(notice, filters=due_soon(desk.day), order=by_deadline)
    yield _todo(desk, "notices_overdue", "整改通知书已逾期", late, "份，整改期限已过，还没有复查合格", urgent=True)
    yield _todo(desk, "notices_due", "整改通知书即将到期", soon, f"份，{SOON.days} 天内到期")
    for settlement, title in ((REFUNDS, "承诺退费已到期"), (WAGES, "承诺清偿薪资已到期")):
        unpaid = Filter("state", "in", settlement.open_states)
        query = Query(settlement.key, filters=(promised, unpaid), order=by_promise)
        yield _todo(desk, f"{settlement.key}_promised", title, query, "笔，承诺日期已到，还没有付清", urgent=True)


def _todo(desk: Desk, key: str, title: str, query: Query, text: str, *, urgent: bool = False) -> Todo:
    """Count what a query finds."""
    count = desk.ledger.reader.count(query)
    return Todo(key, title, count, f"{count} {text}", query, urgent)


def _held(desk: Desk) -> Iterator[Todo]:
    """Yield the held rows of imports."""
    query = Query("held_row", filters=(Filter("state", "eq", "待处理"),))
    yield _todo(desk, "held_rows", "导入时留下的行", query, "行等待处理")


def _backup(desk: Desk, now: datetime) -> Iterator[Todo]:
    """Yield a reminder when the last backup is older than a day."""
    last = last_backup(desk)
    if last is None:
        yield Todo("backup", "还没有备份", 1, "请现在备份一次", None, urgent=True)
    elif now - last > _BACKUP_AGE:
        yield Todo("backup", "备份已旧", 1, f"上次备份在 {last:%Y年%m月%d日 %H:%M}", None, urgent=True)
