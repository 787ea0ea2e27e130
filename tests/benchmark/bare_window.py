"""A bare PySide6 window of the same size: says `usable` on standard output when it was painted first, and closes."""

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QMainWindow


class Bare(QMainWindow):
    """Nothing but a window."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Close after the first painting."""
        super().paintEvent(event)
        QTimer.singleShot(0, self.told)

    def told(self) -> None:
        """Say that the window is there."""
        print("usable", flush=True)
        self.close()


if __name__ == "__main__":
    application = QApplication([])
    window = Bare()
    window.resize(1280, 800)
    window.show()
    application.exec()
