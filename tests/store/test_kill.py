"""kill -9 at any moment: every step that was said to be done is there, none is half."""

import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.store import trial
from tests.store.killed import ROWS

ROOT = Path(__file__).parents[2]


def write_until_killed(path: Path, versions: Path, moment: random.Random) -> list[int]:
    """Return the numbers of the steps that the process said were done before it was killed."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.killed", str(path), str(versions)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    try:
        process.wait(moment.uniform(0.0, 0.4))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    assert process.returncode == -signal.SIGKILL
    return [int(line) for line in said.splitlines()]


def whole_steps(path: Path) -> int:
    """Return how many steps there are; each has to be whole."""
    with closing(dbapi2.connect(str(path))) as connection:
        (steps,) = connection.execute("SELECT count(*) FROM step").fetchone()
        numbers = [row[0] for row in connection.execute("SELECT number FROM step ORDER BY number")]
        assert numbers == list(range(1, steps + 1))
        for table, rows in (("pupil", ROWS), ("payment", ROWS), ("change", 2 * ROWS + 2), ("fate", ROWS)):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (rows * steps,)
        parts = connection.execute("SELECT count(*) FROM change GROUP BY step").fetchall()
        assert set(parts) <= {(2 * ROWS + 2,)}
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return int(steps)


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process otherwise")
def test_a_killed_process_leaves_whole_steps(trial_file: Path, versions: Path, tmp_path: Path) -> None:
    path = tmp_path / "台账.db"
    path.write_bytes(trial_file.read_bytes())
    moment = random.Random(20211124)
    done = 0
    for _ in range(25):
        said = write_until_killed(path, versions, moment)
        assert said == list(range(done + 1, done + len(said) + 1))
        held = whole_steps(path)
        # The last one may have been done without there being time to say so.
        assert held - done - len(said) in (0, 1)
        done = held
    assert done > 25
    assert trial.faults(path) == []
