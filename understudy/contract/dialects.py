"""What differs between the versions of OpenAPI, as data: the schema of the document and the dialect of its schemas."""

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs
from msgspec import Struct
from msgspec.structs import replace

from understudy.contract.patterns import lengths

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


def _published(version: str) -> JsonSchema:
    """The OpenAPI Initiative's own schema, from the copy that openapi-spec-validator carries.

    Found without importing that package: the import alone costs more than all of our own start.
    """
    spec = find_spec("openapi_spec_validator")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - a declared dependency
        raise ModuleNotFoundError("openapi-spec-validator is not installed")
    file = Path(spec.submodule_search_locations[0], "resources", "schemas", f"v{version}", "schema.json")
    # An address may be relative to the document's own (3.1, 4.6), and generators write such ones.
    schema: JsonSchema = json.loads(file.read_bytes().replace(b'"format": "uri"', b'"format": "uri-reference"'))
    return schema


_EXTENSIBLE: JsonSchema = {"patternProperties": {"^x-": True}, "unevaluatedProperties": False}
_OWN_KEYWORDS: JsonSchema = {
    "discriminator": {
        "type": "object",
        "required": ["propertyName"],
        "properties": {
            "propertyName": {"type": "string"},
            "mapping": {"type": "object", "additionalProperties": {"type": "string"}},
            "defaultMapping": {"type": "string"},
        },
        **_EXTENSIBLE,
    },
    "xml": {
        "type": "object",
        "properties": {
            "name": {"type": "string"},
            "namespace": {"type": "string"},
            "prefix": {"type": "string"},
            "attribute": {"type": "boolean"},
            "wrapped": {"type": "boolean"},
            "nodeType": {"type": "string"},
        },
        **_EXTENSIBLE,
    },
    "externalDocs": {"$ref": "#/$defs/external-documentation"},
}
"""The keywords of OpenAPI's own vocabulary (3.1, 4.8.24.1; 3.2, 4.24), which the published schemas leave to another."""


def _bound(schema: JsonSchema) -> JsonSchema:
    """Binds Schema Objects to JSON Schema 2020-12: the published schema leaves their dialect open."""
    schema["$defs"]["schema"] |= {"$ref": "https://json-schema.org/draft/2020-12/schema"}
    schema["$defs"]["own-keywords"] = {"properties": _OWN_KEYWORDS}
    # What a component is called is another question than what it is.
    (named,) = schema["$defs"]["components"]["patternProperties"].values()
    del named["propertyNames"]
    # A callback may be extended (3.1, 4.8.18), which the published schema takes for one more path item.
    schema["$defs"]["callbacks"]["patternProperties"] = {"^x-": True}
    # What is neither a status nor `default` is said to be so; that it is not enough need not be said as well.
    schema["$defs"]["responses"]["if"] = {"minProperties": 1, "propertyNames": {"pattern": "^x-"}}
    return schema


def _structure_3_1() -> JsonSchema:
    schema = _bound(_published("3.1"))
    # A server's URL is a template (3.1.0, 4.8.5), and braces make no URI reference.
    del schema["$defs"]["server"]["properties"]["url"]["format"]
    # A link has a server (3.1.0, 4.8.20), which the published schema calls its body.
    link = schema["$defs"]["link"]["properties"]
    link["server"] = link.pop("body")
    return _with_links(schema)


def _structure_3_2() -> JsonSchema:
    return _with_links(_bound(_published("3.2")))


def _with_links(schema: JsonSchema) -> JsonSchema:
    """A link gives constants of any kind to parameters (3.1.0, 4.8.20), and its reference to a template has braces."""
    link = schema["$defs"]["link"]["properties"]
    link["parameters"] = {"type": "object"}
    del link["operationRef"]["format"]
    return schema


def _structure_3_0() -> JsonSchema:
    schema = _published("3.0")
    parts = schema["definitions"]
    # Rules of their own say what is there twice, and where.
    for among in (parts["Operation"]["properties"]["parameters"], parts["PathItem"]["properties"]["parameters"]):
        del among["uniqueItems"]
    del schema["properties"]["tags"]["uniqueItems"]
    # What a component is called is another question than what it is.
    for kind in parts["Components"]["properties"].values():
        (kind["additionalProperties"],) = kind.pop("patternProperties").values()
    return schema


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


def _bounded(schema: JsonSchema) -> JsonSchema:
    """The bounds of `int32` and `int64` (OpenAPI's registry of formats): validators ask formats of texts alone.

    A pattern that may go on at its end is one that ends there, however often it may.

    What is required is so once: a name that is given twice makes the validator count members that there are not. And
    that a property is required is said by the schema around it, in which `required: true` has no meaning.
    """
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


def _as_meant(schema: JsonSchema) -> JsonSchema:
    """A schema of 2020-12 without what OpenAPI 3.0 had otherwise: `exclusiveMinimum: true` beside its `minimum`."""
    schema = _bounded(schema)
    for exclusive, bound in EXCLUSIVE.items():
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
    structure=_structure_3_1,
    definitions=_DEFINITIONS,
    draft=jsonschema_rs.Draft202012,
    validator=jsonschema_rs.Draft202012Validator,
    own=_as_meant,
    formats={"byte": _is_base64},
    keywords=_VOCABULARY_2020,
)

DIALECTS = (
    _3_1,
    replace(_3_1, versions=re.compile(r"3\.2\.\d+(-.+)?"), structure=_structure_3_2),
    Dialect(
        versions=re.compile(r"3\.0\.\d+(-.+)?"),
        structure=_structure_3_0,
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
