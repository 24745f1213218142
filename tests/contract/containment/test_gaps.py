"""Where one schema admits what another refuses."""

from typing import Any

import pytest
from contract.containment.comparing import held

from understudy.contract.containment import Kind
from understudy.contract.schemas import MISSING

TREE = {
    "T": {
        "type": "object",
        "properties": {"v": {"type": "integer"}, "k": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
    }
}
WIDE = {
    "T": {
        "type": "object",
        "properties": {"v": {"type": "number"}, "k": {"type": "array", "items": {"$ref": "#/components/schemas/T"}}},
    }
}
T = {"$ref": "#/components/schemas/T"}
TEXT, NUMBER, WHOLE = {"type": "string"}, {"type": "number"}, {"type": "integer"}
CLOSED = {"type": "object", "additionalProperties": False}


def thing(**properties: Any) -> dict[str, Any]:
    """An object with these properties, and any others."""
    return {"type": "object", "properties": properties}


ADMITTED = [
    (True, TEXT),
    ({}, False),
    (TEXT, False),
    (TEXT, {"description": "A text", **TEXT}),
    (NUMBER, WHOLE),
    ({"type": ["string", "null"]}, TEXT),
    ({"enum": [1, 2.0, "a"]}, {"enum": [2, 1.0]}),
    ({"enum": [1, 2]}, {"const": 1}),
    ({"minimum": 1}, {"type": "integer", "minimum": 2}),
    ({"type": "string", "format": "uri-reference"}, {"type": "string", "format": "uri"}),
    ({"type": "string", "format": "sku"}, {"type": "string", "format": "sku"}),
    ({"format": "sku"}, WHOLE),
    (thing(a=TEXT), {**thing(a={"type": "string", "maxLength": 3}), "required": ["a"]}),
    (thing(a=TEXT), {**thing(), "additionalProperties": TEXT}),
    (thing(a=TEXT), {**thing(), "patternProperties": {"^a": TEXT}, "additionalProperties": False}),
    ({"type": "object", "additionalProperties": NUMBER}, {**thing(a=WHOLE), "additionalProperties": WHOLE}),
    ({"type": "object", "patternProperties": {"^x": NUMBER}}, {"type": "object", "patternProperties": {"^x": WHOLE}}),
    (
        {"type": "object", "patternProperties": {"^x": NUMBER}, "additionalProperties": WHOLE},
        {**thing(xa=WHOLE, b=WHOLE), "additionalProperties": WHOLE},
    ),
    ({"allOf": [thing(a=TEXT), {"required": ["a"]}]}, {"required": ["a"], **thing(a=TEXT)}),
    ({"required": ["a"], **thing(a=TEXT)}, {"allOf": [thing(a=TEXT), {"required": ["a", "b"]}]}),
    ({"type": "array", "items": NUMBER}, {"type": "array", "prefixItems": [WHOLE], "items": WHOLE}),
    ({"type": "array", "prefixItems": [NUMBER, NUMBER]}, {"type": "array", "items": WHOLE}),
    ({"anyOf": [TEXT, NUMBER]}, {"oneOf": [WHOLE, TEXT]}),
    (
        {"oneOf": [thing(k={"const": 1}) | {"required": ["k"]}, thing(k={"const": 2}) | {"required": ["k"]}]},
        thing(k={"const": 2}) | {"required": ["k"]},
    ),
    ({"not": WHOLE}, {"not": NUMBER}),
    (
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": T},
        {"if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": T},
    ),
    ({"contains": T, "minContains": 2}, {"type": "array", "minContains": 2, "contains": T}),
    ({"then": {"required": ["b"]}}, {}),
    ({**thing(a=TEXT), "unevaluatedProperties": False}, {**thing(a={"const": "b"}), "unevaluatedProperties": False}),
    ({"$ref": "#/components/schemas/T", "required": ["v"]}, {"allOf": [T], "required": ["v", "k"]}),
    (T, T),
    (thing(t=T), {"allOf": [thing(t=T), thing(t={})]}),
    (thing(t={**T, "minProperties": 1}), {"allOf": [thing(t={**T, "minProperties": 2}), thing(t={})]}),
    ({"const": 1}, {"const": 1.0, "title": "One"}),
    ({"enum": [1, {"a": 1}], "const": {"a": 1}}, {"const": {"a": 1}}),
    ({"anyOf": [T, WHOLE]}, {"allOf": [{"anyOf": [T]}, {"required": ["v"]}]}),
    ({"type": "object", "properties": {"k": T}, "required": ["k"]}, {"allOf": [{"required": ["k"]}, thing(k=T)]}),
]


@pytest.mark.parametrize(("outer", "inner"), ADMITTED)
def test_what_is_admitted(outer: Any, inner: Any) -> None:
    """Nothing is said of a schema that admits all that another does."""
    assert [gap.keyword for gap in held(outer, inner, TREE).gaps] == []


REFUSED = [
    ({"oneOf": [{"const": n} for n in range(25)]}, {"oneOf": [T, WHOLE]}, ["oneOf", "oneOf", "oneOf"], 99),
    (
        {**thing(a=TEXT), "unevaluatedProperties": False, "anyOf": [{}, T]},
        {**thing(a=TEXT), "unevaluatedProperties": False, "anyOf": [thing(b=TEXT), T]},
        ["unevaluatedProperties"],
        {"b": ""},
    ),
    (False, TEXT, [""], "a"),
    (TEXT, {}, ["type"], 1),
    (WHOLE, NUMBER, ["type"], 0.5),
    ({"enum": ["a"]}, {"enum": ["a", "b"]}, ["enum"], "b"),
    ({"const": "a"}, {"const": "b"}, ["const"], "b"),
    ({"const": "a"}, TEXT, ["const"], "b"),
    ({"type": "string", "format": "date"}, TEXT, ["format"], "b"),
    ({"type": "string", "maxLength": 3}, {"type": "string", "maxLength": 4}, ["maxLength"], "abcd"),
    ({"type": "string", "pattern": "^a$"}, {"type": "string", "pattern": "^b$"}, ["pattern"], "b"),
    ({**thing(), "required": ["a", "b"]}, {**thing(), "required": ["a"]}, ["required"], {"a": 1}),
    (thing(a=TEXT), thing(a=NUMBER), ["type"], {"a": 1}),
    (thing(a=TEXT), {**thing(), "additionalProperties": NUMBER}, ["type"], {"a": 1}),
    (thing(a=thing(b=WHOLE)), thing(a=thing(b=NUMBER)), ["type"], {"a": {"b": 0.5}}),
    (CLOSED, thing(a=TEXT), ["additionalProperties"] * 2, {"a": ""}),
    (CLOSED, thing(a=False), ["additionalProperties"], {"b": ""}),
    (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "additionalProperties": NUMBER},
        ["type"],
        {"b": 1},
    ),
    (
        {"type": "object", "additionalProperties": TEXT},
        {"type": "object", "patternProperties": {"^x": NUMBER}, "additionalProperties": False},
        ["additionalProperties"],
        {"x": 1},
    ),
    ({"type": "object", "patternProperties": {"^x": TEXT}}, {"type": "object"}, ["patternProperties"], {"x": 1}),
    (
        {"type": "object", "patternProperties": {"^x": WHOLE}},
        {"type": "object", "patternProperties": {"^x": NUMBER}},
        ["type"],
        {"x": 0.5},
    ),
    ({"type": "array", "items": TEXT}, {"type": "array"}, ["items"], [1]),
    ({"type": "array", "items": WHOLE}, {"type": "array", "prefixItems": [TEXT], "items": WHOLE}, ["type"], ["a"]),
    ({"type": "array", "prefixItems": [TEXT]}, {"type": "array"}, ["prefixItems"], [1]),
    ({"type": "array", "prefixItems": [TEXT]}, {"type": "array", "prefixItems": [NUMBER]}, ["type"], [1]),
    ({"type": "array", "uniqueItems": True}, {"type": "array"}, ["uniqueItems"], [1, 1]),
    ({"anyOf": [TEXT, NUMBER]}, {"anyOf": [TEXT, {"type": "null"}]}, ["anyOf"], None),
    ({"oneOf": [{"type": "string", "maxLength": 2}, NUMBER]}, {"oneOf": [TEXT, NUMBER]}, ["maxLength"], "abc"),
    ({"oneOf": [TEXT, NUMBER], "maxLength": 2}, {"oneOf": [TEXT, NUMBER]}, ["maxLength"], "abc"),
    ({"oneOf": [NUMBER, {"type": "number", "minimum": 1}, TEXT]}, {"oneOf": [NUMBER, TEXT]}, ["oneOf"], 2),
    ({"not": NUMBER}, {"not": WHOLE}, ["not"], 0.5),
    ({"contains": TEXT}, {"type": "array"}, ["contains"], []),
    (
        {**thing(a=TEXT), "unevaluatedProperties": False},
        {**thing(a=TEXT, b=TEXT), "unevaluatedProperties": False},
        ["unevaluatedProperties"],
        {"b": ""},
    ),
    ({**thing(a=TEXT), "unevaluatedProperties": False}, thing(a=TEXT), ["unevaluatedProperties"], {"b": ""}),
    (
        {"type": "array", "prefixItems": [TEXT], "unevaluatedItems": False},
        {"type": "array", "prefixItems": [TEXT, TEXT], "unevaluatedItems": False},
        ["unevaluatedItems"],
        ["", ""],
    ),
]


@pytest.mark.parametrize(("outer", "inner", "keywords", "value"), REFUSED)
def test_what_is_refused(outer: Any, inner: Any, keywords: list[str], value: Any) -> None:
    """It is said by which keywords, and an instance shows each."""
    held_against = held(outer, inner, TREE)
    assert [gap.keyword for gap in held_against.gaps] == keywords
    assert MISSING not in [held_against.example(gap) for gap in held_against.gaps]
    assert held_against.inner.takes(value)
    assert not held_against.outer.takes(value)
    assert all(gap.kind is Kind.REFUSED for gap in held_against.gaps)


def test_what_refers_to_itself() -> None:
    """Is held against itself as far as it goes, and no further: each way the difference is the one that is there."""
    assert held(T, T, WIDE, TREE).gaps == []
    against = held(T, T, TREE, WIDE)
    (gap,) = against.gaps
    assert (gap.keyword, gap.at, gap.outer.pointer[-1]) == ("type", ("type",), "v")
    assert against.example(gap) is not MISSING


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({**T, "required": ["v"]}, {**T, "required": ["v"]}),
        ({"anyOf": [T, TEXT]}, T),
        (T, {"allOf": [T, T]}),
        (T, {"allOf": [False, TEXT]}),
        (thing(t=T), {"allOf": [thing(t={"type": "object"}), thing(t=T)]}),
        (thing(t=T, a=TEXT), {"allOf": [thing(t=T), {"propertyNames": {"enum": ["t"]}}]}),
    ],
)
def test_what_refers_to_itself_in_other_ways(outer: Any, inner: Any) -> None:
    """Is found to be admitted too, where jsonschema-rs cannot tell."""
    assert held(outer, inner, WIDE, TREE).gaps == []


def test_what_has_no_canonical_form() -> None:
    """Each keyword that can be told is."""
    raw = {"unevaluatedItems": {}, "allOf": [{"$ref": "#/components/schemas/A"}]}
    against = held({"enum": ["a", "b"], "oneOf": [raw]}, {"const": "a"}, {"A": {"contains": True}})
    (gap,) = against.gaps
    assert (gap.keyword, gap.is_proven, against.example(gap)) == ("oneOf", False, MISSING)


def test_what_can_be_told_beside_what_cannot() -> None:
    """A member that two parts of the inner schema speak of is admitted by both together."""
    inner = {"allOf": [thing(a=TEXT), thing(a={"minLength": 1})], "propertyNames": {"pattern": "^a"}}
    outer = {**thing(a={**TEXT, "minLength": 1}), "propertyNames": {"pattern": "^(a|b)"}}
    assert [(gap.keyword, gap.is_proven) for gap in held(outer, inner).gaps] == [("propertyNames", False)]


def test_what_the_draft_of_the_other_version_refuses() -> None:
    """An `anyOf` of none is possible in 3.0: nothing is known of it, and nothing raised."""
    against = held({"anyOf": []}, TEXT)
    (gap,) = against.gaps
    assert (gap.keyword, gap.is_proven) == ("anyOf", False)
    assert against.example(gap) is not MISSING


def test_a_member_that_was_not_described() -> None:
    """It could be anything, but nobody said so."""
    described = held(thing(a=TEXT), thing())
    (gap,) = described.gaps
    assert (gap.keyword, gap.at, gap.kind) == ("properties", ("properties", "a"), Kind.UNDECLARED)
    assert described.example(gap) == {"a": 0}


def test_what_readers_go_by() -> None:
    """Nothing is refused by it, and it is said all the same."""
    (gap,) = held({"type": "string", "format": "sku"}, TEXT).gaps
    assert (gap.keyword, gap.kind) == ("format", Kind.HINT)
    first = {"discriminator": {"propertyName": "k", "mapping": {"a": "A"}}, **thing()}
    for other in ({"propertyName": "l"}, {"propertyName": "k", "mapping": {"a": "A", "b": "B"}}):
        (gap,) = held(first, {**thing(), "discriminator": other}).gaps
        assert (gap.keyword, gap.kind) == ("discriminator", Kind.HINT)
    assert held(first, {**thing(), "discriminator": {"propertyName": "k"}}).gaps == []


def test_alternatives_that_a_discriminator_tells_apart() -> None:
    """Its names do it where the alternatives could not; one whose name is new is one more."""
    parts = {name: thing(kind=TEXT) | {"required": ["kind"]} for name in ("Cat", "Dog", "Cow")}
    told = [
        {
            "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names],
            "discriminator": {"propertyName": "kind"},
        }
        for names in (["Cat", "Dog"], ["Cat", "Dog", "Cow"])
    ]
    assert held(told[1], told[0], parts).gaps == []
    more = held(told[0], told[1], parts)
    assert [gap.keyword for gap in more.gaps] == ["oneOf"]
    assert more.example(more.gaps[0])["kind"] == "Cow"


def test_what_is_too_large_to_be_asked_of_as_a_whole() -> None:
    """Is compared keyword by keyword, and shown by the schemas themselves."""
    parts = {
        f"S{n}": {
            "type": "object",
            "properties": {f"p{k}": {"$ref": f"#/components/schemas/S{(n + k) % 160}"} for k in range(1, 5)},
        }
        for n in range(160)
    }
    other = {**parts, "S80": {**parts["S80"], "required": ["p1"]}}
    first = {"$ref": "#/components/schemas/S0"}
    assert held(first, first, parts, other).gaps == []
    against = held(first, first, other, parts)
    (gap,) = against.gaps
    assert (gap.keyword, gap.is_proven, gap.admitting) == ("required", False, None)
    assert "p1" not in against.example(gap)


def test_what_is_different_from_place_to_place_is_not_known() -> None:
    """A `$dynamicRef` leads where whoever uses it wants: only word for word it is the same."""
    dynamic = {"$dynamicRef": "#t"}
    named = {"T": {"$dynamicAnchor": "t", "type": "string"}}
    assert held(dynamic, dynamic, named).gaps == []
    (gap,) = held(dynamic, TEXT, named).gaps
    assert (gap.keyword, gap.is_proven) == ("$dynamicRef", False)


def test_what_no_canonical_form_can_say_is_not_known() -> None:
    """A pattern that is none for jsonschema-rs is taken as it is."""
    odd = {"type": "string", "pattern": "^(?<a>x)\\k<a>$"}
    assert held(odd, odd).gaps == []
    assert [
        gap.is_proven
        for gap in held({"type": "string", "pattern": "^(?=x)y"}, {"type": "string", "pattern": "^(?!x)y"}).gaps
    ] == [False]
