"""Values as bodies of several parts (RFC 2046, 5.1; RFC 7578), one for each member or item (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.server.bodies.urlencoded import is_styled, styled
from understudy.server.bodies.writing import dumped
from understudy.server.digests import hashed

_FORM = "form-data"


def multipart(value: Any, media_type: media.MediaType, content: Node, schemas: Schemas) -> tuple[bytes, str]:
    """The parts of a value as a Media Type Object describes them, and the media type with what stands between them."""
    is_form = media_type.subtype == _FORM
    parts = [_part(*each, is_form=is_form) for each in _parts(value, content, schemas, is_form=is_form)]
    boundary = hashed(b"".join(parts))[:24]
    body = b"".join(b"--%s\r\n%s\r\n" % (boundary.encode(), part) for part in parts)
    return body + b"--%s--\r\n" % boundary.encode(), f"{media_type.essence}; boundary={boundary}"


def _parts(value: Any, content: Node, schemas: Schemas, *, is_form: bool) -> Iterator[tuple[str, Any, str]]:
    """The parts of a value: the name of each, what is in it, and its media type."""
    if isinstance(value, list):
        yield from (("", each, _sent_as(each, node)) for each, node in zip(value, _encodings(content), strict=False))
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
                yield field.name, field.delimiter.join(field.texts), "text/plain"
            continue
        for each in member if isinstance(member, list) else [member]:
            yield name, each, _sent_as(each, declared, is_file=is_file)


def _is_file(schema: Node | None, schemas: Schemas) -> bool:
    """Whether a member is bytes, or a list of such."""
    parts = list(schemas.alternatives(schema)) if schema else []
    items = [part.child("items") for part in parts if isinstance(part.value.get("items"), dict)]
    parts += [part for node in items for part in schemas.alternatives(node)]
    return any(part.value.get("format") == "binary" for part in parts)


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


def _part(name: str, value: Any, sent_as: str, *, is_form: bool) -> bytes:
    named = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    lines = [f'Content-Disposition: form-data; name="{named or "value"}"'] if is_form else []
    if not is_form and named:
        lines = [f"Content-ID: <{named}>"]
    head = "\r\n".join([*lines, f"Content-Type: {sent_as}", "", ""])
    return head.encode() + (value.encode() if isinstance(value, str) else dumped(value))
