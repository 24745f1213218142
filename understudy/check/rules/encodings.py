"""Encodings: how the fields of a form are written, and what says nothing of that."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.fields import STYLED
from understudy.contract.shapes import Shape
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding

_URLENCODED = "application/x-www-form-urlencoded"


def dangling(subject: Subject) -> Iterator[Finding]:
    """An encoding is that of a property of the schema (OpenAPI 3.1, 4.8.14.1)."""
    for content in subject.of("media_type"):
        schema, encoding = content.get("schema"), content.get("encoding")
        if schema is None or encoding is None:
            continue
        known = subject.properties(schema)
        for name, node in encoding.items() if known else ():
            if name not in known:
                message = f"the schema has no property {quoted(name)}{did_you_mean(name, known)}"
                yield node.finding(message, "contract/encoding").beside(schema.place, "the schema")


def media_types(subject: Subject) -> Iterator[Finding]:
    """A field is sent as a media type or a range of them, or one of several (3.1, 4.8.15.1)."""
    for encoding in subject.of("encoding"):
        node = encoding.get("contentType")
        names = node.value.split(",") if node and isinstance(node.value, str) else []
        for name in (name.strip() for name in names):
            if node and media.parse(name) is None:
                message = f"{quoted(name)} is no media type: one is written as in 'image/png', several with commas"
                yield node.finding(message, "contract/media-type")


def idle(subject: Subject) -> Iterator[Finding]:
    """What an encoding says, and nobody reads in its place (3.0.3, Encoding Object; 3.1, 4.8.14.1 and 4.8.15.1)."""
    for holder in subject.of("request_body", "response"):
        content = holder.get("content")
        for name, node in content.items() if content else ():
            encoding, parsed = node.get("encoding"), media.parse(name)
            if encoding is None or parsed is None or "*" in name:
                continue
            if parsed.essence != _URLENCODED and parsed.type != "multipart":
                message = f"`encoding` says nothing of {parsed.essence}: it is for forms, urlencoded or multipart"
                yield encoding.finding(message, "contract/idle-encoding")
                continue
            for field, said in encoding.items():
                yield from _ignored(subject, parsed, said)
                yield from _unstyled(subject, node.get("schema"), field, said)


def _ignored(subject: Subject, name: media.MediaType, encoding: Node) -> Iterator[Finding]:
    """What is for the other kind of forms, or is beside what is read."""
    said = [node for keyword in STYLED if (node := encoding.get(keyword))]
    is_urlencoded = name.essence == _URLENCODED
    headers, content_type = encoding.get("headers"), encoding.get("contentType")
    if is_urlencoded and headers:
        message = f"`headers` say nothing of {name.essence}: they are those of the parts of a multipart body"
        yield headers.finding(message, "contract/idle-encoding")
    is_styled = is_urlencoded or (name.subtype == "form-data" and not subject.is_3_0)
    for node in () if is_styled else said:
        only = _URLENCODED if subject.is_3_0 else f"{_URLENCODED} and multipart/form-data"
        message = f"`{node.pointer[-1]}` says nothing of {name.essence}: it is for {only}"
        yield node.finding(message, "contract/idle-encoding")
    if content_type and said and is_styled and not subject.is_3_0:
        message = f"`contentType` is not read beside `{said[0].pointer[-1]}`: remove one of them"
        yield content_type.finding(message, "contract/idle-encoding").beside(said[0].place, "what is read")


def _unstyled(subject: Subject, schema: Node | None, field: str, encoding: Node) -> Iterator[Finding]:
    """A style that what is written has no use for: one of lists for a text, one of objects for a list (4.8.12.3)."""
    style = encoding.get("style")
    if schema is None or style is None:
        return
    try:
        whole = Shape(schema, subject.contract.schemas)
        shape = whole.member(field)
    except MockError:  # a part of it leads nowhere
        return
    if field not in whole.names or not shape.types:
        return
    if style.value == "deepObject" and not shape.is_object:
        yield style.finding("`deepObject` is how objects are written, and this is none", "contract/idle-encoding")
    elif style.value in ("spaceDelimited", "pipeDelimited") and shape.is_one_text:
        message = f"`{style.value}` is how lists are written, and this is none"
        yield style.finding(message, "contract/idle-encoding")
