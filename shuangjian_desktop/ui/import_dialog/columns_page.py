"""Which column of the sheet fills which field, and what holds for all rows."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from shuangjian_desktop.core.cells import Cell, column_letter
from shuangjian_desktop.core.masking import mask_text
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.exchange.planning.cells import cell_shown
from shuangjian_desktop.exchange.planning.headwords import OWN_HEADS
from shuangjian_desktop.exchange.planning.mapping import Column, remap, target_fields, with_fixed
from shuangjian_desktop.registers import find
from shuangjian_desktop.services.importing import Proposal
from shuangjian_desktop.ui.import_dialog.fixed_values import FixedValues, Options
from shuangjian_desktop.ui.session import Session
from shuangjian_desktop.ui.widgets import Elided, label

_SAMPLES = 3


class ColumnsPage(QWidget):
    """The head as it was recognised, a line for each column, the values for all rows."""

    head_asked = Signal(str, int)
    """The clerk says that the head is elsewhere: sheet and row; row 0: find it in that sheet."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Begin empty; `show_proposal` fills the page."""
        super().__init__(parent)
        self._session = session
        self._proposal: Proposal | None = None
        self.sheets = QComboBox()
        self.head_row = QSpinBox(minimum=1, maximum=1_048_576)
        self.head_row.setKeyboardTracking(False)
        self.titles = label("", "soft", wrap=True)
        self.missing = label("", "doubt", wrap=True)
        self.sheets.activated.connect(lambda _index: self.head_asked.emit(self.sheets.currentText(), 0))
        self.head_row.valueChanged.connect(lambda row: self.head_asked.emit(self.sheets.currentText(), row))
        self.combos: dict[int, QComboBox] = {}
        self._notes: dict[int, tuple[QLabel, QLabel]] = {}
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(18)
        self.fixed = FixedValues(session)
        self.fixed.changed.connect(self._follow_fixed)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        for widget in (label("工作表"), self.sheets, label("　第"), self.head_row, label("行被认作表头")):
            top.addWidget(widget)
        top.addStretch()
        body = QWidget()
        column = QVBoxLayout(body)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addLayout(self._lines)
        column.addSpacing(12)
        column.addWidget(label("所有行都填同一个值的栏目：", "head"))
        column.addWidget(self.fixed)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.titles)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.missing)

    # --- filling -------------------------------------------------------------------------------------------------
    def show_proposal(self, proposal: Proposal, options: Options) -> None:
        """Show what the program takes the sheet for."""
        self._proposal = proposal
        head = proposal.head
        with QSignalBlocker(self.sheets), QSignalBlocker(self.head_row):
            self.sheets.clear()
            self.sheets.addItems([sheet.name for sheet in proposal.workbook.sheets])
            self.sheets.setCurrentText(head.sheet)
            self.head_row.setValue(head.row)
        self.titles.setText("表头上方：" + "；".join(head.titles) if head.titles else "表头上方没有标题行。")
        targets = target_fields(proposal.register)
        self._fill_lines(proposal, targets)
        self.fixed.show_fields(targets, options)
        for one in proposal.proposed:
            self.fixed.add(one.field, one.name, one.uid, "从标题行看出")
        self._show_mapping()

    def _fill_lines(self, proposal: Proposal, targets: Mapping[str, Field]) -> None:
        """Make a line for each column of the head."""
        while item := self._lines.takeAt(0):
            if widget := item.widget():
                widget.deleteLater()
        self.combos, self._notes = {}, {}
        for place, words in enumerate(("列", "表头", "内容举例", "对应栏目", "把握")):
            self._lines.addWidget(label(words, "head"), 0, place)
        self._lines.setColumnStretch(2, 1)
        for index, head in enumerate(proposal.head.columns):
            if head in OWN_HEADS:
                continue
            combo = self.combos[index] = _fields_combo(proposal.register, targets)
            combo.setAccessibleName(f"{column_letter(index)} 列 {head} 对应的栏目")
            combo.activated.connect(lambda _chosen, index=index: self._map(index))
            sample, certain = self._notes[index] = Elided(role="soft"), label()
            for place, widget in enumerate((label(column_letter(index)), label(head), sample, combo, certain)):
                self._lines.addWidget(widget, index + 1, place)

    # --- following -----------------------------------------------------------------------------------------------
    def _map(self, index: int) -> None:
        """Let a column fill the chosen field, or none."""
        if self._proposal is None:
            return
        proposal, key = self._proposal, str(self.combos[index].currentData())
        held = next((one.field for one in proposal.mapping.columns if one.index == index), "")
        wanted = {key: column_letter(index)} if key else {held: ""}
        if key or held:
            mapping = remap(proposal.register, proposal.head, proposal.mapping, wanted)
            self._proposal = replace(proposal, mapping=mapping)
        self._show_mapping()

    def _follow_fixed(self) -> None:
        """Leave out the columns of fields that get one value for all rows."""
        if self._proposal:
            proposal = self._proposal
            fixed = dict.fromkeys(proposal.mapping.fixed, "") | {key: key for key in self.fixed.editors}
            mapping = with_fixed(proposal.register, proposal.head, proposal.mapping, fixed)
            self._proposal = replace(proposal, mapping=mapping)
            self._show_mapping()

    def _show_mapping(self) -> None:
        """Show the mapping in the lines, and what is still missing."""
        if self._proposal is None:
            return
        proposal = self._proposal
        by_index = {column.index: column for column in proposal.mapping.columns}
        for index, combo in self.combos.items():
            column = by_index.get(index)
            combo.setCurrentIndex(max(0, combo.findData(column.field if column else "")))
            self._show_certainty(index, column)
        targets = target_fields(proposal.register)
        taken = {column.field for column in proposal.mapping.columns}
        self.fixed.offer(
            {key: _called(proposal.register, key, one) for key, one in targets.items() if key not in taken}
        )
        lacking = _lacking(proposal.register, taken | self.fixed.editors.keys())
        self.missing.setVisible(bool(lacking))
        self.missing.setText(
            f"还没有对应的必填栏目：{'、'.join(lacking)}。没有这些栏目的行只能更新已有记录。" if lacking else ""
        )

    def _show_certainty(self, index: int, column: Column | None) -> None:
        """Say how certain the program is of a column, and show examples of what stands in it."""
        words, role = ("不导入", "soft") if column is None else _certainty(column.certainty)
        sample, certain = self._notes[index]
        certain.setText(words)
        certain.setProperty("role", role)
        certain.style().unpolish(certain)
        certain.style().polish(certain)
        proposal = self._proposal
        if proposal:
            personal = column is not None and target_fields(proposal.register)[column.field].personal
            sample.setText(self._samples(proposal, index, personal=personal))

    def _samples(self, proposal: Proposal, index: int, *, personal: bool) -> str:
        """Return the first contents of a column; personal ones masked."""
        head = proposal.head
        sheet = next(one for one in proposal.workbook.sheets if one.name == head.sheet)
        rows = islice(sheet.rows, head.last_row, head.last_row + 200)
        texts = (_text(row, index) for row in rows)
        found = list(islice((text for text in texts if text), _SAMPLES))
        if personal and not self._session.desk.unmasked:
            found = [mask_text(text) for text in found]
        return "；".join(found)

    # --- the answer ----------------------------------------------------------------------------------------------
    def proposal(self) -> Proposal | None:
        """Return the proposal as the clerk left it."""
        if self._proposal is None:
            return None
        mapping = replace(self._proposal.mapping, fixed=self.fixed.values())
        return replace(self._proposal, mapping=mapping)


def _fields_combo(register: Register, targets: Mapping[str, Field]) -> QComboBox:
    """Return a list of the fields that a column may fill."""
    combo = QComboBox()
    combo.setMaxVisibleItems(24)
    combo.addItem("（不导入）", "")
    for key, item in targets.items():
        combo.addItem(_called(register, key, item), key)
    return combo


def _called(register: Register, key: str, item: Field) -> str:
    """Return what a field is called here: 退费的学生姓名 where it is a field of the record above."""
    owner = f"{find(register.parent_register).title}的" if "." in key else ""
    return f"{owner}{item.label}{' *' if item.required and not owner else ''}"


def _lacking(register: Register, filled: set[str]) -> list[str]:
    """Return the labels of the required fields that nothing fills; a parent may be named by its own fields."""
    parents = any(key.startswith(f"{register.parent}.") for key in filled)
    return [
        item.label
        for item in register.fields
        if item.required and item.typed and item.default is None and item.key not in filled
        if not (parents and item.key == register.parent)
    ]


def _certainty(certainty: float) -> tuple[str, str]:
    """Return how certain a mapping is in words, with their role."""
    if certainty >= 1:
        return "已确认", "good"
    if certainty >= 0.85:
        return "确定", "good"
    return "请核对", "doubt"


def _text(row: list[Cell], index: int) -> str:
    """Return the text of a cell of a row, '' where there is none."""
    cell = row[index] if index < len(row) else None
    return "" if cell is None else cell_shown(cell)
