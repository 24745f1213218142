"""Bodies made of fields: URL-encoded forms and multipart, each field as its encoding says (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from understudy.contract import media
from understudy.contract.bodyparts import Encoding, Part
from understudy.contract.contents import Pairs
from understudy.contract.decoding import Decoder
from understudy.contract.document import Node
from understudy.contract.fields import Fields
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.shapes import Shape
from understudy.contract.violations import Violation
from understudy.source import json_value

URLENCODED = media.MediaType("application", "x-www-form-urlencoded")
MULTIPART = media.MediaType("multipart", "form-data")


_LONGEST = 200
"""Characters of a part that may say which of several alternatives is meant."""


class File(bytes):
    """A file, which is its bytes, and knows what it is called and was sent as."""

    file_name: str
    sent_as: str | None

    @classmethod
    def of(cls, content: bytes, file_name: str, sent_as: str | None) -> "File":
        """The file with this content."""
        file = cls(content)
        file.file_name, file.sent_as = file_name, sent_as
        return file


Read = Callable[[media.MediaType, Node, Schemas, bytes], Any]
"""Reads what is neither JSON nor a text as the value that its schema means. Raises ValueError."""


class Form:
    """Reads the fields of one media type as the object that its schema means, and judges it."""

    def __init__(self, content: Node, schemas: Schemas, *, styled: bool = True, read: Read | None = None) -> None:
        """`styled` says whether the styles of encodings hold for parts; in OpenAPI 3.0 they never do."""
        self._schema, self._schemas, self._read = content.get("schema"), schemas, read
        self._shape = Shape(self._schema, schemas)
        self._fields = Fields(content, self._shape, schemas, escaped=True)
        self._parts = Fields(content, self._shape, schemas, escaped=False)
        encoding = content.get("encoding")
        self._encodings = {name: Encoding(node, schemas) for name, node in (encoding.items() if encoding else ())}
        self._is_styled = styled and not schemas.dialect.is_3_0

    def urlencoded(self, text: str) -> tuple[Any, list[Violation]]:
        """The value of a form's text, and what is wrong with it."""
        parts = (part.partition("=") for part in text.split("&") if part)
        value = self.value([(name, value) for name, _, value in parts])
        return value, self._judged(value)

    def value(self, pairs: Pairs) -> dict[str, Any]:
        """The value of a form's fields, as they are on the wire."""
        return self._fields.values(pairs)

    def multipart(self, parts: Sequence[Part]) -> tuple[Any, list[Violation]]:
        """The value of the parts, files as bytes, and what is wrong with them."""
        by_reader: dict[Decoder | str, list[Part]] = {}
        for part in parts:
            by_reader.setdefault(self._reader(part.name) or part.name, []).append(part)
        meant = self._shape.meant(
            lambda: {part.name: part.content[:_LONGEST].decode(errors="replace") for part in parts}
        )
        value: dict[str, Any] = {}
        found: list[Violation] = []
        for reader, given in by_reader.items():
            name = reader if isinstance(reader, str) else reader.parameter.name
            try:
                sent = [(part.name, sent_value(part, meant.member(name), self._schemas, self._read)) for part in given]
            except ValueError as error:
                found.append(Violation("content", ("body", name), str(error)))
                continue
            if isinstance(reader, str) or not _is_read(reader, sent):
                value[name] = _member(meant.member(name), [each for _, each in sent])
            elif (member := reader.value(sent)) is not MISSING:
                value[name] = member
            said = self._encodings[name].violations if name in self._encodings else lambda _: ()
            found += [violation.below("body", name) for part in given for violation in said(part)]
        return value, [*found, *self._judged(value)]

    def _reader(self, name: str) -> Decoder | None:
        """What reads the parts of a name, where their encoding has a style for them, or the name has brackets."""
        styled = self._parts.decoder(name) if self._is_styled else None
        return styled or self._parts.in_brackets(name)

    def _judged(self, value: Mapping[str, Any]) -> list[Violation]:
        found = self._schemas.violations(self._schema, told_value(value)) if self._schema else []
        return [violation.below("body") for violation in found]


def _member(shape: Shape, sent: Sequence[Any]) -> Any:
    """What the parts of one name mean, of which each is a value of it."""
    values = [
        (shape.element(index) if shape.is_array else shape).repeated([each]) if isinstance(each, str) else each
        for index, each in enumerate(sent)
    ]
    is_list = shape.is_array and not (len(values) == 1 and isinstance(values[0], list))
    return values if is_list else values[-1]


def _is_read(reader: Decoder, sent: Sequence[tuple[str, Any]]) -> bool:
    """Whether parts are read as their style says: they may be files or in JSON, or several where one is told."""
    if reader.parameter.style == "deepObject":
        return True
    is_one = reader.parameter.explode or len(sent) == 1
    return is_one and all(isinstance(value, str) for _, value in sent)


def sent_value(part: Part, shape: Shape, schemas: Schemas, read: Read | None) -> Any:
    """A part as JSON where it says so; a file as bytes; else its text, or what it tells. Raises ValueError."""
    sent_as = media.parse(part.sent_as) if part.sent_as else None
    try:
        if sent_as and sent_as.is_json:
            return json_value(part.content)
        one = shape.element(0) if shape.is_array else shape
        if read and sent_as and sent_as.is_told and one.schema and one.is_object and not one.is_primitive:
            return read(sent_as, one.schema, schemas, part.content)
    except ValueError as error:
        raise ValueError(f"not {'JSON' if sent_as and sent_as.is_json else part.sent_as}: {error}") from None
    if part.file_name is not None:
        return File.of(part.content, part.file_name, part.sent_as)
    if sent_as and sent_as.type != "text":
        return part.content
    return part.content.decode(sent_as.charset if sent_as else "utf-8", errors="replace")


def told_value(value: Any) -> Any:
    """A value as a schema speaks of it: of bytes as a text of so many characters."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, dict):
        return {name: told_value(member) for name, member in value.items()}
    return [told_value(item) for item in value] if isinstance(value, list) else value


def forms(content: Mapping[str, Node], schemas: Schemas, read: Read) -> dict[str, Form]:
    """What reads the forms of each media type that is one, or a range in which forms are."""
    parsed = ((name, media.parse(name), node) for name, node in content.items())
    return {
        name: Form(node, schemas, read=read)
        for name, media_type, node in parsed
        if media_type and any(media_type.bare.match(each) for each in (URLENCODED, MULTIPART))
    }
