"""A JSON Pointer leads to the line and column that a person would point at."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.findings import Finding, Place
from understudy.source import Pointer, Source, pointer_parts, pointer_text, read

YAML = """\
a: &a
  b: 1
  c: [1,
    {d: 2}]
e:
  <<: *a
  f: *a
g:
- *a
-   y: 1
- - z
200: {"x y": 1, 'q': 2, 10: 3}
"~/": {"": [[1], 2]}
m:
  <<: [*a, {n: 1}]
  b: own
"""
JSON = '{\n\t"a": {"é😀": [1,\n\t\t"x", [2, {}]]},\n\t"~/": {"": 3},\n\t"<<": {"a": 1}, "200": {"01": 1}}'


def source(directory: Path, name: str, text: str) -> Source:
    """A file with this text, read."""
    file = directory / name
    file.write_text(text, encoding="utf-8")
    return read(file, name)


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), "1:1"),
        (("a",), "1:1"),
        (("a", "b"), "2:3"),
        (("a", "c", 0), "3:7"),
        (("a", "c", 1), "4:5"),
        (("a", "c", 1, "d"), "4:6"),
        (("e", "b"), "2:3"),
        (("e", "c", 1, "d"), "4:6"),
        (("e", "f"), "7:3"),
        (("e", "f", "b"), "2:3"),
        (("g", 0), "9:3"),
        (("g", 0, "b"), "2:3"),
        (("g", 1), "10:5"),
        (("g", 1, "y"), "10:5"),
        (("g", 2), "11:3"),
        (("g", 2, 0), "11:5"),
        (("200",), "12:1"),
        (("200", "x y"), "12:7"),
        (("200", "q"), "12:17"),
        (("200", "10"), "12:25"),
        (("~/",), "13:1"),
        (("~/", "", 0, 0), "13:14"),
        (("~/", "", 1), "13:18"),
        (("m", "n"), "15:13"),
        (("m", "b"), "16:3"),
        (("m", "c"), "3:3"),
        (("a", "b", "beyond"), "2:3"),
        (("a", "c", 9, "d"), "3:3"),
        (("none", "b"), "1:1"),
        (("a", "c", "1"), "3:3"),
    ],
)
def test_places_in_yaml(tmp_path: Path, pointer: Pointer, place: str) -> None:
    """A member stands at its key, an element at its first character, and what is merged where it was written."""
    assert str(source(tmp_path, "a.yaml", YAML).place(pointer)) == f"a.yaml:{place}"


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        ((), "1:1"),
        (("a",), "2:2"),
        (("a", "é😀"), "2:8"),
        (("a", "é😀", 0), "2:15"),
        (("a", "é😀", 1), "3:3"),
        (("a", "é😀", 2), "3:8"),
        (("a", "é😀", 2, 1), "3:12"),
        (("~/",), "4:2"),
        (("~/", ""), "4:9"),
        (("<<",), "5:2"),
        (("<<", "a"), "5:9"),
        (("200", "01"), "5:26"),
        (("~/", "", "beyond"), "4:9"),
        (("none",), "1:1"),
    ],
)
def test_places_in_json(tmp_path: Path, pointer: Pointer, place: str) -> None:
    """In JSON, columns count characters, a tab as one."""
    assert str(source(tmp_path, "a.json", JSON).place(pointer)) == f"a.json:{place}"


def test_a_place_in_a_large_file_is_found_at_once(tmp_path: Path) -> None:
    """What lies beside the way to it is not looked at any closer."""
    large = source(tmp_path, "a.json", json.dumps([{"a": [1, "x"], "b": {"c": None}}] * 60_000, indent=1))
    assert large.place((59_999, "b", "c")).line == 60_000 * 9 - 1
    assert len(large._json_places._members) == len(("the whole", "the last of it", "b"))


def pointers(value: Any, pointer: Pointer = ()) -> Iterator[tuple[Pointer, str]]:
    """Every pointer into a value, with what stands there in a JSON text: the key, or how the element begins."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield (*pointer, key), json.dumps(key, ensure_ascii=False)
            yield from pointers(inner, (*pointer, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield (*pointer, index), json.dumps(inner, ensure_ascii=False)[:1]
            yield from pointers(inner, (*pointer, index))


TEXTS = st.text("a~/ é😀0<:,{}[]#'\"\\", max_size=5)
VALUES = st.recursive(
    st.integers(0, 9) | st.just(12.5) | st.booleans() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=15,
)


@pytest.mark.parametrize("name", ["a.json", "a.yaml"])
@settings(derandomize=True, deadline=None, database=None, max_examples=100)
@given(value=VALUES, indent=st.sampled_from([None, 0, 1, 3]))
def test_every_pointer_leads_to_its_text(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: Any, indent: int | None
) -> None:
    """The place of any pointer is where its key, or its element, begins in the text; a JSON text is YAML too."""
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    read_again = source(tmp_path_factory.getbasetemp(), name, text)
    assert read_again.value == value
    lines = text.split("\n")
    for pointer, expected in pointers(value):
        place = read_again.place(pointer)
        assert lines[place.line - 1][place.column - 1 :].startswith(expected), pointer


@pytest.mark.parametrize(
    ("pointer", "text"),
    [((), ""), (("",), "/"), (("a", 0), "/a/0"), (("~/", "~1"), "/~0~1/~01"), (("/", "~"), "/~1/~0"), (("é ",), "/é ")],
)
def test_pointers_as_text(pointer: Pointer, text: str) -> None:
    """Pointers are written and read as RFC 6901 says; read again, an index is text."""
    assert pointer_text(pointer) == text
    assert pointer_parts(text) == [str(part) for part in pointer]


@settings(derandomize=True, deadline=None, database=None)
@given(parts=st.lists(st.text("a~/01")))
def test_pointers_come_back(parts: list[str]) -> None:
    """Whatever its tokens, a pointer survives being written."""
    assert pointer_parts(pointer_text(parts)) == parts


def test_findings_are_in_the_order_of_places(tmp_path: Path) -> None:
    """A finding is made at a pointer; findings sort by file, line and column, a whole file first."""
    file = source(tmp_path, "a.yaml", "x: 1\ny: [1, 2]\n")
    found = [file.finding(("y", 1), "two", "t/two"), file.finding(("y", 0), "one", "t/one")]
    whole = Finding(Place("a.yaml"), "whole", "t/whole")
    assert [str(finding) for finding in sorted([*found, whole])] == [
        "a.yaml: whole",
        "a.yaml:2:5: one",
        "a.yaml:2:8: two",
    ]
