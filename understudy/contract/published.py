"""The schemas that the OpenAPI Initiative publishes of whole documents, with what they leave open, or have wrong."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_Schema = dict[str, Any]


def _published(version: str) -> _Schema:
    """The OpenAPI Initiative's own schema, from the copy that openapi-spec-validator carries.

    Found without importing that package: the import alone costs more than all of our own start.
    """
    spec = find_spec("openapi_spec_validator")
    if spec is None or not spec.submodule_search_locations:  # pragma: no cover - a declared dependency
        raise ModuleNotFoundError("openapi-spec-validator is not installed")
    file = Path(spec.submodule_search_locations[0], "resources", "schemas", f"v{version}", "schema.json")
    # An address may be relative to the document's own (3.1, 4.6), and generators write such ones.
    schema: _Schema = json.loads(file.read_bytes().replace(b'"format": "uri"', b'"format": "uri-reference"'))
    return schema


_EXTENSIBLE: _Schema = {"patternProperties": {"^x-": True}, "unevaluatedProperties": False}
_OWN_KEYWORDS: _Schema = {
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


def _bound(schema: _Schema) -> _Schema:
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


def structure_3_1() -> _Schema:
    """What a document of OpenAPI 3.1 is."""
    schema = _bound(_published("3.1"))
    # A server's URL is a template (3.1.0, 4.8.5), and braces make no URI reference.
    del schema["$defs"]["server"]["properties"]["url"]["format"]
    # A link has a server (3.1.0, 4.8.20), which the published schema calls its body.
    link = schema["$defs"]["link"]["properties"]
    link["server"] = link.pop("body")
    return _with_links(schema)


def structure_3_2() -> _Schema:
    """What a document of OpenAPI 3.2 is."""
    return _with_links(_bound(_published("3.2")))


def _with_links(schema: _Schema) -> _Schema:
    """A link gives constants of any kind to parameters (3.1.0, 4.8.20), and its reference to a template has braces."""
    link = schema["$defs"]["link"]["properties"]
    link["parameters"] = {"type": "object"}
    del link["operationRef"]["format"]
    return schema


def structure_3_0() -> _Schema:
    """What a document of OpenAPI 3.0 is."""
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
