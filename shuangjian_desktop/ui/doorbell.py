"""A second start of the program rings at the first: its window comes forward."""

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE = 1000  # milliseconds


class Doorbell(QObject):
    """Listens for other starts of the program on the same ledger."""

    rung = Signal()

    def __init__(self, ledger: Path, parent: QObject | None = None) -> None:
        """Begin to listen. The ledger's lock is held, so a socket that lies there is left from a killed program."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        QLocalServer.removeServer(_name(ledger))
        self._server.listen(_name(ledger))

    def _answer(self) -> None:
        """Take the ring; nothing is read from it."""
        while caller := self._server.nextPendingConnection():
            caller.disconnected.connect(caller.deleteLater)
            caller.disconnectFromServer()
        self.rung.emit()


def ring(ledger: Path) -> bool:
    """Ask the window that holds the ledger to come forward; False when no window answers."""
    socket = QLocalSocket()
    socket.connectToServer(_name(ledger))
    return socket.waitForConnected(_PATIENCE)


def _name(ledger: Path) -> str:
    """Return the name of a ledger's bell."""
    return "shuangjian-" + hashlib.sha256(str(ledger.resolve()).encode()).hexdigest()[:24]
