"""YAML files are read as YAML 1.2 says, and only what JSON can say is read."""

from contextlib import suppress
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.errors import ProjectError
from understudy.source import read
from understudy.source.building import Builder
from understudy.source.scalars import Unusual
from understudy.source.yaml_events import yaml_events
from understudy.source.yaml_values import yaml_value

# PyYAML leaves the line breaks that only 1.1 knows as they are, in texts that it puts in single quotes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x85\u2028\u2029"))
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=12)


def value(directory: Path, text: str | bytes) -> Any:
    """What a YAML file with this text says."""
    file = directory / "a.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read(file, "a.yaml").value


def refused(directory: Path, text: str | bytes) -> list[str]:
    """What is found in a YAML file with this text."""
    with pytest.raises(ProjectError) as error:
        value(directory, text)
    assert all(finding.code.startswith("source/") for finding in error.value.findings)
    return str(error.value).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *[(text, None) for text in ("null", "Null", "NULL", "~", "")],
        *[(text, True) for text in ("true", "True", "TRUE")],
        *[(text, False) for text in ("false", "False", "FALSE")],
        *[(text, text) for text in ("NO", "no", "on", "Off", "y", "yes", "tRUE", "nULL", "Truer", "nulls")],
        *[("12", 12), ("+12", 12), ("-12", -12), ("-0", 0), ("012", 12), ("0o14", 12), ("0x1F", 31), ("0xfF", 255)],
        *[(text, text) for text in ("0o8", "-0o7", "0O7", "0xg", "-0x1", "0X1", "0b1", "1_000", "12:30:45", "1 2")],
        *[("1.5", 1.5), (".5", 0.5), ("+.5", 0.5), ("5.", 5.0), ("1e3", 1000.0), ("-1.5E-1", -0.15), ("0.0", 0.0)],
        *[(text, text) for text in (".", "-.", "+", "1e", ".e1", "1.2.3", "e3", "inf", "nan", "+.nan", ".Nan", "1,0")],
        *[(text, text) for text in ("2001-01-23", "2001-12-14t21:59:43.10-05:00", "=", "<", "٣", "\uff11")],
        *[("'12'", "12"), ('"true"', "true"), ("'~'", "~"), ("''", ""), ('"\\U0001F600"', "😀"), ("|\n  1\n", "1\n")],
    ],
)
def test_the_core_schema(tmp_path: Path, text: str, expected: Any) -> None:
    """A plain scalar means what the core schema of YAML 1.2 says; a quoted one is text."""
    found = value(tmp_path, f"- {text}")[0]
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!!str 12", "12"),
        ("!!str", ""),
        ("! 12", "12"),
        ("!!int '12'", 12),
        ("!!float 1", 1),
        ("!!float 1.5", 1.5),
        ("!!bool 'true'", True),
        ("!!null ''", None),
        ("!!map {a: 1}", {"a": 1}),
        ("!!seq [1]", [1]),
        ("! {a: 1}", {"a": 1}),
    ],
)
def test_tags_that_json_knows(tmp_path: Path, text: str, expected: Any) -> None:
    """A tag may say what JSON can say too."""
    found = value(tmp_path, text)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "text",
    [
        *[
            "!!int 1.5",
            "!!int x",
            "!!int true",
            "!!bool 'yes'",
            "!!null x",
            "!!float true",
            "!!map [1]",
            "!!seq {a: 1}",
        ],
        *["!!binary aGk=", "!!timestamp 2001-01-23", "!!set {a}", "!!omap [a: 1]"],
        *["!own 1", "!own {a: 1}", "!<tag:x,1:y> 1"],
    ],
)
def test_tags_that_json_lacks(tmp_path: Path, text: str) -> None:
    """A tag that the value does not have, or that JSON does not know, is refused where it stands."""
    (finding,) = refused(tmp_path, f"- 1\n- {text}")
    assert finding.startswith("a.yaml:2:3: unknown tag ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200: a\n1.50: b\n0x10: c", {"200": "a", "1.50": "b", "0x10": "c"}),
        ("null: 1\n~: 2\ntrue: 3\n2001-01-23: 4", {"null": 1, "~": 2, "true": 3, "2001-01-23": 4}),
        ("? a\n: 1\n? b", {"a": 1, "b": None}),
        ("{a, b: }", {"a": None, "b": None}),
        ("'': 1", {"": 1}),
        ("=: 1", {"=": 1}),
        (".inf: 1\n1e999: 2", {".inf": 1, "1e999": 2}),
    ],
)
def test_keys_are_text_as_written(tmp_path: Path, text: str, expected: Any) -> None:
    """A key is the text that is written, whatever it would be as a value."""
    assert value(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- &a 1\n- *a", [1, 1]),
        ("- &a {x: [1]}\n- *a", [{"x": [1]}, {"x": [1]}]),
        ("- &a 1\n- &a 2\n- *a", [1, 2, 2]),
        ("- &a 1\n- &a [2]\n- *a", [1, [2], [2]]),
        ("{&a x: 1, y: *a}", {"x": 1, "y": "x"}),
        ("- &a x\n- {*a : 1}", ["x", {"x": 1}]),
    ],
)
def test_aliases(tmp_path: Path, text: str, expected: Any) -> None:
    """An alias is what its anchor stands at, the last one of that name."""
    assert value(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("merged", "expected"),
    [
        ("<<: *a\n  x: own", {"x": "own", "y": "a"}),
        ("x: own\n  <<: *a", {"x": "own", "y": "a"}),
        ("<<: [*a, *b]", {"x": "a", "y": "a", "z": "b"}),
        ("<<: [*b, *a]", {"x": "b", "y": "a", "z": "b"}),
        ("<<: *b\n  <<: *a", {"x": "b", "y": "a", "z": "b"}),
        ("<<: [*a, {x: 1, w: 1}]", {"x": "a", "y": "a", "w": 1}),
        ("<<: {<<: *a, y: 1}", {"x": "a", "y": 1}),
        ("<<: []\n  x: 1", {"x": 1}),
        ("<<: *n", {"<<": 1}),
        ("'<<': *a", {"<<": {"x": "a", "y": "a"}}),
        ("<<: {<<: 1}", {"<<": 1}),
    ],
)
def test_merge_keys(tmp_path: Path, merged: str, expected: Any) -> None:
    """`<<` fills in what a mapping lacks, from the earliest source that has it; in quotes it is any key."""
    text = f"a: &a {{x: a, y: a}}\nb: &b {{x: b, z: b}}\nn: &n 1\nc:\n  {merged}\n"
    assert value(tmp_path, text)["c"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("# nothing", None),
        ("---", None),
        ("\ufeffa: 1", {"a": 1}),
        ("%YAML 1.1\n---\nNO", "NO"),
        ("a: 1\n...\n", {"a": 1}),
        ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ],
)
def test_whole_files(tmp_path: Path, text: str, expected: Any) -> None:
    """A file is one document; with nothing in it, it is null."""
    assert value(tmp_path, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: .inf", "1:4: .inf is no JSON number: quote it if text is meant"),
        ("a: -.INF", "1:4: -.INF is no JSON number: quote it if text is meant"),
        ("a:\n- .nan", "2:3: .nan is no JSON number: quote it if text is meant"),
        ("1e999", "1:1: 1e999 is no JSON number: quote it if text is meant"),
        (
            "a: b: c",
            (
                "1:5: not YAML: no key can stand here: "
                "put a text with ': ' in quotes, or indent the key as those beside it"
            ),
        ),
        ("a: [1, 2", "1:4: not YAML: '[' opens here and never ends"),
        ("b: 1\na: 'x\n\n", "2:4: not YAML: a text in quotes opens here and never ends"),
        ("b: 1\r\na: {\r\n\r\n", "2:5: not YAML: the text ends, and something in it is still open"),
        ("- {a: b]\n", "1:8: not YAML: did not find expected ',' or '}': '{' opens on line 1 and is still open"),
        ("a:\n\t- 1", "2:1: not YAML: a tab stands where YAML is indented with spaces"),
        ("a: @b", "1:4: not YAML: nothing begins with '@': put a text that begins so in quotes"),
        ("a:\n  b: c\n d: e", "3:2: not YAML: this fits nothing above it: is it indented as what it belongs to?"),
        ("- a\nb: c", "2:1: not YAML: this fits nothing above it: is it indented as what it belongs to?"),
        ("a: b\nc d\ne: f", "2:1: not YAML: this is neither a key with ':' behind it nor a part of what is above it"),
        ("a: b\nc d\n", "2:1: not YAML: this is neither a key with ':' behind it nor a part of what is above it"),
        ("a: &\n", "1:4: not YAML: did not find expected alphabetic or numeric character"),
        ("%YAML 2.0\n---\na", "1:1: not YAML: found incompatible YAML document"),
        ('"\\ud800"', "1:4: not YAML: while parsing a quoted scalar, found invalid Unicode character escape code"),
        ("- 1\n- *a", "2:3: alias *a has no anchor above it"),
        ("- *a\n- &a 1", "1:3: alias *a has no anchor above it"),
        ("&a [*a]", "1:5: alias *a has no anchor above it"),
        ("&a {x: {y: *a}}", "1:12: alias *a has no anchor above it"),
        ("- &a 1\n- &a [*a]", "2:7: alias *a has no anchor above it"),
        ("? [a]\n: 1", "1:3: a key must be a scalar: JSON has no other keys"),
        ("? {a: b}\n: 1", "1:3: a key must be a scalar: JSON has no other keys"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins here: one is expected"),
        ("<<: [1]", "1:7: << merges mappings only"),
        ("a: 1\nb: 2\na: 3", "3:1: duplicate key 'a', first given on line 1: only one of them can be meant"),
        ('1: a\n"1": b', "2:1: duplicate key '1', first given on line 1: only one of them can be meant"),
        ("x: {a: 1, a: 2}", "1:11: duplicate key 'a', first given on line 1: only one of them can be meant"),
    ],
)
def test_what_is_refused(tmp_path: Path, text: str, expected: str) -> None:
    """What is no YAML, or nothing that JSON can say, is refused where it stands."""
    assert refused(tmp_path, text) == [f"a.yaml:{expected}"]


def test_all_duplicates_are_found(tmp_path: Path) -> None:
    """Every key that is given again is found, with the line of its first."""
    found = refused(tmp_path, "a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
    assert [(line.split(": ")[0], line.split("line ")[1][0]) for line in found] == [
        ("a.yaml:2:11", "2"),
        ("a.yaml:3:1", "1"),
        ("a.yaml:4:1", "1"),
    ]


@pytest.mark.parametrize("text", ["- " * 100_000, "[" * 100_000, "{a: " * 100_000, "? " * 100_000, "[{a: " * 50_000])
def test_deep_nesting_is_refused(tmp_path: Path, text: str) -> None:
    """Nesting that would break a reader is refused, not followed."""
    (finding,) = refused(tmp_path, text)
    assert "nested more than 200 levels deep" in finding or "a key must be a scalar" in finding


def test_the_deepest_nesting_that_is_read(tmp_path: Path) -> None:
    """Two hundred levels are read, one more is not."""
    value(tmp_path, "[" * 200 + "]" * 200)
    assert refused(tmp_path, "[" * 201 + "]" * 201) == ["a.yaml:1:201: nested more than 200 levels deep"]


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        "".join(f"a{n}: &a{n} {{{', '.join(f'k{k}: *a{n - 1}' for k in range(10))}}}\n" for n in range(1, 12)),
    ],
)
def test_aliases_do_not_explode(tmp_path: Path, bomb: str) -> None:
    """Aliases of aliases are refused before they are more than anybody could walk."""
    (finding,) = refused(tmp_path, f"a0: &a0 x\n{bomb}")
    assert finding.endswith("more than 5,000,000 values, aliases expanded")


@pytest.mark.parametrize(
    "text", ["1" * 5000, "-" + "1" * 5000, "0x" + "f" * 5000, "0o" + "7" * 5000, "!!int " + "1" * 5000]
)
def test_numbers_too_long_to_write_again(tmp_path: Path, text: str) -> None:
    """A whole number of more than 4,300 digits, which Python does not print, is refused in every notation."""
    (finding,) = refused(tmp_path, f"a:\n- {text}")
    assert finding == "a.yaml:2:3: a number of more than 4,300 digits"


def test_a_long_number_may_be_a_key(tmp_path: Path) -> None:
    """A key is text, however long."""
    assert list(value(tmp_path, "? " + "1" * 5000 + "\n: 1")) == ["1" * 5000]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"a: \xff", "1:4: is not UTF-8: invalid start byte; save it as UTF-8"),
        ("é: 1\né: ".encode() + b"\xe4", "2:4: is not UTF-8: unexpected end of data; save it as UTF-8"),
        (b"\xef\xbb\xbf\xff", "1:1: is not UTF-8: invalid start byte; save it as UTF-8"),
        ("a: 1".encode("utf-16"), "1:1: is not UTF-8, but looks like UTF-16: save it as UTF-8"),
        ("\ufeffa: 1".encode("utf-16-be"), "1:1: is not UTF-8, but looks like UTF-16: save it as UTF-8"),
        ("a: 1".encode("utf-16-le"), "1:1: is not UTF-8, but looks like UTF-16: save it as UTF-8"),
        ("a: 1".encode("utf-16-be"), "1:1: is not UTF-8, but looks like UTF-16: save it as UTF-8"),
    ],
)
def test_what_is_not_utf_8(tmp_path: Path, raw: bytes, expected: str) -> None:
    """Bytes that are no UTF-8 are refused at the first of them."""
    assert refused(tmp_path, raw) == [f"a.yaml:{expected}"]


@pytest.mark.parametrize(("text", "place"), [("ab\n\x07", "2:1"), ("é: '\x00'", "1:5")])
def test_control_characters_are_placed(tmp_path: Path, text: str, place: str) -> None:
    """A control character is refused where it stands."""
    (finding,) = refused(tmp_path, text)
    assert finding.startswith(f"a.yaml:{place}: not YAML: unacceptable character")


@pytest.mark.parametrize(("name", "reason"), [("none.yaml", "No such file or directory"), (".", "Is a directory")])
def test_what_cannot_be_read(tmp_path: Path, name: str, reason: str) -> None:
    """A file that cannot be read is a finding about the file as a whole."""
    with pytest.raises(ProjectError) as error:
        read(tmp_path / name, "x/a.yaml")
    assert str(error.value) == f"x/a.yaml: cannot be read: {reason}"


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(given=VALUES, style=st.sampled_from([{"default_style": style} for style in "'\"|>"]))
def test_what_yaml_writes_is_read(tmp_path_factory: pytest.TempPathFactory, given: Any, style: dict[str, Any]) -> None:
    """Any JSON value that PyYAML has written, quoted so that 1.1 and 1.2 agree, is read as that value."""
    text = yaml.safe_dump(given, allow_unicode=True, width=20, **style)
    assert value(tmp_path_factory.getbasetemp(), text) == given


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(given=st.dictionaries(st.from_regex(r"[a-zé][a-z é]{0,9}[a-z]", fullmatch=True), SCALARS))
def test_plain_yaml_is_read(tmp_path_factory: pytest.TempPathFactory, given: Any) -> None:
    """What PyYAML writes without quotes is read as the same value, where it is the same in YAML 1.1 and 1.2."""
    agreed = {key: item for key, item in given.items() if not isinstance(item, str)}
    text = yaml.safe_dump(agreed, allow_unicode=True)
    assert value(tmp_path_factory.getbasetemp(), text) == agreed


def test_events_are_for_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that holds is read without them, until somebody asks where something stands in it."""
    events = Mock(wraps=yaml_events)
    monkeypatch.setattr("understudy.source.yaml_events.yaml_events", events)
    (tmp_path / "a.yaml").write_text("a: [1, x]\nb: !!str 1\n")
    held = read(tmp_path / "a.yaml", "a.yaml")
    assert not events.called
    assert str(held.place(("a", 1))) == "a.yaml:1:8"
    assert events.call_count == 1


@settings(derandomize=True, deadline=None, database=None, max_examples=150)
@given(given=VALUES, width=st.integers(2, 40), flow=st.booleans())
def test_values_alone_are_those_of_the_events(given: Any, width: int, flow: bool) -> None:  # noqa: FBT001
    """What is read without its places is what is read with them, if it is read at all."""
    text = yaml.safe_dump(given, allow_unicode=True, width=width, default_flow_style=flow)
    with suppress(Unusual):
        assert repr(yaml_value(text, {})) == repr(Builder().build(yaml_events(text)))
