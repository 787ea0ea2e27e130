"""A backup that a clerk puts on a stick under a name of their own is found again when it is to be restored."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from shuangjian_desktop.ui.backup_dialog import BackupDialog
from tests.ui.boxes import said


@pytest.mark.parametrize(("typed", "made"), [("周末备份", "周末备份.db"), ("周末.db", "周末.db")])
def test_a_name_without_an_ending_gets_that_of_backups(typed, made, session, settle, qtbot, tmp_path: Path):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = BackupDialog(session, window)
    dialog.open()
    qtbot.waitExposed(dialog)
    settle()
    stick = tmp_path / "U盘"
    stick.mkdir()
    dialog.place.line.setText(str(stick / typed))
    dialog.backup_button.click()
    settle()
    assert made in said(qtbot)
    assert [path.name for path in stick.glob("*.db")] == [made]
