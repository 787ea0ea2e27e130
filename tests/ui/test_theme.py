"""The look of the whole program, in a process of its own: an application is dressed once."""

import os
import subprocess
import sys
from pathlib import Path

from shuangjian_desktop.ui import theme

_SIZES = """
from PySide6.QtWidgets import QApplication, QLabel, QListView, QMenu, QMenuBar, QStatusBar, QTableView
from shuangjian_desktop.ui import theme
application = QApplication([])
theme.apply(application)
application.processEvents()
print(*{kind().font().pointSize() for kind in (QLabel, QListView, QMenu, QMenuBar, QStatusBar, QTableView)})
"""


def test_type_is_of_one_size_in_lists_menus_and_texts():
    """Windows gives lists and menus small fonts of their own, again with each new style."""
    done = subprocess.run(
        [sys.executable, "-c", _SIZES],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "QT_QPA_PLATFORM": "windows" if os.name == "nt" else "offscreen",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == str(theme.POINTS)


def said_alone(script: str) -> list[str]:
    """Return the words that a script prints which has an application of its own."""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


_ARROWS = """
from PySide6.QtWidgets import QApplication, QTabWidget, QToolButton, QWidget
from shuangjian_desktop.ui import theme
application = QApplication([])
theme.apply(application)
tabs = QTabWidget()
tabs.setDocumentMode(True)
for _number in range(13):
    tabs.addTab(QWidget(), "整改通知书")
tabs.resize(600, 300)
tabs.show()
application.processEvents()
for one in tabs.tabBar().findChildren(QToolButton):
    shown = one.grab().toImage()
    inside = [shown.pixelColor(x, y) for x in range(4, one.width() - 4) for y in range(8, one.height() - 8)]
    print(one.width() >= 24, min(colour.lightness() for colour in inside) < 100)
"""


def test_tabs_that_do_not_fit_are_reached_by_arrows_that_are_seen():
    assert said_alone(_ARROWS) == ["True"] * 4


_LIST = """
from PySide6.QtWidgets import QApplication, QComboBox
from shuangjian_desktop.ui import theme
application = QApplication([])
theme.apply(application)
combo = QComboBox(maxVisibleItems=18)
combo.addItems([f"第 {number} 区教育局" for number in range(17)])
combo.show()
combo.showPopup()
application.processEvents()
names = combo.view()
names.setCurrentIndex(combo.model().index(2, 0))
application.processEvents()
last = names.visualRect(combo.model().index(16, 0))
print(names.viewport().rect().contains(last))
row = names.visualRect(combo.model().index(2, 0))
colour = names.viewport().grab().toImage().pixelColor(row.right() - 3, row.center().y())
print(colour.name() != names.viewport().grab().toImage().pixelColor(row.right() - 3, row.bottom() + 8).name())
"""


def test_an_open_list_shows_all_that_it_may_and_which_one_is_chosen():
    assert said_alone(_LIST) == ["True"] * 2
