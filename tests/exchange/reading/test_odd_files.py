"""Each odd file gets one sentence that a clerk understands, and none takes the program down."""

import io
import os
import re
import struct
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import Limits, read_workbook
from tests.exchange.reading.old_books import compound_file
from tests.exchange.reading.workbooks import (
    NAMESPACES,
    SHEET_PART,
    one_cell,
    packed,
    parts,
    read_children,
    sheet_xml,
    unpacked,
    workbook,
    written,
)

ONE = sheet_xml(one_cell("A1"))
SOUND = workbook(ONE)


def refused(path: Path, limits: Limits | None = None) -> str:
    """The sentence and hint for a file that must be refused; checks what every one of them must be like."""
    with pytest.raises(FileError) as caught:
        read_workbook(path, limits=limits)
    error = caught.value
    assert error.sentence.startswith(f"“{path.name}”")
    assert error.sentence.endswith("。")
    assert error.sentence.count("。") == 1
    assert error.hint.endswith("。")
    latin = re.sub(r"“.*?”|（.*?）|[A-Z.]?(?:Excel|WPS|Word|OpenDocument)|\.[a-z]+", "", error.text)
    assert not re.search(r"[a-z]{3,}|Error|Traceback", latin), "exception text in a sentence for a clerk"
    assert read_children() == []
    return error.text


def truncated() -> bytes:
    return SOUND[: len(SOUND) * 2 // 3]


def with_wrong_checksum() -> bytes:
    """The stored text of the sheet changed by hand, its CRC not."""
    stored = packed(parts(sheet_xml(one_cell("A1", "<v>12345</v>"))), zipfile.ZIP_STORED)
    return stored.replace(b"<v>12345</v>", b"<v>99999</v>")


def with_lying_header() -> bytes:
    """The directory claims 10 bytes for a sheet of many more."""
    content = bytearray(SOUND)
    entry = content.rfind(b"PK\x01\x02", 0, content.rfind(SHEET_PART.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<L", 10)
    return bytes(content)


def with_two_sheets_of_one_name() -> bytes:
    target = io.BytesIO(SOUND)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(SHEET_PART.upper(), ONE)
    return target.getvalue()


def encrypted_zip() -> bytes:
    content = bytearray(SOUND)
    for start in re.finditer(rb"PK\x01\x02", SOUND):
        content[start.start() + 8] |= 1
    return bytes(content)


SHARED = f'<sst {NAMESPACES} count="1" uniqueCount="2000000000"><si><t>a</t></si></sst>'
ENTITIES = f'<!DOCTYPE w [<!ENTITY a "aa">]>{ONE}'
MACRO = {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
OPEN_TEXT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}
SHEET_2003 = '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
NO_SHEETS = {"xl/workbook.xml": f"<workbook {NAMESPACES}><sheets/></workbook>"}
BIG_MERGE = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
FAR = sheet_xml(one_cell("A1") + one_cell("XFD1048576"))
FAR_PREFIXED = FAR.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
FAR_ODD = FAR.replace('<c r="', '<c s="0" r="')

ODD: dict[str, tuple[bytes | str, str]] = {
    "killer: far cell": (workbook(FAR), "“甲”范围过大，最远用到了单元格 XFD1048576"),
    "killer: far cell, prefixed": (workbook(FAR_PREFIXED), "“甲”范围过大，最远用到了单元格 XFD1048576"),
    "killer: far cell, odd XML": (workbook(FAR_ODD), "“甲”范围过大，最远用到了单元格 XFD1048576"),
    "killer: shared strings": (workbook(ONE, {"xl/sharedStrings.xml": SHARED}), "文字数量远多于实有的"),
    "cell outside the sheet": (workbook(sheet_xml(one_cell("A9999999"))), "超出了工作表的范围"),
    "column outside the sheet": (workbook(sheet_xml(one_cell("ZZZ1"))), "超出了工作表的范围"),
    "merge of everything": (workbook(sheet_xml(one_cell("A1"), BIG_MERGE)), "“甲”里合并的单元格范围过大"),
    "entities": (workbook(ENTITIES), "声明了 XML 实体"),
    "sheet in UTF-16": (workbook("", {SHEET_PART: ONE.encode("utf-16")}), "不是 UTF-8 编码"),
    "sheet is no XML": (workbook(ONE[:-20].replace("<c r", "<c  r")), "不是完整的 XML"),
    "two parts of one name": (with_two_sheets_of_one_name(), "两个同名的部件"),
    "name that leads outside": (workbook(ONE, {"xl/../../evil.txt": "x"}), "路径指向文件之外"),
    "absolute name": (workbook(ONE, {"/etc/evil": "x"}), "路径指向文件之外"),
    "lying header": (with_lying_header(), "校验码不符"),
    "wrong checksum": (with_wrong_checksum(), "校验码不符"),
    "truncated": (truncated(), "没有下载完或复制完"),
    "unknown packing": (packed(parts(ONE), zipfile.ZIP_LZMA), "压缩方式"),
    "password of the zip": (encrypted_zip(), "加了密码的压缩文件"),
    "macros": (workbook(ONE, MACRO), "含有宏"),
    "no sheet": (workbook(ONE, NO_SHEETS), "没有任何工作表"),
    "sheet missing": (packed({k: v for k, v in parts(ONE).items() if k != SHEET_PART}), "前后不一"),
    "binary workbook": (packed({"xl/workbook.bin": b"x"}), ".xlsb"),
    "zip without workbook": (packed({"名单.txt": "x"}), "是压缩包"),
    "Word": (packed({"word/document.xml": "<x/>"}), "是 Word 文档"),
    "PowerPoint": (packed({"ppt/presentation.xml": "<x/>"}), "是演示文稿"),
    "OpenDocument text": (packed(OPEN_TEXT, zipfile.ZIP_STORED), "是 OpenDocument 文档"),
    "OFD": (packed({"OFD.xml": "<x/>"}), "OFD"),
    "very old Excel": (b"\x09\x02\x06\x00\0\0\x10\0", "Excel 4.0"),
    "old Word": (compound_file("WordDocument"), "是 Word 文档"),
    "password of the workbook": (compound_file("EncryptionInfo", "EncryptedPackage"), "设了打开密码"),
    "compound file of another program": (compound_file("Contents"), "不是本程序认识的"),
    "web page": ("<html><table><tr><td>a</td></tr></table></html>", "网页（HTML）"),
    "web page of many programs": ('\ufeff<meta charset="utf-8"><table><tr><td>a', "网页（HTML）"),
    "web page of long styles": ("<style>" + "td{mso-number-format:General}" * 300 + "</style><table>", "网页（HTML）"),
    "web archive": ("MIME-Version: 1.0\nX-Document-Type: Workbook\n", "网页（HTML）"),
    "XML sheet": (SHEET_2003, "Excel 2003 XML"),
    "XML": ('<?xml version="1.0"?><a/>', "是 XML 文件"),
    "PDF": (b"%PDF-1.7\n", "是 PDF 文件"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "是图片"),
    "bitmap": (b"BM\x46\0\0\0\0\0", "是图片"),
    "archive": (b"Rar!\x1a\x07", "是压缩包"),
    "program": (b"MZ\x90\0\x03\0\0\0", "不是本程序认识的"),
    "empty": (b"", "是空文件"),
    "unknown error value": (workbook(sheet_xml(one_cell("C7", "<v>#SPILL!</v>", ' t="e"'))), "“甲”单元格 C7"),
    "string that is not there": (workbook(sheet_xml(one_cell("A1", "<v>7</v>", ' t="s"'))), "不合规范"),
}


@pytest.mark.parametrize("kind", ODD)
def test_an_odd_file_gets_its_own_sentence(kind: str, tmp_path: Path) -> None:
    content, words = ODD[kind]
    before = sorted(tmp_path.parent.iterdir())
    path = written(tmp_path, content)
    assert words in refused(path)
    assert list(tmp_path.iterdir()) == [path]
    assert sorted(tmp_path.parent.iterdir()) == before


def test_the_killers_are_as_small_as_they_were_found() -> None:
    for kind in ("killer: far cell", "killer: shared strings"):
        assert len(ODD[kind][0]) < 2048


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "不存在" in refused(tmp_path / "没有.xlsx")


def test_a_folder(tmp_path: Path) -> None:
    assert "是文件夹" in refused(tmp_path)


def test_the_lock_file_beside_an_open_workbook(tmp_path: Path) -> None:
    assert "锁定文件" in refused(written(tmp_path, b"\x05clerk", "~$名单.xlsx"))


@pytest.mark.skipif(os.name == "nt", reason="FIFOs are of POSIX")
def test_a_file_that_is_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    assert "不是普通文件" in refused(tmp_path / "管道.xlsx")


def test_a_file_too_large(tmp_path: Path) -> None:
    path = written(tmp_path, SOUND)
    path.write_bytes(SOUND.ljust(3_000_000, b"\0"))
    text = refused(path, Limits(file_size=2_000_000))
    assert "过大（3.0 MB），最多读 2 MB" in text


def test_what_inflates_too_far(tmp_path: Path) -> None:
    bomb = workbook(ONE, {"xl/media/image1.png": b"\0" * 5_000_000})
    path = written(tmp_path, bomb)
    assert "展开后过于庞大" in refused(path, Limits(inflated=4_000_000))
    assert "展开后过于庞大" in refused(path, Limits(ratio=100, ratio_from=1_000_000))
    assert read_workbook(path).sheets[0].rows == [[1]]


def test_too_many_parts(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(ONE, {f"xl/media/{number}.png": b"" for number in range(60)}))
    assert "多于 50 个" in refused(path, Limits(entries=50))
    assert "压缩目录过大" in refused(path, Limits(directory_size=1000))


READ_AS_NOBODY = """
import os, sys
from pathlib import Path
from shuangjian_desktop.core.errors import FileError
from shuangjian_desktop.exchange.reading import read_workbook
if os.geteuid() == 0:
    os.setuid(65534)
try:
    read_workbook(Path(sys.argv[1]))
except FileError as error:
    sys.stdout.buffer.write(error.text.encode())
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_file_that_may_not_be_read() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        path = written(Path(folder), SOUND)
        path.chmod(0)
        told = subprocess.run([sys.executable, "-c", READ_AS_NOBODY, path], capture_output=True, check=True)
    assert "没有读取权限" in told.stdout.decode()


def sparse_formats(path: Path) -> None:
    """Formats, but nothing else, in the last cell of the sheet: people format whole columns."""
    path.write_bytes(workbook(sheet_xml(one_cell("B2") + '<row r="1048576"><c r="XFD1048576" s="0"/></row>')))


def chinese_names(path: Path) -> None:
    """Names in the zip with backslashes, as some programs write them."""
    path.write_bytes(packed({name.replace("/", "\\"): part for name, part in unpacked(SOUND).items()}))


def claims_too_many(path: Path) -> None:
    shared = SHARED.replace("2000000000", "5000000")
    path.write_bytes(workbook(sheet_xml(one_cell("B2", "<v>0</v>", ' t="s"')), {"xl/sharedStrings.xml": shared}))


@pytest.mark.parametrize("write", [sparse_formats, claims_too_many])
def test_odd_but_harmless_workbooks_are_read(write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path / "名单.xlsx")
    rows = read_workbook(tmp_path / "名单.xlsx").sheets[0].rows
    assert rows in ([[], [None, 1]], [[], [None, "a"]])


def test_backslashes_in_the_zip_are_read(tmp_path: Path) -> None:
    chinese_names(tmp_path / "名单.xlsx")
    assert read_workbook(tmp_path / "名单.xlsx").sheets[0].rows == [[1]]


def test_a_workbook_under_another_name(tmp_path: Path) -> None:
    for name in ("名单.xls", "名单.csv", "名单"):
        assert read_workbook(written(tmp_path, SOUND, name)).kind == "xlsx"


def test_a_real_workbook_of_another_program(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "机构"
    book.save(tmp_path / "名单.xlsx")
    assert read_workbook(tmp_path / "名单.xlsx").sheets[0].rows == [[], [None, "机构"]]
