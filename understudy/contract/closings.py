"""Schemas of an `allOf` that are closed each for itself, so that one forbids what another requires.

`additionalProperties` knows the properties beside it alone (JSON Schema 2020-12, 10.3.2.3; OpenAPI 3.0.3, Schema
Object), which is forgotten more often than not: what is meant is that all of them together are closed.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any, Final

from msgspec.structs import replace

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Document, Node
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding

_REST: Final = "additionalProperties"
_CHOICES: Final = ("anyOf", "oneOf")
_JOINING: Final = frozenset(("allOf", *_CHOICES))
_SINGLE: Final = ("if", "then", "else")


def read_as_meant(document: Document, schemas: Sequence[Node]) -> list[Finding]:
    """Read such schemas as if the whole were closed, and nothing in it; each closing that forbids too much is said.

    What a schema means by itself stays what it is: it is read otherwise only where it is a part.
    """
    if not any(schema.value.get(_REST) is False for schema in schemas):
        return []
    closings = _Closings(document)
    found = [
        finding for schema in schemas if not _JOINING.isdisjoint(schema.value) for finding in closings.found(schema)
    ]
    return found + [finding for schema in schemas for finding in _itself(schema)]


def _itself(schema: Node) -> Iterator[Finding]:
    """What a closed schema requires and declares nowhere, and so forbids: it cannot count."""
    value, required = schema.value, schema.get("required")
    if value.get(_REST) is not False or not required or "patternProperties" in value or "allOf" in value:
        return
    known = _names(value.get("properties"))
    wrong = [name for name in required.elements() if name.value not in known]
    for name in wrong:
        hint = did_you_mean(str(name.value), known)
        message = f"{quoted(name.value)} is required, and forbidden as nothing declares it{hint}"
        yield replace(name.finding(message, "contract/forbidden-required"), is_harmless=True)
    if wrong:
        value["required"] = [name for name in required.value if name in known]


class _Closings:
    """The closed schemas of one document."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def found(self, schema: Node) -> Iterator[Finding]:
        """What forbids too much in a schema, which is then read as it is meant."""
        parts = self._parts(schema)
        closed = [part for part in parts if part.value.get(_REST) is False]
        if not closed or any(part.source is not schema.source for part in parts):
            return
        required = {name for part in parts for name in _names(part.value.get("required"))}
        declared = {name: None for part in self._within(parts) for name in _names(part.value.get("properties"))}
        wrong = [(part, name) for part in closed if (name := _forbidden(part, declared, required))]
        for part, name in wrong:
            message = f"this forbids {quoted(name)} beside it, or around it: only the whole can be closed"
            yield replace(part.child(_REST).finding(message, "contract/closed-part"), is_harmless=True)
        if wrong:
            self._close(schema, parts)

    def _close(self, schema: Node, parts: Sequence[Node]) -> None:
        value = schema.value
        self._open_all(schema)
        for keyword in ("properties", "patternProperties"):
            known = {name: JsonSchema() for part in self._within(parts) for name in _names(part.value.get(keyword))}
            for part in reversed(parts):
                known |= {name: {"$ref": self._uri(node)} for name, node in _members(part, keyword)}
            if known:
                value[keyword] = known | (value.get(keyword) or {})
        value[_REST] = False

    def _open_all(self, schema: Node) -> None:
        """Open what stands in the `allOf` of a schema, where it stands."""
        inner = schema.get("allOf")
        for at, part in enumerate(inner.elements() if inner else ()):
            if isinstance(part.value, bool):
                continue
            if "$ref" in part.value:
                rest = {name: value for name, value in part.value.items() if name != "$ref"}
                opened = self._opened(self._document.resolve(part))
                schema.value["allOf"][at] = {**rest, "allOf": [*rest.get("allOf", ()), opened]} if rest else opened
            else:
                if part.value.get(_REST) is False:
                    del part.value[_REST]
                self._open_all(part)

    def _opened(self, schema: Node, *around: Node) -> JsonSchema:
        """A schema that is as another one is, and open; it may stand in itself."""
        if schema in around or all(part.value.get(_REST) is not False for part in self._parts(schema)):
            return {"$ref": self._uri(schema)}
        opened = {name: value for name, value in schema.value.items() if (name, value) != (_REST, False)}
        opened["properties"] = {name: {"$ref": self._uri(node)} for name, node in _members(schema, "properties")}
        if inner := schema.get("allOf"):
            parts = map(self._document.resolve, inner.elements())
            opened["allOf"] = [self._opened(part, *around, schema) for part in parts]
        return opened

    def _parts(self, schema: Node) -> list[Node]:
        """A schema, and all that hold together with it; none where a reference leads nowhere."""
        found = dict[Any, Node]()
        waiting = [schema]
        with suppress(MockError):
            while waiting:
                node = self._document.resolve(waiting.pop())
                if node.identity not in found and isinstance(node.value, dict):
                    found[node.identity] = node
                    inner = node.get("allOf")
                    waiting += [*inner.elements()] if inner else []
            return list(found.values())
        return []

    def _within(self, parts: Sequence[Node]) -> list[Node]:
        """These schemas, and those that they leave a choice among."""
        found = {part.identity: part for part in parts}
        waiting = list(parts)
        while waiting:
            node = waiting.pop()
            lists = [listed for keyword in _CHOICES if (listed := node.get(keyword))]
            inner = [each for listed in lists for each in listed.elements()]
            inner += [each for keyword in _SINGLE if (each := node.get(keyword))]
            for part in [part for each in inner for part in self._parts(each)]:
                if part.identity not in found:
                    found[part.identity] = part
                    waiting.append(part)
        return list(found.values())

    def _uri(self, node: Node) -> str:
        return self._document.uri(node.source, node.pointer)


def _forbidden(part: Node, declared: dict[str, None], required: set[str]) -> str:
    """The first property that a closed schema must not forbid: all of them, if it has none of its own."""
    own = _names(part.value.get("properties"))
    if part.value.get("patternProperties"):
        return ""
    forbidden = [name for name in declared if name not in own]
    return next((name for name in forbidden if not own or name in required), "")


def _members(schema: Node, keyword: str) -> Iterator[tuple[str, Node]]:
    node = schema.get(keyword)
    return node.items() if node else iter(())


def _names(value: Any) -> list[str]:
    return [*value] if isinstance(value, (list, dict)) else []
