"""Who is the same person: identity number, else name and phone; and the key that stands for it where names stay home.

A city counts the distinct persons of its districts without their names: each district sends the HMAC-SHA256 of the
person's text under a secret that the city gave it (NIST FIPS 198-1), so that nobody without the secret can try names.
"""

import hmac
from collections.abc import Sequence

from shuangjian_desktop.core.kinds import Stored
from shuangjian_desktop.core.register import Register, Values
from shuangjian_desktop.core.texts import same_text

PERSON_KEY = "person_key"
"""The field that holds the key, in registers that name a `person`."""
PERSON_SECRET = "person_secret"
"""What the ledger's meta calls the secret, which is held there as hexadecimal text."""


def person_text(identity_no: str | None, name: str | None, phone: str | None) -> str | None:
    """Return the text that all records of a person share, however they were typed; None where nobody is named."""
    if identity_no:
        return same_text(identity_no)
    return f"{same_text(name)}|{same_text(phone or '')}" if name else None


def person_key(text: str, secret: str) -> str:
    """Return the key that stands for a person's text under a secret (hexadecimal text): 64 hexadecimal digits."""
    return _key(bytes.fromhex(secret), text)


def _key(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode(), "sha256").hex()


def keys_of_persons(held: Sequence[Stored], texts: Sequence[Sequence[Stored]], secret: str) -> list[str | None]:
    """Return the key of whom each of many records is about, column by column.

    `held` are the keys that they came with, `texts` the columns of the register's `person`.
    """
    known = bytes.fromhex(secret)
    columns = [[None if cell is None else str(cell) for cell in column] for column in texts]
    told = zip(held, map(person_text, *columns), strict=True)
    return [str(key) if key else None if text is None else _key(known, text) for key, text in told]


def key_of_person(register: Register, values: Values, secret: str) -> str | None:
    """Return the key of whom a record is about: the one it came with, else made from what it names, else None."""
    if held := values.get(PERSON_KEY):
        return str(held)
    texts = [str(value) if (value := values.get(key)) else None for key in register.person]
    text = person_text(*texts) if texts else None
    return None if text is None else person_key(text, secret)
