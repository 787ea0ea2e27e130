"""The packages that were sent and received, as a table shows them; those that were taken back do not show."""

from collections.abc import Sequence

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.office import office

HEADS = ("方向", "对方", "序号", "类型", "制作日期", "行数", "文件")
WIDTHS = (7, 30, 7, 7, 13, 10, 36)


def newest_first(desk: Desk) -> list[int]:
    """Return the local row numbers of the packages, the one written down last first."""
    return sorted(desk.ledger.reader.ids(Query("package")), reverse=True)


def lines(desk: Desk, ids: Sequence[int]) -> list[tuple[str, ...]]:
    """Return the texts of packages under `HEADS`."""
    fields = find("package").by_key
    found: list[tuple[str, ...]] = []
    for record in desk.ledger.reader.rows("package", ids):
        text = {key: item.kind.show(record.values.get(key)) for key, item in fields.items()}
        head = (text["direction"], office(text["partner"]).name, text["number"], text["kind"])
        found.append((*head, text["made_on"], text["rows"], text["file_name"]))
    return found
