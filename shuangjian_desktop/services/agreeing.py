"""What two offices agree on: the state of a record that both have, the base on which later packages are laid.

Each side writes its own fields alone, so a package makes known what its sender holds of its own; what was agreed on of
the other side's fields stays. Records are a district's: with a city's package nothing is agreed on that the district
has not sent first.
"""

from collections.abc import Iterable

from shuangjian_desktop.core.records import StoredRows
from shuangjian_desktop.core.register import Owner, Register, Values
from shuangjian_desktop.store.writer import Writer

Agreed = tuple[str, int, Values | None]
"""(uid, its revision at the sender, the values of the sender; None where nobody knows them)"""


def agree(writer: Writer, partner: str, sender: Owner, register: Register, rows: Iterable[Agreed]) -> None:
    """Write down what the ledger and a partner both know of a package's records from now on, as part of the step.

    `sender` tells whether a district or the city sends. The first time that a record is sent it counts as known, even
    where its values are not.
    """
    theirs = {item.key for item in register.entered if item.owner == sender}
    if not theirs:
        return
    taken, all_theirs = list(rows), len(theirs) == len(register.entered)
    wanted = [uid for uid, _revision, values in taken if values is None or not all_theirs]
    held = writer.agreed(register.key, partner, wanted)
    agreed: list[tuple[str, int, Values]] = []
    for uid, revision, values in taken:
        if all_theirs and values is not None and sender == "district":
            agreed.append((uid, revision, values))
            continue
        known = held.get(uid)
        if (values is None and known is not None) or (known is None and sender == "city"):
            continue
        rest = {key: value for key, value in (known or {}).items() if key not in theirs}
        said = {key: value for key, value in (values or {}).items() if key in theirs}
        agreed.append((uid, revision, rest | said))
    writer.agree(partner, register.key, agreed)


def agree_on_sent(writer: Writer, partner: str, sender: Owner, register: Register, rows: StoredRows) -> None:
    """Do the same with many records that are sent: at once where all of their fields are the sender's."""
    if sender == "district" and all(item.owner == sender for item in register.entered):
        writer.agree_stored(partner, register.key, rows)
        return
    fields = [(key, register[key].kind.load, column) for key, column in rows.stored.items()]
    values = ({key: load(column[number]) for key, load, column in fields} for number in range(len(rows)))
    agree(writer, partner, sender, register, zip(rows.uids, rows.revisions, values, strict=True))


def agree_on_handed(writer: Writer, register: str, rows: Iterable[tuple[str, str]]) -> None:
    """Write down what an office will have of records that pass to it: (uid, its code). It gets them as they are now.

    Of those that it never had nothing is known until it sends them itself.
    """
    by_office: dict[str, list[str]] = {}
    for uid, code in rows:
        by_office.setdefault(code, []).append(uid)
    for code, uids in by_office.items():
        records = writer.get_many(register, writer.agreed(register, code, uids)).values()
        writer.agree(code, register, [(one.uid, one.revision, one.values) for one in records])
