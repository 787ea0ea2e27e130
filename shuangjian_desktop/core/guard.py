"""What has left the house is answered, not undone: which fields of a record are frozen, and whether it has to stay."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from shuangjian_desktop.core.kinds import Value

Frozen = Mapping[str, str]
"""Fields that keep the value that they have, each with the sentence that refuses another one."""


def _nothing_frozen(_values: Mapping[str, Value]) -> Frozen:
    return {}


def _may_go(_values: Mapping[str, Value]) -> str:
    return ""


def _nothing_more(_before: Mapping[str, Value], _after: Mapping[str, Value]) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class Guard:
    """Refuses changes of a record. Asked at every update, deletion and undo; forms ask beforehand what it would refuse.

    `frozen(values)` gives the fields that cannot change any more, `stays(values)` the sentence that refuses to delete
    the record, '' where it may go. `more(before, after)` refuses what no single field tells, '' for nothing.
    """

    frozen: Callable[[Mapping[str, Value]], Frozen] = _nothing_frozen
    stays: Callable[[Mapping[str, Value]], str] = _may_go
    more: Callable[[Mapping[str, Value], Mapping[str, Value]], str] = _nothing_more

    def __call__(self, before: Mapping[str, Value], after: Mapping[str, Value] | None) -> str:
        """Return the sentence that refuses a change, `after` None for a deletion; '' where it may be."""
        if after is None:
            return self.stays(before)
        changed = (said for key, said in self.frozen(before).items() if before.get(key) != after.get(key))
        return next(changed, "") or self.more(before, after)
