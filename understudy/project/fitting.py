"""What does not fit together: handlers and operations, collections and schemas, faults and what may be answered."""

from collections.abc import Iterator, Sequence

from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.errors import Unresolved, did_you_mean, quoted
from understudy.findings import Finding
from understudy.handlers import Handler
from understudy.source import Source
from understudy.state.collections import Collection
from understudy.state.scenarios import Scenarios


def names(collections: Sequence[Collection]) -> Iterator[Finding]:
    """Two files may not give one collection."""
    first: dict[str, Source] = {}
    for collection in collections:
        if collection.name in first:
            message = f"collection {collection.name!r} is already given in {first[collection.name].file}"
            found = collection.source.finding(("collection",), message, "fixture/duplicate-collection")
            yield found.beside(first[collection.name].place(("collection",)), "given here first")
        first.setdefault(collection.name, collection.source)


def bindings(promised: Contract, bound: Sequence[Handler]) -> Iterator[Finding]:
    """Handlers that no operation has, that another one stands before, or that cannot be called as it would be."""
    named = {operation.id: operation for operation in promised.operations if operation.id}
    operations = {**{str(operation): operation for operation in promised.operations}, **named}
    first: dict[str, Handler] = {}
    for handler in bound:
        name = handler.operation_id
        if (operation := operations.get(name)) is None:
            helper = "" if handler.is_marked else "; begin a helper's name with '_'"
            hint = did_you_mean(name, list(operations)) or helper
            yield Finding(handler.place, f"no operation has the operationId {name!r}{hint}", "binding/no-operation")
        elif earlier := first.get(str(operation)):
            message = f"operation {name!r} is already bound to {earlier.name}() at {earlier.place}"
            yield Finding(handler.place, message, "binding/duplicate").beside(earlier.place, "bound here first")
        elif reason := handler.unfit(list(operation.arguments)):
            yield Finding(handler.place, reason, "binding/signature").beside(operation.place, "the operation")
        if operation:
            first.setdefault(str(operation), handler)


def schema(promised: Contract, collection: Collection, found: list[Finding]) -> Node | None:
    """The schema that a collection names, by a reference as the contract would write it."""
    document = promised.document
    try:
        node = document.follow(document.root, collection.schema)
        promised.schemas.validator(node)
    except (Unresolved, ValueError) as error:
        reason = f"{str(error).splitlines()[0]}{_meant(promised, collection.schema)}"
        found.append(collection.source.finding(("schema",), reason, "fixture/schema-reference"))
        return None
    return node


def _meant(promised: Contract, name: str) -> str:
    """A hint at the schema that is called so, where a name alone is given for a reference to it."""
    whole = f"#/components/schemas/{name}"
    try:
        promised.document.follow(promised.document.root, whole)
    except Unresolved:
        return ""
    return f"; did you mean {whole!r}?"


def faults(promised: Contract, known: Scenarios) -> Iterator[Finding]:
    """Faults that could never happen."""
    operations = {name: operation for operation in promised.operations for name in (operation.name, str(operation))}
    for scenario in known.known.values():
        for fault in scenario.faults:
            assert known.source is not None
            for index, name in enumerate(fault.operations or ()):
                if name not in operations:
                    message = f"no operation is called {quoted(name)}{did_you_mean(name, list(operations))}"
                    yield known.source.finding((*fault.pointer, "operations", index), message, "scenario/no-operation")
            meant = [operations[name] for name in fault.operations or operations if name in operations]
            if fault.statuses and meant and not any(fault.status(operation.declares) for operation in meant):
                statuses = " or ".join(map(str, fault.statuses))
                declared = sorted({status for operation in meant for status in operation.responses})
                others = ", ".join(declared) or "none"
                message = f"this never happens: none of its operations declares {statuses}; declared: {others}"
                yield known.source.finding((*fault.pointer, "status"), message, "scenario/undeclared-status")
