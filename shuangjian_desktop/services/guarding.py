"""What the guards would refuse, told before anybody types: frozen fields, records that have to stay."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from shuangjian_desktop.core.guard import Frozen
from shuangjian_desktop.core.register import Action, Register, Values
from shuangjian_desktop.services.desk import Desk


@dataclass(frozen=True)
class Guarded:
    """What cannot be done to a record: `frozen` fields with the sentence why, `stays` why it is not deleted, or ''."""

    frozen: Frozen
    stays: str


def guarded(desk: Desk, register: Register, records: Mapping[str, Values]) -> dict[str, Guarded]:
    """Return what the register's guards keep of records that the ledger holds, by uid; the free ones are not in it."""
    sent = desk.ledger.reader.sent(register.key, records) if register.guard_sent else frozenset()
    found = {
        uid: Guarded(
            register.frozen(values, sent=uid in sent),
            register.refusal(values, None, sent=uid in sent),
        )
        for uid, values in records.items()
    }
    return {uid: one for uid, one in found.items() if one.frozen or one.stays}


def told_frozen(register: Register, frozen: Frozen, left: Collection[str], deeds: Sequence[Action]) -> str:
    """Return the sentences that say what is frozen, why, and what can still be done; '' where nothing is.

    `left` are the fields that can still be typed in, `deeds` what can be done by a button.
    """
    why = list(dict.fromkeys(said for key, said in frozen.items() if register[key].typed))
    if not why:
        return ""
    typed = "、".join(f"“{item.label}”" for item in register.fields if item.key in left)
    done = "、".join(f"“{action.label}”" for action in deeds)
    can = [f"可以填写{typed}" if typed else "", f"可以用左下角的按钮办理{done}" if done else ""]
    still = "，".join(filter(None, can))
    return "；".join(why) + (f"。还{still}。" if still else "。")
