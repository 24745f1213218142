"""What must hold in a document beyond its structure, so that it can be served: one function for each idea."""

import re
from collections import Counter
from collections.abc import Iterator

from understudy.contract import media, schemes
from understudy.contract.document import Document, Node
from understudy.contract.objects import Item, Visit, is_reference, of_kind, operation_items
from understudy.contract.paths import bare_path, path_shape, template_names
from understudy.contract.schemas import Schemas
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding

_DIALECT = re.compile(
    r"https?://(spec\.openapis\.org/oas/3\.[12]/(dialect|schema)/.+|json-schema\.org/draft/2020-12/schema)#?"
)

_Served = tuple[str, Node, Node, list[tuple[str, Node]]]
"""A path, where it stands, its item, and the operations of that."""

_REFERENCE = (None, None)
"""Where a parameter is and what it is called that is described elsewhere."""


def compiling(schemas: Schemas) -> Iterator[Finding]:
    """Schemas that do not compile, and whatever refers to them."""
    for schema, reason in schemas.broken():
        yield schema.finding(f"this schema does not compile: {reason}", "contract/schema")


def findings(document: Document, items: list[Item], visits: list[Visit], schemas: Schemas) -> Iterator[Finding]:
    """Everything else that does not hold among objects whose structure is right, and whose schemas compile."""
    root = Node(document.root, (), document.root.value)
    yield from _dialects(root, schemas.listed)
    served = [(path, at, item, operation_items(item)) for path, at, item in items]
    yield from _operation_ids(served)
    yield from _templates(items)
    yield from _queries(items)
    for path, at, item, operations in served:
        if not _are_as_named(path, item, operations):
            yield from _path_parameters(document, path, at, item, operations)
    yield from _security(document, root, of_kind("operation", visits))
    for visit in visits:
        value = visit.node.value
        if not ("example" in value or "examples" in value or "default" in value):
            continue  # as most have no values of their own
        if visit.kind == "schema":
            yield from _own_examples(visit.node, schemas)
        elif visit.kind in ("parameter", "header", "media_type"):
            yield from _examples(document, visit, schemas)


def _dialects(root: Node, schemas: list[Node]) -> Iterator[Finding]:
    """Schemas say to be of the dialect that they are judged by (3.1, 4.8.24.6; JSON Schema 2020-12, 8.1.1)."""
    said = [root.get("jsonSchemaDialect"), *(each.get("$schema") for each in schemas if "$schema" in each.value)]
    for node in said:
        if node and isinstance(node.value, str) and not _DIALECT.fullmatch(node.value):
            message = f"schemas of the dialect {quoted(node.value)} are judged as JSON Schema 2020-12, which may differ"
            yield node.finding(message, "contract/dialect")


def _operation_ids(served: list[_Served]) -> Iterator[Finding]:
    """An operationId names one operation (OpenAPI 3.1, 4.8.10.1); a path item that two paths share names it twice."""
    first: dict[str, Node] = {}
    for *_, operations in served:
        for _, operation in operations:
            if (name := operation.value.get("operationId")) is None:
                continue
            if (earlier := first.setdefault(name, operation)) is not operation:
                place = earlier.child("operationId").place
                message = f"duplicate operationId {name!r}, first given at {place}"
                found = operation.child("operationId").finding(message, "contract/duplicate-operation-id")
                yield found.beside(place, "given here first")


def _templates(items: list[Item]) -> Iterator[Finding]:
    """Templates that differ in their parameters' names alone are the same path (4.8.8.1)."""
    first: dict[str, tuple[str, Node]] = {}
    for path, at, _ in items:
        if path != at.pointer[-1]:
            continue  # of which is found that it is another one
        shape = path_shape(path)
        if shape in first:
            same, earlier = first[shape]
            found = at.finding(f"{path} is the same path as {same}", "contract/ambiguous-path")
            yield found.beside(earlier.place, "the other path")
        first.setdefault(shape, (path, at))


def _queries(items: list[Item]) -> Iterator[Finding]:
    """A path is one and nothing else: a query is described by parameters, a fragment never sent (4.8.8.1, 4.8.12)."""
    for path, at, _ in items:
        declared = str(at.pointer[-1])
        if (bare := bare_path(declared)) != declared:
            is_query = declared[len(bare)] == "?"
            what = "query, which parameters describe" if is_query else "fragment, which is never sent"
            alone = f"{bare} is served{', whatever its query' if is_query else ''}"
            served = alone if path == bare else f"the other {bare} is served instead"
            yield at.finding(f"a path has no {what}: {served}", "contract/path-query")


def _are_as_named(path: str, item: Node, operations: list[tuple[str, Node]]) -> bool:
    """Whether it is plain to see that nothing is wrong with the parameters of a path, as it is of most."""
    shared, names = _in_path(item), template_names(path)
    if shared is None or len(named := set(names)) < len(names):
        return False
    for _, operation in operations:
        own = _in_path(operation)
        if own is None or own | shared != named:
            return False
    return True


def _in_path(node: Node) -> set[str] | None:
    """The parameters of a path that are written out in an object; None where some are not, or are there twice."""
    declared = node.value.get("parameters")
    if not declared:
        return set()
    known = {(parameter.get("in"), parameter.get("name")) for parameter in declared}
    if len(known) < len(declared) or _REFERENCE in known:
        return None
    return {name for where, name in known if where == "path"}


def _path_parameters(
    document: Document, path: str, at: Node, item: Node, operations: list[tuple[str, Node]]
) -> Iterator[Finding]:
    """What a template names is declared, and what is declared is named, once (4.8.8.2, 4.8.12.1)."""
    names = template_names(path)
    again = Counter(names) if len(set(names)) < len(names) else {}
    for name in [name for name, times in again.items() if times > 1]:
        yield at.finding(f"path parameter {name!r} stands in the path {again[name]} times", "contract/path-parameter")
    shared = _parameters(document, item)
    if len(shared) > 1:
        yield from _duplicates(shared)
    for _, operation in operations:
        own = _parameters(document, operation)
        if len(own) > 1:
            yield from _duplicates(own)
        declared = {parameter.value["name"]: at for at, parameter in shared + own if parameter.value["in"] == "path"}
        for name in dict.fromkeys(names):
            if name not in declared:
                message = f"path parameter {name!r} is not declared{did_you_mean(name, list(declared))}"
                yield operation.finding(message, "contract/path-parameter")
        for name, given in declared.items():
            if name not in names:
                message = f"path parameter {name!r} does not stand in the path{did_you_mean(name, names)}"
                yield given.finding(message, "contract/path-parameter")


def _parameters(document: Document, node: Node) -> list[tuple[Node, Node]]:
    """Where each parameter is given, and what it is."""
    declared = node.get("parameters")
    return [(element, document.resolve(element)) for element in declared.elements()] if declared else []


def _duplicates(parameters: list[tuple[Node, Node]]) -> Iterator[Finding]:
    """Name and location make a parameter unique (4.8.10.1)."""
    seen: dict[tuple[str, str], Node] = {}
    for at, parameter in parameters:
        key = (parameter.value["in"], parameter.value["name"])
        if key in seen:
            found = at.finding(f"{key[0]} parameter {key[1]!r} is declared twice", "contract/duplicate-parameter")
            yield found.beside(seen[key].place, "declared here first")
        seen.setdefault(key, at)


def _own_examples(schema: Node, schemas: Schemas) -> Iterator[Finding]:
    """A schema's own default and examples satisfy it (3.1, 4.8.24; JSON Schema Validation, 9)."""
    for keyword in ("default", "example"):
        if value := schema.get(keyword):
            yield from _satisfies(value, schema, schemas, keyword)
    examples = schema.get("examples")
    for example in examples.elements() if examples else ():
        yield from _satisfies(example, schema, schemas, "example")


def _examples(document: Document, visit: Visit, schemas: Schemas) -> Iterator[Finding]:
    """The examples of a parameter, header or media type satisfy its schema (4.8.12.2, 4.8.14.1).

    One of a media type other than JSON may be text, which the schema says nothing of; of a sequence of values or events
    each satisfies that of an item (3.2, 4.14.3).
    """
    node, schema = visit.node, visit.node.get("schema")
    media_type = media.parse(str(node.pointer[-1])) if visit.kind == "media_type" else None
    if media_type and media_type.is_streamed and (item := node.get("itemSchema")):
        yield from _items(document, node, item, schemas)
    if schema is None or (visit.kind == "media_type" and not (media_type and media_type.is_json)):
        return
    for value, what in _shown(document, node):
        yield from _satisfies(value, schema, schemas, what)


def _items(document: Document, node: Node, item: Node, schemas: Schemas) -> Iterator[Finding]:
    for example, what in _shown(document, node):
        for value in example.elements() if isinstance(example.value, list) else ():
            yield from _satisfies(value, item, schemas, what)


def _shown(document: Document, node: Node) -> Iterator[tuple[Node, str]]:
    """The values that an object gives as examples, with what they are called."""
    if example := node.get("example"):
        yield example, "example"
    examples = node.get("examples")
    for name, given in examples.items() if examples else ():
        example = document.resolve(given) if is_reference(given.value) else given
        if value := example.get("value") or example.get("dataValue"):
            yield value, f"example {name!r}"


def _satisfies(value: Node, schema: Node, schemas: Schemas, what: str) -> Iterator[Finding]:
    """Whether a value holds, as a whole or on one of the two sides that it may be meant for."""
    if schemas.holds(schema, value.value):
        return
    for violation in schemas.violations(schema, value.value):
        message = f"{what} does not satisfy its own schema: {violation.message}"
        finding = value.source.finding((*value.pointer, *violation.pointer), message, "contract/example")
        place = schemas.place(violation)
        yield finding.beside(place, "what the schema says") if place else finding


def _security(document: Document, root: Node, operations: list[Node]) -> Iterator[Finding]:
    """A security requirement names a declared scheme (4.8.30), or one elsewhere by its URI (3.2, 4.30)."""
    known = schemes.declared(root)
    for node in (root, *(each for each in operations if "security" in each.value)):
        required = node.get("security")
        for requirement in required.elements() if required else ():
            for name, scheme in requirement.items():
                if name not in known and not schemes.referred(document, node, name):
                    message = f"no security scheme is called {name!r}{did_you_mean(name, list(known))}"
                    yield scheme.finding(message, "contract/security-scheme")
