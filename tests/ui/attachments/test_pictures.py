"""Pictures are decoded with care: by what they are, as the camera was held, and never larger than memory has room."""

import struct
import zlib

import pytest
from PySide6.QtGui import QImage

from shuangjian_desktop.ui.attachments import pictures
from tests.ui.attachments.photos import colour_at, picture, see_through, turned


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.bmp", "a.webp"])
def test_a_thumbnail_fits_into_its_square(qapp, name, tmp_path):
    image = pictures.thumbnail(picture(tmp_path / name, 800, 400), 96)
    assert (image.width(), image.height()) == (96, 48)
    assert (colour_at(image, 0.1, 0.5), colour_at(image, 0.9, 0.5)) == ("blue", "red")


def test_a_picture_out_of_an_old_program_is_shown(qapp, tmp_path):
    """Qt reads GIF and does not write it: a red pixel."""
    path = tmp_path / "a.gif"
    path.write_bytes(b"GIF89a\1\0\1\0\x80\0\0\xff\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;")
    assert colour_at(pictures.thumbnail(path, 96), 0, 0) == "red"


def test_a_small_picture_is_not_blown_up(qapp, tmp_path):
    image = pictures.thumbnail(picture(tmp_path / "a.png", 20, 10), 96)
    assert (image.width(), image.height()) == (20, 10)


def test_a_photo_stands_as_the_camera_was_held(qapp, tmp_path):
    """Orientation 6: the camera was turned; the left side of what is stored is above."""
    image = pictures.thumbnail(turned(picture(tmp_path / "a.jpg", 800, 400), 6), 96)
    assert (image.width(), image.height()) == (48, 96)
    assert (colour_at(image, 0.5, 0.1), colour_at(image, 0.5, 0.9)) == ("blue", "red")


def test_what_is_large_is_told_by_bytes_and_by_pixels(qapp, tmp_path):
    assert not pictures.large(picture(tmp_path / "a.jpg", 4000, 300))
    assert pictures.large(picture(tmp_path / "b.jpg", 4001, 300))
    heavy = picture(tmp_path / "c.jpg", 400, 300)
    heavy.write_bytes(heavy.read_bytes() + b"\0" * 3_000_000)
    assert pictures.large(heavy)


def test_a_scaled_photo_is_smaller_and_stands_as_before(qapp, tmp_path):
    path = turned(picture(tmp_path / "a.jpg", 5000, 2500, noise=True), 6)
    assert pictures.scaled_down(path, tmp_path / "b.jpg")
    image = QImage(str(tmp_path / "b.jpg"))
    assert (image.width(), image.height()) == (1280, 2560)
    assert (colour_at(image, 0.5, 0.1), colour_at(image, 0.1, 0.9)) == ("blue", "red")
    assert (tmp_path / "b.jpg").stat().st_size < path.stat().st_size / 2
    assert b"Exif" not in (tmp_path / "b.jpg").read_bytes()


def test_nothing_transparent_becomes_black(qapp, tmp_path):
    assert pictures.scaled_down(see_through(tmp_path / "a.png"), tmp_path / "b.jpg")
    assert QImage(str(tmp_path / "b.jpg")).pixelColor(5, 5).lightness() > 250


def bomb(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that claims a picture of many gigabytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        bomb(60_000, 60_000),
        bomb(8_000, 8_000),
        b"\xff\xd8\xff\xe0 cut short",
        b"%PDF-1.4",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>",
        b"",
    ],
    ids=["bomb", "too many pixels", "damaged", "no picture", "drawing", "empty"],
)
def test_what_is_no_picture_or_too_large_is_not_decoded(qapp, content, tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(content)
    assert pictures.thumbnail(path, 96) is None
    assert not pictures.large(path)
    assert not pictures.scaled_down(path, tmp_path / "b.jpg")
