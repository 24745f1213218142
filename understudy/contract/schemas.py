"""The schemas of a document, compiled where they stand: references, recursion and lines stay what they are."""

import base64
import binascii
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import jsonschema_rs

from understudy.contract.dialects import Dialect, JsonSchema
from understudy.contract.document import Document, Node
from understudy.contract.violations import Violation, violations
from understudy.findings import Place


def _is_base64(value: str) -> bool:
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


_FORMATS = {
    "int32": lambda value: not isinstance(value, int) or -(2**31) <= value < 2**31,
    "int64": lambda value: not isinstance(value, int) or -(2**63) <= value < 2**63,
    "byte": lambda value: not isinstance(value, str) or _is_base64(value),
}
"""OpenAPI's own formats (registry of the OpenAPI Initiative); those of JSON Schema are the validator's."""


class Schemas:
    """Validators for the Schema Objects of one document, formats asserted. Each is compiled once, when first used."""

    def __init__(self, document: Document, dialect: Dialect, schemas: list[Node]) -> None:
        """`schemas` are all Schema Objects of the document, so that a dialect of its own can be put in their place."""
        self._document, self._dialect = document, dialect
        self._compiled: dict[tuple[int, tuple[str | int, ...]], jsonschema_rs.Validator] = {}
        resources = {uri: source.value for uri, source in document.sources.items()}
        if dialect.own:
            resources = {uri: deepcopy(value) for uri, value in resources.items()}
            for schema in schemas:
                _replace(resources[document.uri(schema.source)], schema, dialect.own(schema.value))
        self._registry = jsonschema_rs.Registry(list(resources.items()), draft=dialect.draft)

    def validator(self, schema: Node) -> jsonschema_rs.Validator:
        """The validator of the schema at this node. Raises ValueError for one that does not compile."""
        key = (id(schema.source), schema.pointer)
        if key not in self._compiled:
            self._compiled[key] = self._compile({"$ref": self._uri(schema)})
        return self._compiled[key]

    def broken(self, schemas: list[Node]) -> Iterator[tuple[Node, str]]:
        """Those of the schemas that do not compile, with the reason.

        All are compiled as one, which takes what the document takes; one by one each takes all that it refers to.
        """
        with suppress(ValueError):
            self._compile({"allOf": [{"$ref": self._uri(schema)} for schema in schemas]})
            return
        for schema in schemas:
            try:
                self.validator(schema)
            except ValueError as error:
                yield schema, str(error).partition("\n")[0]

    def _compile(self, schema: JsonSchema) -> jsonschema_rs.Validator:
        return self._dialect.validator(
            schema, registry=self._registry, formats=_FORMATS, validate_formats=True, offline=True
        )

    def _uri(self, schema: Node) -> str:
        return self._document.uri(schema.source, schema.pointer)

    def violations(self, schema: Node, instance: Any) -> list[Violation]:
        """Everything in which this instance does not satisfy the schema; empty if it is valid."""
        validator = self.validator(schema)
        return [] if validator.is_valid(instance) else violations(validator.iter_errors(instance))

    def place(self, violation: Violation) -> Place | None:
        """Where in the document the keyword stands that was violated."""
        node = self._document.locate(violation.location) if violation.location else None
        return node.place if node else None

    def resolve(self, schema: Node) -> Node:
        """The schema that a chain of `$ref`s ends at."""
        return self._document.resolve(schema)

    def follow(self, schema: Node) -> Node:
        """The schema that this one's `$ref` leads to."""
        return self._document.follow(schema.source, schema.value["$ref"])

    def alternatives(self, schema: Node) -> Iterator[Node]:
        """The schema itself and what it is made of by `$ref`, `allOf`, `anyOf` and `oneOf`, outermost first."""
        waiting, seen = [schema], set()
        while waiting:
            node = waiting.pop(0)
            key = (id(node.source), node.pointer)
            if key in seen or not isinstance(node.value, dict):
                continue
            seen.add(key)
            yield node
            if "$ref" in node.value:
                waiting.append(self.follow(node))
            for keyword in ("allOf", "anyOf", "oneOf"):
                part = node.get(keyword)
                waiting.extend(part.elements() if part else ())

    def properties(self, schema: Node) -> dict[str, Node]:
        """The properties that a schema names, itself or in what it is made of; the outermost of equal names."""
        found: dict[str, Node] = {}
        for part in self.alternatives(schema):
            for name, node in declared.items() if (declared := part.get("properties")) else ():
                found.setdefault(name, node)
        return found


def _replace(root: Any, schema: Node, value: Any) -> None:
    """Put the keywords that a dialect changed in the place of the schema's own."""
    target = root
    for part in schema.pointer:
        target = target[part]
    for keyword, argument in value.items():
        if argument is not schema.value.get(keyword):
            target[keyword] = argument
