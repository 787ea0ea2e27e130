"""Finding the message box that a clerk would see, and pressing a button of it by its words."""

from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton, QWidget


def box(qtbot) -> QMessageBox:
    """Wait for the one open message box."""
    qtbot.waitUntil(lambda: len(boxes()) == 1)
    return boxes()[0]


def boxes() -> list[QMessageBox]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def said(qtbot) -> str:
    """Wait for a message box, close it, and return what it said."""
    found = box(qtbot)
    text = "\n".join(filter(None, (found.text(), found.informativeText())))
    found.close()
    return text


def press(parent: QWidget, words: str) -> None:
    """Press the button with these words."""
    [button] = [one for one in parent.findChildren(QPushButton) if one.text().replace("&", "") == words]
    assert button.isEnabled(), words
    button.click()
