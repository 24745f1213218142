"""Moments and durations are read as people write them, and written so that they are read again."""

import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from state.worlds import START

from understudy.state.moments import FIRST, LAST, Time, duration, moment, shifted, told, written

DAYS, HOURS, SECONDS = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
PARTS = st.lists(st.tuples(st.integers(0, 10_000), st.sampled_from(["ms", "s", "m", "h", "d"])), min_size=1, max_size=5)
LONG = {
    "ms": timedelta(milliseconds=1),
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10s", 10 * SECONDS),
        ("1m 30s", 90 * SECONDS),
        ("1m30s", 90 * SECONDS),
        ("250ms", SECONDS / 4),
        (" 2 h ", 2 * HOURS),
        ("1d", DAYS),
        ("1.5h", 1.5 * HOURS),
        ("0s", 0 * SECONDS),
        ("0.0004ms", 0 * SECONDS),
        ("010s", 10 * SECONDS),
        ("1s 1s", 2 * SECONDS),
        ("1m 1m\t1m\n", 180 * SECONDS),
        ("3652058d", 3652058 * DAYS),
        ("0s" * 50, 0 * SECONDS),
    ],
)
def test_durations(text: str, expected: timedelta) -> None:
    """Numbers with their units are added up, in any order and with or without spaces."""
    assert duration(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *["", " ", "10", "s", "10 S", "10 sec", "-1s", "+1s", "1,5s", ".5s", "1.s", "1e3s", "10s."],
        *["\u0661s", "10s and 1", "1w"],
        *["0s" * 51, " " * 200, "9" * 31 + "s", "0." + "0" * 31 + "1s", "1s" + " " * 200 + "x"],
    ],
)
def test_what_is_no_duration(text: str) -> None:
    """Anything else is refused, with an example of what is expected."""
    with pytest.raises(ValueError, match=r"^a duration is expected, such as 10s, 1m 30s or 250ms$"):
        duration(text)


@pytest.mark.parametrize(
    "text", ["3652059d", "1825000d 1828000d", "9" * 30 + "d", "999999999d 999999999d", "9" * 15 + "s"]
)
def test_no_duration_is_longer_than_the_calendar(text: str) -> None:
    """From its first moment to its last are 3,652,058 days and most of another."""
    with pytest.raises(ValueError, match=r"^a duration of more years than there are$"):
        duration(text)


@settings(derandomize=True, deadline=None, database=None)
@given(PARTS, st.sampled_from(["", " "]))
def test_a_duration_is_the_sum_of_its_parts(parts: list[tuple[int, str]], between: str) -> None:
    """What is written in parts is read as their sum."""
    assert duration(between.join(f"{number}{unit}" for number, unit in parts)) == sum(
        (number * LONG[unit] for number, unit in parts), timedelta()
    )


@settings(derandomize=True, deadline=None, database=None)
@given(st.text() | st.text(st.sampled_from("0123456789. \n\tmshdnowstage+-TZ:")))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text is, it is read or there is a ValueError."""
    for read in (duration, moment, Time.parse):
        with suppress(ValueError):
            assert read(text) is not None


@pytest.mark.parametrize("text", ["1" * 1_000_000, " " * 1_000_000, "now" + " " * 1_000_000 + "x", "1s" * 500_000])
def test_a_long_text_takes_no_time(text: str) -> None:
    """A megabyte is refused as fast as it can be looked through."""
    began = time.process_time()
    for read in (duration, moment, Time.parse):
        with pytest.raises(ValueError, match=r"is expected|a time is"):
            read(text)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-01T12:00:00Z", START),
        ("2026-01-01t12:00:00z", START),
        ("2026-01-01T12:00:00.000Z", START),
        ("2026-01-01T14:30:00+02:30", START),
        ("2026-01-01T07:00:00-05:00", START),
        ("2026-01-01T12:00:00-00:00", START),
        ("2026-01-01T12:00:00.5Z", START + SECONDS / 2),
        ("2026-01-01T12:00:00.123456999Z", START + timedelta(microseconds=123456)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2016-12-31T15:59:60.25-08:00", datetime(2017, 1, 1, microsecond=250_000, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", FIRST),
        ("9999-12-31T23:59:59.999999Z", LAST),
        ("2024-02-29T00:00:00+23:59", datetime(2024, 2, 28, 0, 1, tzinfo=UTC)),
    ],
)
def test_moments(text: str, expected: datetime) -> None:
    """A date-time of RFC 3339 is read as that moment in UTC; a leap second is the first of the next minute."""
    assert moment(text) == expected
    assert moment(text).tzinfo is UTC


@pytest.mark.parametrize(
    "text",
    [
        *["", "now", "2026-01-01", "2026-01-01T12:00:00", "2026-01-01 12:00:00Z", "2026-01-01T12:00Z"],
        *["2026-01-01T24:00:00Z", "2026-01-01T12:00:00+24:00", "2026-01-01T12:00:00+05:60", "2026-01-01T12:00:00+05"],
        *["2026-1-1T12:00:00Z", "2026-01-01T12:00:00.Z", "2026-01-01T12:00:00.1234567890Z", "2026-01-01T12:00:00Z\n"],
        *[
            "\u0662026-01-01T12:00:00Z",
            "2026-01-01T12:00:00Z" + " " * 200,
            "-026-01-01T12:00:00Z",
            "2026-W01-1T12:00:00Z",
        ],
        "20260101T120000Z",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    """Anything else, a date-time without its time zone among it, is refused with an example."""
    with pytest.raises(ValueError, match=r"^a date-time with its time zone is expected, such as 2026-01-01T00:00:00Z$"):
        moment(text)


@pytest.mark.parametrize(
    "text",
    [
        *["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "0000-01-01T00:00:00Z"],
        *["2026-01-01T00:60:00Z", "2026-01-01T00:00:61Z", "0001-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01"],
        "9999-12-31T23:59:60Z",
    ],
)
def test_moments_that_the_calendar_lacks(text: str) -> None:
    """A day that a month does not have, or one before the first year or after the last, is named and refused."""
    with pytest.raises(ValueError, match=f"^'{text.replace('+', '[+]')}' is no moment of any calendar$"):
        moment(text)


ZONES = st.integers(-23 * 60, 23 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES)  # noqa: DTZ001 - they get theirs


@settings(derandomize=True, deadline=None, database=None)
@given(MOMENTS)
def test_what_is_written_is_read(at: datetime) -> None:
    """A moment that is written is read again, to the millisecond, and shorter where there are none of them."""
    assert moment(written(at)) == at - timedelta(microseconds=at.microsecond % 1000)
    assert ("." in written(at)) == (at.microsecond >= 1000)
    assert written(at).endswith("Z")


@settings(derandomize=True, deadline=None, database=None)
@given(MOMENTS, MOMENTS)
def test_what_is_written_later_is_no_earlier(one: datetime, other: datetime) -> None:
    """The order of moments is that of what is read of them."""
    assert (moment(written(min(one, other)))) <= moment(written(max(one, other)))


@settings(derandomize=True, deadline=None, database=None)
@given(MOMENTS | st.sampled_from([FIRST, LAST]), st.timedeltas())
def test_a_moment_is_shifted_within_the_calendar(at: datetime, by: timedelta) -> None:
    """What leads beyond its ends stops there, and what does not is as long a way as it should be."""
    there = shifted(at, by)
    assert FIRST <= there <= LAST
    assert there in (FIRST, LAST) or there - at == by


@pytest.mark.parametrize(
    ("text", "of_stage", "offset"),
    [
        ("now", False, timedelta()),
        ("stage", True, timedelta()),
        ("now - 2h", False, -2 * HOURS),
        ("now+10s", False, 10 * SECONDS),
        ("stage + 1m 30s", True, 90 * SECONDS),
        ("  stage  -  250ms ", True, -SECONDS / 4),
        ("now\n", False, timedelta()),
        ("now" + " " * 200, False, timedelta()),
    ],
)
def test_times(text: str, of_stage: bool, offset: timedelta) -> None:  # noqa: FBT001 - a column of a table
    """`now` or `stage`, and how much later or earlier."""
    assert Time.parse(text) == Time(of_stage, offset)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[
            (text, "a time is `now`")
            for text in ("", "Now", "then", "now 2h", "now - 2h + 1m", "2h", "now -", "now -- 1s")
        ],
        *[(text, "a time is `now`") for text in ("now" + " " * 200 + "x", "now + 1s\x00", "stage now")],
        *[
            (text, "a duration is expected")
            for text in ("now + ", "now + 10", "now + 10s" + " " * 200, "stage - 2 hours")
        ],
        ("now + 99999999d", "a duration of more years than there are"),
    ],
)
def test_what_is_no_time(text: str, expected: str) -> None:
    """Anything else is refused as a whole: nothing behind a time is overlooked."""
    with pytest.raises(ValueError, match=f"^{expected}"):
        Time.parse(text)


def test_times_are_told() -> None:
    """Every time inside a value becomes the moment that it means, and all else is copied as it is."""
    inner = {"a": [Time.parse("now - 2h"), {"b": Time.parse("stage + 500ms")}], "c": [1, 1.5, None, True, "now", {}]}
    assert told(inner, START, START + 10 * SECONDS) == {
        "a": ["2026-01-01T10:00:00Z", {"b": "2026-01-01T12:00:10.500Z"}],
        "c": [1, 1.5, None, True, "now", {}],
    }


def test_a_time_stays_within_the_calendar() -> None:
    """Two hours before the first moment is the first moment."""
    assert told([Time.parse("now - 2h"), Time.parse("stage + 2h")], FIRST, LAST) == [written(FIRST), written(LAST)]


@settings(derandomize=True, deadline=None, database=None)
@given(st.recursive(st.none() | st.integers() | st.text(), lambda v: st.lists(v) | st.dictionaries(st.text(), v)))
def test_what_is_told_is_a_copy(value: Any) -> None:
    """It is the same value, of which nothing that can be changed is shared."""
    copy = told(value, START, START)
    assert copy == value
    assert not {id(part) for part in parts(copy)} & {id(part) for part in parts(value)}


def parts(value: Any) -> list[Any]:
    """Every object and array in a value, itself included."""
    if not isinstance(value, dict | list):
        return []
    inner = value.values() if isinstance(value, dict) else value
    return [value, *(part for member in inner for part in parts(member))]
