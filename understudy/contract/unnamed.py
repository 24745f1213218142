"""Parts that need no names, as those of `multipart/mixed` do not: each is what its place says (OpenAPI 3.2, 4.14.5)."""

from collections.abc import Mapping, Sequence
from typing import Any

from understudy.contract import media
from understudy.contract.bodyparts import Encoding, Part
from understudy.contract.document import Node
from understudy.contract.forms import Form, Read, sent_value, told_value
from understudy.contract.schemas import Schemas
from understudy.contract.shapes import Shape
from understudy.contract.violations import Violation


class Unnamed:
    """Judges the parts of one media type: as the members of an object where all are named, else as an array."""

    def __init__(self, content: Node, schemas: Schemas, read: Read) -> None:
        self._schema, self._item, self._schemas = content.get("schema"), content.get("itemSchema"), schemas
        self._read = read
        self._whole, self._each = Shape(self._schema, schemas), Shape(self._item, schemas)
        self._form = Form(content, schemas, styled=False, read=read)
        first, others = content.get("prefixEncoding"), content.get("itemEncoding")
        self._first = [Encoding(node, schemas) for node in first.elements()] if first else []
        self._others = Encoding(others, schemas) if others else None

    def violations(self, parts: Sequence[Part]) -> list[Violation]:
        """What is wrong with the parts of a body."""
        if self._whole.is_object and all(part.name for part in parts):
            return self._form.multipart(parts)[1]
        if not (self._whole.is_array or self._item):
            return []
        values, found = list[Any](), list[Violation]()
        for index, part in enumerate(parts):
            place = self._first[index] if index < len(self._first) else self._others
            found += [violation.below(index) for violation in place.violations(part)] if place else []
            try:
                values.append(told_value(self._value(index, part)))
            except ValueError as error:
                found.append(Violation("content", (index,), str(error)))
                return [violation.below("body") for violation in found]
        found += self._schemas.violations(self._schema, values) if self._schema and self._whole.is_array else []
        for index, value in enumerate(values if self._item else ()):
            assert self._item
            found += [violation.below(index) for violation in self._schemas.violations(self._item, value)]
        return [violation.below("body") for violation in found]

    def _value(self, index: int, part: Part) -> Any:
        shape = self._whole.element(index) if self._whole.is_array else self._each
        value = sent_value(part, shape, self._schemas, self._read)
        return shape.repeated([value]) if isinstance(value, str) else value


def unnamed(content: Mapping[str, Node], schemas: Schemas, read: Read) -> dict[str, Unnamed]:
    """What judges the parts of each media type that has any and says something of them, and is no form."""
    parsed = ((name, media.parse(name), node) for name, node in content.items())
    return {
        name: Unnamed(node, schemas, read)
        for name, media_type, node in parsed
        if media_type and media_type.type == "multipart" and media_type.subtype != "form-data"
        if "schema" in node.value or "itemSchema" in node.value
    }
