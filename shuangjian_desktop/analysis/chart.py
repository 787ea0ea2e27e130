"""What a chart is: a declaration of what is counted, by what it is parted, and which filters it takes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from shuangjian_desktop.core.measure import ByField, ByLast, ByOffice, Count, Grouping
from shuangjian_desktop.core.query import AnyOf, Condition, Filter, Last, Not
from shuangjian_desktop.registers.words import NON_SUBJECT

Unit = Literal["day", "month", "year"]
Form = Literal["rows", "time", "funnel"]


@dataclass(frozen=True)
class Scope:
    """What a chart is asked for: until the end of a day, from a day on, of one office, of one category (培训类别).

    `townships` asks for places inside a district instead of districts.
    """

    until: date
    since: date | None = None
    office: str = ""
    category: str = ""
    townships: bool = False

    def of_category(self) -> tuple[Condition, ...]:
        """Return what an institution's category must hold; 非学科类 stands for all of its kinds too."""
        if not self.category:
            return ()
        return (Filter("category", "contains" if self.category == NON_SUBJECT else "eq", self.category),)


@dataclass(frozen=True)
class Words:
    """Parts in a fixed order with their names; as columns all of them are shown. `blank` names what is in none.

    `ordered` parts go from little to much.
    """

    grouping: Callable[[Scope], Grouping]
    names: tuple[tuple[str, str], ...]
    blank: str = "未填写"
    ordered: bool = False


@dataclass(frozen=True)
class Places:
    """Parts by district or, inside one, by township."""

    blank: str = "未填写乡镇（街道）"

    @staticmethod
    def grouping(scope: Scope) -> Grouping:
        """Return the grouping."""
        return ByField("township") if scope.townships else ByOffice()


@dataclass(frozen=True)
class Days:
    """Parts by the day of a fact: by `finest` as long as there are not too many, then coarser.

    The day is a field of the row or, with `last`, of the last of its rows of that register. `blank` names the part
    without a day; it is left out where a beginning is asked for.
    """

    field: str
    finest: Unit
    blank: str = "无日期"
    last: str = ""

    def grouping(self, scope: Scope) -> Grouping:
        """Return the grouping: by day, which months and years are added up from."""
        return ByLast(self.last, self.field, scope.until) if self.last else ByField(self.field)

    def between(self, scope: Scope, first: date | None, last: date) -> tuple[Condition, ...]:
        """Return that the day lies between two days, both included."""
        inside: tuple[Condition, ...] = (Filter(self.field, "le", last),)
        if first is not None:
            inside += (Filter(self.field, "ge", first),)
        return (Last(self.last, scope.until, inside),) if self.last else inside

    def without(self, scope: Scope) -> tuple[Condition, ...]:
        """Return that there is no such day."""
        return (Not((Last(self.last, scope.until),)),) if self.last else (Filter(self.field, "blank"),)

    def within(self, scope: Scope) -> tuple[Condition, ...]:
        """Return that the day lies in the time that is asked for or, where that has no beginning, is not known."""
        inside = self.between(scope, scope.since, scope.until)
        if scope.since is not None:
            return inside
        return (AnyOf((*inside, *self.without(scope))),)


Along = Words | Places | Days


@dataclass(frozen=True)
class Series:
    """One thing that is counted: `along` makes its columns, `split` its layers (None: one layer called `label`)."""

    count: Callable[[Scope], Count]
    along: Along
    split: Words | None = None
    label: str = ""


@dataclass(frozen=True)
class Chart:
    """One chart. `form`: bars that lie, over places or words; bars that stand, over time; steps from before to after.

    `unit` is that of the values (元: they are fen). `note` says what must be known to read it; `by_day`, `since` and
    `by_category` say which filters it takes: until a day, from a day on, the category.
    """

    key: str
    title: str
    form: Form
    unit: str
    series: tuple[Series, ...]
    note: str = ""
    by_day: bool = True
    since: bool = False
    by_category: bool = True
