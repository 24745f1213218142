"""What jsonschema-rs is asked, and what is done where it cannot tell."""

from typing import Any

import pytest

from understudy.contract.containment.deciding import Verdict, covers, is_disjoint, left

TEXT, NUMBER = {"type": "string"}, {"type": "number"}
RAW = {
    "oneOf": [{"unevaluatedItems": {}, "allOf": [{"$ref": "#/$defs/a"}]}],
    "$defs": {"a": {"contains": True}},
}
"""A schema that has no canonical form, and yet is one."""
NONE = {"pattern": "^(?<a>x)\\k<a>$"}
"""A schema that it does not take at all."""


@pytest.mark.parametrize(
    ("outer", "inner", "verdict"),
    [
        ({}, TEXT, Verdict.YES),
        (TEXT, {"enum": ["a", 1]}, Verdict.NO),
        (TEXT, {"type": "string", "maxLength": 1}, Verdict.YES),
        (RAW, TEXT, Verdict.UNKNOWN),
        (NONE, TEXT, Verdict.UNKNOWN),
        (None, TEXT, Verdict.UNKNOWN),
    ],
)
def test_whether_one_covers_another(outer: Any, inner: Any, verdict: Verdict) -> None:
    """It does, it does not, or nobody knows."""
    assert covers(outer, inner) is verdict


@pytest.mark.parametrize(
    ("one", "other", "known"), [(TEXT, NUMBER, True), (TEXT, {}, False), (RAW, TEXT, False), (None, TEXT, False)]
)
def test_whether_two_exclude_each_other(one: Any, other: Any, *, known: bool) -> None:
    """Where nobody knows, they may not."""
    assert is_disjoint(one, other) is known


@pytest.mark.parametrize(
    ("inner", "outer", "is_written"), [({"enum": [1, "a"]}, TEXT, True), (RAW, TEXT, False), (NONE, TEXT, False)]
)
def test_what_is_left_of_one_without_another(inner: Any, outer: Any, *, is_written: bool) -> None:
    """As a schema, where it can be written."""
    assert (left(inner, outer) is not None) is is_written
