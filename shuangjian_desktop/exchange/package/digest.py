"""What makes two package contents the same: values, not bytes; neither the order of rows nor a re-saved file counts."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

import orjson

from shuangjian_desktop.exchange.package.content import Cover, PackageRow
from shuangjian_desktop.exchange.package.layout import SheetLayout

_SEAL_LENGTH = 24  # hexadecimal digits: 96 bits against chance


def seal(layout: SheetLayout, row: PackageRow) -> str:
    """Return the digest of one row: identity, the stored forms of its values in the order of the layout, and names."""
    stored = [None if (value := row.values.get(item.key)) is None else item.kind.store(value) for item in layout.fields]
    names = [row.names.get(item.key) for item, _to in layout.register.refs]
    text = orjson.dumps([layout.register.key, row.uid, row.office, row.revision, row.deleted, stored, names])
    return sha256(text).hexdigest()[:_SEAL_LENGTH]


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
