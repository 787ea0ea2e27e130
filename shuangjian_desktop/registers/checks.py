"""Checks that several registers share."""

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise

from shuangjian_desktop.core.register import Problem, Related, Values

INTERNAL = "台账自身的一致"
"""The source of rules that no document demands: a record must not contradict itself."""

Check = Callable[[Values, Related], Iterable[Problem]]


def dates_in_order(*fields: str, labels: tuple[str, ...] = ()) -> Check:
    """Return the check that the filled ones of the date fields do not go backwards.

    `labels` are what the sentence calls the fields; without them it speaks of the dates themselves.
    """
    words = dict(zip(fields, labels, strict=True)) if labels else {}

    def check(values: Values, _related: Related) -> Iterable[Problem]:
        filled = [(key, day) for key in fields if isinstance(day := values.get(key), date)]
        for (before, first), (after, second) in pairwise(filled):
            if second < first:
                yield Problem(after, f"早于{words.get(before, '')} {first.isoformat()}")

    return check


def exactly_one(first: str, second: str, sentence: str) -> Check:
    """Return the check that one of two fields is filled and the other is not."""

    def check(values: Values, _related: Related) -> Iterable[Problem]:
        missing = values.get(first) is None
        if missing == (values.get(second) is None):
            yield Problem(first, sentence, missing=missing)

    return check


def together(first: str, second: str, sentence: str) -> Check:
    """Return the check that where `first` is filled, `second` is too."""

    def check(values: Values, _related: Related) -> Iterable[Problem]:
        if values.get(first) is not None and values.get(second) is None:
            yield Problem(second, sentence)

    return check
