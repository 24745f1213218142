"""Values as bodies of several parts (RFC 2046, 5.1; RFC 7578), one for each member or item (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.server.bodies.urlencoded import is_styled, styled
from understudy.server.bodies.writing import fixed, written
from understudy.server.digests import hashed

_FORM = "form-data"
_TEXT = media.MediaType("text", "plain")


def multipart(value: Any, media_type: media.MediaType, content: Node, schemas: Schemas) -> tuple[bytes, str]:
    """The parts of a value as a Media Type Object describes them, and the media type with what stands between them."""
    is_form = media_type.subtype == _FORM
    told = _parts(value, content, schemas, is_form=is_form)
    parts = [_head(each, is_form=is_form) + _written(each, schemas) for each in told]
    boundary = hashed(b"".join(parts))[:24]
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    return body + b"--%s--\r\n" % boundary.encode(), f"{media_type.essence}; boundary={boundary}"


class _Part(NamedTuple):
    """A part with its name, what is in it, its media type, and the schema of that."""

    name: str
    value: Any
    sent_as: str
    schema: Node | None = None


def _parts(value: Any, content: Node, schemas: Schemas, *, is_form: bool) -> Iterator[_Part]:
    """The parts of a value."""
    if isinstance(value, list):
        of = content.get("itemSchema") or _items(content.get("schema"), schemas)
        for each, node in zip(value, _encodings(content), strict=False):
            yield _Part("", each, _sent_as(each, node), of)
        return
    schema, encoding = content.get("schema"), content.get("encoding")
    properties = schemas.properties(schema) if schema else {}
    members = value if isinstance(value, dict) else {"": value}
    for name, member in members.items():
        declared = encoding.get(name) if encoding else None
        described = properties.get(name)
        is_file = _is_file(described, schemas)
        if is_form and is_styled(declared) and not (is_file or schemas.dialect.is_3_0):
            for field in styled(name, member, declared):
                yield _Part(field.name, field.delimiter.join(field.texts), "text/plain")
            continue
        of = _items(described, schemas) if isinstance(member, list) else described
        for each in member if isinstance(member, list) else [member]:
            yield _Part(name, each, _sent_as(each, declared, is_file=is_file), of)


def _is_file(schema: Node | None, schemas: Schemas) -> bool:
    """Whether a member is bytes, or a list of such."""
    nodes = [node for node in (schema, _items(schema, schemas)) if node]
    return any(part.value.get("format") == "binary" for node in nodes for part in schemas.alternatives(node))


def _items(schema: Node | None, schemas: Schemas) -> Node | None:
    """The schema of an array's items."""
    parts = schemas.alternatives(schema) if schema else ()
    return next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)


def _encodings(content: Node) -> Iterator[Node | None]:
    """The encodings of parts without names, each by its place, and that of all others (OpenAPI 3.2, 4.14.5)."""
    first, others = content.get("prefixEncoding"), content.get("itemEncoding")
    yield from first.elements() if first else ()
    yield from repeat(others)


def _sent_as(value: Any, encoding: Node | None, *, is_file: bool = False) -> str:
    """The media type of a part: the first that its encoding has, or what such a value is usually sent as."""
    if declared := encoding.value.get("contentType") if encoding else None:
        return media.concrete(declared.partition(",")[0].strip())
    usual = "application/json" if isinstance(value, dict | list) else "text/plain"
    return "application/octet-stream" if is_file else usual


def _head(part: _Part, *, is_form: bool) -> bytes:
    named = part.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    lines = [f'Content-Disposition: form-data; name="{named or "value"}"'] if is_form else []
    if not is_form and named:
        lines = [f"Content-ID: <{named}>"]
    return "\r\n".join([*lines, f"Content-Type: {part.sent_as}", "", ""]).encode()


def _written(part: _Part, schemas: Schemas) -> bytes:
    """What is in a part, in its media type: of a picture, which no text is, the smallest that there is."""
    media_type = media.parse(part.sent_as) or _TEXT
    least = fixed(media_type) if isinstance(part.value, str) and not media_type.is_xml else None
    return written(part.value, media_type, part.schema, schemas) if least is None else least
