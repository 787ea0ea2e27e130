"""The zip around a workbook, looked into with bounds and without trusting what it says of itself.

`zipfile` reads the directory, but not the parts: it stops at the size that the header claims, where calamine's
reader goes on to the end of the stream. So the parts are inflated here, and counted as they come.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import INTO_NEW_BOOK, Refusal, damaged, unsound

CHUNK = 1 << 20
_PACKED_CHUNK = 1 << 16
_ENCRYPTED_FLAG = 0x1
_END = b"PK\x05\x06"
_END_SIZE = 22
_MAX_COMMENT = 0xFFFF
_END64_LOCATOR = b"PK\x06\x07"
_LOCATOR_SIZE = 20
_LOCAL = b"PK\x03\x04"
_LOCAL_SIZE = 30
_ESCAPE = re.compile(r"(?:^|/)\.\.(?:/|$)|^/|^[A-Za-z]:|[\x00-\x1f]")


def part_name(entry: ZipInfo) -> str:
    """Return the name by which parts are looked up: calamine takes a backslash for `/` and ignores case."""
    return entry.filename.replace("\\", "/").lower()


def read_directory(path: Path, limits: Limits) -> list[ZipInfo]:
    """Return the entries of the zip at `path`.

    Raises:
        Refusal: the zip is truncated or damaged, too large, encrypted, or has names that no workbook has.
    """
    _bound_directory(path, limits)
    try:
        with ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, struct.error, ValueError, OSError) as error:
        raise damaged("压缩目录读不出来") from error
    if len(entries) > limits.entries:
        raise unsound(f"里面有 {len(entries)} 个部件，多于 {limits.entries} 个")
    _check_entries(entries)
    return entries


def _bound_directory(path: Path, limits: Limits) -> None:
    """Refuse a zip whose directory is missing or too large, before `zipfile` reads it at once."""
    with path.open("rb") as source:
        size = source.seek(0, 2)
        tail_size = min(size, _END_SIZE + _MAX_COMMENT + _LOCATOR_SIZE)
        source.seek(size - tail_size)
        tail = source.read(tail_size)
        at = tail.rfind(_END)
        if at < 0 or len(tail) - at < _END_SIZE:
            raise damaged("文件的结尾缺失，可能没有下载完或复制完")
        directory_size = int(struct.unpack_from("<L", tail, at + 12)[0])
        locator = at - _LOCATOR_SIZE
        if locator >= 0 and tail[locator : locator + 4] == _END64_LOCATOR:
            source.seek(min(struct.unpack_from("<Q", tail, locator + 8)[0], size))
            record = source.read(56)
            if len(record) < 56:
                raise damaged("压缩目录读不出来")
            directory_size = struct.unpack_from("<Q", record, 40)[0]
    if directory_size > limits.directory_size:
        raise unsound("压缩目录过大")


def _check_entries(entries: list[ZipInfo]) -> None:
    """Refuse encrypted entries, unknown packing, names that lead outside, and two entries of one name."""
    seen = set()
    for entry in entries:
        name = part_name(entry)
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise Refusal("是加了密码的压缩文件，读不出来。", "请先取消密码，再选取消密码后的文件。")
        if entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise unsound("部件的压缩方式不是 Excel 所用的")
        if _ESCAPE.search(name):
            raise unsound("部件的路径指向文件之外")
        if name in seen:
            raise unsound("有两个同名的部件")
        seen.add(name)


class Inflater:
    """Inflates the parts of one zip; `total` counts what has really come out of all of them together."""

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self.total = 0

    def chunks(self, entry: ZipInfo) -> Iterator[bytes]:
        """Yield the part in pieces of at most `CHUNK` bytes.

        Raises:
            Refusal: the part is damaged (its length or CRC are not those of the directory), or too large.
        """
        size = checksum = 0
        for piece in self._inflate(entry):
            size += len(piece)
            checksum = zlib.crc32(piece, checksum)
            self.total += len(piece)
            self._check_size(size, entry.compress_size)
            yield piece
        if size != entry.file_size or checksum != entry.CRC:
            raise damaged("部件的校验码不符")

    def _check_size(self, size: int, packed: int) -> None:
        limits = self._limits
        if self.total > limits.inflated or (size > limits.ratio_from and size > limits.ratio * packed):
            raise Refusal("展开后过于庞大，为安全起见不读取。", INTO_NEW_BOOK)

    def _inflate(self, entry: ZipInfo) -> Iterator[bytes]:
        self._seek(entry)
        inflater = None if entry.compress_type == ZIP_STORED else zlib.decompressobj(-zlib.MAX_WBITS)
        left = entry.compress_size
        while left > 0:
            packed = self._source.read(min(_PACKED_CHUNK, left))
            if not packed:
                raise damaged("文件的一部分缺失")
            left -= len(packed)
            if inflater is None:
                yield packed
            else:
                yield from _inflate_piece(inflater, packed)
        if inflater is not None and not inflater.eof:
            # All input may be taken in while the last output still waits (never more than some kilobytes).
            yield inflater.flush()
            if not inflater.eof:
                raise damaged("文件的一部分缺失")

    def _seek(self, entry: ZipInfo) -> None:
        """Go to the first packed byte of `entry`: the local header has lengths of its own."""
        if entry.header_offset < 0:  # what a wrong place of the directory makes of it
            raise damaged("部件的位置不对")
        self._source.seek(entry.header_offset)
        header = self._source.read(_LOCAL_SIZE)
        if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
            raise damaged("部件的位置不对")
        name_size, extra_size = struct.unpack_from("<HH", header, 26)
        self._source.seek(name_size + extra_size, 1)


def _inflate_piece(inflater: "zlib._Decompress", packed: bytes) -> Iterator[bytes]:
    """Yield what `packed` inflates to, never more than `CHUNK` bytes at once."""
    while packed and not inflater.eof:
        try:
            piece = inflater.decompress(packed, CHUNK)
        except zlib.error as error:
            raise damaged("部件解不开") from error
        packed = inflater.unconsumed_tail
        if piece:
            yield piece
