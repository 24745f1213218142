"""What differs between the versions of OpenAPI, as data: the schema of the document and the dialect of its schemas."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema_rs

JsonSchema = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Dialect:
    """One line of OpenAPI versions.

    `structure` is the schema of whole documents and `definitions` names the part of it for each kind of object;
    `keywords` says where schemas stand inside a schema: `schema`, `[schema]` (an array of them) or `{schema}` (an
    object of them), several shapes parted by `|`; `own` turns a schema of this dialect into one of the JSON Schema
    `draft` that validates it, keyword by keyword, and is None where it already is one.
    """

    versions: re.Pattern[str]
    structure: Callable[[], JsonSchema]
    definitions: Mapping[str, str]
    draft: int
    validator: type[jsonschema_rs.Validator]
    keywords: Mapping[str, str]
    own: Callable[[JsonSchema], JsonSchema] | None = None
    reference_siblings: bool = True


def _published(version: str) -> JsonSchema:
    """The OpenAPI Initiative's own schema, from the copy that openapi-spec-validator carries.

    Found without importing that package: the import alone costs more than all of our own start.
    """
    spec = find_spec("openapi_spec_validator")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - a declared dependency
        raise ModuleNotFoundError("openapi-spec-validator is not installed")
    file = Path(spec.submodule_search_locations[0], "resources", "schemas", f"v{version}", "schema.json")
    schema: JsonSchema = json.loads(file.read_bytes())
    return schema


def _structure_3_1() -> JsonSchema:
    schema = _published("3.1")
    # The published schema leaves the dialect of Schema Objects open; this binds it to JSON Schema 2020-12.
    schema["$defs"]["schema"] |= {"$ref": "https://json-schema.org/draft/2020-12/schema"}
    # A server's URL is a template (3.1.0, 4.8.5), and braces make no URI reference.
    del schema["$defs"]["server"]["properties"]["url"]["format"]
    return schema


def _structure_3_0() -> JsonSchema:
    return _published("3.0")


def _nullable(schema: JsonSchema) -> JsonSchema:
    """`nullable` widens `type` and nothing else: an `enum` has to list null itself (3.0.3, Schema Object)."""
    if schema.get("nullable") is True and isinstance(schema.get("type"), str):
        return {**schema, "type": [schema["type"], "null"]}
    return schema


_APPLICATORS = {
    "allOf": "[schema]",
    "anyOf": "[schema]",
    "oneOf": "[schema]",
    "not": "schema",
    "items": "schema",
    "properties": "{schema}",
    "additionalProperties": "schema",
}

DIALECTS = (
    Dialect(
        versions=re.compile(r"3\.1\.\d+(-.+)?"),
        structure=_structure_3_1,
        definitions={
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
        },
        draft=jsonschema_rs.Draft202012,
        validator=jsonschema_rs.Draft202012Validator,
        keywords=_APPLICATORS
        | {
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
        },
    ),
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
        reference_siblings=False,
    ),
)


def dialect_of(version: str) -> Dialect | None:
    """The dialect of a document's `openapi` field, or None for a version that is not understood."""
    return next((dialect for dialect in DIALECTS if dialect.versions.fullmatch(version)), None)
