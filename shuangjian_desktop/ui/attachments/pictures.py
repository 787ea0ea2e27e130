"""Pictures that people hand in, decoded with care: known formats alone, never more pixels than memory has room for.

Safe to call from any thread: nothing here is a pixmap.
"""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

LARGE_BYTES = 3_000_000
LARGE_SIDE = 4000
SCALED_SIDE = 2560
"""Pixels of the longer side of a photo that was scaled down: A4 at 220 dots per inch."""
_QUALITY = 85
_JPEG = b"jpeg"
FORMATS = frozenset({_JPEG, b"png", b"bmp", b"gif", b"webp"})
_MOST_PIXELS = 60_000_000
_MOST_OF_JPEG = 250_000_000
"""A JPEG is scaled while it is decoded, the others only afterwards."""


def _reader(path: Path) -> QImageReader | None:
    """Return a reader that stands at a picture which may be decoded, by its content and not by its name."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)  # as the camera was held
    kind = bytes(reader.format().data())
    size = reader.size()
    most = _MOST_OF_JPEG if kind == _JPEG else _MOST_PIXELS
    if kind not in FORMATS or not size.isValid() or size.width() * size.height() > most:
        return None
    return reader


def large(path: Path) -> QSize | None:
    """Return the size of a picture that is better scaled down before it is kept, None for any other file."""
    reader = _reader(path)
    if reader is None:
        return None
    size = reader.size()
    return size if path.stat().st_size > LARGE_BYTES or max(size.width(), size.height()) > LARGE_SIDE else None


def thumbnail(path: Path, side: int) -> QImage | None:
    """Return a picture that fits into a square of `side` pixels, None for what is no picture or cannot be read."""
    return _read(path, side)


def scaled_down(path: Path, target: Path) -> bool:
    """Write a picture to `target` as a JPEG whose longer side is `SCALED_SIDE`; return whether it could be.

    A transparent ground becomes white. What the camera wrote beside the picture (place, model) does not go along.
    """
    image = _read(path, SCALED_SIDE)
    if image is None:
        return False
    if image.hasAlphaChannel():
        ground = QImage(image.size(), QImage.Format.Format_RGB32)
        ground.fill(Qt.GlobalColor.white)
        painter = QPainter(ground)
        painter.drawImage(0, 0, image)
        painter.end()
        image = ground
    return write(image, target, _JPEG)


def write(image: QImage, target: Path, kind: bytes) -> bool:
    """Write a picture in a format (b"jpeg", b"png"); return whether it could be."""
    writer = QImageWriter(str(target), kind)
    writer.setQuality(_QUALITY)
    return writer.write(image)


def _read(path: Path, side: int) -> QImage | None:
    """Decode a picture so that it fits into a square; a smaller one keeps its size."""
    reader = _reader(path)
    if reader is None:
        return None
    size = reader.size()
    if max(size.width(), size.height()) > side:
        scaled = size.scaled(QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(scaled.expandedTo(QSize(1, 1)))
    image = reader.read()
    return None if image.isNull() else image
