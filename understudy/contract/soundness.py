"""What must hold in a document beyond its structure, so that it can be served: one function for each idea."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from understudy.contract.document import Document, Node, Unresolved
from understudy.contract.objects import METHODS, Visit, is_reference
from understudy.contract.paths import template_names
from understudy.contract.schemas import Schemas
from understudy.errors import did_you_mean
from understudy.findings import Finding


def findings(document: Document, visits: list[Visit], schemas: Schemas) -> Iterator[Finding]:
    """Everything that does not hold among the objects of a document whose structure is right."""
    root = Node(document.root, (), document.root.value)
    broken = list(schemas.broken([visit.node for visit in visits if visit.kind == "schema"]))
    if broken:  # and so will be whatever refers to them
        for schema, reason in broken:
            yield schema.finding(f"this schema does not compile: {reason}", "contract/schema")
        return
    yield from _operation_ids(visits)
    yield from _paths(root)
    for visit in visits:
        if visit.kind == "path_item":
            yield from _path_item(document, visit.node)
        elif visit.kind == "schema":
            yield from _own_examples(visit.node, schemas)
        elif visit.kind in ("parameter", "header", "media_type"):
            yield from _examples(document, visit.node, schemas)
    yield from _security(root, visits)


def _operation_ids(visits: list[Visit]) -> Iterator[Finding]:
    """An operationId names one operation (OpenAPI 3.1, 4.8.10.1)."""
    first: dict[str, Node] = {}
    for visit in visits:
        if visit.kind == "operation" and isinstance(name := visit.node.value.get("operationId"), str):
            node = visit.node.child("operationId")
            if name in first:
                message = f"duplicate operationId {name!r}, first given at {first[name].place}"
                yield node.finding(message, "contract/duplicate-operation-id")
            first.setdefault(name, node)


def _paths(root: Node) -> Iterator[Finding]:
    """Templates that differ in their parameters' names alone are the same path (4.8.8.1)."""
    first: dict[str, Node] = {}
    paths = root.get("paths")
    for path, node in paths.items() if paths else ():
        shape = "{}".join(part.partition("}")[2] if index else part for index, part in enumerate(path.split("{")))
        if shape in first:
            yield node.finding(f"{path} is the same path as {first[shape].pointer[-1]}", "contract/ambiguous-path")
        first.setdefault(shape, node)


def _path_item(document: Document, item: Node) -> Iterator[Finding]:
    if item.pointer[:-1] != ("paths",):
        return
    names = template_names(str(item.pointer[-1]))
    for name, times in Counter(names).items():
        if times > 1:
            yield item.finding(f"path parameter {name!r} stands in the path {times} times", "contract/path-parameter")
    shared = list(_parameters(document, item))
    yield from _duplicates(shared)
    for method in METHODS:
        operation = document.resolve(item).get(method)
        if operation is None:
            continue
        own = list(_parameters(document, operation))
        yield from _duplicates(own)
        declared = {parameter.value["name"]: at for at, parameter in shared + own if parameter.value["in"] == "path"}
        for name in dict.fromkeys(names):
            if name not in declared:
                message = f"path parameter {name!r} is not declared{did_you_mean(name, list(declared))}"
                yield operation.finding(message, "contract/path-parameter")
        for name, at in declared.items():
            if name not in names:
                message = f"path parameter {name!r} does not stand in the path{did_you_mean(name, names)}"
                yield at.finding(message, "contract/path-parameter")


def _parameters(document: Document, node: Node) -> Iterator[tuple[Node, Node]]:
    """Where each parameter is given, and what it is."""
    declared = document.resolve(node).get("parameters")
    for element in declared.elements() if declared else ():
        try:
            yield element, document.resolve(element)
        except Unresolved:
            continue


def _duplicates(parameters: list[tuple[Node, Node]]) -> Iterator[Finding]:
    """Name and location make a parameter unique (4.8.10.1)."""
    seen = set()
    for at, parameter in parameters:
        key = (parameter.value["in"], parameter.value["name"])
        if key in seen:
            yield at.finding(f"{key[0]} parameter {key[1]!r} is declared twice", "contract/duplicate-parameter")
        seen.add(key)


def _own_examples(schema: Node, schemas: Schemas) -> Iterator[Finding]:
    """A schema's own default and examples satisfy it (3.1, 4.8.24; JSON Schema Validation, 9)."""
    for keyword in ("default", "example"):
        if value := schema.get(keyword):
            yield from _satisfies(value, schema, schemas, keyword)
    examples = schema.get("examples")
    for example in examples.elements() if examples else ():
        yield from _satisfies(example, schema, schemas, "example")


def _examples(document: Document, node: Node, schemas: Schemas) -> Iterator[Finding]:
    """The examples of a parameter, header or media type satisfy its schema (4.8.12.2, 4.8.14.1)."""
    schema = node.get("schema")
    if schema is None:
        return
    if example := node.get("example"):
        yield from _satisfies(example, schema, schemas, "example")
    examples = node.get("examples")
    for name, given in examples.items() if examples else ():
        example = document.resolve(given) if is_reference(given.value) else given
        if value := example.get("value"):
            yield from _satisfies(value, schema, schemas, f"example {name!r}")


def _satisfies(value: Node, schema: Node, schemas: Schemas, what: str) -> Iterator[Finding]:
    for violation in schemas.violations(schema, value.value):
        message = f"{what} does not satisfy its own schema: {violation.message}"
        yield value.source.finding((*value.pointer, *violation.pointer), message, "contract/example")


def _security(root: Node, visits: list[Visit]) -> Iterator[Finding]:
    """A security requirement names a declared scheme (4.8.30)."""
    components = root.get("components")
    known: Any = components.value.get("securitySchemes", {}) if components else {}
    for node in [root, *(visit.node for visit in visits if visit.kind == "operation")]:
        required = node.get("security")
        for requirement in required.elements() if required else ():
            for name, scheme in requirement.items():
                if name not in known:
                    message = f"no security scheme is called {name!r}{did_you_mean(name, list(known))}"
                    yield scheme.finding(message, "contract/security-scheme")
