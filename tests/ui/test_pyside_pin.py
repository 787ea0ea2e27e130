"""Why PySide6 is pinned: some releases lose a reference to None in each call that returns nothing.

PySide6 6.12.0 on Python 3.11 dies after about 5 000 such calls (`none_dealloc`), every time; 6.11.3 passes on
every Python that was tried. Before the pin moves, this loop has to pass on all of them.
"""

import subprocess
import sys

LOOP = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication(sys.argv)
label = QLabel()
for number in range(200_000):
    label.setText("a" if number % 2 else "b")
print("alive:", label.text())
"""


def test_two_hundred_thousand_calls_that_return_nothing() -> None:
    # A process of its own: a crash is then one failed test and not the end of the run.
    done = subprocess.run(
        [sys.executable, "-c", LOOP, "-platform", "offscreen"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "alive: a\n"), done.stderr
