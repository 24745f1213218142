"""Schemas drawn at random: some that a value satisfies by construction, and some of which nobody knows that."""

import json
import re
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Json = Any
Schema = Any
Draw = Callable[[st.SearchStrategy[Any]], Any]

NAMES = ["id", "name", "email", "created_at", "price", "tags", "a", "b", "x-1", "_", "kind"]
TEXTS = ["", "a", "ab", "abc-12", "7", "hello world", "ä€😀", "2024-02-29", "eval_1f"]
PATTERNS = ["^[a-z]+$", "^[a-z]{2,5}-[0-9]+$", "[0-9]", "^(a|b|7)", "^$", "\\w+", "^.{0,12}$", "o w", "^[^0-9]*$"]
FORMATS = {
    "date-time": "2024-02-29T12:00:00Z",
    "date": "2024-02-29",
    "time": "12:00:00Z",
    "duration": "P3D",
    "email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/a",
    "uri-reference": "/a",
    "uuid": "9b2e3a1c-8a39-4d4e-9d5b-0f6c2a3a7b11",
    "json-pointer": "/a",
    "regex": "^a$",
    "byte": "aGk=",
}
TYPES = ["string", "integer", "number", "boolean", "null", "object", "array"]

names = st.sampled_from(NAMES)
numbers = st.integers(-50, 1000) | st.sampled_from([0, 0.5, -0.25, 1.5, 99.99, 1e6, 1e-3, -7.0, 2**53, -(10**20)])
scalars = st.none() | st.booleans() | numbers | st.sampled_from([*TEXTS, *FORMATS.values()])
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
)


def kinds_of(value: Json) -> list[str]:  # noqa: PLR0911 - one for each type
    """The types of a value."""
    match value:
        case None:
            return ["null"]
        case bool():
            return ["boolean"]
        case int():
            return ["integer", "number"]
        case float():
            return ["integer", "number"] if value.is_integer() else ["number"]
        case str():
            return ["string"]
        case list():
            return ["array"]
        case _:
            return ["object"]


class Drawer:
    """Draws one schema after another, and the components that they refer to."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.components: dict[str, Schema] = {}

    def sometimes(self, one_in: int = 4) -> bool:
        return bool(self.draw(st.integers(1, one_in)) == 1)

    def about(self, value: Json, depth: int = 2) -> Schema:
        """A schema that this value satisfies, all but surely."""
        if self.sometimes(20):
            return self.draw(st.sampled_from([True, {}]))
        schema = self.typed(value)
        if self.sometimes(6):
            others = self.draw(st.lists(values, max_size=2))
            schema |= {"enum": [*others, value]} if self.sometimes(2) else {"const": value}
        match value:
            case str():
                schema |= self.of_text(value)
            case bool() | None:
                pass
            case int() | float():
                schema |= self.of_number(value)
            case list():
                schema |= self.of_list(value, depth)
            case dict():
                schema |= self.of_object(value, depth)
        if depth > 0:
            schema |= self.composed(value, depth - 1)
        if self.sometimes(8):
            schema["default" if self.sometimes(2) else "example"] = value
        return self.named(schema) if self.sometimes(6) else schema

    def typed(self, value: Json) -> dict[str, Schema]:
        kinds = kinds_of(value)
        if self.sometimes(5):
            return {}
        kind = self.draw(st.sampled_from(kinds))
        if self.sometimes(5):
            others = self.draw(st.lists(st.sampled_from(TYPES), unique=True, max_size=3))
            return {"type": list(dict.fromkeys([*others, kind]))}
        return {"type": kind}

    def named(self, schema: Schema) -> Schema:
        name = f"C{len(self.components)}"
        self.components[name] = schema
        return {"$ref": f"#/components/schemas/{name}"}

    def of_text(self, value: str) -> dict[str, Schema]:
        schema: dict[str, Schema] = {}
        if self.sometimes(3):
            schema["minLength"] = self.draw(st.integers(0, len(value)))
        if self.sometimes(3):
            schema["maxLength"] = len(value) + self.draw(st.integers(0, 9))
        fitting = [pattern for pattern in PATTERNS if re.search(pattern, value)]
        if fitting and self.sometimes(3):
            schema["pattern"] = self.draw(st.sampled_from(fitting))
        formats = [name for name, text in FORMATS.items() if text == value]
        if formats and not self.sometimes(4):
            schema["format"] = formats[0]
        return schema

    def of_number(self, value: float) -> dict[str, Schema]:
        schema: dict[str, Schema] = {}
        if self.sometimes(2):
            schema["minimum"] = value - self.draw(st.sampled_from([0, 1, 10, 0.5]))
        elif self.sometimes(4):
            schema["exclusiveMinimum"] = value - 1
        if self.sometimes(2):
            schema["maximum"] = value + self.draw(st.sampled_from([0, 1, 10, 0.5]))
        elif self.sometimes(4):
            schema["exclusiveMaximum"] = value + 1
        if self.sometimes(4):
            factors = [factor for factor in (0.01, 0.25, 0.5, 1, 2, 3, 5, 7, 10, 1e-6) if value % factor == 0]
            schema |= {"multipleOf": self.draw(st.sampled_from(factors))} if factors else {}
        if isinstance(value, int) and abs(value) < 2**31 and self.sometimes(6):
            schema["format"] = self.draw(st.sampled_from(["int32", "int64"]))
        return schema

    def of_list(self, value: list[Json], depth: int) -> dict[str, Schema]:
        schema: dict[str, Schema] = {}
        if self.sometimes(3):
            schema["minItems"] = self.draw(st.integers(0, len(value)))
        if self.sometimes(3):
            schema["maxItems"] = len(value) + self.draw(st.integers(0, 3))
        places = self.draw(st.integers(0, len(value))) if self.sometimes(3) else 0
        if places:
            schema["prefixItems"] = [self.about(item, depth - 1) for item in value[:places]]
        if len(value) > places and not self.sometimes(4):
            alike = self.any_of([self.about(item, depth - 1) for item in value[places:]])
            schema["unevaluatedItems" if self.sometimes(8) else "items"] = alike
        elif len(value) == places and self.sometimes(3):
            schema["unevaluatedItems" if self.sometimes(3) else "items"] = False
        if value and self.sometimes(5):
            schema["contains"] = self.about(self.draw(st.sampled_from(value)), depth - 1)
            if self.sometimes(3):
                schema["minContains"] = self.draw(st.integers(0, 2))
            if self.sometimes(3):
                schema["maxContains"] = len(value) + self.draw(st.integers(-1, 1)) or 1
        if self.sometimes(5) and len({json.dumps(item, sort_keys=True) for item in value}) == len(value):
            schema["uniqueItems"] = True
        return schema

    def of_object(self, value: dict[str, Json], depth: int) -> dict[str, Schema]:  # noqa: C901 - a keyword each
        schema: dict[str, Schema] = {}
        described = [name for name in value if not self.sometimes(5)]
        if described:
            schema["properties"] = {name: self.about(value[name], depth - 1) for name in described}
        if self.sometimes(3):
            more = self.draw(st.lists(names, max_size=2))
            optional = {name: self.anything(depth - 1) for name in more if name not in value}
            schema["properties"] = {**schema.get("properties", {}), **optional}
        if value and not self.sometimes(3):
            schema["required"] = self.draw(st.lists(st.sampled_from(list(value)), unique=True, min_size=1))
        if self.sometimes(6):
            schema["patternProperties"] = {"^x-": self.any_of([self.about(value.get("x-1", 1), depth - 1)])}
        rest = [value[name] for name in value if name not in schema.get("properties", {})]
        keyword = "unevaluatedProperties" if self.sometimes(4) else "additionalProperties"
        if rest and self.sometimes(2):
            schema[keyword] = self.any_of([self.about(item, depth - 1) for item in rest])
        elif not rest and self.sometimes(3):
            schema[keyword] = False
        if self.sometimes(8):
            schema["propertyNames"] = self.draw(
                st.sampled_from([{"maxLength": 10}, {"pattern": "^[a-z_]"}, {"enum": NAMES}, {"minLength": 1}])
            )
        if self.sometimes(5):
            schema["minProperties"] = self.draw(st.integers(0, len(value)))
        if self.sometimes(5):
            schema["maxProperties"] = len(value) + self.draw(st.integers(0, 2))
        if self.sometimes(6):
            schema["dependentRequired"] = {self.draw(names): self.draw(st.lists(names, max_size=2, unique=True))}
        if self.sometimes(8):
            schema["dependentSchemas"] = {self.draw(names): self.about(value, depth - 1)}
        return schema

    def any_of(self, schemas: list[Schema]) -> Schema:
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}

    def composed(self, value: Json, depth: int) -> dict[str, Schema]:
        schema: dict[str, Schema] = {}
        if self.sometimes(8):
            schema["allOf"] = [self.about(value, depth), self.about(value, depth)]
        if self.sometimes(8):
            schema["anyOf"] = self.shuffled([self.about(value, depth), self.anything(depth)])
        if self.sometimes(8):
            listed = self.shuffled([self.about(value, depth), self.anything(depth)])
            if listed[0] != listed[1]:  # which is meant once
                schema["oneOf"] = listed
        if self.sometimes(12):
            schema |= {"if": self.anything(depth), "then": self.about(value, depth), "else": self.about(value, depth)}
        if self.sometimes(12):
            schema["not"] = self.anything(depth)
        return schema

    def shuffled(self, schemas: list[Schema]) -> list[Schema]:
        return schemas if self.sometimes(2) else schemas[::-1]

    def anything(self, depth: int) -> Schema:
        """A schema of which only another value is known to satisfy it."""
        if self.components and self.sometimes(6):
            return {"$ref": f"#/components/schemas/{self.draw(st.sampled_from(sorted(self.components)))}"}
        return self.about(self.draw(values), depth - 1)


@st.composite
def satisfiable(draw: Draw) -> tuple[Json, Schema, dict[str, Schema]]:
    """A value, a schema that it probably satisfies, and the components that the schema refers to."""
    drawer = Drawer(draw)
    value = draw(values)
    return value, drawer.about(value), drawer.components
