"""What keeps within a bound."""

from typing import Any

import pytest

from understudy.server.lists.bounds import AFTER, BEFORE, FROM, TO, is_moment, within

NUMBERS = [1, 2, 2.5, True, "2", None]
MOMENTS = [
    "2026-01-01",
    "2026-01-01T23:59:59Z",
    "2026-01-02T00:00:00+02:00",
    "2026-01-02T00:00:00",
    "2026-01-02",
    "2026-01-02T10:00:00.5Z",
    "soon",
    20260102,
]


@pytest.mark.parametrize(
    ("relation", "bound", "values", "expected"),
    [
        (FROM, 2, NUMBERS, [2, 2.5]),
        (AFTER, 2, NUMBERS, [2.5]),
        (TO, 2, NUMBERS, [1, 2]),
        (BEFORE, 2, NUMBERS, [1]),
        (FROM, "2026-01-02", MOMENTS, MOMENTS[3:6]),
        (AFTER, "2026-01-02", MOMENTS, MOMENTS[5:6]),
        (TO, "2026-01-02", MOMENTS, MOMENTS[:6]),
        (TO, "2026-01-01", MOMENTS, MOMENTS[:3]),
        (BEFORE, "2026-01-02", MOMENTS, MOMENTS[:3]),
        (TO, "2026-01-01T22:00:00Z", MOMENTS, [MOMENTS[0], MOMENTS[2]]),
        (FROM, "2026-01-02T00:00:00.1", MOMENTS, MOMENTS[5:6]),
        (TO, "9999-12-31", MOMENTS, MOMENTS[:6]),
    ],
)
def test_what_keeps_within_a_bound(relation: str, bound: Any, values: list[Any], expected: list[Any]) -> None:
    """Numbers and moments are compared with their own kind; a day has all of it, where something goes up to it."""
    keeps = within(relation, bound)
    assert keeps is not None
    assert [value for value in values if keeps(value)] == expected


@pytest.mark.parametrize("bound", [True, None, "tomorrow", "2026-02-30", [1], {"a": 1}])
def test_what_is_no_bound(bound: Any) -> None:
    """It is neither a number nor a moment."""
    assert within(FROM, bound) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("created_at", True),
        ("dateModified", True),
        ("created", True),
        ("created_by", False),
        ("at", False),
        ("", False),
    ],
)
def test_some_moments_are_for_the_server_to_say(name: str, expected: bool) -> None:  # noqa: FBT001 - as it is told
    """When a record was created, or changed."""
    assert is_moment(name) == expected
