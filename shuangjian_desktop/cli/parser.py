"""The words of the command line. Their names are a contract: other programs call them."""

import argparse
from pathlib import Path
from typing import NoReturn

from shuangjian_desktop import __version__
from shuangjian_desktop.core.errors import UsageError


class ChineseParser(argparse.ArgumentParser):
    """A parser that says in a Chinese sentence what is wrong, instead of ending the process by itself."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse found as a UsageError."""
        raise UsageError(f"命令写得不对：{_chinese(message)}。", f"用法：{self.format_usage().strip()}")


_WORDS = (
    ("the following arguments are required: ", "缺少 "),
    ("unrecognized arguments: ", "不认识 "),
    ("invalid choice: ", "没有 "),
    ("(choose from ", "（可用："),
    ("expected one argument", "后面要跟一个值"),
    ("invalid int value: ", "不是整数 "),
    ("argument ", ""),
)


def _chinese(message: str) -> str:
    """Return argparse's message in Chinese."""
    for english, chinese in _WORDS:
        message = message.replace(english, chinese)
    return message


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    common = ChineseParser(add_help=False)
    common.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help="以 JSON 输出")
    operator = "经办人（默认 $SHUANGJIAN_OPERATOR，或系统用户名）"
    common.add_argument("--operator", default=argparse.SUPPRESS, metavar="NAME", help=operator)
    parser = ChineseParser(prog="shuangjian", description="双减治理台账。不带命令时打开窗口。", parents=[common])
    parser.add_argument(
        "--ledger", type=Path, metavar="FILE", help="台账文件（默认 $SHUANGJIAN_LEDGER，或用户数据目录）"
    )
    parser.add_argument("--self-test", action="store_true", help="自检：建账、导入、撤销、导出，然后退出")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=ChineseParser)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=text, description=text, parents=[common])

    one = command("init", "建立台账")
    one.add_argument("--office", required=True, metavar="CODE", help="区划代码，如 410105")
    _import(command("import", "导入表格"))
    _list(command("list", "列出记录"))
    one = command("export", "导出为 Excel")
    one.add_argument("register", metavar="REGISTER")
    one.add_argument("out", type=Path, metavar="OUT.xlsx")
    one.add_argument("--personal", action="store_true", help="不隐藏个人信息（记录在案）")
    one = command("steps", "列出做过的步骤")
    one.add_argument("--limit", type=int, default=20, metavar="N")
    for name, text in (("undo", "撤销一步"), ("redo", "重做一步")):
        command(name, text).add_argument("step", type=int, nargs="?", metavar="STEP")
    one = command("history", "一条记录的历史")
    one.add_argument("register", metavar="REGISTER")
    one.add_argument("uid", metavar="UID")
    one.add_argument("--personal", action="store_true", help="不隐藏个人信息（记录在案）")
    command("check", "检查台账是否完好")
    command("backup", "备份台账").add_argument("out", type=Path, nargs="?", metavar="OUT")
    command("restore", "用备份恢复台账").add_argument("file", type=Path, metavar="FILE")
    return parser


def _import(one: argparse.ArgumentParser) -> None:
    """Declare the import command."""
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--into", required=True, metavar="REGISTER")
    one.add_argument("--sheet", metavar="S", help="工作表名")
    one.add_argument("--map", action="append", default=[], metavar="FIELD=HEADER", help="某一栏取自哪一列")
    one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", help="所有行的某一栏都填这个值")
    one.add_argument("--dry-run", action="store_true", help="只看结果，不写入")


def _list(one: argparse.ArgumentParser) -> None:
    """Declare the list command."""
    one.add_argument("register", metavar="REGISTER")
    one.add_argument("--search", default="", metavar="TEXT")
    one.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    one.add_argument("--limit", type=int, default=None, metavar="N")
    one.add_argument("--personal", action="store_true", help="不隐藏个人信息（记录在案）")


def pairs(texts: list[str]) -> dict[str, str]:
    """Return FIELD=VALUE words as a dict.

    Raises:
        UsageError: a word has no equals sign.
    """
    found = {}
    for text in texts:
        key, sign, value = text.partition("=")
        if not sign:
            raise UsageError(f"“{text}”应写成 栏目=值。")
        found[key.strip()] = value
    return found
