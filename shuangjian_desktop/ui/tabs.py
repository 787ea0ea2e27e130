"""Tabs whose pages are built when they are first shown, so that the window opens fast."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

Factory = Callable[[], QWidget]


class LazyTabs(QTabWidget):
    """Tabs known by keys."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without tabs."""
        super().__init__(parent)
        self.setDocumentMode(True)
        self._factories: dict[str, Factory] = {}
        self._holders: dict[str, QVBoxLayout] = {}
        self._pages: dict[str, QWidget] = {}
        self._keys: list[str] = []
        self.currentChanged.connect(self._build)

    def add(self, key: str, title: str, factory: Factory) -> None:
        """Add a tab; `factory` makes its page when it is first shown. The first tab is shown at once."""
        self._factories[key] = factory
        self._keys.append(key)
        holder = QWidget()
        self._holders[key] = QVBoxLayout(holder)
        self._holders[key].setContentsMargins(0, 0, 0, 0)
        self.addTab(holder, title)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the tabs from left to right."""
        return tuple(self._keys)

    @property
    def key(self) -> str:
        """The key of the tab that is shown; '' without tabs."""
        return self._keys[self.currentIndex()] if self._keys else ""

    def page(self, key: str) -> QWidget:
        """Return the page of a tab, built now if it never was shown."""
        if key not in self._pages:
            page = self._pages[key] = self._factories[key]()
            self._holders[key].addWidget(page)
            page.show()  # at once, not with the next event: whoever opened it may go on with it
        return self._pages[key]

    def open(self, key: str) -> QWidget:
        """Show a tab and return its page."""
        self.setCurrentIndex(self._keys.index(key))
        return self.page(key)

    def _build(self, index: int) -> None:
        """Build the page that comes to sight."""
        if 0 <= index < len(self._keys):
            self.page(self._keys[index])
