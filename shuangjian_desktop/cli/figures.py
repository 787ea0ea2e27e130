"""`figures`: the numbers of the bulletin, by district and with the rows behind them."""

import argparse
from collections.abc import Sequence

from shuangjian_desktop.analysis.figures import FIGURES
from shuangjian_desktop.analysis.figures import find as find_figure
from shuangjian_desktop.cli import answers
from shuangjian_desktop.cli.call import Call
from shuangjian_desktop.core.errors import UsageError
from shuangjian_desktop.registers import find
from shuangjian_desktop.services import figures, lists
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.figures import Counts
from shuangjian_desktop.services.office import Office


def told(call: Call, desk: Desk, options: argparse.Namespace) -> None:
    """Count and print.

    Raises:
        UsageError: there is no such figure, or rows are asked for and not said of which.

    """
    chosen = [find_figure(options.key)] if options.key else FIGURES
    if options.rows and not options.key:
        raise UsageError("--rows 要指明列出哪一项数据的记录。", "例如：figures refunds_paid --rows。")
    counts = figures.count(desk, options.as_of, chosen)
    by = figures.districts(desk, counts) if options.by else []
    if call.json:
        answers.say(call, _json(desk, counts, by, rows=options.rows), "")
        return
    print("\n".join(_lines(counts, by)))
    if options.rows:
        print()
        answers.listed(call, desk, figures.rows(desk, counts[0]), None)


def _json(desk: Desk, counts: Sequence[Counts], by: Sequence[Office], *, rows: bool) -> dict[str, dict[str, object]]:
    """Return the figures by key, with `districts` and `records` where they are asked for."""
    data = figures.as_json(counts, by)
    for one in counts if rows else ():
        query = figures.rows(desk, one)
        register = find(query.register)
        records = desk.ledger.reader.rows(register.key, lists.spine(desk, query))
        data[one.figure.key]["records"] = lists.external(desk, register, records)
    return data


def _lines(counts: Sequence[Counts], by: Sequence[Office]) -> list[str]:
    """Return the figures as lines, each with those of the districts under it."""
    found = [f"截至 {counts[0].day.isoformat()}"]
    for one in counts:
        found.append(f"{one.figure.label}\t{one.total.text}")
        found += [f"    {each.name}\t{one.of(each.code).text}" for each in by]
    if by and any(one.figure.of_persons for one in counts):
        found.append(figures.PERSONS_NOTE)
    return found
