"""What a register declares: its fields, keys, rules, layout. Table, form, sheet, checks and history follow from it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from shuangjian_desktop.core.guard import Frozen, Guard
from shuangjian_desktop.core.kinds import Choice, Kind, Ref, Value
from shuangjian_desktop.core.natural_key import NaturalKey, texts_of_keys
from shuangjian_desktop.core.query import Filter

Values = Mapping[str, Value]
Owner = Literal["district", "city"]
Group = Literal["book", "reference", "system"]


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a register.

    `derived` fields are computed from the others and the children, never typed; `locked` ones are set by actions
    only. Either may be a `statement`: then it may stand in a sheet (应退/已退/未退, the number of an old notice), is no
    value of the record by itself, and is absorbed into entered values and child rows by the register's `absorb`.
    `owner` has the last word when two offices changed the field. `past` is a day on which something happened, such as
    a payment: one that is still to come is doubtful.
    """

    key: str
    label: str
    kind: Kind
    required: bool = False
    synonyms: tuple[str, ...] = ()
    personal: bool = False
    owner: Owner = "district"
    derived: bool = False
    statement: bool = False
    locked: bool = False
    past: bool = False
    search: bool = False
    pinyin: bool = False
    total: bool = False
    listed: bool = True
    default: Value = None
    hint: str = ""
    width: int = 0

    @property
    def typed(self) -> bool:
        """Whether a clerk may type the field into a form."""
        return not (self.derived or self.locked)

    @property
    def importable(self) -> bool:
        """Whether a column of a sheet may say what the field holds."""
        return self.typed or self.statement


@dataclass(frozen=True)
class Problem:
    """What is wrong with one value of a record: `error` keeps it out, `doubt` asks a person, `notice` only tells.

    `missing`: nothing stands in the field, and that is all; whoever fills a form has not come to it yet.
    """

    field: str
    message: str
    level: Literal["error", "doubt", "notice"] = "error"
    allowed: str = ""
    missing: bool = False


Related = Callable[[str], Values | None]
"""Give the values of the record that the named Ref field points to."""


@dataclass(frozen=True)
class Rule:
    """A rule of the field that the office can switch off by its key, which no other rule of any register has.

    `check(values, related)` gives the problems of a record; `since` is the day from which the rule holds, compared
    with the value of the field `dated_by` (no date there: the rule does not fire). `about` is a field without which the
    rule has nothing to say: then it is not asked, as most are not for most of the records of an import.
    """

    key: str
    title: str
    source: str
    check: Callable[[Values, Related], Iterable[Problem]]
    since: date | None = None
    dated_by: str = ""
    about: str = ""

    def problems(self, values: Values, related: Related) -> Iterable[Problem]:
        """Return the problems of a record under this rule, none before its day."""
        if self.since is not None:
            day = values.get(self.dated_by)
            if not isinstance(day, date) or day < self.since:
                return ()
        return self.check(values, related)


@dataclass(frozen=True, kw_only=True)
class Action:
    """A deed on a record that is more than an edit: issue a notice, void it, reverse a payment.

    `asks` are the fields whose values the clerk gives; `possible(values)` says whether the deed can be done now;
    `apply(values, asked)` gives the values to change. With `numbered`, the ledger gives the next number of the series
    first: `apply` then finds `prefix`, `year` and `serial` among the asked. With `reverses`, `apply` gives the values
    of a new row of the same register, whose field `reverses` is to point to this one. With `hands_over`, the record
    and what goes along with it pass to another office: `apply` finds the own one as `handed_from` among the asked.
    With `drafts`, a record of that register is made for each row under this one: `apply` gives its values, of this
    record's and of the row's as what was asked.
    """

    key: str
    label: str
    asks: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    possible: Callable[[Values], bool]
    apply: Callable[[Values, Values], Values]
    numbered: bool = False
    reverses: bool = False
    hands_over: bool = False
    drafts: str = ""
    confirm: str = ""


class Child(NamedTuple):
    """A row that an import makes under a record: the register it goes to and its values without the parent."""

    register: str
    values: Values


class Absorbed(NamedTuple):
    """What the statement fields of a row come to: entered values, new child rows, problems."""

    values: Values = {}  # noqa: RUF012 - shared and never written to
    children: tuple[Child, ...] = ()
    problems: tuple[Problem, ...] = ()


Children = Mapping[str, Sequence[Values]]
Absorb = Callable[[Values, Values, Children, date], Absorbed]
"""(row, what the ledger holds or {}, its children, the import's day) -> Absorbed. The row's entered values are
complete: the ledger's stand in it where the sheet says nothing. Statements stand in it only where the sheet makes them;
what `Absorbed.values` holds is put over the row's entered values."""
Derive = Callable[[Values, Children], Values]


@dataclass(frozen=True)
class Remark:
    """What is to be said beside a value today; `text` may be empty, then the level alone colours the value."""

    text: str
    level: Literal["error", "doubt", "notice"]


Remarks = Callable[[Values, date], Mapping[str, Remark]]
"""(values, today) -> remarks by field."""


@dataclass(frozen=True)
class View:
    """A question that a page answers at one click: the records that `filters` find on a day."""

    title: str
    filters: Callable[[date], tuple[Filter, ...]]


@dataclass(frozen=True)
class Section:
    """A titled group of fields in the form."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Register:
    """One list of record. `parent` names the Ref field by which rows hang under a record of another register.

    `keys` tell the same record again: the first key that both rows have decides, whatever the later ones say. `similar`
    are the fields that together, alike but not equal, make a row doubtful. `name_fields` say what a record is called;
    `person` are the fields that tell whom it is about: identity number, name, phone (see `core.person`); `as_of` is the
    date that figures and charts go by. `group`: "book" has a tab, "reference" a page in settings, "system" none.
    `sections` lay out the form; locked and derived fields in them are shown, not typed. `guard_sent` is a guard of
    those records alone that the office has sent to another. `carried` is set for what the program keeps itself and
    packages carry all the same.
    """

    key: str
    title: str
    fields: tuple[Field, ...]
    keys: tuple[NaturalKey, ...]
    name_fields: tuple[str, ...]
    similar: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    as_of: str = ""
    group: Group = "book"
    owner: Owner = "district"
    parent: str = ""
    order: tuple[tuple[str, bool], ...] = ()
    sections: tuple[Section, ...] = ()
    rules: tuple[Rule, ...] = ()
    actions: tuple[Action, ...] = ()
    derive: Derive | None = None
    absorb: Absorb | None = None
    guard: Guard | None = None
    guard_sent: Guard | None = None
    remarks: Remarks | None = None
    views: tuple[View, ...] = ()
    synonyms: tuple[str, ...] = ()
    samples: tuple[Mapping[str, str], ...] = ()
    carried: bool = False

    @property
    def travels(self) -> bool:
        """Whether packages carry the records: each then is one office's, and read only for the others."""
        return self.group == "book" or self.carried

    @cached_property
    def by_key(self) -> Mapping[str, Field]:
        """The fields by their identifiers."""
        return {item.key: item for item in self.fields}

    def __getitem__(self, key: str) -> Field:
        """Return a field by its identifier; KeyError if there is none."""
        return self.by_key[key]

    @cached_property
    def listed(self) -> tuple[Field, ...]:
        """The fields that the table shows at first."""
        return tuple(item for item in self.fields if item.listed)

    @cached_property
    def refs(self) -> tuple[tuple[Field, str], ...]:
        """The Ref fields with the key of the register that each points to."""
        return tuple((item, item.kind.to) for item in self.fields if isinstance(item.kind, Ref))

    @cached_property
    def derived(self) -> tuple[Field, ...]:
        """The computed fields."""
        return tuple(item for item in self.fields if item.derived)

    @cached_property
    def entered(self) -> tuple[Field, ...]:
        """The fields that are stored as they were entered, whether typed or set by an action."""
        return tuple(item for item in self.fields if not item.derived)

    @cached_property
    def importable(self) -> tuple[Field, ...]:
        """The fields that a column of a clerk's sheet may fill: the records' own office's, not another one's."""
        return tuple(item for item in self.fields if item.importable and item.owner == self.owner)

    @cached_property
    def past(self) -> tuple[str, ...]:
        """The keys of the entered fields that hold a day on which something happened."""
        return tuple(item.key for item in self.entered if item.past)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The keys of the entered fields that no record may lack."""
        return tuple(item.key for item in self.entered if item.required)

    @cached_property
    def parent_register(self) -> str:
        """The key of the register under whose records these rows hang, or ''."""
        kind = self.by_key[self.parent].kind if self.parent else None
        return kind.to if isinstance(kind, Ref) else ""

    def options(self, field_key: str) -> tuple[str, ...]:
        """Return the declared words of a Choice field."""
        kind = self[field_key].kind
        return kind.options if isinstance(kind, Choice) else ()

    def compute(self, values: Values, children: Children) -> Values:
        """Return the derived values of a record with these entered values and children."""
        return self.derive(values, children) if self.derive else {}

    def _guards(self, *, sent: bool) -> tuple[Guard, ...]:
        """Return the guards of a record; `sent`: another office has it."""
        return tuple(guard for guard in (self.guard, self.guard_sent if sent else None) if guard)

    def refusal(self, before: Values, after: Values | None, *, sent: bool) -> str:
        """Return what the guards say against a change, '' for nothing; `after` is None for a deletion."""
        return next((said for guard in self._guards(sent=sent) if (said := guard(before, after))), "")

    def frozen(self, values: Values, *, sent: bool) -> Frozen:
        """Return the fields of a record that its guards let nobody change, each with the sentence that says why."""
        return {key: said for guard in self._guards(sent=sent) for key, said in guard.frozen(values).items()}

    def same(self, one: Values, other: Values) -> bool:
        """Return whether two rows are the same record: the first natural key that both have decides."""
        for first, second in zip(self.key_texts(one), self.key_texts(other), strict=True):
            if first is not None and second is not None:
                return first == second
        return False

    def key_texts(self, values: Values) -> tuple[str | None, ...]:
        """Return the folded text of each natural key, None where the record lacks what it needs."""
        return tuple([key.text(values) for key in self.keys])

    def keys_of(self, rows: Sequence[Values]) -> list[tuple[str | None, ...]]:
        """Return the key texts of each row."""
        return texts_of_keys(self.keys, rows)
