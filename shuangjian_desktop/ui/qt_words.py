"""What Qt's own Chinese lacks in the file dialog that it shows where the system has none."""

from PySide6.QtCore import QTranslator

_WORDS = {
    "Look in:": "查找范围：",
    "Files of type:": "文件类型：",
    "Folder": "文件夹",
    "File": "文件",
    "%1 File": "%1 文件",
    "Drive": "驱动器",
}


class QtWords(QTranslator):
    """Asked for what another translator does not know: install it before that one."""

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask for, although no file was loaded."""
        return False

    def translate(self, context: str, source: str, _disambiguation: str | None = None, _number: int = -1) -> str | None:
        """Return the Chinese for a source text of Qt, whichever letter of it is the key; None where it is not known."""
        return _WORDS.get(source.replace("&", ""))
