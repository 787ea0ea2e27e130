"""F1: which page of the manual belongs to what is in sight, and the one window that shows it."""

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

PAGE_OF_TAB = {
    "today": "today",
    "figures": "figures",
    "charts": "charts",
    "institution": "find",
    "refund": "refunds",
    "wage_settlement": "wages",
    "inspection": "inspections",
    "addressee": "inspections",
    "rectification_notice": "notices",
    "tray": "tray",
    "steps": "undo",
    "recycle": "undo",
    "settings": "settings",
}
"""The key of each tab → the name of its page."""
_PAGE_OF_FORM = {**PAGE_OF_TAB, "institution": "edit"}


def page_of_form(register: str) -> str:
    """Return the page that belongs to the form of a record."""
    return _PAGE_OF_FORM.get(register, "edit")


def show_manual(page: str) -> None:
    """Show a page, in the manual's window that is open, else in a new one."""
    from shuangjian_desktop.ui.manual.window import ManualWindow  # not before it is wanted

    opened = [one for one in QApplication.topLevelWidgets() if isinstance(one, ManualWindow) and one.isVisible()]
    window = opened[0] if opened else ManualWindow()
    window.open_page(page)
    window.come_forward()


def help_key(dialog: QWidget, page: str) -> None:
    """Let F1 open a page while a dialog is in front."""
    QShortcut(QKeySequence("F1"), dialog, lambda: show_manual(page))
