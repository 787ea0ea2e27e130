"""The way of files onto a record: looked at, asked about, scaled down, hung on.

It belongs to the session and not to the form: a form that is closed meanwhile, or shows another record, loses nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from shuangjian_desktop.services import attachments
from shuangjian_desktop.services.attachments import Attaching, Incoming
from shuangjian_desktop.ui import messages
from shuangjian_desktop.ui.attachments.incoming import DETAIL, Looked, look, scaled
from shuangjian_desktop.ui.session import Session


@dataclass(frozen=True)
class Adding:
    """Files for the record `uid` of the register `key`.

    `panel` is where questions stand as long as it is there; `say` and `added` are called only then.
    """

    session: Session
    key: str
    uid: str
    panel: QWidget
    say: Callable[[str], None]
    added: Callable[[str, Attaching], None]

    def start(self, files: Sequence[Incoming]) -> None:
        """Look at the files, ask once about large photos, and add them."""
        self.session.jobs.files(lambda _progress: look(files), self._ask, receiver=self.session)

    def _ask(self, looked: Looked) -> None:
        if not looked.large:
            self._attach(looked.files)
            return
        choices = {"缩小后添加": lambda: self._scale(looked), "按原样添加": lambda: self._attach(looked.files)}
        messages.choose(self._window(), looked.question, choices, detail=DETAIL)

    def _scale(self, looked: Looked) -> None:
        self._say("正在缩小照片…")
        self.session.jobs.files(
            lambda progress: scaled(looked, progress),
            self._attach,
            failed=self._failed,
            cancelled=self._cancelled,
            title="缩小照片",
            receiver=self.session,
        )

    def _attach(self, files: Sequence[Incoming]) -> None:
        key, uid = self.key, self.uid
        self._say("正在添加…")
        self.session.write_long(
            "添加附件",
            lambda desk, progress: attachments.attach(desk, key, uid, files, progress),
            self._added,
            failed=self._failed,
            cancelled=self._cancelled,
        )

    def _added(self, done: Attaching) -> None:
        if isValid(self.panel):
            self.added(self.uid, done)

    def _failed(self, error: Exception) -> None:
        self._say("")
        messages.tell(self._window(), error)

    def _cancelled(self) -> None:
        self._say("已取消，没有添加。")

    def _say(self, text: str) -> None:
        if isValid(self.panel):
            self.say(text)

    def _window(self) -> QWidget | None:
        return self.panel if isValid(self.panel) else QApplication.activeWindow()
