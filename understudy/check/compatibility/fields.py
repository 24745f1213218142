"""Fields of two versions of a form: how each is written, and as what (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from understudy.check.compatibility.changes import Change, schema_of
from understudy.check.compatibility.parameters import written
from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.errors import quoted

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
"""Media types whose fields are texts (OpenAPI 3.1, 4.8.14.4 and 4.8.15)."""

_STYLED = ("style", "explode", "allowReserved")


class Form(Struct, frozen=True, eq=False, dict=True):
    """What a contract says of a form; of any other body, that it has no fields."""

    content: Node
    schemas: Schemas
    media_type: media.MediaType | None

    @cached_property
    def shape(self) -> Shape:
        """What its fields are."""
        return Shape(schema_of(self.content), self.schemas)

    @property
    def names(self) -> list[str]:
        """What its fields are called."""
        is_form = self.media_type and (self.media_type.essence in FORMS or self.media_type.type == "multipart")
        return list(self.shape.names) if is_form else []

    @property
    def is_of_texts(self) -> bool:
        """Whether each of its fields is sent as a text or as several of them."""
        if self.media_type is None or self.media_type.essence not in FORMS or "encoding" in self.content.value:
            return False
        shapes = [Shape(node, self.schemas) for node in self.shape.names.values()]
        are_plain = not any(each.is_object or (each.is_array and not each.element(0).is_one_text) for each in shapes)
        return are_plain and "schema" in self.content.value

    def encoding(self, field: str) -> Node | None:
        """The encoding of a field, if it has one."""
        encodings = self.content.get("encoding")
        return encodings.get(field) if encodings else None

    def styled(self, field: str) -> Parameter | None:
        """A field as it is written if its encoding says so, as a parameter in a query is."""
        encoding, essence = self.encoding(field), self.media_type.essence if self.media_type else ""
        is_read = essence in (FORMS[:1] if self.schemas.dialect.is_3_0 else FORMS)
        if not (encoding and is_read and any(keyword in encoding.value for keyword in _STYLED)):
            return None
        return Parameter.field(field, encoding, self.shape.names[field])

    def plain(self, field: str) -> Parameter:
        """A field as it is written where nothing is said of that: an object as JSON, else as a text or several."""
        parameter = Parameter.field(field, self.content, self.shape.names[field], style="form")
        return replace(parameter, media_type="application/json") if self.shape.member(field).is_object else parameter

    def types(self, field: str) -> list[str]:
        """The media types that a field is sent as (3.1, 4.8.15.1); a file of which nothing is said may be any."""
        encoding = self.encoding(field)
        said = encoding.value.get("contentType") if encoding else None
        if said:
            return [name.strip() for name in said.split(",")]
        shape = self.shape.member(field)
        shape = shape.element(0) if shape.is_array else shape
        if shape.is_object:
            return ["application/json"]
        return ["*/*" if shape.is_binary else "text/plain"]


def fields(old: Form, new: Form, operation: str) -> Iterator[Change]:
    """What changed about how the fields are written that a form had and still has."""
    for name in new.names:
        if name not in old.shape.names:
            continue
        encodings = new.encoding(name), old.encoding(name)
        if not any(encodings):
            continue
        label, styled = f"the field {quoted(name)}", (new.styled(name), old.styled(name))
        if any(styled):
            now, before = styled[0] or new.plain(name), styled[1] or old.plain(name)
            yield from written(before, now, old.schemas, new.schemas, label=label, operation=operation)
            continue
        at, was = encodings[0] or new.content, encodings[1] or old.content
        types, others = new.types(name), old.types(name)
        for each in others:
            parsed = media.parse(each)
            if each not in types and not (parsed and media.describing(types, parsed)):
                yield Change("compat/media-type-removed", at, was, f"{label} is no longer taken as {each}", operation)
        for each in types:
            parsed = media.parse(each)
            if each not in others and not (parsed and media.describing(others, parsed)):
                yield Change("compat/media-type-added", at, was, f"{label} is taken as {each} now", operation)
