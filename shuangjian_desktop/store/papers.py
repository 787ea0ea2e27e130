"""Papers as they left the house: what was issued is kept byte for byte, never written anew."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256

import sqlalchemy as sa

from shuangjian_desktop.store.history import packed_list

Use = Callable[[], AbstractContextManager[sa.Connection]]


@dataclass(frozen=True)
class KeptPaper:
    """A paper of the record `uid`: its PDF and the data that it was made of (JSON)."""

    uid: str
    data: str
    pdf: bytes

    @property
    def digest(self) -> str:
        """SHA-256 over data and PDF, in hex."""
        return sha256(self.data.encode() + b"\0" + self.pdf).hexdigest()


class Papers:
    """The kept papers of a ledger."""

    def __init__(self, use: Use) -> None:
        self._use = use

    def having(self, uids: Iterable[str]) -> frozenset[str]:
        """Return those of the records of which a paper is kept."""
        statement = "SELECT uid FROM paper WHERE uid IN (SELECT value FROM json_each(?))"
        with self._use() as connection:
            return frozenset(connection.exec_driver_sql(statement, (packed_list(uids),)).scalars())

    def kept(self, uids: Iterable[str]) -> dict[str, KeptPaper]:
        """Return the papers of records by uid; those that have none are missing."""
        with self._use() as connection:
            rows = connection.exec_driver_sql(
                "SELECT uid, data, pdf FROM paper WHERE uid IN (SELECT value FROM json_each(?))", (packed_list(uids),)
            ).all()
        return {uid: KeptPaper(uid, data, bytes(pdf)) for uid, data, pdf in rows}


def keep(connection: sa.Connection, step: int, register: str, paper: KeptPaper) -> None:
    """Keep a paper for good, as part of a step; a record has one."""
    connection.exec_driver_sql(
        "INSERT INTO paper (step, register, uid, digest, data, pdf) VALUES (?,?,?,?,?,?)",
        (step, register, paper.uid, paper.digest, paper.data, paper.pdf),
    )


def altered(connection: sa.Connection) -> list[str]:
    """Return the uids of records whose paper is no longer what was kept."""
    rows = connection.exec_driver_sql("SELECT uid, digest, data, pdf FROM paper ORDER BY id")
    return [uid for uid, digest, data, pdf in rows if KeptPaper(uid, str(data), bytes(pdf)).digest != digest]
