"""Lines that say all by themselves are read without a parser, and mean what it would have made of them."""

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.errors import ProjectError
from understudy.source import read
from understudy.source.building import DEEPEST, Builder
from understudy.source.events import Refused
from understudy.source.kept import LARGE
from understudy.source.scalars import Unusual
from understudy.source.yaml_events import yaml_events
from understudy.source.yaml_lines import value_by_lines

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12)

_KEYS = ("a", "b", "c d", "'e'", '"f"', "$ref", "/g/{h}", "200", "<<", "ü")
_SCALARS = (
    "",
    "1",
    "x y",
    "http://z",
    "'q'",
    '"d"',
    "~",
    "-1",
    "a#b",
    "[]",
    "{}",
    "# c",
    "x # c",
    "'",
    '"',
    "[",
    "]",
    "}",
)
_OTHERS = (
    "|",
    ">-",
    "|2",
    "|+",
    "a: b",
    "- a",
    "? a",
    "&x a",
    "*x",
    "!t a",
    "!!str 1",
    "a:",
    "'a' b",
    '"a": b',
    "{a: b}",
)
_STRANGE = (
    "a\tb",
    "a\u2028b",
    "\x85",
    "\ufeff",
    "\r",
    "a\\",
    "%a",
    "@a",
    ".inf",
    "---",
    "...",
    "[a, b]: c",
    "0x",
    "\x07",
)
_LINES = st.tuples(
    st.integers(0, 5).map(" ".__mul__),
    st.sampled_from(("", "", "", "- ", "- - ", "-   ")),
    st.sampled_from(_KEYS).map("{}:".format) | st.just("-") | st.just(""),
    st.sampled_from(("", " ", " ", " ", "  ")),
    st.sampled_from(_SCALARS) | st.sampled_from(_SCALARS) | st.sampled_from(_OTHERS) | st.sampled_from(_STRANGE),
).map("".join)


def by_events(text: str) -> str | None:
    """What the events of a text say; None where they say that it is none."""
    builder = Builder()
    try:
        value = builder.build(yaml_events(text))
    except (yaml.YAMLError, Refused, ValueError):
        return None
    return None if builder.duplicates else repr(value)


def by_lines(text: str) -> str | None:
    """What its lines say; None where they do not tell."""
    try:
        return repr(value_by_lines(text, {}).value)
    except Unusual:
        return None


@settings(derandomize=True, deadline=None, database=None, max_examples=1500)
@given(lines=st.lists(_LINES, min_size=1, max_size=8), end=st.sampled_from(("", "\n", "\n\n")))
def test_no_lines_say_what_the_events_do_not(lines: list[str], end: str) -> None:
    """Whatever the lines of a text are, what they say is what its events do, if they say anything."""
    text = "\n".join(lines) + end
    assert by_lines(text) in (None, by_events(text))


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(
    given=st.dictionaries(TEXTS, VALUES, min_size=1),
    width=st.integers(2, 80),
    indent=st.integers(2, 6),
    style=st.sampled_from((None, "'", '"', "|", ">")),
)
def test_what_yaml_writes_is_read(given: Any, width: int, indent: int, style: str | None) -> None:
    """What PyYAML has written means the same by its lines, if they tell."""
    text = yaml.safe_dump(given, allow_unicode=True, width=width, indent=indent, default_style=style)
    assert by_lines(text) in (None, by_events(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("\n# nothing\n\n", None),
        ("---\na: 1\n", {"a": 1}),
        ("a: 1\nb: x y \nc: 'q: #'\nd: \"e\" \n", {"a": 1, "b": "x y", "c": "q: #", "d": "e"}),
        ("'a b': ~\n\"c\": http://d#e\n/f/{g}:\n", {"a b": None, "c": "http://d#e", "/f/{g}": None}),
        ("a:  # comment\n  b:\n    c: 1\n  # comment\n\n  d: 2\ne: 3", {"a": {"b": {"c": 1}, "d": 2}, "e": 3}),
        ("- 1\n- a\n-\n- -2\n", [1, "a", None, -2]),
        ("a:\n- 1\n- b: 2\n  c: 3\nd:\n  - 4\n", {"a": [1, {"b": 2, "c": 3}], "d": [4]}),
        ("- - 1\n  - - 2\n-\n  - 3\n-   a: 4\n    b: 5\n", [[1, [2]], [3], {"a": 4, "b": 5}]),
        ("- a:\n  - 1\n  b: 2\n", [{"a": [1], "b": 2}]),
        ("a: [1, {b: 2}]\nc: {}\nd: []\ne: x # f\n", {"a": [1, {"b": 2}], "c": {}, "d": [], "e": "x"}),
        ("a: |\n  b: c\n\n    # d\n\ne: >-\n  f\n  g\n", {"a": "b: c\n\n  # d\n", "e": "f g"}),
        ("- |+\n  a\n\n- 'b\n  c'\n- \"d\\n\"\n- 'it''s'", ["a\n\n", "b c", "d\n", "it's"]),
        ("- a\n b\n- c\n", ["a b", "c"]),
        ("a: b\n  c\n\n  d\ne: f", {"a": "b c\nd", "e": "f"}),
        ("a:\n  b c\n  d\ne:\n  [1,\n  2]\n", {"a": "b c d", "e": [1, 2]}),
        ("a: !!str 1\nb: !!int '2'\n", {"a": "1", "b": 2}),
    ],
)
def test_lines_tell(text: str, expected: Any) -> None:
    """What is written as most documents are is told by its lines."""
    assert value_by_lines(text, {}).value == expected
    assert by_lines(text) == by_events(text)


@pytest.mark.parametrize(
    "text",
    [
        *("a", "'a'", "[a]", " b", "? a", "a: 1\nb", "a: 1\n- b"),
        *("a: 1\na: 2", "<<: {}", f"{'a' * 1001}: 1", "a: &b c", "a: *b", f"a: {'9' * 5000}"),
        *("a:\n    b: 1\n  c: 2", "  a: 1\nb: 2", "- a\nb: 1", "a:\n  - b\n  c: 1"),
        *("a: 'b\nc: d'", "a: 'b\nc: ' # d", "a: b: c", "a: - b", "a: 'b': c", "a:\n  b:c: d"),
        *("a: |2\n   b", "a:\n  |2\n   b", "a: !!str |1\n  b", "a:  # c\n  |2\n   b"),
        *("a: b\r\nc: d\r\n", "a: b\u2028c", "a: b\x85", "a: .inf", "a: b\n# c\n  d", "a:\n  b\n# c\n  - d"),
        *("---\na: 1\n---\nb: 2", "a: 1\n...\n", "%YAML 1.2\n---\na: 1\n"),
        "\n".join(" " * at + "a:" for at in range(DEEPEST + 1)),
        "- " * (DEEPEST + 1) + "a",
        "\n".join(" " * at + "a:" for at in range(DEEPEST - 1)) + " [{}]",
    ],
)
def test_other_lines_do_not_tell(text: str) -> None:
    """What lines alone do not tell, or what is wrong with them, is left to the parser."""
    with pytest.raises(Unusual):
        value_by_lines(text, {})


def test_there_are_not_too_many_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text of more values than are allowed is left to who counts them one by one."""
    monkeypatch.setattr("understudy.source.yaml_lines.LARGEST", 10)
    assert value_by_lines("a:\n" + "- b\n" * 8, {}).value == {"a": ["b"] * 8}
    for text in ("a:\n" + "- b\n" * 9, "a: [b, c, d, e, f, g]\n"):
        with pytest.raises(Unusual):
            value_by_lines(text, {})


def test_a_large_text_is_read_by_its_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No parser sees a large text whose lines tell; another one is parsed, and its errors are where they are."""
    file = tmp_path / "a.yaml"
    file.write_text("a: 1\n" + "# comment\n" * LARGE)
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "understudy.source.yaml_values", None)  # which cannot be imported then
        assert read(file, "a.yaml").value == {"a": 1}
    file.write_text("? a\n: 1\n" + "# comment\n" * LARGE)
    assert read(file, "a.yaml").value == {"a": 1}
    file.write_text("a: 1\n" + "# comment\n" * LARGE + "b: c: d\n")
    with pytest.raises(ProjectError, match=rf"a.yaml:{LARGE + 2}:5: not YAML"):
        read(file, "a.yaml")
