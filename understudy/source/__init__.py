"""Text that knows its line: YAML 1.2 and JSON files as plain values, with a place for every JSON Pointer.

YAML is read from the parser's events, without recursion: PyYAML's own constructor overflows the C stack on deep
nesting, reads YAML 1.1 (`NO` is false, `012` is ten) and lets the last of two equal keys win.
"""

import codecs
import json
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from math import isfinite
from pathlib import Path
from types import MappingProxyType
from typing import Any, AnyStr

import msgspec
from msgspec import Struct, field

from understudy.errors import ProjectError
from understudy.files import unreadable
from understudy.findings import Finding, Place
from understudy.source import kept
from understudy.source.building import DEEPEST, Builder, Mark, Marks
from understudy.source.events import Refused
from understudy.source.json_events import json_events
from understudy.source.json_faults import hint
from understudy.source.json_places import JsonPlaces
from understudy.source.scalars import Tags, Unusual
from understudy.source.yaml_lines import Told, value_by_lines

_NO_TAGS: Tags = MappingProxyType({})

_LONG, _FEW = 2000, 8
"""Characters of a text in which so many collections are found sooner than counted."""

Pointer = tuple[str | int, ...]
"""A JSON Pointer (RFC 6901) as its unescaped reference tokens; an index into an array is an `int`."""


def pointer_text(pointer: Iterable[str | int]) -> str:
    """A JSON Pointer as a string, `""` for the whole document (RFC 6901, section 3)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def pointer_parts(text: str) -> list[str]:
    """The unescaped reference tokens of a JSON Pointer string (RFC 6901, section 4)."""
    return [part.replace("~1", "/").replace("~0", "~") for part in text.split("/")[1:]]


class Source(Struct, frozen=True, eq=False, dict=True):
    """One file as written. `file` is its name as a person would type it; it stands in findings."""

    path: Path
    file: str
    text: str
    value: Any
    tags: Tags = field(default_factory=dict)

    @property
    def is_large(self) -> bool:
        """Whether it takes long to read, as it does to find a place in it."""
        return len(self.text) >= kept.LARGE

    def place(self, pointer: Iterable[str | int] = ()) -> Place:
        """Where a value stands: at its key, or at its first character in an array.

        A pointer that leads beyond what is there gives the last place on its way.
        """
        if _is_json(self.path):
            line, column = self._json_places.mark(pointer)
            return Place(self.file, line + 1, column + 1)
        marks, value = self._marks
        line, column = 0, 0
        for part in pointer:
            children = marks.get(id(value), {})
            if part not in children:
                break
            line, column = children[part]
            value = value[part]
        return Place(self.file, line + 1, column + 1)

    def finding(self, pointer: Iterable[str | int], message: str, code: str) -> Finding:
        """A finding at the place of this pointer."""
        at = tuple(pointer)
        return Finding(self.place(at), message, code, at)

    @cached_property
    def _marks(self) -> tuple[Marks, Any]:
        """Marks by the identity of their container, and the value whose containers they name.

        Made when a place is first asked for: a document that holds never needs one.
        """
        from understudy.source.yaml_events import yaml_events  # noqa: PLC0415

        builder = Builder()
        value = builder.build(yaml_events(self.text, self.tags))
        return builder.marks, value

    @cached_property
    def _json_places(self) -> JsonPlaces:
        return JsonPlaces(self.text)


def read(path: Path, file: str, tags: Tags = _NO_TAGS) -> Source:
    """Read a YAML or JSON file as plain JSON values, and in YAML what `tags` make of scalars that are tagged so.

    Raises ProjectError with every finding: unreadable, not UTF-8, bad syntax, a duplicate key, a value JSON lacks.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ProjectError([unreadable(file, error)]) from None
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:2]:
        raise _failed(file, 0, 0, "is not UTF-8, but looks like UTF-16: save it as UTF-8", "source/encoding")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", "replace")
        message = f"is not UTF-8: {error.reason}; save it as UTF-8"
        raise _failed(file, *_end(before), message, "source/encoding") from None
    value = _read_json(text, file) if _is_json(path) else _read_yaml(text, file, tags)
    return Source(path, file, text, value, tags)


def json_value(text: str | bytes) -> Any:
    """The value of a JSON text (RFC 8259). Raises ValueError, also for NaN and Infinity and for too deep a nesting.

    Of bytes a byte order mark is no part, and says how they are encoded.
    """
    try:
        value = _decoded(text)
    except (ValueError, RecursionError):
        value = _by_json(text if isinstance(text, str) else text.decode(json_encoding(text)))
    if not _is_flat(text) and depth(value) > DEEPEST:
        raise ValueError(_TOO_DEEP)
    return value


def _by_json(text: str) -> Any:
    """The value of a text by `json`, which says more of what is wrong with one."""
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if "\\u" in text:
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair is no character
    return value


def json_encoding(raw: bytes) -> str:
    """How a JSON text is encoded by how it begins (RFC 4627, 3): most begin with two characters of ASCII."""
    begin = raw[:2]
    return "utf-8" if begin.isascii() and b"\0" not in begin else json.detect_encoding(raw)


def _is_flat(text: str | bytes) -> bool:
    """Whether not enough begins in a JSON text that it could be nested too deep."""
    return _begins_little(text, "[", "{") if isinstance(text, str) else _begins_little(text, b"[", b"{")


def _begins_little(text: AnyStr, array: AnyStr, members: AnyStr) -> bool:
    is_long = len(text) > _LONG and _has_few(array, text) and _has_few(members, text)
    return is_long or text.count(array) + text.count(members) <= DEEPEST


def _has_few(opening: AnyStr, text: AnyStr) -> bool:
    """Whether next to nothing begins with this: found in leaps, where to count it takes a look at all else."""
    at = text.find(opening)
    for _ in range(_FEW):
        if at < 0:
            return True
        at = text.find(opening, at + 1)
    return False


def _number(literal: str) -> float:
    value = float(literal)
    if not isfinite(value):
        raise ValueError(f"{literal} is no JSON number")
    return value


_TOO_DEEP = f"nested more than {DEEPEST} levels deep"

_decoded = msgspec.json.Decoder().decode
"""Of a text that is JSON the same value in a fifth of the time; any other it refuses."""

_DECODER = json.JSONDecoder(parse_constant=_number, parse_float=_number)


def _is_json(path: Path) -> bool:
    return path.suffix.lower() == ".json"


def _end(text: str) -> Mark:
    """Line and column of what comes behind a text."""
    return text.count("\n"), len(text) - text.rfind("\n") - 1


def _failed(file: str, line: int, column: int, message: str, code: str) -> ProjectError:
    return ProjectError([Finding(Place(file, line + 1, column + 1), message, code)])


def _read_yaml(text: str, file: str, tags: Tags) -> Any:
    """The value in one go; what is unusual in it, or wrong, is read again, slowly, by events."""
    if not tags and (known := kept.recall(text)) is not kept.NOTHING:
        return known
    is_tree = True
    try:
        value, parsed = _told(text, tags)
    except Unusual:
        value, is_tree = _read_yaml_events(text, file, tags)
        parsed = len(text)
    if is_tree and parsed >= kept.LARGE and not tags:
        kept.keep(text, value)
    return value


def _told(text: str, tags: Tags) -> Told:
    if len(text) >= kept.LARGE:
        with suppress(Unusual):
            return value_by_lines(text, tags)
    from understudy.source.yaml_values import yaml_value  # noqa: PLC0415

    return Told(yaml_value(text, tags), len(text))


def _read_yaml_events(text: str, file: str, tags: Tags) -> tuple[Any, bool]:
    """The value, and whether each part of it stands in it only once."""
    import yaml  # noqa: PLC0415 - which takes a tenth of a start, and where lines tell all, nobody asks it

    from understudy.source.faults import fault  # noqa: PLC0415
    from understudy.source.yaml_events import yaml_events  # noqa: PLC0415

    builder = Builder()
    try:
        value = builder.build(yaml_events(text, tags))
    except yaml.MarkedYAMLError as error:
        line, column, what = fault(error, text)
        raise _failed(file, line, column, f"not YAML: {what}", "source/syntax") from None
    except yaml.reader.ReaderError as error:
        before = text.encode()[: error.position].decode(errors="ignore")
        what = str(error).partition("\n")[0]
        raise _failed(file, *_end(before), f"not YAML: {what}", "source/syntax") from None
    except Refused as refused:
        raise _failed(file, refused.line, refused.column, refused.message, "source/syntax") from None
    if builder.duplicates:
        raise ProjectError([_duplicate(file, *duplicate) for duplicate in builder.duplicates])
    return value, not builder.has_anchors


def _read_json(text: str, file: str) -> Any:
    """The value by `json`, which is fast; what it lets pass or cannot place is read again, slowly, by events."""
    doubtful = "\\ud" in text or "\\uD" in text

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal doubtful
        members = dict(pairs)
        doubtful = doubtful or len(members) != len(pairs)
        return members

    def number(literal: str) -> float:
        nonlocal doubtful
        value = float(literal)
        doubtful = doubtful or not isfinite(value)
        return value

    value = None
    try:
        value = json.loads(text, object_pairs_hook=members, parse_constant=number, parse_float=number)
    except json.JSONDecodeError as error:
        message = f"not JSON: {error.msg}{hint(error)}"
        raise _failed(file, error.lineno - 1, error.colno - 1, message, "source/syntax") from None
    except (RecursionError, ValueError):
        doubtful = True
    if not doubtful and depth(value) <= DEEPEST:
        return value
    builder = Builder()
    try:
        value = builder.build(json_events(text))
    except Refused as refused:
        raise _failed(file, refused.line, refused.column, refused.message, "source/syntax") from None
    if builder.duplicates:
        raise ProjectError([_duplicate(file, *duplicate) for duplicate in builder.duplicates])
    return value


def depth(value: Any) -> int:
    """How many collections stand inside each other, counted without recursion."""
    levels, level = 0, [value]
    while level := [child for child in level if isinstance(child, dict | list)]:
        levels += 1
        level = [child for parent in level for child in (parent.values() if isinstance(parent, dict) else parent)]
    return levels


def _duplicate(file: str, key: str, first: Mark, again: Mark) -> Finding:
    message = f"duplicate key {key!r}, first given on line {first[0] + 1}: only one of them can be meant"
    return Finding(Place(file, again[0] + 1, again[1] + 1), message, "source/duplicate-key")
