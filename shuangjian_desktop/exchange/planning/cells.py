"""Reading a column of cells into values of its field, each different cell once."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from shuangjian_desktop.core.cells import Cell, CellFault
from shuangjian_desktop.core.kinds import Choice, Value, ValueProblem, cell_text, choose
from shuangjian_desktop.core.register import Field, Register
from shuangjian_desktop.core.texts import NOTHING_WORDS, clean_line, half_width

_SHOWN = 60


class Bad(NamedTuple):
    """A cell that is no value of its field: what is shown of it, why, what would be allowed.

    `word` is filled where the clerk may say once what it stands for (a word of a list, a name), `candidates` where it
    names several records.
    """

    text: str
    reason: str
    allowed: str = ""
    word: str = ""
    candidates: tuple[str, ...] = ()


class Masked(NamedTuple):
    """A personal value that went out with its middle hidden and came back so."""

    text: str


class Clear(NamedTuple):
    """The text （清空）: the field shall be emptied. A blank cell never does that."""

    text: str = "（清空）"


CLEAR = Clear()
Special = Bad | Masked | Clear
_SPECIALS = (Bad, Masked, Clear)  # asked for each cell: the union would be made anew each time
Read = Value | Special
Reader = Callable[[Cell], Read]


def cell_shown(cell: Cell) -> str:
    """Return a cell as a message shows it: one line, shortened."""
    try:
        text = cell.text if isinstance(cell, CellFault) else clean_line(cell_text(cell))
    except ValueProblem:
        text = repr(cell)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…（共 {len(text)} 字）"


def read_column(cells: Sequence[Cell], read: Reader) -> tuple[list[Value], dict[int, Special]]:
    """Return what each cell of a column reads as, and by their places those that are no plain value."""
    if bool in set(map(type, cells)):  # True would share the entry of 1
        cells = [("是" if cell else "否") if cell.__class__ is bool else cell for cell in cells]
    known = _Known(read)
    values = list(map(known.__getitem__, cells))
    if not known.specials:
        return values, {}
    return values, {place: known.specials[cell] for place, cell in enumerate(cells) if cell in known.specials}


class _Known(dict[Cell, Value]):
    """What each cell of a column reads as, read when it is asked for first; `specials` are those that are no value."""

    def __init__(self, read: Reader) -> None:
        super().__init__()
        self.specials: dict[Cell, Special] = {}
        self._read = read

    def __missing__(self, cell: Cell) -> Value:
        read = self._read(cell)
        if isinstance(read, _SPECIALS):
            self.specials[cell] = read
            read = None
        self[cell] = read
        return read


def special(personal: bool, cell: Cell) -> Special | None:
    """Return what a cell is beside a value, None for one that is to be read."""
    if isinstance(cell, str):
        if personal and "*" in cell:
            return Masked(cell.strip())
        if "清空" in cell and half_width(cell).strip() == "(清空)":
            return CLEAR
    return None


def value_reader(item: Field, unit: int) -> Reader:
    """Return the reader of a field that is neither a list word nor a reference."""
    kind = item.kind

    def read(cell: Cell) -> Read:
        if cell is None:
            return None
        if found := special(item.personal, cell):
            return found
        try:
            return kind.parse(cell, unit)
        except ValueProblem as problem:
            return Bad(cell_shown(cell), problem.reason, problem.allowed)

    return read


def word_reader(personal: bool, words: Mapping[str, str], mean: Callable[[str], Read]) -> Reader:
    """Return the reader of a list word or a name: `words` are what the clerk said that words stand for ('' blank)."""

    def read(cell: Cell) -> Read:
        if cell is None:
            return None
        if found := special(personal, cell):
            return found
        try:
            word = clean_line(cell_text(cell))
        except ValueProblem as problem:
            return Bad(cell_shown(cell), problem.reason, problem.allowed)
        text = words.get(word, word)
        if not text:
            return None
        meant = mean(text)
        if isinstance(meant, Bad):
            return None if text in NOTHING_WORDS else meant._replace(text=cell_shown(cell), word=word)
        return meant

    return read


def choice_reader(item: Field, options: tuple[str, ...], words: Mapping[str, str]) -> Reader:
    """Return the reader of a field that holds a word of a list."""
    kind = item.kind
    synonyms = kind.synonyms if isinstance(kind, Choice) else ()

    def mean(text: str) -> Read:
        try:
            return choose(text, options, synonyms)
        except ValueProblem as problem:
            return Bad(text, problem.reason, problem.allowed)

    return word_reader(item.personal, words, mean)


def reference_reader(
    target: Register, found: Mapping[str, Sequence[tuple[str, str]]], words: Mapping[str, str]
) -> Reader:
    """Return the reader of a field that points to a record of the register `target`."""
    title = target.title

    def mean(text: str) -> Read:
        records = found.get(text, ())
        if len(records) == 1:
            return records[0][0]
        if not records:
            return Bad(text, f"{title}里没有它", f"已在{title}中的名称或编号")
        reason = f"{title}里有 {len(records)} 条都叫这个名字，请指明是哪一条"
        return Bad(text, reason, candidates=tuple(uid for uid, _name in records))

    return word_reader(has_personal_name(target), words, mean)


def has_personal_name(register: Register) -> bool:
    """Whether what a record is called is personal: then references to it are masked too."""
    return any(register[key].personal for key in register.name_fields)


def texts_of(cells: Iterable[Cell], words: Mapping[str, str]) -> list[str]:
    """Return the different texts of a column of names, after the words that were mapped; faults are no texts."""
    texts: dict[str, None] = {}
    for cell in set(cells):
        if cell is not None and not isinstance(cell, CellFault):
            try:
                word = clean_line(cell_text(cell))
            except ValueProblem:
                continue
            texts[words.get(word, word)] = None
    texts.pop("", None)
    return list(texts)
