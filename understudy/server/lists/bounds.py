"""Bounds: what values have to be more or less than, numbers as well as moments."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from understudy.contract.samples.names import words
from understudy.state.moments import moment, shifted

FROM, AFTER, TO, BEFORE = "from", "after", "to", "before"
"""At the bound or beyond it, beyond it, up to it and with it, up to it and without it."""

CREATED = {"created", "inserted", "registered"}
CHANGED = {"updated", "modified", "changed"}
WHEN = {"at", "on", "date", "time", "timestamp", "datetime"}
"""Words that say no more than that a member is a moment."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_ZONE = re.compile(r"[Tt].*([Zz]|[+-]\d\d:\d\d)")

Within = Callable[[Any], bool]


def is_moment(name: str) -> bool:
    """Whether a member says when a record was created or changed."""
    said = words(name)
    rest = set(said) - CREATED - CHANGED
    return bool(said) and len(rest) < len(set(said)) and rest <= WHEN


def within(relation: str, bound: Any) -> Within | None:
    """Whether a value keeps within a bound; None where that is neither a number nor a moment.

    A day is its first moment, but what goes up to it has all of it.
    """
    if isinstance(bound, str):
        return _at_moments(relation, bound)
    return _at_numbers(relation, bound) if _is_number(bound) else None


def _at_numbers(relation: str, bound: float) -> Within:
    def is_within(value: Any) -> bool:
        return _is_number(value) and _compared(relation, value, bound)

    return is_within


def _at_moments(relation: str, bound: str) -> Within | None:
    at = _read(bound)
    if at is None:
        return None
    if relation == TO and _DAY.fullmatch(bound):
        at, relation = shifted(at, timedelta(days=1)), BEFORE

    def is_within(value: Any) -> bool:
        said = _read(value) if isinstance(value, str) else None
        return said is not None and _compared(relation, said, at)

    return is_within


def _compared(relation: str, value: Any, bound: Any) -> bool:
    if relation == FROM:
        return bool(value >= bound)
    if relation == AFTER:
        return bool(value > bound)
    return bool(value <= bound if relation == TO else value < bound)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(text: str) -> datetime | None:
    """The moment that a text names: a day begins at midnight, and what says no time zone means UTC."""
    if _DAY.fullmatch(text):
        text = f"{text}T00:00:00Z"
    try:
        return moment(text if _ZONE.search(text) else f"{text}Z")
    except ValueError:
        return None
