"""The compound file around an old workbook ([MS-CFB]), looked into with bounds; and one around a single stream.

No reader is given the clerk's container: of the file only the workbook's stream goes on, in a container written here.
So claims of the header, chains that run in a circle and streams of embedded objects meet nobody who believes them.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

from shuangjian_desktop.exchange.reading.limits import Limits
from shuangjian_desktop.exchange.reading.refusal import damaged, unsound

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_HEADER = 512
_IN_HEADER = 109
"""Sectors of the table that the header lists; more are listed in sectors of their own."""
_ENTRY = 128
_LARGEST_REGULAR = 0xFFFFFFFA
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MINI_SECTOR = 64
_MINI_CUTOFF = 4096
_LARGE_SECTOR = 4096


@dataclass(frozen=True)
class Entry:
    """A stream or storage of the directory: where it starts, and its size in bytes."""

    name: str
    is_stream: bool
    start: int
    size: int


class Compound:
    """A compound file, read whole; `entries` are the streams and storages that lie in its root, by upper-case name."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Read the file and its directory.

        Raises:
            Refusal: it is cut off, damaged, or has more entries than any office program writes.
        """
        self._data = path.read_bytes()
        if len(self._data) < _HEADER:
            raise damaged("文件的结尾缺失，可能没有下载完或复制完")
        shift, mini_shift = struct.unpack_from("<HH", self._data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise damaged("文件头不对")
        self._sector = 1 << shift
        # The header fills a sector of its own, whatever its size; the last sector may be cut short.
        self._sectors = max(-(-len(self._data) // self._sector) - 1, 0)
        self._next = self._table()
        directory = self._chain(struct.unpack_from("<L", self._data, 48)[0])
        if len(directory) // _ENTRY > limits.entries:
            raise unsound(f"里面的部件多于 {limits.entries} 个")
        self._small_next: tuple[int, ...] | None = None
        self._small = b""
        self.entries = self._in_root(directory)

    def stream(self, entry: Entry) -> bytes:
        """Return the bytes of a stream.

        Raises:
            Refusal: some of them are missing.
        """
        large = entry.size >= _MINI_CUTOFF
        content = self._chain(entry.start, entry.size) if large else self._small_chain(entry)
        if len(content) < entry.size:
            raise damaged("文件的一部分缺失，可能没有下载完或复制完")
        return content[: entry.size]

    def _table(self) -> tuple[int, ...]:
        """Return the table of sectors: of each the one that follows it."""
        listed = list(struct.unpack_from(f"<{_IN_HEADER}L", self._data, 76))
        more = struct.unpack_from("<L", self._data, 68)[0]
        for _round in range(self._sectors):
            if more > _LARGEST_REGULAR or len(listed) > self._sectors + _IN_HEADER:
                break
            *further, more = _numbers(self._sector_at(more))
            listed += further
        parts = [number for number in listed if number <= _LARGEST_REGULAR]
        if len(parts) > self._sectors:
            raise damaged("扇区表不对")
        return _numbers(b"".join(map(self._sector_at, parts)))

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        content = self._data[start : start + self._sector]
        if not content:
            raise damaged("文件的一部分缺失，可能没有下载完或复制完")
        return content.ljust(self._sector, b"\0")

    def _chain(self, start: int, size: int | None = None) -> bytes:
        """Return the sectors from `start` on, all of them or as many as `size` bytes need."""
        wanted = self._sectors if size is None else min(-(-size // self._sector), self._sectors)
        return b"".join(map(self._sector_at, _follow(self._next, start, wanted)))

    def _small_chain(self, entry: Entry) -> bytes:
        """Return the bytes of a stream that is kept in the small sectors of the root."""
        if self._small_next is None:
            self._small_next = _numbers(self._chain(struct.unpack_from("<L", self._data, 60)[0]))
            self._small = self._chain(self._root.start, self._root.size)
        numbers = _follow(self._small_next, entry.start, -(-entry.size // _MINI_SECTOR))
        return b"".join(self._small[number * _MINI_SECTOR :][:_MINI_SECTOR] for number in numbers)

    def _in_root(self, directory: bytes) -> dict[str, Entry]:
        """Return what lies in the root itself; a storage may hold another workbook, of an embedded object."""
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        if not entries or entries[0][66] != _ROOT:
            raise damaged("目录读不出来")
        self._root = _entry(entries[0], self._sector)
        found: dict[str, Entry] = {}
        waiting, seen = [struct.unpack_from("<L", entries[0], 76)[0]], set()
        while waiting:
            number = waiting.pop()
            if number >= len(entries) or number in seen:
                continue
            seen.add(number)
            waiting += struct.unpack_from("<LL", entries[number], 68)
            if entries[number][66] in (_STORAGE, _STREAM):
                entry = _entry(entries[number], self._sector)
                found[entry.name.upper()] = entry
        return found


def _numbers(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}L", content)


def _follow(following: tuple[int, ...], start: int, wanted: int) -> list[int]:
    """Return the numbers of a chain, at most `wanted` of them; a chain that leaves the table ends there."""
    chain: list[int] = []
    while start < len(following) and len(chain) < wanted:
        chain.append(start)
        start = following[start]
    return chain


def _entry(raw: bytes, sector: int) -> Entry:
    length, kind = struct.unpack_from("<HB", raw, 64)
    start, low, high = struct.unpack_from("<LLL", raw, 116)
    # Of files with small sectors the upper half of the size may be anything.
    size = low if sector == _HEADER else low + (high << 32)
    name = raw[: min(length, 64)].decode("utf-16-le", errors="replace").rstrip("\0")
    return Entry(name, kind == _STREAM, start, size)


def container(name: str, stream: bytes) -> bytes:
    """Return a compound file (version 4, large sectors) that holds `stream` under `name` and nothing else.

    The stream is lengthened with zeros to whole sectors; up to 450 MB have room in the table that the header lists.
    """
    stream = stream.ljust(-(-max(len(stream), 1) // _LARGE_SECTOR) * _LARGE_SECTOR, b"\0")
    used = len(stream) // _LARGE_SECTOR
    in_table = _LARGE_SECTOR // 4
    tables = 1
    while tables * in_table < 1 + used + tables:
        tables += 1
    following = [_END, *range(2, used + 1), _END, *[_TABLE] * tables]
    following += [_FREE] * (tables * in_table - len(following))
    listed = [1 + used + number for number in range(tables)]
    header = SIGNATURE.ljust(24, b"\0") + struct.pack("<HHHHH", 0x3E, 4, 0xFFFE, 12, 6) + bytes(6)
    header += struct.pack("<9L", 1, tables, 0, 0, _MINI_CUTOFF, _END, 0, _END, 0)
    header += struct.pack(f"<{_IN_HEADER}L", *listed, *[_FREE] * (_IN_HEADER - tables))
    directory = _raw_entry("Root Entry", _ROOT, 1, 0, 0) + _raw_entry(name, _STREAM, _FREE, 1, len(stream))
    table = struct.pack(f"<{len(following)}L", *following)
    return header.ljust(_LARGE_SECTOR, b"\0") + directory.ljust(_LARGE_SECTOR, b"\0") + stream + table


def _raw_entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBLLL", len(encoded), kind, 1, _FREE, _FREE, child)
    return head.ljust(116, b"\0") + struct.pack("<LQ", start, size)
