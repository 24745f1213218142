"""A document that holds, as one value: what a mock may ask of the contract it stands in for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any

from msgspec import Struct

from understudy.contract import closings, meant, schemes, soundness, structure, types
from understudy.contract.dialects import Dialect, dialect_of
from understudy.contract.document import Document, Node
from understudy.contract.impact import Impact, is_breaking, operation_nodes, touching
from understudy.contract.objects import Item, Visit, Walk, component_kind, of_kind, operation_items, paths
from understudy.contract.operations import Operation, operations
from understudy.contract.paths import Router, path_shape
from understudy.contract.schemas import Schemas
from understudy.errors import ProjectError, nearest, quoted
from understudy.findings import Finding
from understudy.source import Pointer, read

_COMPONENT = 3
"""Tokens in the JSON Pointer of a component: `components`, its kind, its name."""


class Contract(Struct, frozen=True, eq=False, dict=True):
    """An OpenAPI document that holds; save for its findings, where it was read with some passed over."""

    document: Document
    schemas: Schemas
    operations: tuple[Operation, ...]
    router: Router
    security_schemes: Mapping[str, Mapping[str, Any]]
    findings: tuple[Finding, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Operation]:
        """The operations by their names."""
        return {operation.name: operation for operation in self.operations}

    @property
    def title(self) -> str:
        """What the API calls itself."""
        title: str = self.document.root.value["info"]["title"]
        return title


def load(
    path: Path, file: str, *, strict: bool = True, allowed: Sequence[Path] = (), is_last: bool = False
) -> Contract:
    """Read the document at `path`, called `file` in findings, and all that it refers to.

    References may lead to files below its directory, and below those that are `allowed`. With what is kept to read
    another document, the memory of this one would lie around it: after the one that `is_last`, it goes at once.

    Raises ProjectError with every finding, in the order of their places; if not `strict`, only for what is no OpenAPI
    document at all: other findings are kept, and the operations that they touch are known as broken.
    """
    document = Document(read(path, file), allowed)
    root = Node(document.root, (), document.root.value)
    dialect = _dialect(root)
    walk = Walk(document, dialect)
    visits = list(walk)
    reading = _Reading(root, document, dialect, walk, strict=strict)
    reading.find(walk.findings + _structure(document, dialect, root, visits))
    if is_last:
        structure.forget()
    types.read_as_meant(document, reading.found)
    listed = reading.untouched(of_kind("schema", visits))
    if found := meant.read_as_meant(listed) + closings.read_as_meant(document, listed):
        visits = list(walk)
        reading.find(found)
    broken = reading.broken(visits)
    visits = reading.sound(visits)
    if reading.found:
        listed = of_kind("schema", visits)
    try:
        schemas = Schemas(document, dialect, listed, broken)
    except ValueError as error:
        unnamed = root.finding(f"an identifier in a schema is no URI: {error}", "contract/schema")
        is_said = any(found.pointer and found.pointer[-1] == "$id" for found in reading.found)
        raise ProjectError(sorted({*reading.found} if is_said else {*reading.found, unnamed})) from None
    reading.find(soundness.compiling(schemas))
    visits = reading.sound(visits)
    reading.find(soundness.findings(document, reading.items(), visits, schemas))
    declared = tuple(operations(document, reading.paths, reading.why))
    return Contract(
        document,
        schemas,
        declared,
        Router(_paths(declared)),
        {name: node.value for name, node in reading.security_schemes()},
        tuple(sorted(set(reading.found))),
    )


class _Reading:
    """What is found while a document is read, and what of it is sound all the same."""

    def __init__(self, root: Node, document: Document, dialect: Dialect, walk: Walk, *, strict: bool) -> None:
        self._root, self._document, self._dialect, self._walk, self._strict = root, document, dialect, walk, strict
        self.found: list[Finding] = []
        self._impact = Impact((), ())

    def find(self, findings: Iterable[Finding]) -> None:
        """Note findings. Raises ProjectError with them where nothing is to be passed over."""
        found = list(findings)
        if found and self._strict:
            raise ProjectError(sorted(set(found)))
        if found:
            self.found += found
            self._impact = Impact(self.found, self._walk.references)

    def why(self, item: Node, operation: Node) -> tuple[Finding, ...]:
        """The findings that touch an operation."""
        return self._impact.on(operation_nodes(self._root, item, operation)) if self.found else ()

    def _touches(self, item: Node, operation: Node) -> bool:
        return self._impact.touches(operation_nodes(self._root, item, operation))

    @cached_property
    def paths(self) -> list[Item]:
        """The paths as they are written."""
        return paths(self._document, self._root)

    def items(self) -> list[Item]:
        """The paths, with what is sound of them."""
        if not self.found:
            return self.paths
        return [(path, at, self._whole(item)) for path, at, item in self.paths]

    def _whole(self, item: Node) -> Node:
        touched = [method for method, node in operation_items(item) if self._touches(item, node)]
        kept = {name: value for name, value in item.value.items() if name.upper() not in touched}
        if more := item.value.get("additionalOperations"):
            kept["additionalOperations"] = {name: value for name, value in more.items() if name not in touched}
        shared = item.get("parameters")
        if shared and self._impact.touches([shared]):
            kept.pop("parameters")
        return Node(item.source, item.pointer, kept) if len(kept) < len(item.value) else item

    def sound(self, visits: list[Visit]) -> list[Visit]:
        """The objects that are left if nothing is looked at but what is sound."""
        if not self.found:
            return visits
        roots = [Visit("path_item", item) for _, _, item in self.items()]
        roots += [Visit("security_scheme", node) for _, node in self.security_schemes()]
        whole = [visit for visit in visits if _is_component(visit) and len(visit.node.pointer) == _COMPONENT]
        roots += [visit for visit in whole if not self._impact.touches([visit.node])]
        return list(Walk(self._document, self._dialect, roots))

    def untouched(self, nodes: list[Node]) -> list[Node]:
        """Those of which it is clear what is meant, and by all that they hold or refer to, be it served or not."""
        if not self.found:
            return nodes
        unclear = Impact(self.found, self._walk.references, is_breaking)
        return [node for node in nodes if not unclear.touches([node])]

    def broken(self, visits: list[Visit]) -> list[Node]:
        """The innermost schemas that hold something broken."""
        if not self.found:
            return []
        schemas = {
            (visit.node.source.file, visit.node.pointer): visit.node for visit in visits if visit.kind == "schema"
        }
        found: dict[tuple[str, Pointer], Node] = {}
        for finding in filter(touching, self.found):
            pointer = finding.pointer or ()
            around = ((finding.place.file, pointer[:length]) for length in range(len(pointer), -1, -1))
            if innermost := next((spot for spot in around if spot in schemas), None):
                found[innermost] = schemas[innermost]
        return list(found.values())

    def security_schemes(self) -> Iterator[tuple[str, Node]]:
        """The security schemes that are sound, by their names."""
        for name, node in schemes.declared(self._root).items():
            if not self._impact.touches([node]):
                yield name, self._document.resolve(node)
        holders = [self._root, *(node for _, _, item in self.paths for _, node in operation_items(item))]
        yield from schemes.by_uri(self._document, holders)


def _dialect(root: Node) -> Dialect:
    value = root.value
    if not isinstance(value, dict):
        what = "an object is expected" if root.source.text.strip() else "there is nothing in the file"
        raise ProjectError([root.finding(f"not an OpenAPI document: {what}", "contract/version")])
    if "swagger" in value:
        message = (
            "Swagger 2.0 is not understood: convert it to OpenAPI 3 first, for instance with `npx swagger2openapi`"
        )
        raise ProjectError([root.child("swagger").finding(message, "contract/version")])
    version = value.get("openapi")
    if isinstance(version, float):
        message = f"the version is the number {version}: quote it and say it whole, as '{version}.0'"
        raise ProjectError([root.child("openapi").finding(message, "contract/version")])
    if not isinstance(version, str):
        near = None if "openapi" in value else nearest("openapi", list(value))
        hint = f"; did you mean it by {near!r}?" if near else ""
        message = f"not an OpenAPI document: the field 'openapi' with its version is missing{hint}"
        raise ProjectError([root.finding(message, "contract/version")])
    if not (dialect := dialect_of(version)):
        message = f"OpenAPI {quoted(version)} is not understood: 3.0.x, 3.1.x and 3.2.x are"
        raise ProjectError([root.child("openapi").finding(message, "contract/version")])
    return dialect


def _structure(document: Document, dialect: Dialect, root: Node, visits: list[Visit]) -> list[Finding]:
    """Findings in the structure of the root document and of every object elsewhere that a reference led to."""
    found = list(structure.findings(dialect, "openapi", root))
    for visit in visits:
        if not visit.referred or visit.kind not in dialect.definitions:
            continue
        if visit.node.source is not document.root or not _is_component(visit):
            found += structure.findings(dialect, visit.kind, visit.node)
    return found


def _is_component(visit: Visit) -> bool:
    return component_kind(visit.node.pointer) == visit.kind


def _paths(declared: tuple[Operation, ...]) -> list[tuple[str, dict[str, Operation]]]:
    """Path templates with the operations of each by method: below their servers' base paths, then below none.

    Below the first of these come all, before any comes below another one.
    """
    items: dict[str, tuple[str, dict[str, Operation]]] = {}
    ways = [(at, base, operation) for operation in declared for at, base in enumerate(operation.bases)]
    below = [(f"{base}{operation.path}", operation) for _, base, operation in sorted(ways, key=itemgetter(0))]
    for path, operation in [*below, *((operation.path, operation) for operation in declared)]:
        _, item = items.setdefault(path_shape(path), (path, {}))
        item.setdefault(operation.method, operation)
    return list(items.values())
