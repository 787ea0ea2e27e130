"""The manual's window: contents and search at the left, the page at the right, back and forward over it."""

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from shuangjian_desktop.services import manual
from shuangjian_desktop.ui import theme
from shuangjian_desktop.ui.manual.browser import ManualBrowser
from shuangjian_desktop.ui.widgets import button, label

_CONTENTS = 270  # pixels


class ManualWindow(QWidget):
    """A window beside the others, which no dialog of theirs blocks; the program ends without regard to it."""

    def __init__(self) -> None:
        """Show the contents; `open_page` shows a page."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowTitle("双减治理台账：使用手册")
        self.search = QLineEdit(clearButtonEnabled=True)
        self.search.setPlaceholderText("在手册里查找（Ctrl+F）")
        self.contents = QListWidget()
        self.contents.setAccessibleName("手册目录")
        self.contents.setWordWrap(True)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.browser = ManualBrowser()
        self.back_button = button("后退", "back", self.browser.backward, "Alt+←")
        self.forward_button = button("前进", "forward", self.browser.forward, "Alt+→")
        self.index_button = button("目录", "index", lambda: self.open_page(manual.INDEX), "Alt+Home")
        self.found = label("", "soft")
        self._lay_out()
        self._connect()
        self._list()
        self.resize(theme.dialog_size(QSize(1640, 940)))

    # --- drawing -------------------------------------------------------------------------------------------------
    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        for one in (self.back_button, self.forward_button, self.index_button):
            bar.addWidget(one)
        bar.addSpacing(12)
        bar.addWidget(self.found, 1)
        bar.addWidget(button("缩小", "zoom_out", self.browser.zoomOut, "Ctrl+-"))
        bar.addWidget(button("放大", "zoom_in", self.browser.zoomIn, "Ctrl++"))
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.contents, 1)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(side)
        split.addWidget(self.browser)
        split.setStretchFactor(1, 1)
        split.setSizes([_CONTENTS, 900])
        layout = QVBoxLayout(self)
        layout.addLayout(bar)
        layout.addWidget(split, 1)

    def _connect(self) -> None:
        self.browser.backwardAvailable.connect(self.back_button.setEnabled)
        self.browser.forwardAvailable.connect(self.forward_button.setEnabled)
        self.browser.opened.connect(self._follow)
        self.contents.itemClicked.connect(self._open)
        self.contents.itemActivated.connect(self._open)
        self.search.textChanged.connect(lambda _text: self._list())
        self.search.returnPressed.connect(self._go_on)
        self.back_button.setEnabled(False)
        self.forward_button.setEnabled(False)
        keys = {
            "Ctrl+F": self._to_search,
            "F3": self._go_on,
            "Alt+Left": self.browser.backward,
            "Alt+Right": self.browser.forward,
            "Alt+Home": self.index_button.click,
            "Ctrl++": self.browser.zoomIn,
            "Ctrl+-": self.browser.zoomOut,
            "Escape": self._escape,
        }
        for one, call in keys.items():
            QShortcut(QKeySequence(one), self, call)

    def come_forward(self) -> None:
        """Show the window before the others, the page ready to be scrolled by keys."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus()

    # --- pages ---------------------------------------------------------------------------------------------------
    def open_page(self, name: str) -> None:
        """Show a page; what was searched for is let go."""
        self.search.clear()
        self.browser.open_page(name)

    def _list(self) -> None:
        """List all pages, or those on which the words that are searched for stand."""
        words = self.search.text().strip()
        hits = manual.find(words)
        with QSignalBlocker(self.contents):
            self.contents.clear()
            if words:
                for hit in hits:
                    self._add(hit.page.name, f"{hit.page.title}（{hit.count} 处）\n{hit.around}")
            else:
                for page in manual.pages():
                    self._add(page.name, page.title)
        self._follow()
        if words and not hits:
            self.found.setText(f"手册里没有“{words}”，换个词试试。")

    def _add(self, name: str, text: str) -> None:
        item = QListWidgetItem(text, self.contents)
        item.setData(Qt.ItemDataRole.UserRole, name)

    def _follow(self) -> None:
        """Mark the page that is shown in the list, and in it what is searched for."""
        words = self.search.text().strip()
        count = self.browser.mark(words)
        self.found.setText(f"本页有 {count} 处“{words}”，按 F3 看下一处。" if count else "")
        names = [self.contents.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.contents.count())]
        with QSignalBlocker(self.contents):
            self.contents.setCurrentRow(names.index(self.browser.page) if self.browser.page in names else -1)

    def _open(self, item: QListWidgetItem) -> None:
        """Show the page of an entry."""
        name = item.data(Qt.ItemDataRole.UserRole)
        if name != self.browser.page:
            self.browser.open_page(name)

    # --- keys ----------------------------------------------------------------------------------------------------
    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _go_on(self) -> None:
        """Show the first page that was found, or the next place on the page that is shown."""
        if self.contents.currentRow() >= 0:
            self.browser.go_to_next(self.search.text().strip())
        elif self.contents.count():
            self._open(self.contents.item(0))

    def _escape(self) -> None:
        """Let go of what is searched for; with nothing searched for, close."""
        if self.search.text():
            self.search.clear()
        else:
            self.close()
