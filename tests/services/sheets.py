"""Clerks' files for the tests of imports, read and planned as the window does it."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from shuangjian_desktop.exchange.planning.plan import Plan
from shuangjian_desktop.services import importing
from shuangjian_desktop.services.desk import Desk
from shuangjian_desktop.services.importing import ImportResult

ROSTER = (
    ("机构名称", "联系电话", "地址", "机构状态"),
    ("郑州启航学校", "13800000001", "花园路1号", "正常"),
    ("博学堂", "13800000002", "花园路2号", "停办"),
)
SPOILED = (
    ("机构名称", "联系电话", "地址", "机构状态"),
    ("郑州启航学校", "13800000001", "花园路1号", "正常"),
    ("博学堂", "没有电话号码", "花园路2号", "停办"),
    ("", "13800000003", "花园路3号", "正常"),
)
REFUNDS = (
    ("学生姓名", "家长电话", "课程", "应退", "已退", "未退"),
    ("王梓涵", "13800000011", "数学", "1250", "500", "750"),
    ("李沐宸", "13800000012", "英语", "900", "0", "900"),
)


def write(folder: Path, rows: Sequence[Sequence[str]], name: str = "名单.csv") -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def plan(
    desk: Desk,
    path: Path,
    register: str = "institution",
    fixed: Mapping[str, str] | None = None,
    words: Mapping[tuple[str, str], str] | None = None,
) -> Plan:
    return importing.plan(desk, importing.propose(desk, importing.read(path), register, fixed=fixed), words)


def take_in(desk: Desk, path: Path, register: str = "institution", **facts: Mapping[str, str]) -> ImportResult:
    return importing.apply(desk, plan(desk, path, register, **facts), source=path)
