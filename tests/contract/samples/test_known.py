"""What a path says of what is made up below it."""

from typing import Any

import pytest

from understudy.contract.samples.known import knowing

ROWS: list[tuple[Any, dict[str, Any], Any]] = [
    ({"id": 1}, {}, {"id": 1}),
    ({"id": 1}, {"pet_id": "7"}, {"id": "7"}),
    ([{"id": 1, "user_id": 2}, "x"], {"user_id": 7}, [{"id": 1, "user_id": 7}, "x"]),
    ([{"id": 1}], {"id": 7}, [{"id": 1}]),
    ([{"name": "a"}], {"name": "b"}, [{"name": "a"}]),
    (
        {"items": [{"userId": 1}, {"userId": 2}], "n": 2},
        {"user_id": 7},
        {"items": [{"userId": 7}, {"userId": 7}], "n": 2},
    ),
    ({"user_id": 1, "items": [{"user_id": 2}]}, {"user_id": 7}, {"user_id": 7, "items": [{"user_id": 7}]}),
    ([{"user_id": "no"}, {"user_id": "yes"}], {"user_id": -1}, [{"user_id": "-1"}, {"user_id": "-1"}]),
    ({"items": [{"user_id": "no"}]}, {"user_id": -1}, {"items": [{"user_id": "-1"}]}),
    (7, {"id": 1}, 7),
]


def holds(value: Any) -> bool:
    """Whether there is no negative number in a value."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(map(holds, inner)) and not (isinstance(value, int) and value < 0)


@pytest.mark.parametrize(("value", "known", "expected"), ROWS)
def test_what_is_known_is_said(value: Any, known: dict[str, Any], expected: Any) -> None:
    """By the thing itself, and by those in a list, which have a name of their own, as far as it holds."""
    assert knowing(value, known, holds) == expected
