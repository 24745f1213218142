"""Values that are made up: valid by another judge's word, readable, and the same everywhere."""

import base64
import functools
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped] # another judge than the engine's own; it has no types
import pytest
from contract.samples.drawn import satisfiable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import ROOT

from understudy.contract import contract
from understudy.contract.samples import Samples, Unsatisfied, trying, view
from understudy.contract.samples.composing import Composed
from understudy.contract.samples.making import Maker
from understudy.contract.samples.samples import STEPS
from understudy.errors import ProjectError

Json = Any

_JUDGE = jsonschema.Draft202012Validator


class Made:
    """The values made up for one schema, `Root` among some components."""

    def __init__(
        self,
        directory: Path,
        schema: Json,
        components: Mapping[str, Json] | None = None,
        version: str = "3.1.0",
        steps: int = STEPS,
    ) -> None:
        self.schema, self.components = schema, {**(components or {}), "Root": schema}
        document = {
            "openapi": version,
            "info": {"title": "Test", "version": "1"},
            "paths": {},
            "components": {"schemas": self.components},
        }
        file = directory / "openapi.json"
        file.write_text(json.dumps(document, indent=1), encoding="utf-8")
        read = contract.load(file, file.name)
        self._node = read.document.follow(read.document.root, "#/components/schemas/Root")
        self._samples = Samples(read.schemas, steps=steps)

    def value(self, seed: object = 0, known: Mapping[str, Json] | None = None, *, given: bool = True) -> Json:
        """One value. Raises Unsatisfied."""
        return self._samples.sample(self._node, str(seed), known or {}, given=given)

    def values(self, count: int = 20, *, given: bool = True) -> list[Json]:
        """So many, each with a seed of its own, and each valid."""
        found = [self.value(seed, given=given) for seed in range(count)]
        for value in found:
            assert self.is_valid(value), value
        return found

    def is_valid(self, value: Json) -> bool:
        """Whether a value is valid, by another judge's word."""
        whole = {"$ref": "#/components/schemas/Root", "components": {"schemas": self.components}}
        return bool(_JUDGE(whole, format_checker=_JUDGE.FORMAT_CHECKER).is_valid(value))


@settings(max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(drawn=satisfiable())
def test_what_can_be_satisfied_is(tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Json, Json, Any]) -> None:
    """Where a value is known, one is made up, and it is valid by another judge's word; never one that is not."""
    value, schema, components = drawn
    directory = tmp_path_factory.getbasetemp()
    try:
        made = Made(directory, schema, components)
    except ProjectError:
        return  # a default that breaks its schema, and the like
    if made.is_valid(value):
        assert made.is_valid(made.value())
        return
    with suppress(Unsatisfied):
        assert made.is_valid(made.value())


# What each keyword asks

TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Root"}},
    },
}
LINKED = {
    "type": "object",
    "required": ["value", "next"],
    "properties": {
        "value": {"type": "integer"},
        "next": {"anyOf": [{"$ref": "#/components/schemas/Root"}, {"type": "null"}]},
    },
}


def _with(*names: str) -> Json:
    """An object that may have such texts."""
    return {"type": "object", "properties": {name: {"type": "string"} for name in names}}


SATISFIABLE: dict[str, Json] = {
    "anything": {},
    "true": True,
    "a type": {"type": "boolean"},
    "null": {"type": "null"},
    "several types": {"type": ["null", "integer"]},
    "keywords without a type": {"minLength": 3},
    "a format without a type": {"format": "int32"},
    "an enumeration": {"enum": ["a", 1, None, {"a": []}]},
    "an enumeration of nothing but null": {"enum": [None]},
    "an enumeration and a bound": {"enum": [1, 5, 9], "minimum": 4},
    "a constant": {"const": {"a": [1, None]}},
    "two enumerations": {"allOf": [{"enum": [1, 2, 3]}, {"enum": [3, 4]}]},
    "numbers that are equal": {"allOf": [{"enum": [1.0, 2]}, {"const": 1}]},
    "an enumeration without some": {"enum": ["a", "b"], "not": {"const": "a"}},
    "an enumeration without several": {"enum": ["a", "b", "c"], "not": {"enum": ["a", "b"]}},
    "no moment": {"type": "object", "properties": {"created_at": {"type": "integer", "maximum": 100}}},
    "a part of a number": {"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1.0000000000000004},
    "a negative number": {"oneOf": [{"type": "integer"}, {"type": "integer", "minimum": 0}]},
    "a large number": {"type": "number", "not": {"maximum": 700}},
    "a number that its name is not for": {"type": "object", "properties": {"age": {"type": "integer", "minimum": 200}}},
    "bounds": {"type": "integer", "minimum": 7, "maximum": 7},
    "exclusive bounds": {"type": "integer", "exclusiveMinimum": 7, "exclusiveMaximum": 9},
    "narrow bounds": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1e-9},
    "a lower bound": {"type": "number", "minimum": 1e15},
    "an upper bound": {"type": "integer", "maximum": -1e15},
    "a multiple": {"type": "integer", "multipleOf": 7, "minimum": 8},
    "a multiple below one": {"type": "number", "multipleOf": 0.01, "minimum": 0.015, "maximum": 0.025},
    "two multiples": {"allOf": [{"multipleOf": 4}, {"multipleOf": 6}], "type": "integer", "minimum": 1},
    "an integer that is a number": {"allOf": [{"type": "number"}, {"type": "integer"}]},
    "int32": {"type": "integer", "format": "int32", "minimum": 2147483647},
    "uint8": {"type": "integer", "format": "uint8"},
    "a float": {"type": "number", "format": "float"},
    "lengths": {"type": "string", "minLength": 12, "maxLength": 12},
    "no length": {"type": "string", "maxLength": 0},
    "a length of one": {"type": "string", "minLength": 1, "maxLength": 1},
    "a long text": {"type": "string", "minLength": 3000},
    "a pattern": {"type": "string", "pattern": "^[A-Z]{3}-[0-9]{4}$"},
    "a pattern with a lookahead": {"type": "string", "pattern": "^(?=.*[0-9])(?=.*[a-z])[a-z0-9]{6,}$"},
    "a pattern with something refused": {"type": "string", "pattern": "^(?!admin)[a-z]+$"},
    "a pattern of nothing": {"type": "string", "pattern": "^$"},
    "a pattern and a length": {"type": "string", "pattern": "^[a-f]+$", "minLength": 20, "maxLength": 24},
    "a pattern that is not anchored": {"type": "string", "pattern": "[0-9]", "minLength": 9},
    "two patterns": {"allOf": [{"pattern": "^[a-z]+$"}, {"pattern": "z$"}], "type": "string"},
    "two patterns with ends": {"allOf": [{"pattern": "^[a-z]+-"}, {"pattern": "-[0-9]+$"}], "type": "string"},
    "several patterns": {
        "allOf": [{"pattern": "[A-Z]"}, {"pattern": "[a-z]"}, {"pattern": "[0-9]"}, {"pattern": "[-_]"}],
        "type": "string",
        "minLength": 8,
        "maxLength": 12,
    },
    "a pattern of a word": {"type": "string", "pattern": "\\bcat\\b", "minLength": 6},
    "a pattern that begins anywhere, and a length": {"type": "string", "pattern": "\\.pdf$", "minLength": 10},
    "a format and lengths": {"type": "string", "format": "uri", "minLength": 12, "maxLength": 14},
    "a format and few letters": {"type": "string", "format": "duration", "minLength": 4, "maxLength": 4},
    "items": {"type": "array", "items": {"type": "integer"}},
    "items that differ, by a pattern": {
        "type": "array",
        "items": {"type": "string", "pattern": "^cus_"},
        "uniqueItems": True,
        "minItems": 30,
    },
    "items that differ, by a format and a pattern": {
        "type": "array",
        "items": {"type": "string", "format": "ipv4", "pattern": "^10\\."},
        "uniqueItems": True,
        "minItems": 20,
    },
    "items that differ, by a format": {
        "type": "array",
        "items": {"type": "string", "format": "uri", "maxLength": 20},
        "uniqueItems": True,
        "minItems": 3,
    },
    "items that differ among others": {
        "type": "array",
        "items": {"type": "string"},
        "contains": {"pattern": "^admin"},
        "minContains": 2,
        "uniqueItems": True,
    },
    "many items": {"type": "array", "items": {"type": "boolean"}, "minItems": 30},
    "items of any kind": {"type": "array", "minItems": 2},
    "no items": {"type": "array", "maxItems": 0, "items": {"type": "string"}},
    "items that differ": {
        "type": "array",
        "items": {"type": "integer", "minimum": 1, "maximum": 9},
        "uniqueItems": True,
        "minItems": 9,
    },
    "items in places": {
        "type": "array",
        "prefixItems": [{"const": 1}, {"type": "string"}],
        "items": False,
        "minItems": 2,
    },
    "items in places and others": {
        "type": "array",
        "prefixItems": [{"const": 1}],
        "items": {"type": "string"},
        "minItems": 3,
    },
    "an item among others": {
        "type": "array",
        "items": {"type": "integer"},
        "contains": {"const": 5},
        "minContains": 2,
        "minItems": 4,
    },
    "an item among nothing else": {
        "type": "array",
        "contains": {"type": "string", "pattern": "^x"},
        "unevaluatedItems": False,
    },
    "items that nobody describes": {
        "type": "array",
        "prefixItems": [True],
        "unevaluatedItems": {"const": 3},
        "minItems": 2,
    },
    "at most so many": {
        "type": "array",
        "items": {"enum": [1, 2]},
        "contains": {"const": 1},
        "maxContains": 1,
        "minItems": 3,
    },
    "members": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a", "b"]},
    "members that nobody names": {"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 3},
    "members by patterns": {
        "type": "object",
        "patternProperties": {"^x-[a-z]{3}$": {"const": 1}},
        "additionalProperties": False,
        "minProperties": 2,
    },
    "members by patterns without an end": {
        "type": "object",
        "patternProperties": {"^x-": {"type": "string"}},
        "additionalProperties": False,
        "minProperties": 2,
    },
    "members by several patterns": {
        "type": "object",
        "patternProperties": {"^S_": {"type": "string"}, "^I_": {"type": "integer"}},
        "additionalProperties": False,
        "minProperties": 30,
    },
    "members by patterns, of short names": {
        "type": "object",
        "patternProperties": {"^x-": {"type": "string"}},
        "propertyNames": {"maxLength": 4},
        "additionalProperties": False,
        "minProperties": 2,
    },
    "members by formats and patterns of their names": {
        "type": "object",
        "propertyNames": {"format": "email", "pattern": "@example\\.org$"},
        "minProperties": 3,
    },
    "members by their names": {"type": "object", "propertyNames": {"pattern": "^[a-z]{4}$"}, "minProperties": 2},
    "members of few names": {"type": "object", "propertyNames": {"enum": ["a", "b"]}, "minProperties": 2},
    "few members": {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "required": ["c"], "maxProperties": 2},
    "no members": {"type": "object", "properties": {"a": {"type": "string"}}, "maxProperties": 0},
    "a forbidden member": {"type": "object", "properties": {"a": False, "b": {"type": "string"}}},
    "a member that must not be": {"type": "object", "properties": {"a": {}, "b": {}}, "not": {"required": ["a"]}},
    "a member that nothing satisfies": {
        "type": "object",
        "properties": {"a": {"type": "string", "pattern": "^a(?!a)a$"}, "b": {}},
    },
    "a map that nothing satisfies": {
        "type": "object",
        "additionalProperties": {"type": "string", "minLength": 5, "maxLength": 4},
    },
    "members that come together": {
        "type": "object",
        "properties": {"a": {"const": 1}},
        "required": ["a"],
        "dependentRequired": {"a": ["b", "c"]},
    },
    "members by others": {
        "type": "object",
        "properties": {"kind": {"const": "x"}},
        "required": ["kind"],
        "dependentSchemas": {"kind": {"required": ["size"], "properties": {"size": {"type": "integer"}}}},
    },
    "members without another": {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}},
        "dependentSchemas": {"a": False},
    },
    "members that nobody describes": {
        "type": "object",
        "allOf": [{"properties": {"a": {"type": "string"}}, "required": ["a"]}],
        "unevaluatedProperties": False,
    },
    "members that alternatives describe": {
        "type": "object",
        "oneOf": [
            {"properties": {"a": {"const": 1}}, "required": ["a"]},
            {"properties": {"b": {"const": 1}}, "required": ["b"]},
        ],
        "unevaluatedProperties": {"type": "integer"},
    },
    "all of several": {"allOf": [{"type": "object", "required": ["a"]}, {"properties": {"a": {"const": 3}}}]},
    "any of several": {"anyOf": [{"type": "string", "minLength": 5, "maxLength": 4}, {"const": 7}]},
    "one that is not the other": {"oneOf": [{"type": "number"}, {"type": "integer"}, {"type": "string"}]},
    "one that has what may be missing": {"oneOf": [_with("text"), _with("text", "language", "duration")]},
    "one of several that need nothing": {"oneOf": [_with("a"), _with("b"), _with("c", "d")]},
    "one that the others take for null": {
        "oneOf": [_with("a"), {"type": "object", "properties": {"b": {"type": ["integer", "null"]}}}]
    },
    "one by what is in a member": {
        "oneOf": [
            {"type": "object", "properties": {"data": _with(name)}, "required": ["data"], "additionalProperties": False}
            for name in "ab"
        ]
    },
    "one by what is in its items": {
        "type": "array",
        "minItems": 1,
        "oneOf": [{"items": _with("a")}, {"items": _with("b")}],
    },
    "one that is another one in parts": {
        "anyOf": [{"oneOf": [_with("a"), _with("b")]}, {"type": "integer"}],
        "oneOf": [_with("c"), _with("d")],
    },
    "a condition": {
        "type": "object",
        "properties": {"kind": {"enum": ["card", "cash"]}, "number": {"type": "string"}},
        "required": ["kind"],
        "if": {"properties": {"kind": {"const": "card"}}},
        "then": {"required": ["number"]},
        "else": {"not": {"required": ["number"]}},
    },
    "a condition without a then": {"type": "integer", "if": {"minimum": 100}, "else": {"const": 3}},
    "a condition without an else": {
        "type": "integer",
        "minimum": 100,
        "if": {"minimum": 50},
        "then": {"multipleOf": 9},
    },
    "not a type": {"not": {"type": "string"}},
    "not several": {"not": {"anyOf": [{"type": "string"}, {"type": "null"}]}, "type": ["string", "null", "integer"]},
    "not a constant": {"type": "integer", "minimum": 1, "maximum": 2, "not": {"const": 1}},
    "a tree": TREE,
    "a list of links": LINKED,
    "an array of itself": {"type": "array", "items": {"$ref": "#/components/schemas/Root"}, "minItems": 0},
    "itself or a number": {
        "oneOf": [{"type": "array", "items": {"$ref": "#/components/schemas/Root"}, "minItems": 1}, {"type": "integer"}]
    },
    "a map of itself": {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Root"}},
    "a reference with siblings": {
        "$ref": "#/components/schemas/Named",
        "required": ["extra"],
        "properties": {"extra": {"const": 1}},
    },
    "a definition inside": {"$ref": "#/components/schemas/Root/$defs/inner", "$defs": {"inner": {"const": "in"}}},
    "what has no end": {
        "type": "object",
        "properties": {"a": {"$ref": "#/components/schemas/Root"}, "b": {"$ref": "#/components/schemas/Root"}},
    },
    "a discriminator without alternatives": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"const": "Root"}},
        "discriminator": {"propertyName": "kind"},
    },
    "a discriminator of what has no name": {"oneOf": [{"type": "object"}], "discriminator": {"propertyName": "kind"}},
    "a discriminator that names no member": {"type": "object", "discriminator": {"propertyName": 7}},
    "a wide tree": {
        "type": "object",
        "properties": {
            str(n): {"type": "object", "properties": {str(m): {"type": "string"} for m in range(30)}} for n in range(30)
        },
    },
}
NAMED = {"Named": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}


@pytest.mark.parametrize("schema", SATISFIABLE.values(), ids=SATISFIABLE.keys())
def test_a_value_satisfies_what_is_asked_of_it(schema: Json, tmp_path: Path) -> None:
    """With whatever seed, and whether what the document gives counts or not."""
    made = Made(tmp_path, schema, NAMED)
    made.values(12)
    made.values(6, given=False)


@pytest.mark.parametrize(
    ("format_", "bounds"),
    [
        *((name, {}) for name in jsonschema.Draft202012Validator.FORMAT_CHECKER.checkers),
        *(
            (name, {})
            for name in ("byte", "base64", "binary", "password", "url", "iri", "color", "slug", "unknown-format")
        ),
        *(
            (name, {"minLength": 40})
            for name in ("email", "hostname", "uri", "uri-reference", "regex", "time", "date-time")
        ),
        ("email", {"minLength": 120}),
        ("hostname", {"minLength": 200}),
        ("ipv6", {"minLength": 30}),
        ("duration", {"minLength": 9}),
        ("byte", {"minLength": 41}),
        *((name, {"maxLength": 7}) for name in ("email", "hostname", "ipv4", "uri", "byte")),
        *((name, {"maxLength": 3}) for name in ("ipv6", "duration", "json-pointer", "relative-json-pointer", "regex")),
    ],
)
def test_a_text_has_its_format(format_: str, bounds: dict[str, int], tmp_path: Path) -> None:
    """The formats of JSON Schema and of OpenAPI, as long and as short as they may have to be."""
    Made(tmp_path, {"type": "string", "format": format_, **bounds}).values(8)


@pytest.mark.parametrize(
    ("said", "decoded"),
    [
        ({"format": "byte"}, base64.b64decode),
        ({"format": "base64url"}, base64.urlsafe_b64decode),
        ({"contentEncoding": "base64"}, functools.partial(base64.b64decode, validate=True)),
        (
            {"contentEncoding": "base64", "maxLength": 8, "minLength": 8},
            functools.partial(base64.b64decode, validate=True),
        ),
        ({"contentEncoding": "base64url"}, base64.urlsafe_b64decode),
        ({"contentEncoding": "base32", "minLength": 30}, base64.b32decode),
        ({"contentEncoding": "base32", "pattern": "^[A-M].*$"}, base64.b32decode),
        ({"contentEncoding": "base16"}, base64.b16decode),
        ({"contentEncoding": "base16", "maxLength": 2}, base64.b16decode),
        ({"contentEncoding": "base64", "contentMediaType": "text/plain"}, base64.b64decode),
    ],
)
@pytest.mark.parametrize("name", ["avatar", "content", "hex", "other"])
def test_a_text_is_encoded_whatever_its_name_suggests(
    said: Json, decoded: Callable[[str], bytes], name: str, tmp_path: Path
) -> None:
    """An image that is encoded is no URL of one, and a content no sentence."""
    made = Made(tmp_path, {"type": "object", "required": [name], "properties": {name: {"type": "string", **said}}})
    assert all(decoded(value[name]) for value in made.values(8))


LOOP: Json = {"contentMediaType": "application/json", "contentSchema": {"$ref": "#/components/schemas/Root"}}


@pytest.mark.parametrize(
    ("said", "read", "expected"),
    [
        ({"contentMediaType": "image/png", "contentEncoding": "base64"}, base64.b64decode, b"\x89PNG*"),
        ({"contentMediaType": "image/jpeg", "contentEncoding": "base64"}, base64.b64decode, b"\xff\xd8\xff*"),
        ({"contentMediaType": "image/svg+xml"}, str.encode, b"<svg *"),
        ({"contentMediaType": "image/png"}, str.encode, b"* *"),
        ({"contentMediaType": "image/png", "contentEncoding": "base64", "maxLength": 20}, base64.b64decode, b"*"),
        ({"contentMediaType": "application/json"}, str.encode, b"{}"),
        ({"contentMediaType": "application/json", "contentEncoding": "base64"}, base64.b64decode, b"{}"),
        ({"contentMediaType": "text/plain"}, str.encode, b"* *"),
        ({"contentMediaType": "json"}, str.encode, b"* *"),
        ({"contentMediaType": "application/ld+json", "contentSchema": {"const": [7]}}, str.encode, b"[[]7]"),
        ({"contentMediaType": "application/json", "contentSchema": False}, str.encode, b"* *"),
        ({"contentMediaType": "application/json", "contentSchema": {"const": "é"}}, str.encode, '"é"'.encode()),
        (LOOP, json.loads, "* *"),
    ],
)
def test_a_text_holds_what_it_is_to_hold(
    said: Json, read: Callable[[str], Any], expected: bytes | str, tmp_path: Path
) -> None:
    """The smallest image that there is, and the JSON of a value that a schema describes; else some words."""
    for value in Made(tmp_path, {"type": "string", **said}).values(4):
        assert fnmatchcase(read(value), expected)


DEEP: Json = {"type": "string"}
for _ in range(70):
    DEEP = {"type": "array", "items": DEEP, "minItems": 1}
WIDE = {
    "type": "object",
    "required": [f"m{number}" for number in range(500)],
    "additionalProperties": {"type": "string"},
}
UNSATISFIABLE: dict[str, tuple[Json, str, str]] = {
    "what is too deep": (DEEP, "openapi.json:", "it would be nested more than 60 levels deep"),
    "what is too wide": ({"type": "array", "items": WIDE, "minItems": 90}, "openapi.json:", "within 30,000 steps"),
    "what has to be and must not": (
        {"type": "object", "required": ["a"], "not": {"required": ["a"]}},
        "openapi.json:1",
        "'a' has to be there, and must not",
    ),
    "false": (False, "openapi.json:10:4: ", "nothing is allowed here"),
    "no type is left": ({"allOf": [{"type": "string"}, {"type": "integer"}]}, "openapi.json:1", "type"),
    "no value is left": ({"enum": [1], "not": {"const": 1}}, "openapi.json:1", "enum"),
    "no option is allowed": ({"enum": [1, 2], "minimum": 3}, "openapi.json:1", "enum"),
    "bounds that cross": ({"type": "integer", "minimum": 5, "maximum": 4}, "openapi.json:1", "m"),
    "very many options of which none is allowed": (
        {"anyOf": [{"type": "integer", "minimum": 5, "maximum": 4, "title": str(number)} for number in range(60)]},
        "openapi.json:",
        "m",
    ),
    "no whole number": ({"type": "integer", "minimum": 0.2, "maximum": 0.8}, "openapi.json:1", ""),
    "lengths that cross": ({"type": "string", "minLength": 5, "maxLength": 4}, "openapi.json:1", "minLength"),
    "a text without end": ({"type": "string", "minLength": 10**9}, "openapi.json:1", "minLength"),
    "items without end": (
        {"type": "array", "items": {"type": "null"}, "minItems": 10**9},
        "openapi.json:1",
        "minItems",
    ),
    "many large items": (
        {
            "type": "array",
            "minItems": 9000,
            "items": {"type": "object", "required": [*"abcdefgh"], "additionalProperties": {"type": "string"}},
        },
        "openapi.json:1",
        "minItems",
    ),
    "more items than differ": (
        {"type": "array", "items": {"type": "boolean"}, "uniqueItems": True, "minItems": 3},
        "openapi.json:1",
        "uniqueItems",
    ),
    "members without end": ({"type": "object", "minProperties": 10**9}, "openapi.json:1", "minProperties"),
    "more members than may be": (
        {"type": "object", "minProperties": 2, "properties": {"a": {}}, "additionalProperties": False},
        "openapi.json:1",
        "minProperties",
    ),
    "more members than are allowed": (
        {"type": "object", "required": ["a", "b"], "maxProperties": 1},
        "openapi.json:1",
        "",
    ),
    "a needed member that is forbidden": (
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        "openapi.json:1",
        "",
    ),
    "a needed member without a name": (
        {"type": "object", "required": ["a"], "propertyNames": {"const": "b"}},
        "openapi.json:1",
        "propertyNames",
    ),
    "itself without end": (
        {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Root"}}},
        "openapi.json:1",
        "without end",
    ),
    "a pattern that nothing matches": ({"type": "string", "pattern": "^a(?!a)a$"}, "openapi.json:1", "pattern"),
    "a format that never matches": (
        {"type": "string", "format": "ipv4", "pattern": "^x"},
        "openapi.json:1",
        "pattern",
    ),
    "not anything": ({"not": {}}, "openapi.json:1", "not"),
    "none of several": ({"oneOf": [{"type": "string"}, {"type": ["string"]}]}, "openapi.json:1", "oneOf"),
    "none that has to be one": (
        {"type": "array", "contains": {"const": 1}, "maxItems": 0},
        "openapi.json:1",
        "",
    ),
    "an item that nothing is": ({"type": "array", "contains": False}, "openapi.json:1", ""),
    "neither of two types": (
        {"type": ["string", "integer"], "minLength": 2, "maxLength": 1, "minimum": 2, "maximum": 1},
        "openapi.json:1",
        "",
    ),
    "no multiple between": (
        {"type": "integer", "multipleOf": 7, "minimum": 1, "maximum": 6},
        "openapi.json:1",
        "multipleOf",
    ),
    "a member that no number is": (
        {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer", "minimum": 2, "maximum": 1}}},
        "openapi.json:1",
        "maximum",
    ),
    "nothing between": ({"type": "number", "exclusiveMinimum": 1, "exclusiveMaximum": 1}, "openapi.json:1", ""),
}


@pytest.mark.parametrize(("schema", "place", "message"), UNSATISFIABLE.values(), ids=UNSATISFIABLE.keys())
def test_what_nothing_satisfies_says_which_keyword_is_why(
    schema: Json, place: str, message: str, tmp_path: Path
) -> None:
    """And where it stands."""
    with pytest.raises(Unsatisfied) as caught:
        Made(tmp_path, schema).value()
    text = str(caught.value)
    assert text.startswith(place), text
    assert "no sample satisfies this: " in text
    assert message in text
    assert len(text) < 500


# What a reader sees


@pytest.mark.parametrize(
    ("name", "kind", "pattern"),
    [
        ("email", {}, r"[a-z0-9._-]+@example\.com"),
        ("contactEmail", {"format": "email"}, r"[a-z0-9._-]+@example\.com"),
        ("first_name", {}, r"[A-Z][a-z]+"),
        ("fullName", {}, r"[A-Z][\w'.-]+ .+"),
        ("city", {}, r"[A-Z].+"),
        ("country_code", {}, r"[A-Z]{2}"),
        ("currency", {}, r"[A-Z]{3}"),
        ("created_at", {"type": "integer"}, r"1[67]\d{8}"),
        ("categories", {"type": "array", "items": {"type": "string"}}, r"\['[a-z-]+'.*\]"),
        ("status_codes", {"type": "array", "items": {"type": "string"}}, r"\['[A-Z0-9]{6}'.*\]"),
        ("created_at", {}, r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("createdAt", {"format": "date-time"}, r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ"),
        ("birth_date", {"format": "date"}, r"\d{4}-\d\d-\d\d"),
        ("pet_id", {}, r"pet_[0-9a-f]{8,}"),
        ("retrieverId", {}, r"ret_[0-9a-f]{8,}"),
        ("id", {"format": "uuid"}, r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"),
        ("price", {"type": "number"}, r"\d{1,3}(\.\d\d?)?"),
        ("rating", {"type": "number"}, r"[1-5](\.\d)?"),
        ("age", {"type": "integer"}, r"[1-8]\d"),
        ("page_size", {"type": "integer"}, r"[1-5]\d"),
        ("score", {"type": "number"}, r"(0|1|0\.\d\d?)(\.0)?"),
        ("website", {"format": "uri"}, r"https://\S+"),
        ("phone", {}, r"\+1-202-555-01\d\d"),
        ("zip_code", {}, r"\d{5}"),
        ("tags", {"type": "array", "items": {"type": "string"}}, r"\['[a-z-]+'.*\]"),
        ("description", {}, r"[A-Z].* .*\."),
        ("email", {"format": "mailbox"}, r"[a-z0-9._-]+@example\.com"),
        ("id", {"type": ["string", "null"], "format": "uuid"}, r"[0-9a-f-]{36}"),
        ("is_active", {"type": "boolean"}, r"True|False"),
        ("size", {"type": ["string", "null"], "enum": ["S", "M", None]}, "S|M"),
        ("success", {"type": "boolean"}, "True"),
        ("isSuccessful", {"type": "boolean"}, "True"),
        ("ok", {"type": ["boolean", "null"]}, "True"),
        ("error", {"type": "boolean"}, "False"),
        ("has_errors", {"type": "boolean"}, "False"),
        ("success", {"type": "boolean", "enum": [False]}, "False"),
    ],
)
def test_a_value_fits_its_name(name: str, kind: dict[str, Json], pattern: str, tmp_path: Path) -> None:
    """What a member is called says what it holds."""
    schema = {"type": "object", "required": [name], "properties": {name: {"type": "string", **kind}}}
    for value in Made(tmp_path, schema).values(25):
        assert re.fullmatch(pattern, str(value[name])), value


def test_values_of_one_object_go_together(tmp_path: Path) -> None:
    """One person, one place, and no end before its beginning."""
    names = ("first_name", "last_name", "email", "created_at", "updated_at", "country", "country_code")
    numbers = ("min_price", "max_price")
    properties: dict[str, Json] = {name: {"type": "string"} for name in names}
    properties |= {name: {"type": "number"} for name in numbers}
    for value in Made(tmp_path, {"type": "object", "properties": properties}).values(25):
        assert value["created_at"] <= value["updated_at"]
        assert value["min_price"] <= value["max_price"]
        assert value["email"].startswith(re.sub("[^a-z]", "", value["first_name"].lower())), value


@pytest.mark.parametrize(
    ("item", "counts"),
    [
        ({"type": "object", "properties": {"a": {"type": "string"}}}, {0}),
        ({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, {2, 3}),
        ({"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}, {2, 3}),
        ({"type": "object", "properties": {"a": {"type": "string"}}, "example": {"a": "x"}}, {2, 3}),
        ({"anyOf": [{"type": "object"}, {"type": "string"}]}, {2, 3}),
        ({"type": "string"}, {2, 3}),
    ],
)
def test_deep_down_nothing_is_listed_rather_than_objects_without_members(
    item: Json, counts: set[int], tmp_path: Path
) -> None:
    """Where a value has only what it must have; what has to be there, or is said outright, is there."""
    inner = {"type": "object", "properties": {"c": {"type": "array", "items": item}}, "required": ["c"]}
    schema = {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": inner}}}}
    listed = Made(tmp_path, schema).value()["a"]["b"]["c"]
    assert len(listed) in counts
    assert {} not in listed


def test_optional_members_are_there(tmp_path: Path) -> None:
    """A reader wants to see all that there can be, and nothing of what is only sent."""
    schema = {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "nick": {"type": ["string", "null"]},
            "none": {"type": "null"},
            "password": {"type": "string", "writeOnly": True},
            "made": {"type": "string", "readOnly": True},
        },
    }
    for value in Made(tmp_path, schema).values():
        assert list(value) == ["name", "nick", "none", "made"]
        assert value["nick"] is not None


@pytest.mark.parametrize("other", [False, {"type": "string", "minLength": 2, "maxLength": 1}])
def test_members_that_need_each_other_are_there_together_or_not_at_all(other: Json, tmp_path: Path) -> None:
    """Where one of them cannot be, whether that shows at once or when it is made."""
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": other, "c": {"type": "string"}, "d": {"type": "string"}},
        "dependentRequired": {"a": ["b"], "c": ["d"]},
    }
    for value in Made(tmp_path, schema).values():
        assert list(value) == ["c", "d"]


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        ({"type": "string", "example": "given"}, "given"),
        ({"type": "string", "examples": ["first", "second"]}, "first"),
        ({"type": "string", "default": "usual"}, "usual"),
        ({"type": "string", "default": "usual", "example": "given"}, "given"),
        ({"type": "object", "example": {"a": 1}}, {"a": 1}),
        ({"type": "object", "properties": {"a": {"type": "integer", "example": 4}}}, {"a": 4}),
        ({"$ref": "#/components/schemas/Given"}, {"name": "Ada"}),
        (
            {"allOf": [{"$ref": "#/components/schemas/Given"}, {"properties": {"age": {"const": 3}}}]},
            {"name": "Ada", "age": 3},
        ),
        ({"type": "array", "items": {"type": "string"}, "example": ["a", "b"]}, ["a", "b"]),
        ({"anyOf": [{"type": "string", "example": "x"}], "example": "y"}, "y"),
    ],
)
def test_what_the_document_gives_comes_first(schema: Json, value: Json, tmp_path: Path) -> None:
    """Examples, then defaults; what several parts give is put together."""
    given = {"Given": {"type": "object", "properties": {"name": {"type": "string"}}, "example": {"name": "Ada"}}}
    assert Made(tmp_path, schema, given).value() == value


def test_what_is_given_can_be_passed_over(tmp_path: Path) -> None:
    """Where values are to be made up."""
    schema = {"type": "object", "required": ["city"], "properties": {"city": {"type": "string", "example": "Nowhere"}}}
    made = Made(tmp_path, schema)
    assert {value["city"] for value in made.values(5)} == {"Nowhere"}
    assert "Nowhere" not in {value["city"] for value in made.values(5, given=False)}


@pytest.mark.parametrize("key", ["id", "petId", "pet_id", "uuid"])
def test_things_that_are_listed_have_keys_of_their_own(key: str, tmp_path: Path) -> None:
    """The example of a key is that of the first; all that is an example is, as in lists of what is remembered."""
    pet = {"type": "object", "required": [key], "properties": {key: {"type": "integer", "example": 10}}}
    made = Made(tmp_path, {"type": "array", "minItems": 3, "items": {"$ref": "#/components/schemas/Pet"}}, {"Pet": pet})
    for pets in made.values():
        first, *others = [each[key] for each in pets]
        assert first == 10
        assert len({*others, first}) == len(pets)


def test_things_that_are_listed_share_what_names_something_else(tmp_path: Path) -> None:
    """Nothing is known of a member that is no key of theirs, or that only the document knows how to fill."""
    example = {"shopId": 10, "name": "Ada"}
    pet = {"type": "object", "properties": {"shopId": {"type": "integer"}, "name": {}}, "example": example}
    assert Made(tmp_path, {"type": "array", "items": pet, "minItems": 3}).value()[:3] == [example] * 3
    known = {"type": "string", "not": {"pattern": "^(?!x-1$)"}, "example": "x-1"}
    for required in ([], ["id"]):
        item = {"type": "object", "required": required, "properties": {"id": known}}
        made = Made(tmp_path, {"type": "array", "items": item, "minItems": 4, "maxItems": 4})
        assert made.value() == [{"id": "x-1"}] * 4


def test_of_an_enumeration_each_comes_once_while_there_are_others(tmp_path: Path) -> None:
    """Null and what does not fit is none of them; where all have come, they come again."""
    colours = {"type": ["string", "null"], "enum": ["red", "green", None, "blue", "no"], "maxLength": 5, "minLength": 3}
    three = Made(tmp_path, {"type": "array", "items": colours, "minItems": 3, "maxItems": 3})
    assert [sorted(value) for value in three.values()] == [["blue", "green", "red"]] * 20
    assert len({tuple(value) for value in three.values()}) > 1
    five = Made(tmp_path, {"type": "array", "items": {**colours, "example": "red"}, "minItems": 5, "maxItems": 5})
    for value in five.values():
        assert value[0] == "red"
        assert {*value} == {"red", "green", "blue"}


PETS = {
    "Cat": {
        "type": "object",
        "required": ["kind", "lives"],
        "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
    },
    "Dog": {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "tail": {"type": "boolean"}},
    },
}


@pytest.mark.parametrize(
    ("mapping", "names"),
    [
        (None, {"Cat", "Dog"}),
        ({"feline": "#/components/schemas/Cat", "canine": "Dog"}, {"feline", "canine"}),
        ({"feline": "#/components/schemas/Cat"}, {"feline", "Dog"}),
        ({"feline": 7, "nothing": "#/nowhere"}, {"Cat", "Dog"}),
    ],
)
def test_a_discriminator_says_which_alternative_it_is(mapping: Json, names: set[str], tmp_path: Path) -> None:
    """By its mapping, else by the schema's own name."""
    discriminator = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    alternatives = [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]
    made = Made(tmp_path, {"anyOf": alternatives, "discriminator": discriminator}, PETS)
    seen = {made.value(seed)["kind"] for seed in range(30)}
    assert seen <= names
    assert len(seen) == len(names)


def test_a_discriminator_of_a_parent_names_its_heirs(tmp_path: Path) -> None:
    """The parent is one of them, where it says no more."""
    parent = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind", "mapping": {"cat": "#/components/schemas/Heir"}},
    }
    heir = {
        "Heir": {
            "allOf": [
                {"$ref": "#/components/schemas/Root"},
                {"required": ["lives"], "properties": {"lives": {"const": 9}}},
            ]
        }
    }
    made = Made(tmp_path, parent, heir)
    assert made.value() == {"kind": "cat", "lives": 9}


def test_a_name_depends_on_whose_it_is(tmp_path: Path) -> None:
    """People have names as people have, and companies as companies have."""
    named = {"type": "object", "properties": {"name": {"type": "string"}}}
    schema = {"type": "object", "properties": {"owner": named, "company": named, "plan": named}}
    for value in Made(tmp_path, schema).values():
        assert re.fullmatch(r"[A-Z][a-z]+ [A-Z]\S+", value["owner"]["name"])
        assert value["owner"]["name"] != value["plan"]["name"] != value["company"]["name"]


# What the engine itself makes sure of


@pytest.mark.parametrize(
    ("owner", "prefix"),
    [
        ("Order", "ord_"),
        ("OrderResponse", "ord_"),
        ("deleted_order", "ord_"),
        ("order_deleted", "ord_"),
        ("OrderReadV2", "ord_"),
        ("BackOrder", "ord_"),
        ("Response", ""),
    ],
)
def test_a_key_begins_with_what_it_is_of(owner: str, prefix: str, tmp_path: Path) -> None:
    """And not with what the schema is for."""
    schema = {"type": "object", "properties": {"it": {"$ref": f"#/components/schemas/{owner}"}}}
    for value in Made(tmp_path, schema, {owner: _with("id")}).values(5):
        assert re.fullmatch(f"{prefix}[0-9a-f]{{12}}", value["it"]["id"]), value


def test_a_long_text_costs_more_than_a_short_one(tmp_path: Path) -> None:
    """Wherever it stands: of texts that have to be long there are no more than a try can pay for."""
    long, short = ({"type": "string", "minLength": length} for length in (40_000, 4))
    for item, is_possible in ((long, False), (short, True)):
        listed = {"type": "array", "items": item, "minItems": 90, "maxItems": 90}
        members = {f"m{number}": item for number in range(90)}
        named = {"type": "object", "properties": members, "required": [*members]}
        for schema in (listed, named):
            made = Made(tmp_path, schema)
            if is_possible:
                assert len(made.value()) == 90
            else:
                with pytest.raises(Unsatisfied):
                    made.value()


@pytest.mark.parametrize("whole", [None, Composed(lambda _: {"a": "x"}, 2), Composed(lambda _: {"a": "x"}, STEPS + 1)])
def test_nothing_leaves_that_does_not_hold(
    whole: Composed | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is made, and however, it is held against the schema, and what breaks it is named with its place."""
    monkeypatch.setattr(Maker, "composed", lambda *_: whole)
    monkeypatch.setattr(Maker, "value", lambda *_: {"a": "x"})
    made = Made(tmp_path, {"type": "object", "properties": {"a": {"type": "integer"}}})
    with pytest.raises(Unsatisfied) as caught:
        made.value()
    assert str(caught.value) == (
        'openapi.json:14:7: no sample satisfies this: type at \'/a\': "x" is not of type "integer"'
    )


def test_what_is_remembered_of_schemas_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And makes no difference."""
    expected = Made(tmp_path, PERSON).values()
    monkeypatch.setattr(view, "_MOST_KEPT", 2)
    monkeypatch.setattr(trying, "_MOST_KEPT", 0)
    assert Made(tmp_path, PERSON).values() == expected


def test_openapi_3_0_has_its_own_schemas(tmp_path: Path) -> None:
    """What stands beside a reference counts for nothing, `nullable` and flags at bounds do."""
    schema = {
        "type": "object",
        "required": ["a", "b", "c"],
        "properties": {
            "a": {"$ref": "#/components/schemas/One", "enum": [2]},
            "b": {"type": "integer", "nullable": True, "minimum": 1, "exclusiveMinimum": True, "maximum": 2},
            "c": {"type": "string", "nullable": True, "enum": [None]},
        },
    }
    made = Made(tmp_path, schema, {"One": {"type": "integer", "enum": [1]}}, version="3.0.3")
    assert made.value() == {"a": 1, "b": 2, "c": None}


# What a request knows


@pytest.mark.parametrize(
    ("known", "properties", "expected"),
    [
        ({"id": 42}, {"id": {"type": "integer"}}, {"id": 42}),
        ({"id": 42}, {"id": {"type": "string"}}, {"id": "42"}),
        ({"id": "42"}, {"id": {"type": "integer"}}, {"id": 42}),
        ({"petId": 42}, {"pet_id": {"type": "integer"}}, {"pet_id": 42}),
        ({"pet_id": 42}, {"id": {"type": "integer"}}, {"id": 42}),
        ({"petUuid": "x"}, {"uuid": {"type": "string"}, "id": {"const": 1}}, {"uuid": "x", "id": 1}),
        ({"userName": "x"}, {"username": {"type": "string"}}, {"username": "x"}),
        (
            {"owner_id": 1, "pet_id": 2},
            {"owner_id": {"type": "integer"}, "id": {"type": "integer"}},
            {"owner_id": 1, "id": 2},
        ),
        ({"id": 42}, {"id": {"const": 1}}, {"id": 1}),
        ({"id": True}, {"id": {"const": 1}}, {"id": 1}),
        ({"status": "sold"}, {"status": {"enum": ["sold", "new"]}}, {"status": "sold"}),
        ({"slug": "a-b"}, {"slug": {"type": "string"}}, {"slug": "a-b"}),
        ({"nothing": 1}, {"a": {"const": 1}}, {"a": 1}),
    ],
)
def test_what_is_known_shows(known: dict[str, Json], properties: Json, expected: Json, tmp_path: Path) -> None:
    """In the member that is called so, as far as it stays valid."""
    schema = {"type": "object", "required": list(properties), "properties": properties}
    made = Made(tmp_path, schema)
    value = made.value(known=known)
    assert {name: value[name] for name in expected} == expected
    assert made.is_valid(value)


def test_nothing_is_known_of_what_is_no_object(tmp_path: Path) -> None:
    assert Made(tmp_path, {"const": 7}).value(known={"id": 1}) == 7


# The same everywhere

PERSON = {
    "type": "object",
    "properties": {
        "user_id": {"type": "string"},
        "name": {"type": "string"},
        "email": {"type": "string", "format": "email"},
        "score": {"type": "number"},
        "tags": {"type": "array", "items": {"enum": ["a", "b", "c"]}},
        "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "kind": {"type": "string", "pattern": "^[a-z]{3,9}$"},
        "home": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
ELSEWHERE = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from contract.samples.test_samples import PERSON, Made
made = Made(Path(sys.argv[2]), PERSON)
print(json.dumps([made.value(seed) for seed in range(20)], sort_keys=False))
"""


def test_the_same_seed_makes_the_same_value_in_every_process(tmp_path: Path) -> None:
    """However Python hashes there; and another seed makes another one."""
    command = [sys.executable, "-c", ELSEWHERE, str(ROOT / "tests"), str(tmp_path)]
    outputs = []
    for number in ("1", "2"):
        environment = {"PYTHONHASHSEED": number, "PATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=60)
        outputs.append(json.loads(done.stdout))
    own = Made(tmp_path, PERSON).values(20)
    assert outputs == [own, own]
    assert len({json.dumps(value) for value in own}) == 20
    assert [list(value) for value in own] == [list(PERSON["properties"])] * 20


def test_a_value_does_not_depend_on_those_before_it(tmp_path: Path) -> None:
    made = Made(tmp_path, PERSON)
    first = made.value(5)
    for seed in range(5):
        made.value(seed)
    assert made.value(5) == first
    first["name"] = "changed"
    assert made.value(5) != first


@settings(max_examples=40, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(drawn=satisfiable(), order=st.permutations(range(4)))
def test_what_was_found_out_for_one_sample_changes_no_other(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[Json, Json, Any], order: list[int]
) -> None:
    """Whatever was made before, and in which order, each is what nobody but the first to ask would get."""
    _, schema, components = drawn
    directory = tmp_path_factory.getbasetemp()
    try:
        shared = Made(directory, schema, components, steps=200)
    except ProjectError:
        return
    for seed in order:
        alone = Made(directory, schema, components, steps=200)
        assert outcome(shared, seed) == outcome(alone, seed)


def outcome(made: Made, seed: int) -> str:
    """A value, or why there is none; what is given counts for every other one."""
    try:
        return json.dumps(made.value(seed, {"id": str(seed)}, given=seed % 2 == 0))
    except Unsatisfied as unsatisfied:
        return str(unsatisfied)


def test_what_is_given_is_not_handed_out_itself(tmp_path: Path) -> None:
    """Who changes a sample changes nothing of the document."""
    made = Made(tmp_path, {"type": "object", "example": {"a": [1]}})
    made.value()["a"].append(2)
    assert made.value() == {"a": [1]}


def test_a_sample_can_be_read_where_schemas_lead_everywhere(tmp_path: Path) -> None:
    """What lies deep has only what it must have, and so does what comes late."""
    components = {
        f"S{number}": {
            "type": "object",
            "required": ["id", "next"],
            "properties": {
                "id": {"type": "string"},
                "next": {"type": "array", "items": {"$ref": f"#/components/schemas/S{(number + 1) % 50}"}},
                **{f"to_{at}": {"$ref": f"#/components/schemas/S{(number * 7 + at) % 50}"} for at in range(12)},
            },
        }
        for number in range(50)
    }
    for value in Made(tmp_path, {"$ref": "#/components/schemas/S0"}, components).values(5):
        assert 500 < len(json.dumps(value)) < 20_000
