"""What differs between the versions of OpenAPI, as data: the schema of the document and the dialect of its schemas."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs
from msgspec import Struct
from msgspec.structs import replace

from understudy.contract.patterns import lengths
from understudy.contract.published import structure_3_0, structure_3_1, structure_3_2

JsonSchema = dict[str, Any]


class Dialect(Struct, frozen=True, eq=False):
    """One line of OpenAPI versions.

    `structure` is the schema of whole documents and `definitions` names the part of it for each kind of object;
    `keywords` says where schemas stand inside a schema: `schema`, `[schema]` (an array of them) or `{schema}` (an
    object of them); `own` turns one schema of this dialect into what the JSON Schema `draft` that validates it would
    say, and gives it back as it is where that is the same; `formats` are those of texts that the draft does not know.
    """

    versions: re.Pattern[str]
    structure: Callable[[], JsonSchema]
    definitions: Mapping[str, str]
    draft: int
    validator: type[jsonschema_rs.Validator]
    keywords: Mapping[str, str]
    own: Callable[[JsonSchema], JsonSchema]
    formats: Mapping[str, Callable[[str], bool]]
    reference_siblings: bool = True

    @property
    def is_3_0(self) -> bool:
        """Whether it is that of OpenAPI 3.0, whose schemas are its own."""
        return self.draft == jsonschema_rs.Draft4


BOUNDS = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
"""The formats of numbers that have bounds, with those."""


EXCLUSIVE = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
"""Bounds that are exclusive, with those beside them of which OpenAPI 3.0 says by `true` that they are."""


_AT_THE_END = re.compile(r"\{([0-9]+),[0-9]{4,}\}\Z")
"""How often something may be repeated behind which anything may follow: it matches whenever the least does.

A validator would spend a long time on all that it may be, and gives up on the longest.
"""

_LISTING = ("required", "properties")
_NOTHING: tuple[Any, ...] = (None, True, False)
"""What such a keyword may be where it lists nothing."""


_BOUNDED = frozenset((*_LISTING, "pattern", "format"))


def _bounded(schema: JsonSchema) -> JsonSchema:
    """The bounds of `int32` and `int64` (OpenAPI's registry of formats): validators ask formats of texts alone.

    A pattern that may go on at its end is one that ends there, however often it may.

    What is required is so once: a name that is given twice makes the validator count members that there are not. And
    that a property is required is said by the schema around it, in which `required: true` has no meaning.
    """
    if _BOUNDED.isdisjoint(schema):
        return schema
    required = schema.get("required")
    if isinstance(required, list) and len(set(map(repr, required))) < len(required):
        schema = {**schema, "required": list({repr(name): name for name in required}.values())}
    if isinstance(pattern := schema.get("pattern"), str) and _AT_THE_END.search(pattern):
        schema = {**schema, "pattern": _AT_THE_END.sub(r"{\1}", pattern)}
    if empty := [name for name in _LISTING if name in schema and schema[name] in _NOTHING]:
        schema = {name: value for name, value in schema.items() if name not in empty}
    if "pattern" in schema and (counted := lengths(schema["pattern"])):
        schema = {**counted, **{name: value for name, value in schema.items() if name != "pattern"}}
    bounds = BOUNDS.get(schema["format"]) if isinstance(schema.get("format"), str) else None
    if bounds is None:
        return schema
    low, high = bounds
    return {
        **schema,
        "minimum": max(low, schema.get("minimum", low)),
        "maximum": min(high, schema.get("maximum", high)),
    }


_MEANT = _BOUNDED | EXCLUSIVE.keys()
"""Keywords without which a schema of 2020-12 says what it means."""


def _as_meant(schema: JsonSchema) -> JsonSchema:
    """A schema of 2020-12 without what OpenAPI 3.0 had otherwise: `exclusiveMinimum: true` beside its `minimum`."""
    if _MEANT.isdisjoint(schema):
        return schema
    schema = _bounded(schema)
    for exclusive, bound in EXCLUSIVE.items() if not EXCLUSIVE.keys().isdisjoint(schema) else ():
        if isinstance(is_exclusive := schema.get(exclusive), bool):
            moved = {exclusive: schema[bound]} if is_exclusive and bound in schema else {}
            left = {exclusive, bound} if moved else {exclusive}
            schema = {name: value for name, value in schema.items() if name not in left} | moved
    return schema


def _nullable(schema: JsonSchema) -> JsonSchema:
    """`nullable` widens `type` and nothing else: an `enum` has to list null itself (3.0.3, Schema Object)."""
    schema = _bounded(schema)
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return schema


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _newer(name: str) -> Callable[[str], bool]:
    """A format as JSON Schema 2020-12 knows it."""
    return jsonschema_rs.Draft202012Validator({"format": name}, validate_formats=True).is_valid


_APPLICATORS = {
    "allOf": "[schema]",
    "anyOf": "[schema]",
    "oneOf": "[schema]",
    "not": "schema",
    "items": "schema",
    "properties": "{schema}",
    "additionalProperties": "schema",
}

_VOCABULARY_2020 = _APPLICATORS | {
    "if": "schema",
    "then": "schema",
    "else": "schema",
    "dependentSchemas": "{schema}",
    "prefixItems": "[schema]",
    "contains": "schema",
    "patternProperties": "{schema}",
    "propertyNames": "schema",
    "unevaluatedItems": "schema",
    "unevaluatedProperties": "schema",
    "contentSchema": "schema",
    "$defs": "{schema}",
    "definitions": "{schema}",
}

_DEFINITIONS = {
    "path_item": "path-item",
    "parameter": "parameter",
    "request_body": "request-body",
    "media_type": "media-type",
    "response": "response",
    "header": "header",
    "example": "example",
    "link": "link",
    "callback": "callbacks",
    "security_scheme": "security-scheme",
    "schema": "schema",
    "own_keywords": "own-keywords",
}

_3_1 = Dialect(
    versions=re.compile(r"3\.1\.\d+(-.+)?"),
    structure=structure_3_1,
    definitions=_DEFINITIONS,
    draft=jsonschema_rs.Draft202012,
    validator=jsonschema_rs.Draft202012Validator,
    own=_as_meant,
    formats={"byte": _is_base64},
    keywords=_VOCABULARY_2020,
)

DIALECTS = (
    _3_1,
    replace(_3_1, versions=re.compile(r"3\.2\.\d+(-.+)?"), structure=structure_3_2),
    Dialect(
        versions=re.compile(r"3\.0\.\d+(-.+)?"),
        structure=structure_3_0,
        definitions={
            "path_item": "PathItem",
            "parameter": "Parameter",
            "request_body": "RequestBody",
            "media_type": "MediaType",
            "response": "Response",
            "header": "Header",
            "example": "Example",
            "link": "Link",
            "callback": "Callback",
            "security_scheme": "SecurityScheme",
            "schema": "Schema",
        },
        draft=jsonschema_rs.Draft4,
        validator=jsonschema_rs.Draft4Validator,
        keywords=_APPLICATORS,
        own=_nullable,
        formats={"byte": _is_base64} | {name: _newer(name) for name in ("date", "time", "duration", "uuid")},
        reference_siblings=False,
    ),
)


def dialect_of(version: str) -> Dialect | None:
    """The dialect of a document's `openapi` field, or None for a version that is not understood."""
    return next((dialect for dialect in DIALECTS if dialect.versions.fullmatch(version)), None)
