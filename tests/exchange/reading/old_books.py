"""Old workbooks made record by record: sound ones, odd ones, and hostile ones."""

import struct
from collections.abc import Mapping


def compound_file(*streams: str) -> bytes:
    """A compound file of Office 97 with these streams in its root, each with something in it."""
    return compound(dict.fromkeys(streams, b"x" * 5000))


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file whose root holds these streams, all in sectors of 512 bytes."""
    padded = [content.ljust(-(-max(len(content), 4096) // 512) * 512, b"\0") for content in streams.values()]
    entries = [_entry("Root Entry", 5, child=1 if streams else 0xFFFFFFFF, start=0xFFFFFFFE, size=0)]
    directory_sectors = -(-(1 + len(streams)) // 4)
    following = [*range(1, directory_sectors), 0xFFFFFFFE]
    for number, (name, content) in enumerate(zip(streams, padded, strict=True), 1):
        start = len(following)
        following += [*range(start + 1, start + len(content) // 512), 0xFFFFFFFE]
        right = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, right=right, start=start, size=len(content)))
    tables = -(-len(following) // 127)
    first_table = len(following)
    following += [0xFFFFFFFD] * tables
    following += [0xFFFFFFFF] * (tables * 128 - len(following))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(24, b"\0") + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9L", 0, tables, 0, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109L", *range(first_table, first_table + tables), *[0xFFFFFFFF] * (109 - tables))
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    return header + directory + b"".join(padded) + struct.pack(f"<{len(following)}L", *following)


def _entry(name: str, kind: int, start: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBBLLL", len(encoded), kind, 1, 0xFFFFFFFF, right, child)
    return head.ljust(116, b"\0") + struct.pack("<LQ", start, size)


def record(kind: int, content: bytes = b"") -> bytes:
    """A record of the stream of an old workbook."""
    return struct.pack("<HH", kind, len(content)) + content


BOF = record(0x0809, struct.pack("<HHHHLL", 0x0600, 0x0010, 0, 0, 0, 0))
EOF = record(0x000A)
ONE_STRING = record(0x00FC, struct.pack("<LLHB", 1, 1, 1, 0) + b"a")


def number_record(row: int, column: int, value: float = 1.0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def formula_record(row: int, column: int, value: bytes, flags: int = 0, tokens: bytes = b"\x1e\x01\x00") -> bytes:
    head = struct.pack("<HHH", row, column, 0) + value + struct.pack("<HLH", flags, 0, len(tokens))
    return record(0x0006, head + tokens)


def biff(cells: bytes = b"", more: bytes = b"", names: tuple[str, ...] = ("Sheet1",), kind: int = 0) -> bytes:
    """The stream of a workbook: in the first sheet `cells`, in its head the records `more`."""

    def bound(start: int, name: str) -> bytes:
        return record(0x0085, struct.pack("<LBBBB", start, 0, kind, len(name), 0) + name.encode("latin-1"))

    length = len(BOF + b"".join(bound(0, name) for name in names) + more + EOF)
    sheets = [BOF + (b"" if number else cells) + EOF for number in range(len(names))]
    starts = [length + sum(map(len, sheets[:number])) for number in range(len(names))]
    return BOF + b"".join(map(bound, starts, names)) + more + EOF + b"".join(sheets)


def xls(stream: bytes) -> bytes:
    """An old workbook with this stream."""
    return compound({"Workbook": stream})
