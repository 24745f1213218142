"""What JSON Schema says of values: of which type they are, and which of them are equal."""

import json
from typing import Any, Final

TYPES: Final = ("string", "object", "array", "integer", "number", "boolean", "null")


def has_type(value: Any, kind: str) -> bool:  # noqa: PLR0911 - one for each type
    """Whether a value is of a type (JSON Schema Validation 2020-12, 6.1.1: 1.0 is an integer)."""
    match value:
        case None:
            return kind == "null"
        case bool():
            return kind == "boolean"
        case int():
            return kind in ("integer", "number")
        case float():
            return kind == "number" or (kind == "integer" and value.is_integer())
        case str():
            return kind == "string"
        case list():
            return kind == "array"
        case _:
            return kind == "object"


def canonical(value: Any) -> str:
    """A text that is the same for equal values, and for no others (JSON Schema 2020-12, 4.2.2)."""
    match value:
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case list():
            return f"[{','.join(map(canonical, value))}]"
        case dict():
            members = (f"{json.dumps(name)}:{canonical(value[name])}" for name in sorted(value))
            return f"{{{','.join(members)}}}"
        case _:
            return json.dumps(value)


_MEANS: Final = {
    "object": {
        *("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "minProperties"),
        *("maxProperties", "dependentRequired", "dependentSchemas", "unevaluatedProperties", "discriminator"),
    },
    "array": {"items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"},
    "string": {"minLength", "maxLength", "pattern", "format", "contentEncoding", "contentMediaType"},
    "number": {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"},
}
_OF_NUMBERS: Final = {"int32": "integer", "int64": "integer", "float": "number", "double": "number"}


def likely(keywords: set[str], formats: list[str]) -> tuple[str, ...]:
    """All types, those first that are meant where these keywords stand without a type."""
    first = [_OF_NUMBERS[name] for name in formats if name in _OF_NUMBERS]
    means = [kind for kind, about in _MEANS.items() if about & keywords]
    return tuple(dict.fromkeys([*first, *means, *TYPES]))


def both(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """The types that both allow; whatever is an integer is a number."""
    narrow = ("integer" if kind == "number" and kind not in second else kind for kind in first)
    wide = {*second, "integer"} if "number" in second else {*second}
    return tuple(dict.fromkeys(kind for kind in narrow if kind in wide))


def copied(value: Any) -> Any:
    """A value that is nobody else's: texts and numbers are never changed."""
    match value:
        case dict():
            return {name: copied(member) for name, member in value.items()}
        case list():
            return [copied(item) for item in value]
        case _:
            return value
