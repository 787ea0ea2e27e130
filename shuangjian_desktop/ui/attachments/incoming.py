"""Files on their way onto a record: dropped, pasted or chosen; large photos are scaled down if the clerk wants it."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QImage

from shuangjian_desktop.core.file_names import size_text
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.services.attachments import Incoming
from shuangjian_desktop.ui.attachments import pictures
from shuangjian_desktop.ui.attachments.copies import new_folder


@dataclass(frozen=True)
class Looked:
    """Files that were looked at; `large` are those that are better scaled down, with their pixels: `size` bytes."""

    files: tuple[Incoming, ...]
    large: dict[Incoming, QSize]
    size: int = 0

    @property
    def question(self) -> str:
        """What the clerk is asked about the large ones."""
        size = size_text(self.size)
        if len(self.large) == 1:
            [(one, pixels)] = self.large.items()
            return f"照片“{one.name}”较大（{pixels.width()}×{pixels.height()} 像素，{size}）。缩小后再添加吗？"
        return f"有 {len(self.large)} 张照片较大（共 {size}）。缩小后再添加吗？"


DETAIL = "缩小后长边为 2560 像素，打印 A4 足够清楚，台账和备份也不会太占地方。照片原件不会改动。"


def has_files(data: QMimeData) -> bool:
    """Return whether something can be added of what is dragged or on the clipboard."""
    urls = data.urls()
    return data.hasImage() or (bool(urls) and all(url.isLocalFile() for url in urls))


def files_in(data: QMimeData) -> list[Incoming]:
    """Return the files that are dragged or on the clipboard; a picture without a file is written into one first."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return [Incoming(path, path.name) for path in paths]
    image = data.imageData()
    if not isinstance(image, QImage) or image.isNull():
        return []
    name = f"粘贴的图片-{datetime.now():%Y%m%d-%H%M%S}.png"
    path = new_folder() / name
    return [Incoming(path, name)] if pictures.write(image, path, b"png") else []


def look(files: Sequence[Incoming]) -> Looked:
    """Return the files with those that are large; what cannot be read is said when it is added."""
    large, size = {}, 0
    for one in files:
        with suppress(OSError):
            pixels = pictures.large(one.path) if one.path.is_file() else None
            if pixels is not None:
                size += one.path.stat().st_size
                large[one] = pixels
    return Looked(tuple(files), large, size)


def scaled(looked: Looked, progress: Progress) -> list[Incoming]:
    """Return the files, the large ones scaled down in copies that keep their names (ending in .jpg).

    Raises:
        Cancelled: the clerk cancelled.

    """
    folder = new_folder()
    found = []
    for number, one in enumerate(looked.files):
        progress.step("缩小照片", number, len(looked.files))
        target = folder / f"{number}.jpg"
        if one in looked.large and pictures.scaled_down(one.path, target):
            known = Path(one.name).suffix.lower() in (".jpg", ".jpeg")
            found.append(Incoming(target, one.name if known else f"{Path(one.name).stem}.jpg"))
        else:
            found.append(one)
    return found
