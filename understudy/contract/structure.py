"""Whether a document has the structure of an OpenAPI document, by the schema that the OpenAPI Initiative publishes."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from understudy.contract.dialects import Dialect, JsonSchema
from understudy.contract.document import Node
from understudy.contract.violations import violations
from understudy.errors import did_you_mean
from understudy.findings import Finding
from understudy.source import pointer_parts

_URI = "file:///structure"


@cache
def _published(dialect: Dialect) -> tuple[JsonSchema, jsonschema_rs.Registry]:
    schema = {key: value for key, value in dialect.structure().items() if key not in ("$id", "id")}
    return schema, jsonschema_rs.Registry([(_URI, schema)], draft=dialect.draft)


@cache
def _validator(dialect: Dialect, kind: str) -> jsonschema_rs.Validator:
    schema, registry = _published(dialect)
    holder = "$defs" if "$defs" in schema else "definitions"
    part = "" if kind == "openapi" else f"/{holder}/{dialect.definitions[kind]}"
    return dialect.validator({"$ref": f"{_URI}#{part}"}, registry=registry, validate_formats=True, offline=True)


def findings(dialect: Dialect, kind: str, node: Node) -> Iterator[Finding]:
    """What is wrong with the structure of one object and all that it holds; references are not followed."""
    schema, _ = _published(dialect)
    for violation in violations(_validator(dialect, kind).iter_errors(node.value), node.value):
        message = violation.message
        if violation.keyword in ("additionalProperties", "unevaluatedProperties"):
            message += did_you_mean(str(violation.pointer[-1]), _expected(schema, violation.location))
        yield node.source.finding((*node.pointer, *violation.pointer), message, "contract/structure")


def forget() -> None:
    """Drop what a document is read with, a megabyte: after the last one of a process, nobody asks for it."""
    _validator.cache_clear()
    _published.cache_clear()


def _expected(schema: JsonSchema, location: str | None) -> list[str]:
    """The names of the properties that stand beside the keyword at this location."""
    beside: Any = schema
    for part in pointer_parts((location or "").partition("#")[2])[:-1]:
        beside = beside.get(part, {}) if isinstance(beside, dict) else {}
    return list(beside.get("properties", {})) if isinstance(beside, dict) else []
