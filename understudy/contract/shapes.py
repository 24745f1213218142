"""What a text on the wire means: as many things as the types allow that its schema declares."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cached_property
from math import isfinite
from typing import Any

from understudy.contract.document import Node
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.ways import Ways, Without, ways
from understudy.source import Pointer, json_value

_INTEGER = re.compile(r"(-?[0-9]+)(\.0+)?\Z")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\Z")

_NOTHING: Without = frozenset()


class Shape:
    """What the schema of a parameter says about how to read it: its types, and those of what it holds."""

    def __init__(
        self, schema: Node | None, schemas: Schemas, known: "_Known | None" = None, without: Without = _NOTHING
    ) -> None:
        """`known` are the shapes of what is around it, which has each of them once, however deep a value is.

        `without` are alternatives that are not meant; of what they alone name, it is known what it would be.
        """
        self._schema, self._schemas, self.without = schema, schemas, without
        self._known: _Known = {} if known is None else known
        parts = list(schemas.alternatives(schema, without)) if schema else []
        self.types = {name for part in parts for name in _types(part.value)}
        self._readers = [read for name, read in _READERS if name in self.types]
        self._items = next((part.child("items") for part in parts if isinstance(part.value.get("items"), dict)), None)
        self._first = [node for part in parts if (listed := part.get("prefixItems")) for node in listed.elements()]
        self._members = schemas.properties(schema, without) if schema else {}
        every = schemas.properties(schema) if schema and without else {}
        self._foreign = {name: node for name, node in every.items() if name not in self._members}
        others = (part.get("additionalProperties") for part in parts)
        self._others = next((node for node in others if node and isinstance(node.value, dict)), None)
        self.is_open = not any(part.value.get("additionalProperties") is False for part in parts)
        self.is_array = "array" in self.types or (not self.types and self._items is not None)
        self.is_object = "object" in self.types or (not self.types and bool(self._members))
        self.is_primitive = bool(self.types - {"array", "object"}) or not (self.is_array or self.is_object)
        if self.is_open and self._members:
            self.is_open = any("additionalProperties" in part.value for part in parts)
        self._members = {**self._members, **self._foreign}

    @property
    def schema(self) -> Node | None:
        """What it is the shape of; None where that may be anything."""
        return self._schema

    @property
    def is_text(self) -> bool:
        """Whether a text that is not empty means itself and nothing else."""
        return not self._readers

    @property
    def is_one_text(self) -> bool:
        """Whether a value is sent as one text, and not as several that belong together."""
        return not (self.is_array or self.is_object)

    @property
    def takes_empty(self) -> bool:
        """Whether an empty text means something that the schema takes, such as null."""
        return self._schema is None or self._schemas.validator(self._schema).is_valid(self.primitive(""))

    @property
    def is_binary(self) -> bool:
        """Whether it is bytes rather than a text (3.0.3, Data Types; 3.1, 4.8.15.1)."""
        parts = self._schemas.alternatives(self._schema) if self._schema else ()
        return any(part.value.get("format") == "binary" or "contentMediaType" in part.value for part in parts)

    @property
    def names(self) -> Mapping[str, Node]:
        """The properties that the schema names."""
        return self._members

    def primitive(self, text: str) -> Any:
        """The first reading of a text, by the types allowed, that the schema accepts; else its first reading.

        An empty one is null where it cannot be a text, and an object without members where it can be nothing else.
        """
        if not text and "string" in self.types:
            return self.or_null(text)
        if not self._readers:
            return text if text or self.is_primitive or not self.is_object else {}
        readings = [value for read in self._readers if (value := read(text)) is not MISSING]
        if "string" in self.types or not readings:
            readings.append(text)
        if len(readings) > 1 and self._schema:
            valid = self._schemas.validator(self._schema).is_valid
            return next((value for value in readings if valid(value)), readings[0])
        return readings[0]

    def or_null(self, empty: Any) -> Any:
        """What is sent with nothing in it: null where the schema has that, and not what it would be else."""
        if "null" not in self.types or not self._schema:
            return empty
        valid = self._schemas.validator(self._schema).is_valid
        return None if not valid(empty) and valid(None) else empty

    def repeated(self, texts: list[str]) -> Any:
        """The reading of a member given once or more: an array of all, an object as JSON (4.8.15), else the last.

        An array whose elements are no texts may come as JSON itself.
        """
        if self.is_array:
            if len(texts) == 1 and not self.element(0).is_primitive:
                with suppress(ValueError):
                    if isinstance(whole := json_value(texts[0]), list):
                        return whole
            return [self.element(index).repeated([text]) for index, text in enumerate(texts)]
        if self.is_object:
            with suppress(ValueError):
                return json_value(texts[-1])
        return self.primitive(texts[-1])

    def element(self, index: int) -> "Shape":
        """The shape of an array's element."""
        return self._inner(self._first[index] if index < len(self._first) else self._items)

    def within(self, key: str) -> "Shape":
        """The shape of what a key in brackets leads to: a member, or an element where it is none or a number."""
        return self.element(0) if self.is_array and (not key or key.isdecimal()) else self.member(key)

    def member(self, name: str) -> "Shape":
        """The shape of an object's member, one of its properties or another one."""
        return self._inner(self._members.get(name, self._others))

    def is_foreign(self, name: str) -> bool:
        """Whether a member is named by nothing but alternatives that are not meant."""
        return name in self._foreign

    def meant(self, texts: Callable[[], Mapping[str, str]]) -> "Shape":
        """The same with the one of its alternatives that is meant; itself where it may be any, or has none.

        It is by the texts of members that it tells, which nobody has to have where there is nothing to tell.
        """
        if self._ways is None:
            return self
        sent = texts()
        if (told := self._ways.told(sent, self._schemas)) is not None:
            return self._each[told]
        left = [*self._each.values()]
        for fits in (Shape._agrees, Shape._is_whole):
            left = [shape for shape in left if fits(shape, sent)] or left
        return left[0] if len(left) == 1 else self

    @cached_property
    def _ways(self) -> Ways | None:
        return ways(self._schema, self._schemas) if self._schema and not self.without else None

    @cached_property
    def _each(self) -> "dict[Without, Shape]":
        among = self._ways.others.values() if self._ways else ()
        return {others: Shape(self._schema, self._schemas, self._known, others) for others in among}

    def _agrees(self, sent: Mapping[str, str]) -> bool:
        """Whether members that have to be one of some values are that, or have it between blanks."""
        for name in sent.keys() & (self._members.keys() - self._foreign.keys()):
            node = self._members[name]
            if any("const" in part.value or "enum" in part.value for part in self._schemas.alternatives(node)):
                read, is_valid = self.member(name).primitive, self._schemas.validator(node).is_valid
                if not any(is_valid(read(text)) for text in (sent[name], sent[name].strip())):
                    return False
        return True

    def _is_whole(self, sent: Mapping[str, str]) -> bool:
        """Whether all is sent that has to be."""
        return self._schema is None or self._schemas.required(self._schema, self.without) <= sent.keys()

    def _inner(self, schema: Node | None) -> "Shape":
        spot = (id(schema.source), schema.pointer) if schema else None
        if (shape := self._known.get(spot)) is None:
            shape = self._known[spot] = Shape(schema, self._schemas, self._known)
        return shape


_Known = dict[tuple[int, Pointer] | None, Shape]
"""Shapes by where their schemas stand; that of anything is there too."""


def readings(text: str) -> list[Any]:
    """Everything that a text may mean, to whatever schema."""
    return [*(value for _, read in _READERS if (value := read(text)) is not MISSING), text]


def _integer(text: str) -> Any:
    """A whole number, which `7.0` is too (JSON Schema Core 2020-12, 4.2.3)."""
    found = _INTEGER.match(text)
    try:
        return int(found[1]) if found else MISSING
    except ValueError:  # more digits than Python converts
        return MISSING


def _number(text: str) -> Any:
    if not _NUMBER.match(text):
        return MISSING
    if "." not in text and (whole := _integer(text)) is not MISSING:
        return whole
    return value if isfinite(value := float(text)) else MISSING


_READERS: tuple[tuple[str, Callable[[str], Any]], ...] = (
    ("integer", _integer),
    ("number", _number),
    ("boolean", lambda text: {"true": True, "false": False}.get(text, MISSING)),
    ("null", lambda text: None if text in ("", "null") else MISSING),
)


def _types(schema: Mapping[str, Any]) -> list[str]:
    declared = schema.get("type", [])
    named = declared if isinstance(declared, list) else [declared]
    values = [schema["const"]] if "const" in schema else schema.get("enum", []) if not named else []
    if schema.get("nullable") is True and named:
        named = [*named, "null"]
    return [*named, *(_type_of(value) for value in values)]


def _type_of(value: Any) -> str:
    names = {bool: "boolean", int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")
