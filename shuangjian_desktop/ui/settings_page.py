"""字典与设置: the reference registers, the rules that the office may switch off, the office's own words."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from shuangjian_desktop.core.records import Changes
from shuangjian_desktop.core.register import Register, Rule
from shuangjian_desktop.registers import REGISTERS, find
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.office_page import OfficePage
from shuangjian_desktop.ui.pages import Page
from shuangjian_desktop.ui.session import Session

RegisterFactory = Callable[[Register, Session], QWidget]


class SettingsPage(QWidget):
    """A list at the left, the chosen thing at the right; each is built when it is first chosen."""

    def __init__(self, session: Session, register_page: RegisterFactory, parent: QWidget | None = None) -> None:
        """Offer the office's settings, its rules and every reference register."""
        super().__init__(parent)
        self._factories: list[Callable[[], QWidget]] = []
        self.names = QListWidget()
        self.names.setAccessibleName("字典与设置")
        self.names.setFixedWidth(190)
        self._stack = QStackedWidget()
        self._built: dict[int, QWidget] = {}
        self._add("本局设置", lambda: OfficePage(session))
        self._add("检查规则", lambda: RulesPage(session))
        for register in (find("operator"), *(one for one in REGISTERS if one.group == "reference")):
            self._add(register.title, lambda register=register: register_page(register, session))  # type: ignore[misc]
        layout = QHBoxLayout(self)
        layout.addWidget(self.names)
        layout.addWidget(self._stack, 1)
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)

    def _add(self, title: str, factory: Callable[[], QWidget]) -> None:
        self.names.addItem(title)
        self._factories.append(factory)

    def _show(self, row: int) -> None:
        """Show what was chosen."""
        if row not in self._built:
            self._built[row] = self._factories[row]()
            self._stack.addWidget(self._built[row])
        self._stack.setCurrentWidget(self._built[row])


class RulesPage(Page):
    """Every rule with a box to switch it off."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """List the rules; which are off is read when the page is first shown."""
        super().__init__(session, parent)
        self.rules = QListWidget()
        self.rules.setWordWrap(True)
        self.rules.setSpacing(3)
        for register, rule in all_rules():
            since = f"，{rule.since:%Y-%m-%d} 起" if rule.since else ""
            item = QListWidgetItem(f"{register.title}：{rule.title}\n　　依据：{rule.source}{since}")
            item.setData(Qt.ItemDataRole.UserRole, rule.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.rules.addItem(item)
        self.rules.itemChanged.connect(lambda _item: self.save())
        layout = QVBoxLayout(self)
        note = QLabel("打勾的规则在填写和导入时检查。去掉勾即停用，随时可以再启用；停用和启用都记录在案。")
        note.setProperty("role", "soft")
        note.setWordWrap(True)
        layout.addWidget(note)
        layout.addWidget(self.rules)

    def concerns(self, changes: Changes) -> bool:
        """Settings only."""
        return "setting" in changes.touched

    def refresh(self) -> None:
        """Read which rules are off."""
        self.session.read(lambda desk: desk.switched_off(), self._put, receiver=self)

    def _items(self) -> Iterator[QListWidgetItem]:
        return (self.rules.item(row) for row in range(self.rules.count()))

    def _put(self, off: frozenset[str]) -> None:
        """Tick the rules that hold."""
        with QSignalBlocker(self.rules):
            for item in self._items():
                held = item.data(Qt.ItemDataRole.UserRole) not in off
                item.setCheckState(Qt.CheckState.Checked if held else Qt.CheckState.Unchecked)

    def save(self) -> None:
        """Write down which rules are off."""
        off = [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in self._items()
            if item.checkState() == Qt.CheckState.Unchecked
        ]
        self.session.write(lambda desk: _switch_off(desk, off), failed=self._not_saved, receiver=self)

    def _not_saved(self, error: Exception) -> None:
        """Say why, and tick the boxes again as the ledger has them."""
        messages.tell(self, error)
        self.refresh()


def all_rules() -> list[tuple[Register, Rule]]:
    """Return every declared rule with its register."""
    return [(register, rule) for register in REGISTERS for rule in register.rules]


def _switch_off(desk: Desk, off: list[str]) -> Changes:
    """Set the rules that are off."""
    return desk.set_setting("rules_off", ",".join(off))
