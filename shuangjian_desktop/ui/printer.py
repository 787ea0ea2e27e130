"""The system's print dialog."""

import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.ui import messages


def ask_printer(printer: QPrinter, then: Callable[[], object], parent: QWidget) -> QPrintDialog | None:
    """Ask for a printer, and call `then` once there is one. None: the system has no printer, and the clerk is told."""
    if sys.platform == "win32" and printer.outputFormat() != QPrinter.OutputFormat.NativeFormat:
        # Windows' dialog would not come up, without a word; that of other systems offers to print into a file.
        messages.tell(
            parent,
            FileError("这台电脑没有装打印机，没有打印。", "请先在系统里添加打印机，或者存为 PDF，到别的电脑上打印。"),
        )
        return None
    dialog = QPrintDialog(printer, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(then)
    QDialog.open(dialog)  # its own `open` would hide this one
    return dialog
