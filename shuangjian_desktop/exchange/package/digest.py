"""What makes two package contents the same: values, not bytes; neither the order of rows nor a re-saved file counts."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import repeat
from typing import Any

import orjson

from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.exchange.package.content import Cover, PackageRow
from shuangjian_desktop.exchange.package.layout import SheetLayout

_SEAL_LENGTH = 24  # hexadecimal digits: 96 bits against chance
Columns = Sequence[Sequence[Stored]]


def seal(layout: SheetLayout, row: PackageRow) -> str:
    """Return the digest of one row: identity, the stored forms of its values in the order of the layout, and names."""
    stored = [[item.kind.store(row.values.get(item.key))] for item in layout.fields]
    names = [[row.names.get(one.field.key)] for one in layout.columns if one.ref]
    return seals(layout, ([row.uid], [row.office], [row.revision], [row.deleted]), stored, names)[0]


def seals(layout: SheetLayout, identity: Sequence[Sequence[Any]], stored: Columns, names: Columns) -> list[str]:
    """Return the digest of each row, of columns: uid, office, revision, deleted; stored forms of the fields; names."""
    count, key = len(identity[0]), layout.register.key
    rows = zip(*identity, _across(stored, count), _across(names, count), strict=True)
    return [sha256(orjson.dumps((key, *row))).hexdigest()[:_SEAL_LENGTH] for row in rows]


def _across(columns: Columns, count: int) -> Iterable[Sequence[Stored]]:
    """Return the rows of columns, each empty where there is no column."""
    return zip(*columns, strict=True) if columns else repeat((), count)


def digest(cover: Cover, seals: Mapping[str, Iterable[str]]) -> str:
    """Return the digest of a package: the facts of its cover, and the seals of each sheet's rows in sorted order."""
    total = sha256(
        orjson.dumps([cover.version, cover.sender, cover.receiver, cover.number, cover.previous, cover.kind])
    )
    total.update(orjson.dumps([cover.personal, cover.secret]))
    for register in sorted(seals):
        total.update(register.encode())
        for one in sorted(seals[register]):
            total.update(one.encode())
    return total.hexdigest()
