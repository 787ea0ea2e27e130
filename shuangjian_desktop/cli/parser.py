"""The words of the command line. Their names are a contract: other programs call them."""

import argparse
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from shuangjian_desktop import __version__
from shuangjian_desktop.core.dates import parse_date
from shuangjian_desktop.core.errors import UsageError


class _ChineseHelp(argparse.HelpFormatter):
    """Help that begins with 用法."""

    def add_usage(
        self, usage: str | None, actions: Iterable[argparse.Action], groups: Any, prefix: str | None = None
    ) -> None:
        """Put the Chinese word before the usage, unless the caller wants another."""
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class ChineseParser(argparse.ArgumentParser):
    """A parser that says in a Chinese sentence what is wrong, instead of ending the process by itself.

    Options are understood only as they are written here: an abbreviation would break with the next option.
    """

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts, add_help=False, allow_abbrev=False, formatter_class=_ChineseHelp)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        raise UsageError(f"命令写得不对：{_chinese(message)}。", " ".join(self.format_usage().split()))


_SMALLEST = 0.001
_WORDS = (
    ("the following arguments are required: ", "缺少 "),
    ("unrecognized arguments: ", "不认识 "),
    ("invalid choice: ", "没有 "),
    ("(choose from ", "（可用："),
    ("expected one argument", "后面要跟一个值"),
    ("ignored explicit argument ", "后面不能跟值 "),
    ("argument ", ""),
)


def _chinese(message: str) -> str:
    """Return argparse's message in Chinese."""
    for english, chinese in _WORDS:
        message = message.replace(english, chinese)
    return message.removesuffix(")") + "）" if "（可用：" in message else message


def _number(text: str) -> int:
    """Return a whole number that is not negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"“{text}”应是 0 或正整数")
    return int(text)


def _day(text: str) -> date:
    """Return a day in any of the forms that sheets hold."""
    try:
        return parse_date(text)
    except ValueError as problem:
        raise argparse.ArgumentTypeError(f"“{text}”{problem}") from None


def _scale(text: str) -> float:
    """Return how large the demo is to be."""
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not _SMALLEST <= scale <= 1:
        raise argparse.ArgumentTypeError(f"“{text}”应在 {_SMALLEST} 与 1 之间")
    return scale


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    parser = ChineseParser(prog="shuangjian", description="双减治理台账。不带命令时打开窗口。")
    _anywhere(parser)
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE", help="台账文件（默认 $SHUANGJIAN_LEDGER，或用户数据目录）"
    )
    parser.add_argument("--self-test", action="store_true", help="自检：把主要的工作做一遍，然后退出")
    parser.add_argument("--window", action="store_true", help="自检时也打开窗口，逐个显示各页")
    parser.add_argument("--version", action="version", version=__version__, help="显示版本")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="命令", parser_class=ChineseParser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        _anywhere(one)
        return one

    for declare in (_books, _sheets, _packages, _handover, _attachments, _papers, _figures, _demo, _steps, _care):
        declare(command)
    return parser


def _anywhere(one: argparse.ArgumentParser) -> None:
    """Declare what may stand before the command or behind it: there is no default to overwrite the other."""
    one.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="以 JSON 输出")
    one.add_argument(
        "--operator",
        metavar="NAME",
        default=argparse.SUPPRESS,
        help="经办人（默认 $SHUANGJIAN_OPERATOR，或系统用户名）",
    )


Declare = Callable[[str, str], argparse.ArgumentParser]


def _books(command: Declare) -> None:
    """Declare what makes a ledger and reads it."""
    one = command("init", "建立台账")
    one.add_argument("--office", required=True, metavar="CODE", help="区划代码，如 410105")
    one = command("list", "列出记录")
    _register(one)
    one.add_argument("--search", default="", metavar="TEXT", help="文字、拼音首字母、号码的一部分")
    one.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE", help="某一栏等于某个值")
    one.add_argument("--limit", type=_number, metavar="N", help="最多列出几条")
    _personal(one)
    one = command("history", "一条记录的历史")
    _register(one)
    one.add_argument("uid", metavar="UID", help="记录的编号（list 列出）")
    _personal(one)


def _sheets(command: Declare) -> None:
    """Declare what takes sheets in and out."""
    one = command("import", "导入表格")
    one.add_argument("file", type=Path, metavar="FILE", help=".xlsx、.xls、.et、.ods 或 .csv")
    one.add_argument("--into", required=True, metavar="REGISTER", help="导入哪个台账")
    one.add_argument("--sheet", metavar="S", help="工作表名")
    one.add_argument("--map", action="append", default=[], metavar="FIELD=HEADER", help="某一栏取自哪一列")
    one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="所有行的某一栏都填这个值")
    one.add_argument("--dry-run", action="store_true", help="只看结果，不写入")
    one = command("export", "导出为 Excel")
    _register(one)
    one.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到哪个文件")
    _personal(one)


def _packages(command: Declare) -> None:
    """Declare what goes between offices."""
    one = command("pack", "做数据包发给另一单位")
    one.add_argument("--to", required=True, metavar="CODE", help="接收方的区划代码，如 4101")
    one.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到哪个文件")
    one.add_argument("--full", action="store_true", help="全量（默认只含上次之后的变动）")
    one.add_argument("--personal", action="store_true", help="包含个人信息（记录在案）")
    one = command("receive", "接收数据包")
    one.add_argument("package", type=Path, metavar="PACKAGE", help="收到的 .xlsx")
    one.add_argument("--dry-run", action="store_true", help="只看结果，不写入")
    one.add_argument("--confirm", action="store_true", help="确认手工更正和删除")


def _handover(command: Declare) -> None:
    """Declare what lets an institution pass to another office."""
    one = command("handover", "移交机构：连同退费、薪资清偿等交给另一单位")
    one.add_argument("uid", metavar="UID", help="机构的编号（list institution 列出）")
    one.add_argument("--to", required=True, metavar="CODE", help="接收单位的区划代码，如 410102")
    one.add_argument("--on", type=_day, metavar="DATE", help="移交日期（默认今天）")
    one.add_argument("--reason", metavar="TEXT", help="移交依据：文件、文号或理由")


def _attachments(command: Declare) -> None:
    """Declare what hangs files on records."""
    one = command("attach", "给一条记录添加附件（照片、扫描件）")
    _register(one)
    one.add_argument("uid", metavar="UID", help="记录的编号（list 列出）")
    one.add_argument("files", nargs="+", type=Path, metavar="FILE", help="文件，可写多个")


def _papers(command: Declare) -> None:
    """Declare what is printed."""
    one = command("notice", "把整改通知书（存根、正本、送达回证）存为 PDF")
    one.add_argument("numbers", nargs="+", metavar="NUMBER", help="完整文号，如 郑金教改〔2022〕12号，可写多个")
    one.add_argument("--out", type=Path, required=True, metavar="OUT.pdf", help="写到哪个文件")


def _figures(command: Declare) -> None:
    """Declare what counts."""
    one = command("figures", "统计数据")
    one.add_argument("key", nargs="?", metavar="KEY", help="哪一项，如 refunds_paid（默认全部）")
    one.add_argument("--as-of", type=_day, metavar="DATE", help="截至哪一天，如 2021-12-31（默认今天）")
    one.add_argument("--by", choices=("district",), help="再按区县列出")
    one.add_argument("--rows", action="store_true", help="列出这一项所数的记录")
    one = command("chart", "画一张图")
    one.add_argument("name", metavar="NAME", help="哪一张图，如 refunds_by_month")
    one.add_argument("--out", required=True, type=Path, metavar="FILE", help="写到哪个文件：.png、.svg 或 .pdf")
    one.add_argument("--as-of", type=_day, metavar="DATE", help="截至哪一天（默认今天）")
    one.add_argument("--since", type=_day, metavar="DATE", help="从哪一天起（默认不限）")
    one.add_argument("--office", default="", metavar="CODE", help="只算这个单位的记录，如 410105")
    one.add_argument("--category", default="", metavar="WORD", help="只算这一培训类别，如 学科类")


def _demo(command: Declare) -> None:
    """Declare what shows the whole of it."""
    one = command("demo", "生成演示数据：16 个区县和市局的台账与数据包")
    one.add_argument("folder", type=Path, metavar="FOLDER", help="放在哪个新文件夹")
    one.add_argument("--scale", type=_scale, default=1.0, metavar="X", help="规模（默认 1，如 0.01）")


def _steps(command: Declare) -> None:
    """Declare what shows steps and takes them back."""
    command("steps", "列出做过的步骤").add_argument("--limit", type=_number, default=20, metavar="N")
    for name, text in (("undo", "撤销一步"), ("redo", "重做一步")):
        command(name, text).add_argument(
            "step", type=_number, nargs="?", metavar="STEP", help="步骤的编号（默认最近一步）"
        )


def _care(command: Declare) -> None:
    """Declare what keeps a ledger safe."""
    command("check", "检查台账是否完好")
    command("backup", "备份台账").add_argument("out", type=Path, nargs="?", metavar="OUT", help="文件或文件夹")
    command("restore", "用备份恢复台账").add_argument("file", type=Path, metavar="FILE", help="备份文件")


def _register(one: argparse.ArgumentParser) -> None:
    one.add_argument("register", metavar="REGISTER", help="台账，如 institution、refund")


def _personal(one: argparse.ArgumentParser) -> None:
    one.add_argument("--personal", action="store_true", help="不隐藏个人信息（记录在案）")


def pairs(texts: list[str]) -> dict[str, str]:
    """Return FIELD=VALUE words as a dict.

    Raises:
        UsageError: a word has no equals sign, or a field comes twice.

    """
    found: dict[str, str] = {}
    for text in texts:
        key, sign, value = text.partition("=")
        key = key.strip()
        if not sign:
            raise UsageError(f"“{text}”应写成 栏目=值。")
        if key in found:
            raise UsageError(f"“{key}”写了两次。")
        found[key] = value
    return found
