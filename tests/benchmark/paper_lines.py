"""Notices on paper against bare Typst, by turns, and the memory that they take."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.documents.notice import as_data
from shuangjian_desktop.services import papers
from shuangjian_desktop.services.notice_words import notice_words, paper_of
from shuangjian_desktop.services.office import open_desk
from tests.benchmark import children
from tests.benchmark.paper_part import SHARES
from tests.benchmark.table import Line, Scale, middle, shares

RATIO, MEMORY = 1.3, 400
_REFUNDS_A_NOTICE = 100
_FACTS = ("未公示收费标准与师资信息", "预收费超过三个月", "未按规定退费", "培训结束时间超过规定", "消防通道堆放杂物")


def measure_papers(scale: Scale, founded: Path, folder: Path) -> Iterator[str]:
    """Set as many notices as the scale asks for: to one for 100 refunds."""
    sets = max(1, scale.rows // _REFUNDS_A_NOTICE)
    ledger = _with_notices(Path(shutil.copy(founded, folder / "notices.db")), sets)
    data = _data(ledger, folder / "notices.json")
    runs, floors, most = [], [], 0
    for _turn in range(scale.imports):
        answer, held = children.run("paper_part", "ours", ledger)
        runs.append(answer)
        most = max(most, held)
        floors.append(float(_floor(data, sets)["seconds"]))
    one = middle(runs)
    yield Line(f"{sets} notices on paper ÷ Typst in chunks", one["seconds"], median(floors), RATIO).text()
    yield from shares(one, SHARES)
    yield f"{'memory of that, MB':<44}{most / 1e6:>10.0f}{'':>19}  <= {MEMORY}"


def _floor(data: Path, sets: int) -> dict[str, Any]:
    answer: dict[str, Any] = children.run("paper_part", "floor", data)[0]
    if answer["sets"] != sets:
        raise RuntimeError(f"{answer['sets']} of {sets} notices were set")
    return answer


def _with_notices(ledger: Path, sets: int) -> Path:
    """Put drafts into a ledger, no two of the same words."""
    chance, desk = Random(20211124), open_desk(ledger, "王芳")
    [school] = desk.ledger.reader.first(Query("institution"), 1)
    rows = [
        {
            "institution": school.uid,
            "facts": "\n".join(
                f"{fact}。现场查看第{chance.randrange(1, 9999)}号教室，涉及学员{chance.randrange(1, 400)}人。"
                for fact in chance.sample(_FACTS, chance.randrange(1, 5))
            ),
            "requirements": "立即停止上述行为；\n逐项整改，并报送整改报告。",
            "deadline": date(2021, 12, chance.randrange(1, 32)),
        }
        for _number in range(sets)
    ]
    desk.ledger.transact(desk.operation("save", "新增"), lambda writer: writer.create_many(papers.NOTICE, rows))
    desk.ledger.close()
    return ledger


def _data(ledger: Path, path: Path) -> Path:
    """Write down what Typst is given of each notice."""
    desk = open_desk(ledger, "王芳", read_only=True)
    notices, words = desk.ledger.reader.first(Query(papers.NOTICE), 1_000_000), notice_words(desk)
    made = [as_data(paper_of(desk.ledger.reader, one.values, words, "王芳").clean()) for one in notices]
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    desk.ledger.close()
    return path
