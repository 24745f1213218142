"""Values that are sent as texts: what takes every text that another schema's values are sent as."""

from typing import Any

import pytest
from contract.containment.comparing import Side
from msgspec.structs import replace

from understudy.contract.containment import Gap, Gaps, Plain, example
from understudy.contract.containment.texts import written
from understudy.contract.decoding import Decoder
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import MISSING

SCHEMAS: list[Any] = [
    {},
    {"type": "string"},
    {"type": "string", "maxLength": 2},
    {"type": "string", "minLength": 1},
    {"allOf": [{"type": "string"}, {"maxLength": 2}]},
    {"allOf": [{"type": "integer"}, {"minimum": 5}]},
    {"type": "integer"},
    {"type": "integer", "format": "int32"},
    {"type": "integer", "maximum": 10},
    {"type": "number"},
    {"type": "boolean"},
    {"type": ["integer", "null"]},
    {"type": ["integer", "string"], "minimum": 5},
    {"type": ["integer", "string"], "minimum": 5, "maxLength": 2},
    {"enum": [1, 2, True]},
    {"enum": ["1", "2"]},
    {"type": "string", "enum": ["true", "false"]},
    {"const": "1"},
    {"oneOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]},
    {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    {"anyOf": [{"type": "string", "maxLength": 2}, {"type": "integer"}]},
    {"type": "array", "items": {"type": "integer"}},
    {"type": "array", "items": {"type": "string"}},
    {"type": "array", "items": {"type": "string", "maxLength": 2}},
    {"type": "array", "items": {"enum": [1, 2]}, "minItems": 2},
    {"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": False},
    {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False},
]
TEXTS = ["", "1", "2", "7", "11", "100", "1.5", "true", "null", "a", "abc", "2147483648", "1,2", "a,b", "a,1", "a,bcd"]


def gaps(outer: Side, inner: Side) -> list[Gap]:
    """Where one does not take what is sent for another one."""
    return Gaps(Plain(outer.schemas), Plain(inner.schemas), are_texts=True).between(outer.node, inner.node)


def taken(side: Side) -> set[str]:
    """The texts that are taken for a value."""
    node = side.node
    decoder = Decoder(Parameter("q", "query", True, "form", False, node, None, node), side.schemas)  # noqa: FBT003
    return {text for text in TEXTS if not decoder.decode([("q", text)])[1]}


@pytest.mark.parametrize("outer", SCHEMAS, ids=str)
def test_without_a_gap_every_text_is_taken(outer: Any) -> None:
    """As the reader of a parameter takes it."""
    new = Side(outer, {})
    reads = taken(new)
    for old in (Side(inner, {}) for inner in SCHEMAS):
        if not gaps(new, old):
            assert taken(old) <= reads


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({"type": "string"}, {"type": "integer"}),
        ({"type": "string"}, {}),
        ({"type": "string", "minLength": 1}, {"type": ["number", "boolean"]}),
        ({"type": "string", "enum": ["true", "false"]}, {"type": "boolean"}),
        ({"type": "integer"}, {"enum": ["1", "2"]}),
        ({"type": ["integer", "string"], "minimum": 5}, {"type": "integer"}),
        ({"type": "array", "items": {"type": "string"}}, {"type": "array", "items": {"type": "integer"}}),
        ({"properties": {"a": {"type": "string"}}}, {"type": "object", "properties": {"a": {"type": "integer"}}}),
        (
            {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
            {"oneOf": [{"type": "integer"}, {"type": "array", "items": {"type": "integer"}}]},
        ),
    ],
)
def test_what_is_sent_alike_is_taken(outer: Any, inner: Any) -> None:
    """Whatever its reader takes it for."""
    assert gaps(Side(outer, {}), Side(inner, {})) == []


@pytest.mark.parametrize(("longest", "found"), [(2, 100), (3, MISSING)])
def test_a_value_whose_text_is_taken_is_no_example(longest: int, found: Any) -> None:
    """26 is no text, and is sent as one of two characters; whether there is another that is too long is not proven."""
    outer, inner = Side({"type": "string", "maxLength": longest}, {}), Side({"type": "integer"}, {})
    (gap,) = gaps(outer, inner)
    assert example(replace(gap, lost=(26,)), outer.schemas, inner.schemas) == found
    assert not gap.is_proven


@pytest.mark.parametrize(
    ("value", "sent"),
    [("a", "a"), (None, ""), (True, "true"), (1.5, "1.5"), ([1, [2]], ["1", ["2"]]), ({"a": 1}, {"a": "1"})],
)
def test_values_are_written_as_texts(value: Any, sent: Any) -> None:
    """Those in arrays and objects one by one."""
    assert written(value) == sent
