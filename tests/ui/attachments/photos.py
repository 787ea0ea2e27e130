"""Real pictures for the tests: photos with a direction, large ones, odd ones."""

import struct
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter


def picture(path: Path, width: int, height: int, *, noise: bool = False) -> Path:
    """A red picture with a blue left third, so that it can be told how it is turned. Noise makes the file large."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    painter = QPainter(image)
    painter.fillRect(0, 0, width // 3, height, QColor("blue"))
    if noise:
        for at in range(0, height, 4):
            painter.setPen(QColor.fromHsv(at * 37 % 360, 255, 200))
            painter.drawLine(width // 2, at, width, (at * 7919) % height)
    painter.end()
    writer = QImageWriter(str(path), path.suffix[1:].lower().replace("jpg", "jpeg").encode())
    writer.setQuality(100 if noise else 80)
    assert writer.write(image), writer.errorString()
    return path


def turned(path: Path, orientation: int) -> Path:
    """Write into a JPEG how the camera was held (EXIF tag 0x0112)."""
    content = path.read_bytes()
    directory = struct.pack("<HHHLHHL", 1, 0x0112, 3, 1, orientation, 0, 0)
    exif = b"Exif\0\0II*\0" + struct.pack("<L", 8) + directory
    path.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + content[2:])
    return path


def colour_at(image: QImage, across: float, down: float) -> str:
    """ "red" or "blue", whichever it is more."""
    colour = image.pixelColor(int((image.width() - 1) * across), int((image.height() - 1) * down))
    return "red" if colour.red() > colour.blue() else "blue"


def see_through(path: Path) -> Path:
    """A PNG without anything in it."""
    image = QImage(5000, 100, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    assert image.save(str(path))
    return path
