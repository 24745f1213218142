"""JSON files are read as RFC 8259 says, and what Python's reader lets pass is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.errors import ProjectError
from understudy.source import json_value, read

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=12,
)


def value(directory: Path, text: str) -> Any:
    """What a JSON file with this text says."""
    file = directory / "a.JSON"
    file.write_text(text, encoding="utf-8")
    return read(file, "a.json").value


def refused(directory: Path, text: str) -> list[str]:
    """What is found in a JSON file with this text."""
    with pytest.raises(ProjectError) as error:
        value(directory, text)
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\ufeff {"a": [1, 1.0, -0.5e1, true, null]}\n', {"a": [1, 1.0, -5.0, True, None]}),
        ('"\\ud83d\\ude00 \\\\ud800"', "😀 \\ud800"),
        ('{"<<": {"a": 1}}', {"<<": {"a": 1}}),
        ('{"<<": {"a": 1}, "b": "\\ud83d\\ude00"}', {"<<": {"a": 1}, "b": "😀"}),
        ('{"<<": [1], "b": "\\uD83D\\uDE00"}', {"<<": [1], "b": "😀"}),
        ('{"NO": "012", "": 1}', {"NO": "012", "": 1}),
        ("1" * 4300, int("1" * 4300)),
        ("[1." + "0" * 5000 + "]", [1.0]),
    ],
)
def test_values(tmp_path: Path, text: str, expected: Any) -> None:
    """A JSON file means what it says, and `<<` means nothing special."""
    assert value(tmp_path, text) == expected


NAME = "Expecting property name enclosed in double quotes"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1: not JSON: Expecting value"),
        ("\ufeff\ufeff1", "1:1: not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)"),
        ('{\n  "a" 1}', "2:7: not JSON: Expecting ':' delimiter"),
        ("[1,\n2", "2:2: not JSON: Expecting ',' delimiter: the text ends, and something in it is still open"),
        ('{"a": 1, }', f"1:10: not JSON: {NAME}: the comma before it is one too many"),
        ("[1,\n]", "2:1: not JSON: Expecting value: the comma before it is one too many"),
        ("{'a': 1}", f"1:2: not JSON: {NAME}: texts and names stand in double quotes"),
        ('{"a": True}', "1:7: not JSON: Expecting value: JSON has true, false and null for it"),
        ('{// one\n"a": 1}', f"1:2: not JSON: {NAME}: JSON has no comments"),
        ("1\n2", "2:1: not JSON: Extra data"),
        ("{a: 1}", "1:2: not JSON: Expecting property name enclosed in double quotes"),
        ('["a\tb"]', "1:4: not JSON: Invalid control character at: in a text it is written \\n, \\r or \\t"),
        ("[NaN]", "1:2: NaN is no JSON number"),
        ("[1,\n -Infinity]", "2:2: -Infinity is no JSON number"),
        ('{"a": Infinity}', "1:7: Infinity is no JSON number"),
        ("[\t1e999]", "1:3: 1e999 is no JSON number"),
        ("-1E400", "1:1: -1E400 is no JSON number"),
        ('["é", "\\ud800"]', "1:7: half of a surrogate pair is no character"),
        ('{"\\uDC00x": 1}', "1:2: half of a surrogate pair is no character"),
        ("[\n " + "1" * 5000 + "]", "2:2: a number of more than 4,300 digits"),
        ('{"a": 1,\n"a": 2}', "2:1: duplicate key 'a', first given on line 1: only one of them can be meant"),
        ('{"a": 1, "\\u0061": 2}', "1:10: duplicate key 'a', first given on line 1: only one of them can be meant"),
        ("[" * 100_000, "1:201: nested more than 200 levels deep"),
        ('{"a":' * 100_000, "1:1001: nested more than 200 levels deep"),
        ("[" * 201 + "]" * 201, "1:201: nested more than 200 levels deep"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    """What is no JSON, or no value that every reader agrees on, is refused where it stands."""
    assert refused(tmp_path, text) == [f"a.json:{expected}"]


def test_all_duplicates_are_found(tmp_path: Path) -> None:
    """Every key that is given again is found, the inner ones too."""
    found = refused(tmp_path, '{"a": {"b": 1, "b": 1},\n "a": 2}')
    assert [line.split(": ")[0] for line in found] == ["a.json:1:16", "a.json:2:2"]


def test_the_deepest_nesting_that_is_read(tmp_path: Path) -> None:
    """Two hundred levels are read."""
    assert value(tmp_path, '{"a":' * 200 + "1" + "}" * 200)["a"]


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(
    given=VALUES,
    layout=st.sampled_from([{}, {"indent": 0}, {"indent": "\t"}, {"indent": " \r", "ensure_ascii": False}]),
)
def test_what_json_writes_is_read(tmp_path_factory: pytest.TempPathFactory, given: Any, layout: dict[str, Any]) -> None:
    """Any JSON value is read as what was written, however it was laid out."""
    assert value(tmp_path_factory.getbasetemp(), json.dumps(given, **layout)) == given


@pytest.mark.parametrize(
    "text",
    [
        *[
            "NaN",
            "[Infinity]",
            "-Infinity",
            "1e999",
            "1E+0309",
            f"{'9' * 99}{'9' * 99}{'9' * 99}e99",
            "[-1e999]",
            "1" * 5000,
            f"{'9' * 400}.5",
            "",
            "{",
        ],
        *['"\\ud800"', '{"\\udc00": 1}'],
        *["[" * 100_000, "[" * 300 + "]" * 300, '{"a":' * 900 + "1" + "}" * 900, "[" * 201 + "]" * 201],
        *['{"a":[' * 101 + "]}" * 101, "[" * 8 + '{"a":' * 193 + "1" + "}" * 193 + "]" * 8],
        *[" " * 5000 + "[" * 8 + '{"a":' * 193 + "1" + "}" * 193 + "]" * 8, "[" * 201 + " " * 5000 + "]" * 201],
    ],
)
def test_texts_on_the_wire_that_are_no_json(text: str) -> None:
    """A text from the wire is refused where validators or clients could not take its value, and never with a crash."""
    with pytest.raises(ValueError, match=r".+"):
        json_value(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"\\ud83d\\ude00"', "😀"),
        (b"[1e3, 1]", [1000.0, 1]),
        ("[" + "[]," * 150 + "[]]", [[]] * 151),
        ('[{"a": "' + "b" * 5000 + '"}]', [{"a": "b" * 5000}]),
        ("[" + "[]," * 999 + "{}]", [*([[]] * 999), {}]),
    ],
)
def test_texts_on_the_wire(text: str | bytes, expected: Any) -> None:
    """A text from the wire is read as JSON."""
    assert json_value(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        *["-0", "-0.0", "1E5", "1e-400", "5e-324", "2.2250738585072011e-308", "0.1", "1" + "0" * 23 + ".0", "1" * 4000],
        *[
            "9223372036854775808",
            "-9223372036854775809",
            "18446744073709551616",
            '{"": {"": null}}',
            '" \\/\\b\x7f\\u0000"',
        ],
        *['{"a": 1, "b": 2, "a": 3}', "\t[ true\r, false\n]"],
    ],
)
def test_values_on_the_wire_are_those_of_json(text: str) -> None:
    """Numbers of any size, members that are there twice, and all that may stand between: type by type, and in order."""
    assert repr(json_value(text)) == repr(json_value(text.encode())) == repr(json.loads(text))


@pytest.mark.parametrize("text", ["[" * 200 + "]" * 200, '{"a":[' * 100 + "]}" * 100])
def test_the_deepest_nesting_on_the_wire(text: str) -> None:
    """Two hundred levels are read, of arrays and objects together."""
    assert json.dumps(json_value(text), separators=(",", ":")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
@pytest.mark.parametrize("text", ['{"a": "é"}', "[]", '"日本"', "12", "1", "[1.5]"])
def test_texts_on_the_wire_in_any_encoding(text: str, encoding: str) -> None:
    """Of bytes the beginning says how they are encoded (RFC 4627, 3), however few they are."""
    assert json_value(text.encode(encoding)) == json.loads(text)


def test_texts_in_another_encoding_are_no_deeper() -> None:
    """Than those in UTF-8 may be."""
    with pytest.raises(ValueError, match="nested more than 200 levels deep"):
        json_value(("[" * 201 + "]" * 201).encode("utf-16"))
