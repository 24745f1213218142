"""Faults: what goes wrong on purpose with some of the requests, and how a person writes that down."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import exp, log
from random import Random
from typing import Any

from msgspec import Struct

from understudy.source import Pointer
from understudy.state.moments import duration

KINDS = ("reset", "empty", "truncate", "garbage")
"""Ways to break an answer."""

LONGEST = timedelta(minutes=5)
"""An answer is held back no longer than this."""


class Delay(Struct, frozen=True):
    """How long an answer takes: `fixed`, `uniform` between two durations, or `lognormal` around a median."""

    kind: str
    values: tuple[float, ...]

    def seconds(self, chance: Random) -> float:
        """One delay of this kind."""
        if self.kind == "fixed":
            drawn = self.values[0]
        elif self.kind == "uniform":
            drawn = chance.uniform(*self.values)
        else:
            median, sigma = self.values
            drawn = exp(chance.gauss(log(median), sigma))
        return min(drawn, LONGEST.total_seconds())


class Fault(Struct, frozen=True):
    """What goes wrong with a share of the requests for some operations, or with those beyond a limit.

    It happens so many `times`, and then no more; without them it goes on. `statuses` are answers that refuse, the first
    that an operation declares; none of them is one that it does not.
    """

    statuses: tuple[int, ...] = ()
    kind: str | None = None
    delay: Delay | None = None
    share: float = 1.0
    operations: tuple[str, ...] | None = None
    limit: int | None = None
    per: timedelta = timedelta(seconds=1)
    times: int | None = None
    pointer: Pointer = ()

    def status(self, declares: Callable[[int], bool]) -> int | None:
        """The status that an operation is answered with, which says what it declares."""
        return next(filter(declares, self.statuses), None)


def _statuses(value: Any) -> tuple[int, ...]:
    statuses = tuple(value) if isinstance(value, list) else (value,)
    if not statuses or not all(type(status) is int and 400 <= status <= 599 for status in statuses):  # noqa: PLR2004
        raise ValueError
    return statuses


def _one_of_kinds(value: Any) -> str:
    if value not in KINDS:
        raise ValueError
    return str(value)


def _share(value: Any) -> float:
    if isinstance(value, bool) or not 0 <= value <= 1:
        raise ValueError
    return float(value)


def _limit(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError
    return value


def _times(value: Any) -> int:
    if (read := _limit(value)) < 1:
        raise ValueError
    return read


def _per(value: Any) -> timedelta:
    if (read := duration(value)) <= timedelta():
        raise ValueError
    return read


def _operations(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return tuple(value)


def _delay(value: Any) -> Delay:
    if isinstance(value, str):
        return Delay("fixed", (_bounded(value),))
    ((kind, given),) = value.items()
    if kind == "uniform":
        least, most = map(_bounded, given)
        if least > most:
            raise ValueError
        return Delay(kind, (least, most))
    if kind != "lognormal" or set(given) != {"median", "sigma"} or not 0 <= given["sigma"] <= _WIDEST:
        raise ValueError
    median = _bounded(given["median"])
    return Delay(kind, (median, float(given["sigma"]))) if median else Delay("fixed", (0.0,))


def _bounded(text: str) -> float:
    if (read := duration(text)) > LONGEST:
        raise ValueError
    return read.total_seconds()


_WIDEST = 10
"""The largest sigma of a log-normal delay: beyond it, half of the answers never come."""

FIELDS: Mapping[str, tuple[str, Callable[[Any], Any], str]] = {
    "status": (
        "statuses",
        _statuses,
        "a status from 400 to 599, or a list of them",
    ),
    "fault": ("kind", _one_of_kinds, f"one of {', '.join(KINDS)}"),
    "delay": (
        "delay",
        _delay,
        "a duration of at most 5m, `uniform: [1s, 3s]`, or `lognormal: {median: 1s, sigma: 0.5}`",
    ),
    "share": ("share", _share, "a share of the requests, from 0 to 1"),
    "operations": ("operations", _operations, "a list of operationIds"),
    "limit": ("limit", _limit, "how many requests come through before the fault sets in"),
    "per": ("per", _per, "the time in which a `limit` holds, such as 10s"),
    "times": ("times", _times, "how many requests it meets, at least one, before all is well again"),
}
"""The fields of a fault: each with the name of what it sets, how it is read, and what is expected."""
