"""Parameters are read from the wire as OpenAPI and RFC 6570 write them, and judged by their schemas."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import write

from understudy.contract import contract
from understudy.contract.decoding import Decoder
from understudy.contract.document import Document
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import MISSING

TEXT = {"type": "string"}
ARRAY = {"type": "array", "items": TEXT}
EITHER = {"type": ["integer", "array"]}
NUMBERS = {"type": "array", "items": {"type": "integer"}}
OBJECT = {"type": "object", "properties": {key: {"type": "integer"} for key in "RGB"}}
COLORS = ["blue", "black", "brown"]
RGB = {"R": 100, "G": 200, "B": 150}


def decoder(directory: Path, parameter: dict[str, Any], others: Sequence[str] = (), version: str = "3.1.0") -> Decoder:
    """The decoder of a parameter called `color`, with others beside it and schemas to refer to."""
    declared = {"name": "color", "required": parameter["in"] == "path"} | parameter
    operation = {"parameters": [declared], "responses": {"default": {"description": "Fine"}}}
    more = {"T": True, "U": {"$ref": "#/components/schemas/T"}} if version > "3.1" else {}
    text = {
        "openapi": version,
        "info": {"title": "Test", "version": "1"},
        "paths": {"/a/{color}" if parameter["in"] == "path" else "/a": {"get": operation}},
        "components": {"schemas": {"A": {"type": "integer", "default": 7}, "B": OBJECT, **more}},
    }
    loaded = contract.load(write(directory, {"a.json": json.dumps(text)}) / "a.json", "a.json")
    names = frozenset([declared["name"], *others])
    return Decoder(loaded.operations[0].parameters[0], loaded.schemas, names)


def read(directory: Path, parameter: dict[str, Any], *sent: tuple[str, str]) -> Any:
    """The value that is read; it satisfies its schema."""
    value, violations = decoder(directory, parameter).decode(sent)
    assert violations == []
    return value


def query(schema: Any, **more: Any) -> dict[str, Any]:
    """A query parameter with this schema."""
    return {"in": "query", "schema": schema, **more}


@pytest.mark.parametrize(
    ("style", "explode", "location", "empty", "text", "array", "members"),
    [
        ("matrix", False, "path", ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        ("matrix", True, "path", ";color", ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"),
        ("label", False, "path", ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        ("label", True, "path", ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        ("simple", False, "path", "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("simple", True, "path", "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
        ("simple", False, "header", "", "blue", "blue, black,brown", "R, 100,G,200 ,B,150"),
        ("simple", True, "header", "", "blue", "blue,black, brown", "R=100, G=200, B=150"),
        ("form", False, "query", "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("form", False, "cookie", "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        ("spaceDelimited", False, "query", None, None, "blue%20black%20brown", "R%20100%20G%20200%20B%20150"),
        ("spaceDelimited", False, "query", None, None, "blue+black brown", "R+100+G+200+B+150"),
        ("pipeDelimited", False, "query", None, None, "blue|black|brown", "R|100|G|200|B|150"),
        ("pipeDelimited", False, "query", None, None, "blue%7Cblack%7cbrown", "R%7C100%7CG%7C200%7CB%7C150"),
    ],
)
def test_the_table_of_styles(
    tmp_path: Path,
    style: str,
    explode: Any,
    location: str,
    empty: str | None,
    text: str | None,
    array: str,
    members: str,
) -> None:
    """The examples of the specification are read as what they stand for (OpenAPI 3.1.1, 4.8.12.4; RFC 6570)."""
    written = {"in": location, "style": style, "explode": explode}
    assert read(tmp_path, {**written, "schema": ARRAY}, ("color", array)) == COLORS
    assert read(tmp_path, {**written, "schema": OBJECT}, ("color", members)) == RGB
    if text is not None and empty is not None:
        assert read(tmp_path, {**written, "schema": TEXT}, ("color", text)) == "blue"
        assert read(tmp_path, {**written, "schema": TEXT}, ("color", empty)) == ""


@pytest.mark.parametrize(
    ("parameter", "sent", "expected"),
    [
        (query(ARRAY), [("color", color) for color in COLORS], COLORS),
        (query(ARRAY), [("color", "blue,black")], ["blue,black"]),
        ({"in": "cookie", "schema": ARRAY}, [("color", color) for color in COLORS], COLORS),
        (query(ARRAY, style="spaceDelimited", explode=True), [("color", color) for color in COLORS], COLORS),
        (query(ARRAY, style="pipeDelimited", explode=True), [("color", color) for color in COLORS], COLORS),
        (query(ARRAY, style="pipeDelimited", explode=True), [("color", "a|b")], ["a|b"]),
        (query(OBJECT), [(key, str(number)) for key, number in RGB.items()], RGB),
        (query(OBJECT, style="deepObject", explode=True), [(f"color[{key}]", str(RGB[key])) for key in RGB], RGB),
        (query(OBJECT, style="deepObject", explode=True), [(f"color%5B{key}%5D", str(RGB[key])) for key in RGB], RGB),
        (query(OBJECT, style="deepObject", explode=True, name="a[b]"), [("a[b][R]", "1"), ("a[R]", "2")], {"R": 1}),
        (query({"$ref": "#/components/schemas/B"}), [("R", "1"), ("X", "2")], {"R": 1}),
        (query({"$ref": "#/components/schemas/U"}), [("color", "5")], "5"),
    ],
)
def test_values_in_several_pairs(tmp_path: Path, parameter: dict[str, Any], sent: list[Any], expected: Any) -> None:
    """Exploded, an array is a name given again and an object is its members' names."""
    assert read(tmp_path, parameter, *sent) == expected


@pytest.mark.parametrize(
    ("parameter", "raw", "expected"),
    [
        (query(ARRAY, explode=False), "a%2Cb,c", ["a,b", "c"]),
        (query(ARRAY, explode=False), "a+b,c%20d,e%2Bf", ["a b", "c d", "e+f"]),
        (query(ARRAY, explode=False), "", []),
        (query(ARRAY, explode=False), ",", ["", ""]),
        (query(ARRAY, explode=False), "a,,b", ["a", "", "b"]),
        (query(OBJECT | {"properties": {"a,b": TEXT}}, explode=False), "a%2Cb,c%2Cd", {"a,b": "c,d"}),
        (query(ARRAY, style="pipeDelimited"), "a%2Cb|c,d", ["a,b", "c,d"]),
        (query(ARRAY, style="spaceDelimited"), "a%2Cb%20c%2520d", ["a,b", "c%20d"]),
        (query(TEXT), "%C3%A9+%F0%9F%98%80", "é 😀"),
        (query(TEXT), "a%3Db%26c=d", "a=b&c=d"),
        (query(TEXT), "%", "%"),
        (query(TEXT), "%zz%4", "%zz%4"),
        (query(TEXT), "%ff%C3", "��"),
        (query(TEXT), "%00", "\0"),
        ({"in": "path", "schema": TEXT}, "a%2Fb+c%2520", "a/b+c%20"),
        ({"in": "path", "schema": ARRAY}, "a%2Cb,c%2Fd", ["a,b", "c/d"]),
        ({"in": "path", "schema": ARRAY, "style": "label", "explode": True}, ".a%2Eb.c", ["a.b", "c"]),
        (
            {"in": "path", "schema": ARRAY, "style": "matrix", "explode": True},
            ";color=a%3Bb;color=c%3Dd",
            ["a;b", "c=d"],
        ),
        ({"in": "path", "schema": ARRAY, "style": "matrix"}, ";color=a%2Cb,c", ["a,b", "c"]),
        ({"in": "path", "schema": ARRAY, "style": "matrix"}, ";color=", []),
        ({"in": "path", "schema": ARRAY, "style": "matrix"}, ";color", []),
        ({"in": "path", "schema": {"type": "integer"}, "style": "matrix"}, ";color=5", 5),
        ({"in": "path", "schema": {"type": "integer"}, "style": "label"}, ".-5", -5),
        ({"in": "path", "schema": {"type": "number"}, "style": "label"}, ".1.5", 1.5),
        ({"in": "header", "schema": TEXT}, "a%2Cb+c", "a%2Cb+c"),
        ({"in": "header", "schema": ARRAY}, "a%2Cb ,  c d", ["a%2Cb", "c d"]),
        ({"in": "cookie", "schema": TEXT}, "a%20b+c", "a%20b+c"),
        ({"in": "cookie", "schema": {"enum": ["a b+c"]}}, "a%20b+c", "a b+c"),
        ({"in": "cookie", "schema": {"enum": ["a%20b", "a b"]}}, "a%20b", "a%20b"),
        ({"in": "cookie", "schema": NUMBERS, "explode": False}, "1,%32", [1, 2]),
        ({"in": "cookie", "content": {"application/json": {"schema": NUMBERS}}}, "%5B1%2C2%5D", [1, 2]),
    ],
)
def test_percent_encoding(tmp_path: Path, parameter: dict[str, Any], raw: str, expected: Any) -> None:
    """Values are parted before they are decoded, so an encoded delimiter stays; `+` is a space in a query alone.

    A cookie is what it is, unless that can only be meant when it is decoded.
    """
    assert read(tmp_path, parameter, ("color", raw)) == expected


@pytest.mark.parametrize(
    ("schema", "raw", "expected"),
    [
        ({"type": "integer"}, "5", 5),
        ({"type": "integer"}, "-0", 0),
        ({"type": "integer"}, "%35", 5),
        ({"type": "integer"}, "5.00", 5),
        ({"type": ["integer", "string"]}, "5.5", "5.5"),
        ({"type": "number"}, "5.0", 5.0),
        ({"type": "integer"}, "9" * 30, int("9" * 30)),
        ({"type": "number"}, "5", 5),
        ({"type": "number"}, "-1.5e-1", -0.15),
        ({"type": "number"}, "1E5", 100000.0),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "null"}, "null", None),
        ({"type": "null"}, "", None),
        ({"type": ["integer", "null"]}, "", None),
        ({"type": ["string", "null"]}, "", ""),
        ({"enum": [1, 2]}, "2", 2),
        ({"enum": [1.5, True, None, "x"]}, "1.5", 1.5),
        ({"enum": [1.5, True, None, "x"]}, "true", True),
        ({"enum": [1.5, True, None, "x"]}, "null", None),
        ({"enum": [1.5, True, None, "x"]}, "x", "x"),
        ({"enum": ["1", "2"]}, "1", "1"),
        ({"const": 1}, "1", 1),
        ({"type": ["integer", "string"]}, "5", 5),
        ({"type": ["integer", "string"]}, "five", "five"),
        ({"type": ["integer", "string"], "maximum": 3}, "5", "5"),
        ({"anyOf": [{"type": "boolean"}, {"type": "string", "pattern": "^t"}]}, "true", True),
        ({"anyOf": [{"type": "integer", "maximum": 3}, {"type": "string", "minLength": 2}]}, "44", "44"),
        ({"oneOf": [{"type": "integer"}, {"type": "null"}]}, "", None),
        ({"allOf": [{"$ref": "#/components/schemas/A"}]}, "5", 5),
        ({"$ref": "#/components/schemas/A"}, "5", 5),
        ({"type": ["string", "null"], "minLength": 1}, "x", "x"),
        ({"type": ["string", "null"], "minLength": 1}, "", None),
        ({"enum": ["a", None]}, "", None),
        ({"type": ["boolean", "string"]}, "True", "True"),
        ({}, "5", "5"),
        (True, "5", "5"),
        ({"minLength": 1}, "true", "true"),
        ({"type": "array"}, "5", ["5"]),
        ({"items": {"type": "integer"}}, "5", [5]),
        ({"type": "array", "items": {"type": ["integer", "string"]}}, "5", [5]),
        ({"type": "array", "items": {"$ref": "#/components/schemas/A"}}, "5", [5]),
        ({"type": "array", "items": True}, "5", ["5"]),
        ({"type": "array", "prefixItems": [{"type": "integer"}]}, "5", [5]),
        ({"anyOf": [NUMBERS, {"const": "all"}]}, "all", "all"),
        ({"anyOf": [{"const": "all"}, NUMBERS]}, "5", [5]),
    ],
)
def test_readings(tmp_path: Path, schema: Any, raw: str, expected: Any) -> None:
    """A text is read as the first of its schema's types that the schema accepts."""
    found = read(tmp_path, query(schema), ("color", raw))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("schema", "raw", "value", "keyword"),
    [
        *[
            ({"type": "integer"}, raw, raw, "type")
            for raw in ("", "1.5", "1.", "1e2", "0x1", "٣", "1_0", "five", "true", "--1")
        ],
        *[({"type": "number"}, raw, raw, "type") for raw in ("nan", "inf", "1e999", "-1e999", ".5", "5.", "1,5", "1e")],
        *[({"type": number}, "1" * 5000, "1" * 5000, "type") for number in ("integer", "number")],
        ({"type": "integer"}, "+5", " 5", "type"),
        ({"type": "integer"}, "5%0A", "5\n", "type"),
        ({"type": "number"}, "5.5%0A", "5.5\n", "type"),
        *[({"type": "boolean"}, raw, raw, "type") for raw in ("True", "1", "yes", "")],
        ({"type": "null"}, "None", "None", "type"),
        ({"type": "integer", "minimum": 10}, "5", 5, "minimum"),
        ({"enum": [1, 2]}, "3", 3, "enum"),
        ({"type": ["string", "null"], "enum": ["a"]}, "", "", "enum"),
        ({"enum": [1, 2]}, "x", "x", "enum"),
        ({"type": "string", "maxLength": 1}, "ab", "ab", "maxLength"),
    ],
)
def test_what_is_no_value_stays_text(tmp_path: Path, schema: Any, raw: str, value: Any, keyword: str) -> None:
    """What cannot be read as its type is judged as the text that was sent, and named by location and name."""
    found, violations = decoder(tmp_path, query(schema)).decode([("color", raw)])
    assert found == value
    assert [(violation.keyword, violation.pointer) for violation in violations] == [(keyword, ("query", "color"))]


@pytest.mark.parametrize(
    ("parameter", "sent", "expected"),
    [
        (query({"type": "object"}), [("a", "1"), ("limit", "5"), ("b", "x")], {"a": "1", "b": "x"}),
        (
            query({"type": "object", "additionalProperties": {"type": "string"}}),
            [("a", "1"), ("limit", "5")],
            {"a": "1"},
        ),
        (
            query({"type": "object", "additionalProperties": False, "properties": {"a": TEXT}}),
            [("a", "1"), ("b", "2")],
            {"a": "1"},
        ),
        (
            query(OBJECT | {"additionalProperties": {"type": "string"}}),
            [("R", "1"), ("b", "2"), ("limit", "3")],
            {"R": 1, "b": "2"},
        ),
        (query({"type": "object", "additionalProperties": {"type": "integer"}}), [("a", "1")], {"a": 1}),
        (query({"type": "object"}), [("limit", "5")], MISSING),
        (query({"type": "object"}), [], MISSING),
        (query({"properties": {"limit": {"type": "integer"}}}), [("limit", "5")], {"limit": 5}),
        (
            query({"allOf": [{"$ref": "#/components/schemas/B"}, {"properties": {"A": TEXT}}]}),
            [("R", "1"), ("A", "1")],
            {"R": 1, "A": "1"},
        ),
    ],
)
def test_exploded_objects_leave_other_parameters_alone(
    tmp_path: Path, parameter: dict[str, Any], sent: list[tuple[str, str]], expected: Any
) -> None:
    """An exploded object takes the members that it declares; undeclared ones if it may and nobody else has."""
    value, violations = decoder(tmp_path, parameter, ["limit"]).decode(sent)
    assert (value, violations) == (expected, [])


NESTED = {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": {"type": "integer"}}}}}
LISTING = {
    "type": "object",
    "properties": {"a": {"type": "array", "items": {"type": "integer"}}, "b": {"type": "integer"}},
}


@pytest.mark.parametrize(
    ("schema", "sent", "expected"),
    [
        ({"type": "object"}, [("color[a][b]", "x"), ("color[a][c]", "y")], {"a": {"b": "x", "c": "y"}}),
        ({"type": "object"}, [("color[a]", "x"), ("color[a][b]", "y")], None),
        ({"type": "object"}, [("color[a][b]", "x"), ("color[a]", "y")], {"a": "y"}),
        ({"type": "object"}, [("color[]", "x")], {"": "x"}),
        ({"type": "object"}, [("color", "x"), ("color[a", "x"), ("colors[a]", "x"), ("color]", "x")], MISSING),
        ({"type": "object"}, [("color[a]b]", "x")], {"a]b": "x"}),
        ({"type": "object"}, [("color[a b]", "%5Bx+y%5D")], {"a b": "[x y]"}),
        ({"type": "object"}, [("color" + "[a]" * 50, "x")], None),
        (NESTED, [("color[a][b]", "5")], {"a": {"b": 5}}),
        (NESTED, [("color[a]", "")], {"a": {}}),
        ({"type": "object", "properties": {"a": {"type": ["object", "string"]}}}, [("color[a]", "")], {"a": ""}),
        ({"type": "object", "properties": {"a": {"type": ["object", "null"]}}}, [("color[a]", "")], {"a": None}),
        ({"type": "object", "additionalProperties": NESTED}, [("color[x][a][b]", "5")], {"x": {"a": {"b": 5}}}),
        (OBJECT, [("color[R]", "1"), ("color[X]", "2")], {"R": 1, "X": "2"}),
        (LISTING, [("color[a]", "1"), ("color[b]", "5"), ("color[a]", "2")], {"a": [1, 2], "b": 5}),
        (LISTING, [("color[a][]", "1"), ("color[a]", "3"), ("color[a][]", "2")], {"a": [3], "": "2"}),
    ],
)
def test_deep_objects(tmp_path: Path, schema: Any, sent: list[tuple[str, str]], expected: Any) -> None:
    """The keys in brackets lead to members, as deep as they go; whatever is written, it is an object or missing."""
    value, violations = decoder(tmp_path, query(schema, style="deepObject", explode=True)).decode(sent)
    assert violations == []
    assert value == expected or (expected is None and isinstance(value, dict))


@pytest.mark.parametrize(
    ("parameter", "sent", "expected"),
    [
        ({"content": {"application/json": {"schema": OBJECT}}}, "%7B%22R%22%3A+1%7D", {"R": 1}),
        ({"content": {"application/json": {}}}, "[1,%20null]", [1, None]),
        ({"content": {"application/problem+json": {"schema": {"type": "integer"}}}}, "1.0", 1.0),
        ({"content": {"text/plain": {"schema": {"type": "string"}}}}, "a%20b", "a b"),
    ],
)
def test_values_of_a_media_type(tmp_path: Path, parameter: dict[str, Any], sent: str, expected: Any) -> None:
    """A parameter with `content` is a JSON text, where its media type is JSON, and a plain one where it is not."""
    assert read(tmp_path, {"in": "query", **parameter}, ("other", "x"), ("color", sent)) == expected


@pytest.mark.parametrize("raw", ["", "{", "NaN", "1e999", "[" * 5000, "%22%5Cud800%22", "'x'", "%ff"])
def test_values_that_are_no_json(tmp_path: Path, raw: str) -> None:
    """What should be JSON and is not is a violation, and there is no value."""
    parameter = {"in": "query", "content": {"application/json": {"schema": {}}}}
    value, (violation,) = decoder(tmp_path, parameter).decode([("color", raw)])
    assert (value, violation.keyword, violation.pointer) == (MISSING, "content", ("query", "color"))
    assert violation.message.startswith("not JSON: ")


def test_a_json_value_is_judged(tmp_path: Path) -> None:
    """A JSON value satisfies its schema too; the pointer leads into it."""
    parameter = {"in": "header", "content": {"application/json": {"schema": ARRAY}}}
    _, (violation,) = decoder(tmp_path, parameter).decode([("color", '["a", 1]')])
    assert (violation.keyword, violation.pointer) == ("type", ("header", "color", 1))


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        (query(TEXT), MISSING),
        (query({"type": "integer", "default": 5}), 5),
        (query({"type": "integer", "default": None, "nullable": True} | {"type": ["integer", "null"]}), None),
        (query({"$ref": "#/components/schemas/A"}), 7),
        (query({"$ref": "#/components/schemas/A", "default": 8}), 8),
        (query({"allOf": [{"$ref": "#/components/schemas/A"}], "default": 8}), 8),
        (query({"allOf": [{"$ref": "#/components/schemas/A"}]}), 7),
        (query({"allOf": [{"$ref": "#/components/schemas/A"}, {"default": 9}]}), 9),
        (query({"anyOf": [{"$ref": "#/components/schemas/A"}]}), MISSING),
        (query({"not": {}}), MISSING),
        (query({"$ref": "#/components/schemas/T"}), MISSING),
        (query({"$ref": "#/components/schemas/U"}), MISSING),
        (query({"$ref": "#/components/schemas/U", "default": 1}), 1),
        (query({"type": "array", "items": TEXT, "default": ["a"]}), ["a"]),
        (query({"type": "object", "default": {"a": 1}}, style="deepObject", explode=True), {"a": 1}),
        ({"in": "cookie", "schema": {"default": "x"}}, "x"),
        ({"in": "header", "content": {"application/json": {"schema": {"default": 1}}}}, 1),
        ({"in": "header", "content": {"application/json": {}}}, MISSING),
    ],
)
def test_what_was_not_sent(tmp_path: Path, parameter: dict[str, Any], expected: Any) -> None:
    """A parameter that was not sent is its schema's default, or missing; the nearest default is the one that counts."""
    assert decoder(tmp_path, parameter).decode([]) == (expected, [])
    assert decoder(tmp_path, parameter).decode([("colour", "x")]) == (expected, [])


@pytest.mark.parametrize("location", ["query", "header", "cookie", "path"])
def test_what_is_required(tmp_path: Path, location: str) -> None:
    """A required parameter that was not sent is a violation; a path parameter is always required."""
    _, (violation,) = decoder(tmp_path, {"in": location, "schema": TEXT, "required": True}).decode([])
    assert (violation.keyword, violation.pointer) == ("required", (location, "color"))
    assert violation.message == "'color' is required"


@pytest.mark.parametrize(
    ("schema", "raw", "expected"),
    [({"type": "integer", "nullable": True}, "null", None), ({"type": "integer", "nullable": True}, "5", 5)],
)
def test_nullable_parameters_of_3_0(tmp_path: Path, schema: Any, raw: str, expected: Any) -> None:
    """In 3.0, a nullable parameter may be null."""
    assert decoder(tmp_path, query(schema), version="3.0.3").decode([("color", raw)]) == (expected, [])


def test_the_last_of_equal_names_counts(tmp_path: Path) -> None:
    """Of a single value that was sent twice, the last one counts."""
    assert read(tmp_path, query({"type": "integer"}), ("color", "1"), ("co%6Cor", "2")) == 2


def test_objects_with_broken_pairs(tmp_path: Path) -> None:
    """A member without a value is empty."""
    schema = {"type": "object", "additionalProperties": TEXT}
    assert read(tmp_path, query(schema, explode=False), ("color", "R,1,G")) == {"R": "1", "G": ""}
    assert read(tmp_path, {"in": "path", "schema": schema, "explode": True}, ("color", "a,b=c=d")) == {
        "a": "",
        "b": "c=d",
    }


@pytest.mark.parametrize(
    ("location", "style", "explode"),
    [("path", "simple", False), ("header", "simple", False), ("query", "form", True), ("cookie", "form", True)],
)
def test_styles_by_default(tmp_path: Path, location: str, style: str, explode: Any) -> None:
    """Each location has its style, and `form` explodes unless told otherwise."""
    parameter = decoder(tmp_path, {"in": location, "schema": TEXT}).parameter
    assert (parameter.style, parameter.explode) == (style, explode)
    header = Parameter.header("X", parameter.node, Document(parameter.node.source))
    assert (header.name, header.location, header.style, header.explode) == ("X", "header", "simple", False)


@pytest.mark.parametrize(
    ("declared", "sent", "value"),
    [
        ({"schema": ARRAY}, [("color", "a"), ("x", "1"), ("color", "b%20c")], ["a", "b%20c"]),
        ({"schema": ARRAY, "explode": False}, [("color", "a,b")], ["a", "b"]),
        ({"schema": OBJECT}, [("R", "1"), ("x", "1"), ("B", "2")], {"R": 1, "B": 2}),
        ({"schema": OBJECT, "explode": False}, [("color", "R,1")], {"R": 1}),
        ({"schema": OBJECT, "required": True}, [], {}),
        ({"schema": OBJECT | {"required": ["R"]}}, [("G", "x")], None),
    ],
)
def test_the_style_of_cookies(declared: dict[str, Any], sent: list[Any], value: Any, tmp_path: Path) -> None:
    """It explodes unless told otherwise: each item and each member is a cookie (OpenAPI 3.2, 4.12.3)."""
    known = decoder(tmp_path, {"in": "cookie", "style": "cookie", **declared}, version="3.2.0")
    told, found = known.decode(sent)
    if value is None:
        assert [each.keyword for each in found] == ["required", "type"]
    else:
        assert (told, found) == (value, [])


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6)
FIRSTS = {"matrix": ";", "label": "."}
BETWEEN = {"label": ".", "matrix": ";", "spaceDelimited": "%20", "pipeDelimited": "|"}


def encoded(style: str, explode: Any, value: Any) -> list[tuple[str, str]]:
    """What a client sends for a parameter called `color`, by RFC 6570 with `,` where a value is not exploded."""
    parts = value if isinstance(value, list) else [value]
    first, between = FIRSTS.get(style, ""), BETWEEN.get(style, ",") if explode or "Delimited" in style else ","
    if isinstance(value, dict):
        pairs = [(_quoted(key), _quoted(item)) for key, item in value.items()]
        if style == "deepObject":
            return [(f"color%5B{key}%5D", item) for key, item in pairs]
        if style == "form" and explode:
            return pairs
        texts = [f"{key}={item}" for key, item in pairs] if explode else [text for pair in pairs for text in pair]
    elif style in ("form", "spaceDelimited", "pipeDelimited") and explode:
        return [("color", _quoted(part)) for part in parts]
    else:
        texts = [_quoted(part) for part in parts]
        if style == "matrix" and explode:
            texts = [f"color={text}" for text in texts]
    named = "color=" if style == "matrix" and not explode else ""
    return [("color", first + named + between.join(texts))]


def _quoted(text: str) -> str:
    return quote(text, safe="").replace(".", "%2E")


STYLES = [
    *[("path", style, explode) for style in ("matrix", "label", "simple") for explode in (False, True)],
    *[("query", "form", explode) for explode in (False, True)],
    *[("query", style, False) for style in ("spaceDelimited", "pipeDelimited")],
]


@pytest.mark.parametrize(("location", "style", "explode"), [*STYLES, ("query", "deepObject", True)])
@settings(derandomize=True, deadline=None, database=None, max_examples=40)
@given(data=st.data())
def test_what_is_encoded_comes_back(
    tmp_path_factory: pytest.TempPathFactory, location: str, style: str, explode: Any, data: st.DataObject
) -> None:
    """Whatever a client encodes in a style, the decoder of that style reads as the same value."""
    members = {"type": "object", "additionalProperties": TEXT}
    # An encoded space cannot be told from one that delimits (OpenAPI 3.1.1, Appendix E); the same of a pipe.
    words = WORDS.filter(lambda text: not set(text) & {" ", "|"}) if "Delimited" in style else WORDS
    names = words.filter(lambda text: not set(text) & {"[", "]"}) if style == "deepObject" else words
    values: list[tuple[Any, st.SearchStrategy[Any]]] = [
        (members, st.dictionaries(names, words, min_size=1, max_size=3))
    ]
    if style != "deepObject":
        values.append((ARRAY | {"minItems": 1}, st.lists(words | st.just(""), min_size=1, max_size=3)))
    if "Delimited" not in style and style != "deepObject":
        values.append((TEXT, words))
    schema, strategy = data.draw(st.sampled_from(values))
    value = data.draw(strategy)
    parameter = {"in": location, "schema": schema, "style": style, "explode": explode}
    if schema is members and style == "form" and explode and "color" in value:
        return  # it is called as the parameter itself is
    assert read(tmp_path_factory.getbasetemp(), parameter, *encoded(style, explode, value)) == value


@settings(derandomize=True, deadline=None, database=None, max_examples=100)
@given(name=st.text("color[]%5B&=+ ", max_size=12), raw=st.text(st.characters(max_codepoint=255), max_size=12))
def test_nothing_on_the_wire_breaks_a_decoder(tmp_path_factory: pytest.TempPathFactory, name: str, raw: str) -> None:
    """Whatever is sent, there is a value or a violation."""
    directory = tmp_path_factory.getbasetemp()
    for parameter in DECODED:
        if parameter not in _DECODERS:
            _DECODERS[parameter] = decoder(directory, json.loads(parameter))
        _DECODERS[parameter].decode([(name, raw), ("color", raw), ("color[a]", raw)])


DECODED = [
    json.dumps({"in": location, "schema": schema, "style": style, "explode": explode})
    for location, style, explode in [*STYLES, ("query", "deepObject", True)]
    for schema in (TEXT, {"type": ["number", "null"]}, NUMBERS, OBJECT)
]
_DECODERS: dict[str, Decoder] = {}


@pytest.mark.parametrize(
    ("media_type", "schema", "sent", "value"),
    [
        ("application/x-www-form-urlencoded", OBJECT, [("R", "1"), ("G", "%32")], {"R": 1, "G": 2}),
        ("application/x-www-form-urlencoded", {"type": "object"}, [("a", "x+y"), ("b", "")], {"a": "x y", "b": ""}),
        ("application/json", OBJECT, [("%7B%22R%22:1%7D", "")], {"R": 1}),
        ("application/json", TEXT, [("%22a", "b%26c%22")], "a=b&c"),
        ("text/plain", TEXT, [("a", "b"), ("c", "")], "a=b&c"),
    ],
)
def test_a_query_may_be_one_value(tmp_path: Path, media_type: str, schema: Any, sent: Any, value: Any) -> None:
    """A form, or anything else that is percent-encoded (OpenAPI 3.2)."""
    declared = {"in": "querystring", "content": {media_type: {"schema": schema}}, "required": True}
    known = decoder(tmp_path, declared, version="3.2.0")
    assert known.decode(sent) == (value, [])
    assert [found.keyword for found in known.decode([])[1]] == ["required"]


def test_an_open_object_leaves_others_alone(tmp_path: Path) -> None:
    """Also what is in brackets behind their names; what is behind any other name is a member of its own."""
    schema = {"type": "object", "additionalProperties": {"type": "integer"}}
    known = decoder(tmp_path, {"in": "query", "schema": schema}, ["where", "limit"])
    sent = [("where[name]", "x"), ("limit", "y"), ("a", "1"), ("b[c]", "2"), ("where[d", "3")]
    assert known.decode(sent) == ({"a": 1, "b[c]": 2, "where[d": 3}, [])


FILTER = {
    "type": "object",
    "properties": {
        "tags": ARRAY,
        "at": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "where": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "n": {"type": "integer"},
    },
}


@pytest.mark.parametrize(
    ("sent", "value"),
    [
        ([("tags", "a,b"), ("n", "1")], {"tags": ["a", "b"], "n": 1}),
        ([("at[x]", "1")], {"at": {"x": 1}}),
        ([("where", "%7B%22x%22%3A1%7D")], {"where": {"x": 1}}),
    ],
)
def test_a_query_that_is_a_form_has_the_encoding_of_one(sent: Any, value: Any, tmp_path: Path) -> None:
    """Each of its fields is written as that says (OpenAPI 3.2, 4.12.1)."""
    encoding = {"tags": {"explode": False}, "at": {"style": "deepObject"}, "where": {"contentType": "application/json"}}
    content = {"application/x-www-form-urlencoded": {"schema": FILTER, "encoding": encoding}}
    known = decoder(tmp_path, {"in": "querystring", "content": content}, version="3.2.0")
    assert known.decode(sent) == (value, [])


@pytest.mark.parametrize(
    ("media_type", "schema", "raw", "value", "wrong"),
    [
        ("application/x-www-form-urlencoded", OBJECT, "R=1%26G=%2532", {"R": 1, "G": 2}, []),
        ("application/x-www-form-urlencoded", OBJECT, "R=x", {"R": "x"}, ["type"]),
        ("application/x-www-form-urlencoded", OBJECT, "", {}, []),
        ("application/xml", OBJECT, "%3CR%3E1%3C/R%3E", "<R>1</R>", []),
        ("text/csv", NUMBERS, "1,2", "1,2", []),
        ("text/plain", {"type": "string", "maxLength": 2}, "abc", "abc", ["maxLength"]),
        ("text/csv", {"maxLength": 2}, "abc", "abc", ["maxLength"]),
        ("application/json", OBJECT, "%7B%22R%22:1%7D", {"R": 1}, []),
    ],
)
def test_a_value_in_a_media_type(
    media_type: str, schema: Any, raw: str, value: Any, wrong: list[str], tmp_path: Path
) -> None:
    """Is judged where it is known how such a text is meant: JSON, a form, or a text."""
    declared = {"in": "query", "content": {media_type: {"schema": schema}}}
    told, found = decoder(tmp_path, declared).decode([("color", raw)])
    assert (told, [each.keyword for each in found]) == (value, wrong)


def test_a_query_that_is_no_json(tmp_path: Path) -> None:
    declared = {"in": "querystring", "content": {"application/json": {"schema": OBJECT}}}
    known = decoder(tmp_path, declared, version="3.2.0")
    assert [found.keyword for found in known.decode([("{", "")])[1]] == ["content"]
    assert [found.keyword for found in known.decode([("%7B%22R%22:%22x%22%7D", "")])[1]] == ["type"]


@pytest.mark.parametrize(
    ("schema", "sent", "value"),
    [
        (ARRAY, [("color[]", "a"), ("color[]", "b")], ["a", "b"]),
        (NUMBERS, [("color[1]", "2"), ("color[0]", "1"), ("color[10]", "3")], [1, 2, 3]),
        (
            {"type": "object", "properties": {"of": NUMBERS}},
            [("color[of][]", "1"), ("color[of][]", "2")],
            {"of": [1, 2]},
        ),
        ({"type": "object", "properties": {"of": NUMBERS}}, [("color[of]", "1"), ("color[of]", "2")], {"of": [1, 2]}),
        ({"type": "object", "properties": {"of": NUMBERS}}, [("color[of]", "1")], {"of": [1]}),
        ({"type": "object", "properties": {"of": EITHER}}, [("color[of]", "1")], {"of": 1}),
        (
            {"type": "object", "properties": {"of": EITHER}},
            [("color[of]", "1"), ("color[of]", "2")],
            {"of": ["1", "2"]},
        ),
        (OBJECT, [("color[R]", "1"), ("color[R]", "2")], {"R": 2}),
        ({"type": "array", "items": OBJECT}, [("color[0][R]", "1"), ("color[1][R]", "2")], [{"R": 1}, {"R": 2}]),
        ({"anyOf": [OBJECT, {"type": "integer"}]}, [("color", "5")], 5),
        ({"anyOf": [OBJECT, {"type": "integer"}]}, [("color[R]", "5")], {"R": 5}),
    ],
)
def test_brackets_may_mean_an_array(tmp_path: Path, schema: Any, sent: Any, value: Any) -> None:
    """As many clients write one, where the schema wants one; what is no object is written plainly."""
    assert read(tmp_path, query(schema, style="deepObject", explode=True), *sent) == value


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"explode": True}, []),
        ({"style": "deepObject", "explode": True}, []),
        ({"explode": False}, ["required"]),
        ({"schema": {**OBJECT, "required": ["R"]}}, ["required"]),
        ({"schema": TEXT}, ["required"]),
    ],
)
def test_an_object_without_members_leaves_no_trace(tmp_path: Path, more: dict[str, Any], found: list[str]) -> None:
    """Where each of its members would be sent by itself, and none has to be there."""
    known = decoder(tmp_path, {**query(OBJECT, required=True), **more})
    value, violations = known.decode([("other", "1")])
    assert [violation.keyword for violation in violations] == found
    assert value == ({} if not found else MISSING)


def test_an_index_beyond_counting_is_none(tmp_path: Path) -> None:
    """What no array has is said to be no array, and not that it is no JSON."""
    numbers = {"type": "array", "items": {"type": "integer"}}
    read = decoder(tmp_path, query(numbers, style="deepObject", explode=True))
    assert read.decode([("color[1]", "2"), ("color[0]", "1")]) == ([1, 2], [])
    _, (violation,) = read.decode([(f"color[{'9' * 5000}]", "1")])
    assert violation.keyword == "type"


@pytest.mark.parametrize("style", ["form", "deepObject", "spaceDelimited"])
@pytest.mark.parametrize("members", [{"kind": "a", "n": "7"}, {"kind": "b", "n": 7}])
def test_members_are_what_the_alternative_says_that_is_meant(
    members: dict[str, Any], style: str, tmp_path: Path
) -> None:
    alternatives = [
        {"properties": {"kind": {"const": kind}, "n": {"type": type_}}, "required": ["kind"]}
        for kind, type_ in (("a", "string"), ("b", "integer"))
    ]
    sent = {
        "form": [(key, str(value)) for key, value in members.items()],
        "deepObject": [(f"color[{key}]", str(value)) for key, value in members.items()],
        "spaceDelimited": [("color", "%20".join(f"{key}%20{value}" for key, value in members.items()))],
    }
    declared = query({"type": "object", "oneOf": alternatives}, style=style, explode=style != "spaceDelimited")
    assert read(tmp_path, declared, *sent[style]) == members
