"""What files that people hand in are called and are: names that every system takes, programs told from documents."""

import re
from pathlib import Path

_LONGEST = 120
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
    """Return the name of a file without what no system allows in one, not too long, its ending kept."""
    cleaned = _NOT_IN_NAMES.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .") or "附件"
    stem, ending = Path(cleaned).stem, Path(cleaned).suffix[:12]
    return stem[: _LONGEST - len(ending)] + ending


def is_program(name: str) -> bool:
    """Return whether the system would run the file when it is opened."""
    return Path(name.strip(" .")).suffix.lower() in _PROGRAMS


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
