"""Links: the operations that they lead to, and what they give to those."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding


def dangling(subject: Subject) -> Iterator[Finding]:
    """A link leads to an operation, by its operationId or by a reference, and names its parameters (3.1, 4.8.20)."""
    operations = list(subject.of("operation"))
    by_id = {node.value: each for each in operations if (node := _text(each, "operationId"))}
    spots = {(each.source.file, each.pointer) for each in operations}
    for link in subject.of("link"):
        target: Node | None = None
        if name := _text(link, "operationId"):
            target = by_id.get(name.value)
            if target is None:
                message = f"no operation is called {quoted(name.value)}{did_you_mean(name.value, list(by_id))}"
                yield name.finding(message, "contract/link")
        elif (reference := _text(link, "operationRef")) and ":" not in reference.value:  # elsewhere, nobody looks
            try:
                target = subject.contract.document.follow(link.source, reference.value)
            except MockError as error:
                yield reference.finding(str(error).replace("$ref", "operationRef"), "contract/link")
                continue
            if (target.source.file, target.pointer) not in spots:
                yield reference.finding(f"{quoted(reference.value)} leads to no operation", "contract/link")
                continue
        elif subject.is_3_0 and "operationRef" not in link.value:  # since 3.1 that is a matter of structure
            yield link.finding("the link names no operation: give it an operationId", "contract/link")
        if target:
            yield from _parameters(subject, link, target)


def _parameters(subject: Subject, link: Node, operation: Node) -> Iterator[Finding]:
    """Those that a link gives, by their names or as `path.id`."""
    root = Node(operation.source, (), operation.source.value)
    above = 2 if operation.pointer[-2] == "additionalOperations" else 1
    declared = [root.child(*operation.pointer[:-above]).get("parameters"), operation.get("parameters")]
    known: list[str] = []
    for element in (each for node in declared if node for each in node.elements()):
        try:
            value = subject.contract.document.resolve(element).value
        except MockError:
            return
        if isinstance(value, dict):
            known += [str(value.get("name")), f"{value.get('in')}.{value.get('name')}"]
    given = link.get("parameters")
    for name, node in given.items() if given else ():
        if name not in known:
            message = f"the operation has no parameter {quoted(name)}{did_you_mean(name, known)}"
            yield node.finding(message, "contract/link").beside(operation.place, "the operation")


def _text(node: Node, field: str) -> Node | None:
    found = node.get(field)
    return found if found and isinstance(found.value, str) else None
