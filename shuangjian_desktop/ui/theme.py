"""How the window looks: calm light colours, large type, a focus that can be seen."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView, QWidget

from shuangjian_desktop.core.places import resource_root

TEXT, SOFT, PAPER, DESK = "#1c2733", "#5b6875", "#ffffff", "#f1f4f7"
ACCENT, CHOSEN, STRIPE, LINE = "#1d5c88", "#cfe3f2", "#f6f9fb", "#c6d0d9"
GOOD, DOUBT, WRONG = "#1f6f43", "#8a5200", "#b3261e"
"""Text colours for what is right, what a person must decide, what is wrong; each ≥ 4.5 : 1 on white."""
POINTS = 12
"""Size of type: some of those at the desk are past fifty."""
_FAMILIES = ["Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC"]
_WITH_OWN_FONTS = ("QAbstractItemView", "QMenu", "QMenuBar", "QMessageBox", "QStatusBar", "QTipLabel")
"""What Windows has fonts of its own for: small ones."""

_COLOURS = {
    QPalette.ColorRole.Window: DESK,
    QPalette.ColorRole.WindowText: TEXT,
    QPalette.ColorRole.Base: PAPER,
    QPalette.ColorRole.AlternateBase: STRIPE,
    QPalette.ColorRole.Text: TEXT,
    QPalette.ColorRole.PlaceholderText: "#6f7c88",
    QPalette.ColorRole.Button: "#e8edf1",
    QPalette.ColorRole.ButtonText: TEXT,
    QPalette.ColorRole.Highlight: CHOSEN,
    QPalette.ColorRole.HighlightedText: TEXT,
    QPalette.ColorRole.Accent: ACCENT,
    QPalette.ColorRole.Link: ACCENT,
    QPalette.ColorRole.ToolTipBase: "#fffbe6",
    QPalette.ColorRole.ToolTipText: TEXT,
}


def apply(application: QApplication) -> None:
    """Dress the whole program."""
    application.setStyle("fusion")
    application.styleHints().setColorScheme(Qt.ColorScheme.Light)
    palette = QPalette()
    for role, colour in _COLOURS.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#8b96a1"))
    application.setPalette(palette)
    font = QFont(_families(), POINTS)
    font.setStyleHint(QFont.StyleHint.SansSerif)
    application.setFont(font)
    application.setStyleSheet((resource_root() / "resources" / "style" / "light.qss").read_text(encoding="utf-8"))
    for kind in _WITH_OWN_FONTS:  # at last: a new style brings the system's fonts back
        application.setFont(font, kind)  # type: ignore[arg-type]  # text is what it takes, bytes it refuses


def _families() -> list[str]:
    """Return the families to look glyphs up in; our own font where the system has no Chinese one."""
    chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    if not chinese:
        number = QFontDatabase.addApplicationFont(
            str(resource_root() / "resources" / "fonts" / "GongwenHei-Regular.otf")
        )
        return QFontDatabase.applicationFontFamilies(number)
    return [family for family in _FAMILIES if family in chinese] or chinese[:1]


def dress_table(view: QTableView) -> None:
    """Give a table the rows, stripes and selection that all tables share."""
    view.setAlternatingRowColors(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setWordWrap(False)
    view.setShowGrid(True)
    view.setTabKeyNavigation(False)  # Tab leaves the table, arrows walk in it
    rows = view.verticalHeader()
    rows.setVisible(False)
    rows.setDefaultSectionSize(round(view.fontMetrics().height() * 1.7))
    heads = view.horizontalHeader()
    heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    heads.setHighlightSections(False)
    heads.setStretchLastSection(True)


def characters(view: QWidget, count: int) -> int:
    """Return the width in pixels of so many half-width characters, with the cell's margins."""
    return view.fontMetrics().horizontalAdvance("0") * count + 16


def dialog_size(wanted: QSize) -> QSize:
    """Return a dialog's first size, never larger than the screen."""
    screen = QApplication.primaryScreen().availableSize()
    return wanted.boundedTo(screen * 0.94)
