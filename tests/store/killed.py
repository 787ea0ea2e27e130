"""A process that writes steps until it is killed: each makes ROWS records, changes some and logs fates.

It prints the number of a step when the ledger has said that it is done.
"""

import sys
from itertools import count
from pathlib import Path

from shuangjian_desktop.core.pinyin import initials
from shuangjian_desktop.store.ledger import Ledger
from shuangjian_desktop.store.writer import Writer
from tests.store import trial

ROWS = 250  # so many that they are put in beside


def step(writer: Writer, number: int) -> None:
    """Make ROWS pupils with a payment each, and delete the first of them."""
    uids = writer.create_many("pupil", [{"name": f"学生{number}", "fee": row} for row in range(ROWS)])
    writer.create_many("payment", [{"pupil": uid, "amount": number} for uid in uids])
    writer.delete("pupil", uids[0])
    writer.log_fates(str(number), [("表", row, "新增", "pupil", uid) for row, uid in enumerate(uids)])


def main(path: Path, versions: Path) -> None:
    with Ledger.open(path, registers=trial.REGISTERS, versions=versions) as ledger:
        initials("先装好拼音")  # which takes longer than many steps
        print("open", flush=True)
        for number in count(1):
            _value, changes = ledger.transact(trial.operation(str(number)), lambda writer, it=number: step(writer, it))
            assert changes.step is not None
            print(changes.step.number, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
