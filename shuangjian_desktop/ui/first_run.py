"""No ledger yet, or none that can be opened: make one, open another, or restore a backup."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.services.office import Office
from shuangjian_desktop.ui.file_line import FileLine
from shuangjian_desktop.ui.manual.help import help_key
from shuangjian_desktop.ui.widgets import label


@dataclass(frozen=True)
class FirstStep:
    """What the clerk wants: a new ledger for office `code` at `path`, the ledger at `path`, or `backup` put there."""

    kind: Literal["found", "open", "restore"]
    path: Path
    operator: str = ""
    code: str = ""
    backup: Path | None = None


class FirstRunDialog(QDialog):
    """Three ways to a ledger. It stays open until the chosen one worked."""

    decided = Signal(object)
    """A FirstStep to try."""

    def __init__(self, offices: Sequence[Office], path: Path, reason: str, parent: QWidget | None = None) -> None:
        """Offer the ways; `reason` says why no ledger is open, `path` is where one is expected."""
        super().__init__(parent)
        self.setWindowTitle("双减治理台账：开始使用")
        self.setMinimumWidth(640)
        layout = QVBoxLayout(self)
        self.reason = label(reason, wrap=True)
        layout.addWidget(self.reason)
        self.path = path
        self._ways: dict[str, tuple[QRadioButton, QWidget]] = {}
        self.office = QComboBox()
        for one in offices:
            self.office.addItem(one.name, one.code)
        self.office.setPlaceholderText("请选择")
        self.office.setCurrentIndex(-1)  # nobody founds the ledger of the first office in the list by mistake
        self.office.currentIndexChanged.connect(self._offer)
        self.operator = QLineEdit(placeholderText="您的姓名，记在每一步操作上")
        self.found_at = FileLine(path, save=True)
        self.open_at = FileLine()
        self.backup_at = FileLine()
        self.restore_operator = QLineEdit(placeholderText="您的姓名，记在每一步操作上")
        self._add_way(
            layout,
            "found",
            "为本局建立新台账",
            {"教育局：": self.office, "经办人：": self.operator, "存放位置：": self.found_at},
        )
        self._add_way(layout, "open", "打开已有的台账文件", {"台账文件：": self.open_at})
        self._add_way(
            layout, "restore", "用备份恢复", {"备份文件：": self.backup_at, "经办人：": self.restore_operator}
        )
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText("继续")
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText("退出")
        help_key(self, "start")
        self.buttons.accepted.connect(self._decide)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)
        for line in (self.operator, self.restore_operator, self.found_at.line, self.open_at.line, self.backup_at.line):
            line.textChanged.connect(self._offer)
        self.choose("found")

    def _add_way(self, layout: QVBoxLayout, kind: str, title: str, rows: dict[str, QWidget]) -> None:
        """Add one way with what it needs to know."""
        radio = QRadioButton(title)
        body = QWidget()
        form = QFormLayout(body)
        form.setContentsMargins(28, 0, 0, 10)
        for name, widget in rows.items():
            form.addRow(name, widget)
        radio.toggled.connect(body.setVisible)
        radio.toggled.connect(self._offer)
        body.setVisible(False)
        self._ways[kind] = (radio, body)
        layout.addWidget(radio)
        layout.addWidget(body)

    def choose(self, kind: str) -> None:
        """Choose one of the ways."""
        self._ways[kind][0].setChecked(True)

    @property
    def step(self) -> FirstStep | None:
        """What is chosen, None while something is missing."""
        kind = next((kind for kind, (radio, _body) in self._ways.items() if radio.isChecked()), "")
        code = str(self.office.currentData() or "")
        if kind == "found" and code and self.operator.text().strip() and self.found_at.path:
            return FirstStep("found", self.found_at.path, self.operator.text().strip(), code)
        if kind == "open" and self.open_at.path:
            return FirstStep("open", self.open_at.path)
        if kind == "restore" and self.backup_at.path and self.restore_operator.text().strip():
            return FirstStep("restore", self.path, self.restore_operator.text().strip(), backup=self.backup_at.path)
        return None

    def _offer(self) -> None:
        """Let nobody go on before everything is there."""
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self.step is not None)

    def _decide(self) -> None:
        """Hand over what is chosen; no second press until that has been tried."""
        if step := self.step:
            self.setEnabled(False)
            self.decided.emit(step)
