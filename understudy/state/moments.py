"""Moments and durations, as people write them, and the ones that a fixture leaves open with `!time`."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec import Struct

_PART = re.compile(r"\s*([0-9]{1,30}(?:\.[0-9]{1,30})?)\s*(ms|s|m|h|d)\s*")
_SECONDS: Mapping[str, float] = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}

_HOUR = "(?:[01][0-9]|2[0-3])"
_MOMENT = re.compile(
    rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})[Tt]({_HOUR}:[0-9]{{2}}:[0-9]{{2}})(\.[0-9]{{1,9}})?([Zz]|[+-]{_HOUR}:[0-5][0-9])"
)

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
"""The ends of the calendar."""

LONGEST = 100
"""Characters of a duration that are looked at."""


def duration(text: str) -> timedelta:
    """The duration that a text such as `10s`, `1m 30s` or `250ms` names; units are ms, s, m, h and d.

    Raises ValueError for any other text, and for one that no calendar has room for.
    """
    at, total = 0, timedelta()
    while part := _PART.match(text, at, LONGEST):
        try:
            total += timedelta(seconds=float(part[1]) * _SECONDS[part[2]])
        except OverflowError:
            total = timedelta.max
        at = part.end()
    if at != len(text) or not text.strip():
        raise ValueError("a duration is expected, such as 10s, 1m 30s or 250ms")
    if total > LAST - FIRST:
        raise ValueError("a duration of more years than there are")
    return total


def moment(text: str) -> datetime:
    """The moment that a date-time with its time zone names (RFC 3339, 5.6). Raises ValueError for any other text."""
    found = _MOMENT.fullmatch(text)
    if not found:
        raise ValueError("a date-time with its time zone is expected, such as 2026-01-01T00:00:00Z")
    day, time, fraction, zone = found.groups()
    leap = time.endswith(":60")  # which RFC 3339 allows, and this calendar lacks
    time = f"{time[:-2]}59" if leap else time
    try:
        read = datetime.fromisoformat(f"{day}T{time}{(fraction or '')[:7]}{zone.upper()}").astimezone(UTC)
        return read + timedelta(seconds=1 if leap else 0)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no moment of any calendar") from None


def written(at: datetime) -> str:
    """A moment as it stands in a record (RFC 3339), in UTC and to the millisecond."""
    is_whole = at.microsecond < 1000  # noqa: PLR2004 - of a millisecond
    return at.astimezone(UTC).isoformat(timespec="seconds" if is_whole else "milliseconds").replace("+00:00", "Z")


class Time(Struct, frozen=True):
    """A moment that a fixture leaves open: so much after the session's start, or after a stage was entered."""

    of_stage: bool
    offset: timedelta

    @classmethod
    def parse(cls, text: str) -> "Time":
        """Read what stands behind `!time`. Raises ValueError with what is expected."""
        found = re.fullmatch(r"\s*(now|stage)\s*(?:([+-])([0-9a-z. ]+))?", text)
        if not found:
            raise ValueError("a time is `now` or `stage`, which `+ 10s` or `- 2h` may follow")
        offset = duration(found[3]) if found[3] else timedelta()
        return cls(found[1] == "stage", -offset if found[2] == "-" else offset)


def told(value: Any, start: datetime, stage: datetime) -> Any:
    """A copy of a value in which every `Time` has become the moment that it means.

    `start` is when the session began, `stage` when the stage was entered that the value belongs to.
    """
    if isinstance(value, dict):
        return {name: told(member, start, stage) for name, member in value.items()}
    if isinstance(value, list):
        return [told(element, start, stage) for element in value]
    if isinstance(value, Time):
        return written(shifted(stage if value.of_stage else start, value.offset))
    return value


def shifted(at: datetime, by: timedelta) -> datetime:
    """A moment so much later; the last or the first one that there is where the calendar ends."""
    try:
        return at + by
    except OverflowError:
        return LAST if by > timedelta() else FIRST
