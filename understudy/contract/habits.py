"""What people write who have another version of OpenAPI in mind, and what is written in its place."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from understudy.contract import types
from understudy.source import Pointer

_PATH = 2
"""Tokens in the JSON Pointer of a path: `paths` and itself."""

_RANGE = re.compile("[1-5]xx", re.IGNORECASE)
_REQUIRED = "a parameter in a path is always there: write `required: true`"
_SINCE_3_1 = "it is a word of OpenAPI 3.1"

_FIELDS: Mapping[str, str] = {
    "basePath": "URLs stand in `servers`",
    "collectionFormat": "`style` and `explode` say how arrays are written",
    "consumes": "media types stand in `content`",
    "definitions": "it is called `components.schemas`",
    "host": "URLs stand in `servers`",
    "produces": "media types stand in `content`",
    "schemes": "URLs stand in `servers`",
    "securityDefinitions": "it is called `components.securitySchemes`",
}
"""Fields of Swagger 2.0."""

_OF_SCHEMAS = frozenset(("type", "format", "items", "enum", "default", "minimum", "maximum", "pattern", "properties"))
"""Keywords that parameters and headers had themselves in Swagger 2.0."""

_NEWER: Mapping[str, str] = {
    "const": "OpenAPI 3.0 has `enum` with one member for it",
    **dict.fromkeys(
        ("$defs", "if", "then", "else", "patternProperties", "prefixItems", "contains", "propertyNames"), _SINCE_3_1
    ),
    **dict.fromkeys(("unevaluatedProperties", "dependentRequired", "contentEncoding", "contentMediaType"), _SINCE_3_1),
}
"""Keywords of schemas that OpenAPI 3.0 has not."""

_VALUES: Mapping[tuple[str, Any], str] = {
    ("in", "body"): "a body is described as `requestBody`",
    ("in", "formData"): "a form is described as `requestBody`, its fields as the properties of a schema",
    ("type", "null"): "null is said by `nullable: true`",
}


def field(at: Pointer, expected: Collection[str], *, is_3_0: bool) -> str:
    """What to write for a field that is none of those expected in its place; nothing where nobody knows."""
    name = str(at[-1])
    if at[:1] == ("paths",) and len(at) == _PATH:
        return "a path begins with '/'"
    if _RANGE.fullmatch(name):
        return f"did you mean {name.upper()!r}?"
    if name in _OF_SCHEMAS and "schema" in expected:
        return "it stands in `schema`"
    if name == "schema" and "content" in expected:
        return "it stands in `content`, below a media type"
    newer = _NEWER.get(name, "") if is_3_0 else ""
    return newer or _FIELDS.get(name, "")


def value(at: Pointer, value: Any, *, is_3_0: bool) -> str:
    """What to write for the value of a field that it must not have; nothing where nobody knows."""
    name = str(at[-1]) if at else ""
    if name == "$ref" and isinstance(value, str):
        return "a reference stands for one schema, and not for several of them"
    if name == "required" and isinstance(value, bool):
        return (
            _REQUIRED if at[-3:-2] == ("parameters",) else "in a schema it lists the properties that have to be there"
        )
    if name == "type" and isinstance(value, list) and is_3_0:
        return "one type stands here, and `nullable: true` beside it for null"
    if name in ("exclusiveMinimum", "exclusiveMaximum") and isinstance(value, bool) and not is_3_0:
        return f"since OpenAPI 3.1 it is the number itself, in the place of `{name[9:].lower()}`"
    if name == "in" and "parameters" not in at:
        return ""
    known = _VALUES.get((name, value), "") if isinstance(value, str) else ""
    return known or (types.hint(value) if "type" in at[-2:] else "")


def missing(name: str) -> str:
    """What to write for a field that is missing; nothing where its name says enough."""
    return _REQUIRED if name == "required" else ""
