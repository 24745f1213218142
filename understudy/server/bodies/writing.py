"""Values as the bytes of any media type, as far as it is known how that is written."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from json.encoder import c_make_encoder, encode_basestring  # type: ignore[attr-defined] # CPython's
from typing import Any, Final

import msgspec

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.contract.smallest import SMALLEST

_LINE_END: Final = re.compile("\r\n|\r|\n")
"""What ends a line of an event stream (HTML Living Standard, 9.2.5)."""

EVENT: Final = ("event", "id", "retry", "data")
"""The fields of an event, with its data last (the same, 9.2.6; OpenAPI 3.2, 4.14.3.2)."""

_FIELD: Final = re.compile(f"(?:{'|'.join(EVENT)})?:")
"""How a line of an event begins, or a comment."""

_UNPRINTABLE: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON has as it is, and YAML not, or as the end of a line (YAML 1.2.2, 5.1, 5.4)."""

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def describes_events(schema: Node | None, schemas: Schemas) -> bool:
    """Whether a schema is that of an event, or of a list of them: of its name and its data, and of no other fields."""
    for part in schemas.alternatives(schema) if schema else ():
        names = set(schemas.properties(part.child("items") if isinstance(part.value.get("items"), dict) else part))
        if {"event", "data"} <= names <= {*EVENT}:
            return True
    return False


def fixed(media_type: media.MediaType) -> bytes | None:
    """A body of this type, if one can be told without a schema."""
    return SMALLEST.get(media_type.essence)


def written(
    value: Any, media_type: media.MediaType, schema: Node | None, schemas: Schemas, *, are_events: bool = False
) -> bytes:
    """A value in this media type; a text or bytes are what they are in every type that is not JSON's.

    Of a stream of events they may be what each says, or, as a schema describes them, `are_events` themselves.
    """
    if isinstance(value, bytes):
        return value
    raw = _in_utf8(value, media_type, schema, schemas, are_events=are_events)
    return raw if (charset := media_type.charset) in ("utf-8", "utf8") else _encoded(raw.decode(), media_type, charset)


def _encoded(text: str, media_type: media.MediaType, charset: str) -> bytes:
    """A text as its `charset` says, as far as that has its characters."""
    if media_type.is_xml:
        return text.replace("encoding='utf-8'", f"encoding='{charset}'", 1).encode(charset, "xmlcharrefreplace")
    return text.encode(charset, "replace")


def _in_utf8(
    value: Any, media_type: media.MediaType, schema: Node | None, schemas: Schemas, *, are_events: bool
) -> bytes:
    if isinstance(value, str) and not media_type.is_json and not media_type.is_streamed:
        return value.encode()
    if media_type.is_streamed:
        values = value if isinstance(value, list) else [value]
        return b"".join(_streamed(values, media_type, are_events=are_events))
    if media_type.is_xml:
        from understudy.server.bodies.xml import xml  # noqa: PLC0415 - few mocks speak it

        return xml(value, schema, schemas)
    match value, media_type.essence:
        case dict(), "application/x-www-form-urlencoded":
            from understudy.server.bodies.urlencoded import urlencoded  # noqa: PLC0415 - few mocks answer so

            return urlencoded(value, None)
        case list(), "text/csv" | "text/tab-separated-values":
            names = [*Shape(schema, schemas).element(0).names] if media_type.is_bare_table else []
            return _table(value, media_type, names)
    raw = dumped(value)
    return _in_yaml(raw.decode()).encode() if media_type.is_yaml else raw


def _in_yaml(text: str) -> str:
    """JSON as YAML, which it is but for some characters."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_pieces: Final = c_make_encoder(None, _ENCODER.default, encode_basestring, None, ":", ",", False, False, False)  # noqa: FBT003
"""What the encoder makes anew for each value, with the same settings; it does not see that a value is in itself."""


def dumped(value: Any) -> bytes:
    """A value as JSON. Raises TypeError and ValueError for one that is none."""
    try:
        return "".join(_pieces(value, 0)).encode()
    except RecursionError:
        return _ENCODER.encode(value).encode()  # which says why


encoded: Final = msgspec.json.Encoder().encode
"""A value that has been read from JSON, or could have been, as JSON; it may write a large or a small number otherwise.

It takes a fifth of the time, and takes more than JSON has.
"""


Write = Callable[[Any], bytes]
"""Writes a value as JSON."""


def plainly(value: Any) -> bytes:
    """A value that is the same in both, for it is made of texts, whole numbers, truths and nothing but JSON."""
    try:
        return encoded(value)
    except ValueError:  # half of a surrogate pair, of which the other says where it stands
        return dumped(value)


def _streamed(values: list[Any], media_type: media.MediaType, *, are_events: bool) -> Iterator[bytes]:
    for value in values:
        if isinstance(value, str) and _is_written(value, media_type):
            yield value.encode()
        elif media_type.is_sequence:
            yield (b"" if media_type.is_lines else b"\x1e") + dumped(value) + b"\n"
        elif are_events and isinstance(value, dict) and value and value.keys() <= {*EVENT}:
            yield b"".join(_field(name, value[name]) for name in EVENT if value.get(name) is not None) + b"\n"
        else:
            yield _field("data", value) + b"\n"


def _is_written(text: str, media_type: media.MediaType) -> bool:
    """Whether a text is a sequence of this type already, as an example is that is written by hand."""
    if media_type.essence == "text/event-stream":
        return _FIELD.match(text) is not None
    return text.lstrip("\x1e\n ").startswith(("{", "["))


def _field(name: str, value: Any) -> bytes:
    """A field of an event: of data as many as it has lines, of another one the first."""
    lines = _LINE_END.split(plain(value))
    return "".join(f"{name}: {line}\n" for line in (lines if name == "data" else lines[:1])).encode()


def _table(rows: list[Any], media_type: media.MediaType, declared: list[str]) -> bytes:
    """A table with a line of names, where the rows have any and its media type has it (RFC 4180).

    Without it, nobody knows but of `declared` columns what is in them.
    """
    names = declared or list(dict.fromkeys(name for row in rows if isinstance(row, dict) for name in row))
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if media_type.subtype == "csv" else "\t")
    if names and not media_type.is_bare_table:
        writer.writerow(names)
    for row in rows:
        cells = [row.get(name) for name in names] if isinstance(row, dict) else row if isinstance(row, list) else [row]
        writer.writerow(["" if cell is None else plain(cell) for cell in cells])
    return out.getvalue().encode()


def plain(value: Any) -> str:
    """A value as a text: a text as it is, all else in JSON."""
    return value if isinstance(value, str) else dumped(value).decode()
