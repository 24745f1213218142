"""Which objects an OpenAPI document is made of, as a table, and a walk over all that a document really uses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from msgspec import Struct

from understudy.contract.dialects import Dialect
from understudy.contract.document import Document, Node
from understudy.contract.paths import bare_path, path_shape
from understudy.errors import Circular, ProjectError, Unresolved, quoted
from understudy.findings import Finding
from understudy.source import Pointer, Source

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_METHODS = frozenset(METHODS)

# Field -> the kind of object in it: `kind`, `[kind]` an array of them, `{kind}` an object of them; `*` is any field.
_OBJECTS: Mapping[str, Mapping[str, str]] = {
    "openapi": {"paths": "paths", "webhooks": "{path_item}", "components": "components"},
    "paths": {"*": "path_item"},
    "path_item": {"parameters": "[parameter]", "additionalOperations": "{operation}"}
    | dict.fromkeys(METHODS, "operation"),
    "operation": {
        "parameters": "[parameter]",
        "requestBody": "request_body",
        "responses": "responses",
        "callbacks": "{callback}",
    },
    "callback": {"*": "path_item"},
    "parameter": {"schema": "schema", "content": "{media_type}", "examples": "{example}"},
    "header": {"schema": "schema", "content": "{media_type}", "examples": "{example}"},
    "request_body": {"content": "{media_type}"},
    "responses": {"*": "response"},
    "response": {"headers": "{header}", "content": "{media_type}", "links": "{link}"},
    "media_type": {
        "schema": "schema",
        "itemSchema": "schema",
        "examples": "{example}",
        "encoding": "{encoding}",
        "prefixEncoding": "[encoding]",
        "itemEncoding": "encoding",
    },
    "encoding": {"headers": "{header}"},
    "components": {
        "schemas": "{schema}",
        "responses": "{response}",
        "parameters": "{parameter}",
        "examples": "{example}",
        "requestBodies": "{request_body}",
        "headers": "{header}",
        "securitySchemes": "{security_scheme}",
        "links": "{link}",
        "callbacks": "{callback}",
        "pathItems": "{path_item}",
        "mediaTypes": "{media_type}",
    },
    "example": {},
    "link": {},
    "security_scheme": {},
}


_COMPONENT = 3
"""Tokens in the JSON Pointer of a component: `components`, its kind, its name."""

_Fields = Mapping[str, tuple[str, str]]
"""Fields by what the objects in them are held by, `{`, `[` or nothing, and their kind."""


def _fields(shapes: Mapping[str, str]) -> _Fields:
    return {name: (shape[0] if shape[0] in "{[" else "", shape.strip("{}[]")) for name, shape in shapes.items()}


_FIELDS = {kind: _fields(shapes) for kind, shapes in _OBJECTS.items()}

Reference = tuple[Node, Node]
"""An object with a `$ref`, and what that leads to."""


class Visit(Struct, frozen=True):
    """One object of the document: its kind (`parameter`, `schema`, …), and whether a reference led to it.

    As a node, it is not frozen for the sake of how many there are.
    """

    kind: str
    node: Node
    referred: bool = False


_Waiting = tuple[str, Source, Pointer, Any, bool]
"""What is to be visited: the same, before anybody is to see it."""


class Walk:
    """Every object that some hold or refer to, each once for each kind that it is used as; of all the root if left out.

    `references` fills with those that are followed while the walk is iterated, `findings` with those that lead nowhere.
    """

    def __init__(self, document: Document, dialect: Dialect, roots: Iterable[Visit] | None = None) -> None:
        self.document, self.dialect = document, dialect
        root = Node(document.root, (), document.root.value)
        self._roots = [Visit("openapi", root)] if roots is None else list(roots)
        self.findings: list[Finding] = []
        self.references: list[Reference] = []
        self._unreadable: set[str] = set()
        self._reached: dict[tuple[str, int, str], Node] = {}
        """What references led to, by the kind that they were looked at for: thousands may lead to the same."""

    def __iter__(self) -> Iterator[Visit]:
        self._reached.clear()
        waiting = [_waiting(each) for each in reversed(self._roots)]
        seen = set()
        schema = _fields(self.dialect.keywords)
        while waiting:
            kind, source, pointer, value, referred = waiting.pop()
            here = (kind, id(source), pointer)
            if here in seen or not isinstance(value, dict):
                continue
            seen.add(here)
            visit = Visit(kind, Node(source, pointer, value), referred)
            if "$ref" in value and isinstance(reference := value["$ref"], str):
                if target := self._reached.get((kind, id(source), reference)):
                    self.references.append((visit.node, target))
                else:
                    waiting += map(_waiting, self._target(visit, reference))
                whole = kind == "path_item" or (kind == "schema" and self.dialect.reference_siblings)
                if not whole:
                    continue
            yield visit
            if children := _children(source, pointer, value, schema if kind == "schema" else _FIELDS[kind]):
                waiting += reversed(children)

    def _target(self, visit: Visit, reference: str) -> Iterator[Visit]:
        at = visit.node.child("$ref")
        try:
            target = self.document.follow(at.source, reference, visit.node.pointer)
            self._check_circle(visit.node)
            named = component_kind(target.pointer) if len(target.pointer) == _COMPONENT else None
            what = _a(named) if named and named != visit.kind else _shape(target.value, visit.kind)
            self.references.append((visit.node, target))
            if what is None:
                if not self.document.is_named:
                    self._reached[visit.kind, id(at.source), reference] = target
                yield Visit(visit.kind, target, referred=True)
            else:
                message = f"$ref {quoted(reference)} leads to {what}: here, {_a(visit.kind)} is expected"
                self.findings.append(
                    at.finding(message, "contract/unresolved-ref").beside(target.place, "what is there")
                )
        except Unresolved as error:
            is_said = isinstance(error, Circular) or "did you mean" in str(error)
            hint = "" if is_said else self._meant(visit.kind, reference)
            self.findings.append(at.finding(f"{error}{hint}", "contract/unresolved-ref"))
        except ProjectError as error:
            if str(error) not in self._unreadable:
                self._unreadable.add(str(error))
                self.findings.extend(error.findings)

    def _meant(self, kind: str, reference: str) -> str:
        """The component of that kind and name, where a reference leads nowhere since it is not written as one."""
        holder = next((field for field, shape in _OBJECTS["components"].items() if shape == f"{{{kind}}}"), "")
        name = re.split("[/#]", reference)[-1]
        try:
            written = f"#/components/{holder}/{name}"
            self.document.follow(self.document.root, written)
        except Unresolved:
            return ""
        return f"; did you mean {quoted(written)}?"

    def _check_circle(self, node: Node) -> None:
        try:
            self.document.resolve(node)
        except Circular:
            raise
        except Unresolved:
            pass  # a later link of the chain: found when the walk arrives there


def _a(kind: str) -> str:
    """A kind of object in words."""
    return f"{'an' if kind[0] in 'eo' else 'a'} {kind.replace('_', ' ')}"


def _shape(value: Any, kind: str) -> str | None:
    """What a value is that is no object, in words; None for one that may be of that kind."""
    if isinstance(value, dict) or (kind == "schema" and isinstance(value, bool)):
        return None
    return "an array" if isinstance(value, list) else "nothing" if value is None else f"the value {quoted(value)}"


def _waiting(visit: Visit) -> _Waiting:
    node = visit.node
    return visit.kind, node.source, node.pointer, node.value, visit.referred


def _children(source: Source, pointer: Pointer, held: Mapping[str, Any], fields: _Fields) -> list[_Waiting]:
    found: list[_Waiting] = []
    any_field = fields.get("*")
    for name, value in held.items():
        if name in fields:
            holder, kind = fields[name]
        elif any_field and name[:2] != "x-":
            holder, kind = any_field
        else:
            continue
        if not holder:
            found.append((kind, source, (*pointer, name), value, False))
        elif holder == "{" and isinstance(value, dict):
            found += [(kind, source, (*pointer, name, key), member, False) for key, member in value.items()]
        elif holder == "[" and isinstance(value, list):
            found += [(kind, source, (*pointer, name, at), member, False) for at, member in enumerate(value)]
    return found


def of_kind(kind: str, visits: Iterable[Visit]) -> list[Node]:
    """Those objects among all that are of one kind."""
    return [visit.node for visit in visits if visit.kind == kind]


Item = tuple[str, Node, Node]
"""A path, where it stands in the document, and the path item that it leads to."""


def paths(document: Document, root: Node) -> list[Item]:
    """The paths of a document, save those that lead nowhere.

    One that has a query or a fragment in it, as some are published, is read without that where no other path has one of
    its methods then.
    """
    declared = root.get("paths")
    found: list[Item] = []
    for path, node in declared.items() if declared else ():
        with suppress(Unresolved, ProjectError):
            if path.startswith("/") and isinstance((item := document.resolve(node)).value, dict):
                found.append((path, node, item))
    return list(_bare(found)) if any(bare_path(path) != path for path, _, _ in found) else found


def _bare(items: list[Item]) -> Iterator[Item]:
    def ways(path: str, item: Node) -> set[tuple[str, str]]:
        return {(path_shape(path), method) for method, _ in operation_items(item)}

    taken = {way for path, _, item in items if bare_path(path) == path for way in ways(path, item)}
    for path, at, item in items:
        bare = bare_path(path)
        if bare != path and taken.isdisjoint(wanted := ways(bare, item)):
            taken |= wanted
            yield bare, at, item
        else:
            yield path, at, item


def operation_items(item: Node) -> list[tuple[str, Node]]:
    """The operations of a path item, by their methods in capitals."""
    source, pointer, value = item.source, item.pointer, item.value
    methods = sorted(_METHODS.intersection(value), key=METHODS.index)
    found = [(method.upper(), Node(source, (*pointer, method), value[method])) for method in methods]
    more = item.child("additionalOperations") if "additionalOperations" in value else None  # OpenAPI 3.2, 4.7
    return [*found, *more.items()] if more else found


def component_kind(pointer: Pointer) -> str | None:
    """The kind of a component, or of what lies in a schema among them; None for what stands anywhere else."""
    if len(pointer) < 3 or pointer[0] != "components":  # noqa: PLR2004 - components, which of them, its name
        return None
    kind = _OBJECTS["components"].get(str(pointer[1]), "").strip("{}")
    return kind if len(pointer) == 3 or kind == "schema" else None  # noqa: PLR2004


def is_reference(value: Any) -> bool:
    """Whether a value is a Reference Object."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)
