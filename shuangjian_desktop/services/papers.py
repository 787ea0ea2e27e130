"""Papers of rectification notices: kept when they are issued, shown, printed, saved as PDF.

What was issued is kept as it was; what leaves the house again is that very paper with a mark on it: 第2次打印, 作废.
A draft is made anew each time and says 草稿; a notice that got its number outside the program says 按台账补印.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import orjson

from shuangjian_desktop.core.errors import RefusedError, UsageError
from shuangjian_desktop.core.progress import Progress
from shuangjian_desktop.core.records import Changes, Record
from shuangjian_desktop.documents.joining import Part, joined
from shuangjian_desktop.documents.notice import NoticePaper, as_data, typeset_notices
from shuangjian_desktop.documents.typesetting import Bundle, page_count
from shuangjian_desktop.exchange.writing.place import written_to
from shuangjian_desktop.registers import find
from shuangjian_desktop.registers.notice_life import BY_NUMBER, DRAFT, VOID
from shuangjian_desktop.registers.notice_number import number_parts
from shuangjian_desktop.services.desk import Desk, titled
from shuangjian_desktop.services.notice_words import NoticeWords, notice_words, paper_of
from shuangjian_desktop.services.ownership import require_own
from shuangjian_desktop.services.paper_fonts import faces_of
from shuangjian_desktop.store.papers import KeptPaper
from shuangjian_desktop.store.reader import Reader
from shuangjian_desktop.store.writer import Writer

NOTICE = "rectification_notice"
OUTSIDE = "按台账补印"
"""On a notice that was issued without the program: what was handed over then is not known to it."""
_AT_ONCE = 50  # kept papers that are read together


@dataclass(frozen=True)
class SavedPapers:
    """A PDF that was written: how many notices and pages it holds."""

    file: Path
    notices: int
    pages: int
    changes: Changes


def by_number(desk: Desk, numbers: Sequence[str]) -> list[str]:
    """Return the uids of the notices with these numbers, written whole, in their order, each once.

    Raises:
        UsageError: one is no number, or there is no such notice; the sentence names all of them.

    """
    texts, uids, unknown = [_key_text(number) for number in numbers], [], []
    found = desk.ledger.reader.match(NOTICE, find(NOTICE).keys.index(BY_NUMBER), texts)
    for number, text in zip(numbers, texts, strict=True):
        uids += found.get(text, [])[:1]
        if text not in found:
            unknown.append(number)
    if unknown:
        raise UsageError(f"没有文号为“{'”“'.join(unknown)}”的整改通知书。", "请核对文号，代字和年份都要写。")
    return list(dict.fromkeys(uids))


def _key_text(number: str) -> str:
    """Return a number as the ledger finds it by; UsageError where it is none."""
    if number_parts(number) is None:
        raise UsageError(f"“{number}”不是文号。", "文号要写全，如 郑金教改〔2022〕12号。")
    return BY_NUMBER.text({"number": number}) or ""


def keep_paper(writer: Writer, uid: str, words: NoticeWords, operator: str) -> None:
    """Make the papers of a notice that has just got its number, and keep them for good in the same step.

    Raises:
        MissingGlyphError: a character cannot be printed; the step is then not done, and no number is given.

    """
    notice = writer.get(NOTICE, uid)
    assert notice is not None
    paper = paper_of(writer, notice.values, words, operator).clean()
    (bundle,) = typeset_notices([paper], faces=faces_of(words))
    writer.keep_paper(NOTICE, KeptPaper(uid, orjson.dumps(as_data(paper)).decode(), bundle.pdf))


def preview(desk: Desk, uids: Sequence[str], progress: Progress | None = None) -> Bundle:
    """Return the papers of notices as they would be printed now. Names stand in them: being read is on record.

    Raises:
        RefusedError: one is another office's, or deleted.
        MissingGlyphError, Cancelled: as `typeset_notices` says.

    """
    return joined(_parts(desk.unmask("预览整改通知书"), uids, progress or Progress()))


def save_pdf(desk: Desk, uids: Sequence[str], out: Path, progress: Progress | None = None) -> SavedPapers:
    """Write the papers of notices into one PDF; for those with numbers it counts as a printing.

    Raises:
        UsageError: the file's name does not end in .pdf.
        FileError: it cannot be written; then nothing is on record.
        RefusedError, MissingGlyphError, Cancelled: as `preview` does.

    """
    if out.suffix.lower() != ".pdf":
        raise UsageError(f"文件名须以 .pdf 结尾，不能是“{out.name}”。")
    progress = progress or Progress()
    bundle = joined(_parts(desk, uids, progress))

    def write(writer: Writer) -> None:
        _count(writer, uids)
        with written_to(out) as path:
            path.write_bytes(bundle.pdf)
            progress.step("写入文件", 1, 1)  # the last moment to cancel

    changes = desk.ledger.transact(desk.operation("print", _title(desk, "存为 PDF 的", uids), always=True), write)[1]
    return SavedPapers(out, len(uids), sum(bundle.pages), changes)


def printed(desk: Desk, uids: Sequence[str]) -> Changes:
    """Write down that the papers of notices went to the printer."""
    operation = desk.operation("print", _title(desk, "打印", uids), always=True)
    return desk.ledger.transact(operation, lambda writer: _count(writer, uids))[1]


def _title(desk: Desk, verb: str, uids: Sequence[str]) -> str:
    return titled(find(NOTICE), verb, desk.ledger.reader.labels(NOTICE, uids).values())


def _count(writer: Writer, uids: Sequence[str]) -> None:
    """Count a printing of each notice that has a number."""
    records = writer.get_many(NOTICE, uids)
    counted = [(uid, {"prints": _prints(records[uid]) + 1}) for uid in uids if _state(records[uid]) != DRAFT]
    writer.update_many(NOTICE, counted)


# --- what is put together --------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Sheet:
    """A notice on its way to paper: what was kept of it, and its marks."""

    record: Record
    kept: bool
    stamp: str
    note: str


def _parts(desk: Desk, uids: Sequence[str], progress: Progress) -> list[Part]:
    """Return the papers of notices in their order: those kept as they are, the others made now, some at once."""
    reader, words = desk.ledger.reader, notice_words(desk)
    having = reader.papers.having(uids)
    sheets = [_sheet(record, kept=record.uid in having) for record in _records(desk, uids)]
    parts: list[Part] = []
    for (kept, stamp, note), several in groupby(sheets, lambda sheet: (sheet.kept, sheet.stamp, sheet.note)):
        run = list(several)
        if kept:
            bundles = list(_kept(reader, [sheet.record.uid for sheet in run], progress))
        else:
            made = [_made(reader, sheet.record, words, desk.operator) for sheet in run]
            bundles = typeset_notices(made, progress, faces_of(words))
        parts += [Part(bundle, stamp, note) for bundle in bundles]
    return parts


def _records(desk: Desk, uids: Sequence[str]) -> list[Record]:
    """Return the notices; RefusedError for one that is deleted or another office's, UsageError for an unknown one."""
    register = find(NOTICE)
    found = desk.ledger.reader.get_many(NOTICE, uids)
    records = [found.get(uid) or desk.record(NOTICE, uid) for uid in uids]
    require_own(desk, register, records)
    if any(record.deleted for record in records):
        raise RefusedError("其中有已删除的整改通知书。", "请刷新后再选。")
    return records


def _sheet(record: Record, *, kept: bool) -> _Sheet:
    """Return a notice with the marks that its paper bears now."""
    state = _state(record)
    notes = [OUTSIDE] if state != DRAFT and not kept else []
    if _prints(record):
        notes.append(f"第{_prints(record) + 1}次打印")
    stamp = {DRAFT: DRAFT, VOID: VOID}.get(state, "")
    return _Sheet(record, kept, stamp, "　".join(notes))


def _kept(reader: Reader, uids: Sequence[str], progress: Progress) -> Iterator[Bundle]:
    """Yield the papers that were kept of notices."""
    for start in range(0, len(uids), _AT_ONCE):
        progress.step("读取文书", start, len(uids))
        some = uids[start : start + _AT_ONCE]
        found = reader.papers.kept(some)
        yield from (Bundle(found[uid].pdf, (page_count(found[uid].pdf),)) for uid in some)


def _made(reader: Reader, record: Record, words: NoticeWords, operator: str) -> NoticePaper:
    """Return the paper of a notice of which none was kept; who issued it outside the program is not known."""
    return paper_of(reader, record.values, words, operator if _state(record) == DRAFT else "")


def _state(record: Record) -> str:
    return str(record.values["state"])


def _prints(record: Record) -> int:
    """Return how often a notice was printed."""
    prints = record.values.get("prints")
    return prints if isinstance(prints, int) else 0
