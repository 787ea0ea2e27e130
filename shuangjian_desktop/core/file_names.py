"""What files that people hand in are called and are: names that every system takes, programs told from documents."""

import re
import unicodedata
from pathlib import Path

_LONGEST, _MOST_BYTES = 120, 240
"""Characters, and bytes in UTF-8: Linux takes 255."""
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(?:\.|$))", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever their ending."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
_PROGRAMS = {
    ".exe", ".com", ".bat", ".cmd", ".scr", ".pif", ".msi", ".msp", ".ps1", ".vbs", ".vbe", ".js", ".jse", ".wsf",
    ".wsh", ".hta", ".jar", ".lnk", ".url", ".reg", ".cpl", ".dll", ".sh", ".app", ".desktop", ".apk", ".py", ".chm",
}  # fmt: skip
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_BY_ENDING = {
    "表格": (".xlsx", ".xls", ".et", ".ods", ".csv", ".xlsm"),
    "文档": (".doc", ".docx", ".wps", ".odt", ".txt", ".rtf", ".ofd", ".ppt", ".pptx"),
    "音视频": (".mp4", ".mov", ".avi", ".mkv", ".mp3", ".wav", ".m4a", ".amr", ".3gp"),
    "图片": (".webp", ".heic"),
}
_KINDS = {ending: kind for kind, endings in _BY_ENDING.items() for ending in endings}


def clean_name(name: str) -> str:
    """Return the name of a file without what no system takes and what nobody sees, not too long, its ending kept.

    A sign that turns the direction of writing would show another ending than the file has.
    """
    cleaned = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2])
    cleaned = "".join(sign for sign in cleaned if unicodedata.category(sign) not in _UNSEEN).strip(" .") or "附件"
    if _DEVICES.match(cleaned):
        cleaned = f"_{cleaned}"
    stem, ending = Path(cleaned).stem, Path(cleaned).suffix[:12]
    stem = stem[: _LONGEST - len(ending)].encode()[: _MOST_BYTES - len(ending.encode())].decode(errors="ignore")
    return (stem + ending).strip(" .")


def is_program(name: str) -> bool:
    """Return whether the system would run the file when it is opened."""
    return Path(clean_name(name)).suffix.lower() in _PROGRAMS


def kind_of(head: bytes, name: str) -> str:
    """Return what kind of file it is: by its first bytes, else by the ending of its name."""
    if head.startswith(b"%PDF"):
        return "PDF"
    if head.startswith(_PICTURES):
        return "图片"
    return _KINDS.get(Path(name).suffix.lower(), "其他")


def size_text(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} KB"
