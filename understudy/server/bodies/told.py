"""What bodies say that are no JSON, read as values of their schema: XML, YAML and tables."""

import csv
import io
from contextlib import suppress
from typing import Any, Protocol

from understudy.contract import media
from understudy.contract.document import Node
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.shapes import Shape
from understudy.server.bodies.reading import judged_text
from understudy.source import json_value


class Reader(Protocol):
    """Reads bodies of one media type as values of one schema."""

    @property
    def is_structured(self) -> bool:
        """Whether the schema says what is in a body."""

    def value(self, sent: Any) -> Any:
        """The value of a body; MISSING where it is nowhere said how one is meant. Raises ValueError."""


def reader(media_type: media.MediaType, schema: Node, schemas: Schemas) -> Reader:
    """What reads bodies that are told."""
    if media_type.is_xml:
        from understudy.server.bodies.xml import Reader as Xml  # noqa: PLC0415 - few contracts have such bodies

        return Xml(schema, schemas)
    return Yaml(schema, schemas) if media_type.is_yaml else Table(media_type, schema, schemas)


def part(media_type: media.MediaType, schema: Node, schemas: Schemas, content: bytes) -> Any:
    """What a part of a body says."""
    is_text = not media_type.is_xml or media_type.parameter("charset")
    return reader(media_type, schema, schemas).value(content.decode(media_type.charset) if is_text else content)


def characters(raw: bytes, schema: Node, schemas: Schemas) -> Any:
    """Bytes as a schema speaks of them that is of nothing but texts: as one, or of binary data as so many characters.

    MISSING where it is of other things, or of what is encoded in a text, as nobody does it in a body of its own.
    """
    formats = {part.value.get("format") for part in schemas.alternatives(schema)}
    if "byte" in formats or Shape(schema, schemas).types - {"null"} != {"string"}:
        return MISSING
    with suppress(UnicodeDecodeError):
        return raw.decode("latin-1" if "binary" in formats else "utf-8")
    return MISSING


class Yaml:
    """Reads YAML (RFC 9512), unless its schema is that of a text."""

    is_structured = True

    def __init__(self, schema: Node, schemas: Schemas) -> None:
        self._shape, self._is_valid = Shape(schema, schemas), schemas.validator(schema).is_valid

    def value(self, sent: str) -> Any:
        """The value of a text, or the text itself."""
        from understudy.source.yaml_texts import yaml_value  # noqa: PLC0415 - which imports PyYAML

        if "string" not in self._shape.types:
            return yaml_value(sent)
        if not self._shape.is_one_text:
            with suppress(ValueError):
                if self._is_valid(value := yaml_value(sent)):
                    return value
        return sent


class Table:
    """Reads tables (RFC 4180) as arrays: of objects by the names in the first row, of arrays, or of single cells.

    Where the media type says that there are no names, they are those of the schema's properties, in their order.
    """

    is_structured = True

    def __init__(self, media_type: media.MediaType, schema: Node, schemas: Schemas) -> None:
        self._media_type, self._schema, self._schemas = media_type, schema, schemas
        self._shape, self._delimiter = Shape(schema, schemas), "," if media_type.subtype == "csv" else "\t"
        self._has_names = not media_type.is_bare_table

    def value(self, sent: str) -> Any:
        """The rows of a text; what its schema has for an array they are not, is judged as any text is."""
        if not self._shape.is_array:
            return judged_text(sent, self._media_type, self._schema, self._schemas)
        try:
            lines = io.StringIO(sent.removeprefix("\ufeff"), newline="")
            rows = [row for row in csv.reader(lines, delimiter=self._delimiter) if row]
        except csv.Error as error:
            raise ValueError(str(error)) from None
        item = self._shape.element(0)
        if item.is_object:
            names = next(iter(rows), []) if self._has_names else [*item.names]
            return [_object(index, names, row, item) for index, row in enumerate(rows[self._has_names :])]
        if item.is_array:
            return [[_cell(cell, item.element(at)) for at, cell in enumerate(row)] for row in rows]
        return [item.primitive(row[0]) if len(row) == 1 else row for row in rows]


def _object(index: int, names: list[str], row: list[str], shape: Shape) -> dict[str, Any]:
    """A row by the names of its columns. An empty cell is no member where nothing of that kind is empty."""
    if len(row) > len(names):
        raise ValueError(f"row {index} has {len(row)} cells, and there are {len(names)} names")
    cells = [*zip(names, row, strict=False)]
    meant = shape.meant(lambda: {name: cell for name, cell in cells if cell})
    members = ((name, cell, meant.member(name)) for name, cell in cells if cell or not meant.is_foreign(name))
    return {name: _cell(cell, member) for name, cell, member in members if cell or member.takes_empty}


def _cell(text: str, shape: Shape) -> Any:
    """The value of a cell: of a list in JSON, or of the one thing that is in it."""
    if shape.is_array:
        with suppress(ValueError):
            if isinstance(whole := json_value(text), list):
                return whole
    return shape.repeated([text])
