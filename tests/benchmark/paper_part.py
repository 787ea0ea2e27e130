"""Notices on paper, alone in this process: seconds and shares as JSON on standard output.

python -m tests.benchmark.paper_part ours LEDGER         all drafts of a ledger, from their records to one PDF
python -m tests.benchmark.paper_part floor DATA          Typst alone: the same template, its data ready, in chunks
"""

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

import typst

from shuangjian_desktop.core.query import Query
from shuangjian_desktop.documents import faces, joining, notice, typesetting
from shuangjian_desktop.services import papers
from shuangjian_desktop.services.office import open_desk
from tests.benchmark.shares import Shares

WORDS, SET, AGED, JOINED = "words", "set", "aged", "joined"
SHARES = {
    WORDS: "records read, sentences made, texts cleaned",
    SET: "Typst, in chunks",
    AGED: "Typst forgets between the chunks",
    JOINED: "one PDF of all, marked as drafts",
}


def ours(ledger: Path) -> dict[str, Any]:
    """Make the papers of every notice of a ledger, as the preview does."""
    shares = Shares()
    shares.wrap(notice, "typeset", SET)
    shares.wrap(notice, "forget", AGED)
    shares.wrap(joining, "assemble", JOINED)
    desk = open_desk(ledger, "王芳").unmask("量一量")
    uids = [one.uid for one in desk.ledger.reader.first(Query(papers.NOTICE), 1_000_000)]
    began = perf_counter()
    with shares.counted(WORDS):
        bundle = papers.preview(desk, uids)
    seconds = perf_counter() - began
    desk.ledger.close()
    return {"seconds": seconds, "sets": len(bundle.pages), "shares": shares.seconds}


def floor(data: Path) -> dict[str, Any]:
    """Set the same papers by Typst and nothing else."""
    papers_data = json.loads(data.read_text(encoding="utf-8"))
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[faces.FONTS])
    template = typesetting.TEMPLATES / "notice.typ"
    began = perf_counter()
    for start in range(0, len(papers_data), notice.AT_ONCE):
        chunk = json.dumps(papers_data[start : start + notice.AT_ONCE], ensure_ascii=False)
        compiler = typst.Compiler(template, root=template.parent, font_paths=fonts, sys_inputs={"data": chunk})
        compiler.compile(format="pdf", pdf_standards=["a-2b"], pdf_tags=False)
    return {"seconds": perf_counter() - began, "sets": len(papers_data)}


if __name__ == "__main__":
    print(json.dumps({"ours": ours, "floor": floor}[sys.argv[1]](Path(sys.argv[2]))))
