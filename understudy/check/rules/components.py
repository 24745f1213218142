"""Components that nothing in the document leads to."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.objects import Visit
from understudy.errors import MockError
from understudy.findings import Finding
from understudy.source import Pointer

_NAME = 3
"""Tokens in the JSON Pointer of a component: `components`, its kind, its name."""


def unused(subject: Subject) -> Iterator[Finding]:
    """Components to which nothing leads: no reference, no name, and no fixture."""
    components = subject.root.get("components")
    used = _used(subject)
    for kind, named in components.items() if components else ():
        for name, node in named.items() if not kind.startswith("x-") else ():
            if node.pointer not in used:
                message = f"nothing refers to {name!r} in components.{kind}"
                yield node.finding(message, "contract/unused-component")


def _used(subject: Subject) -> set[Pointer]:
    """The pointers of components that something outside of unused components leads to."""
    root = subject.root
    outside = {name: value for name, value in root.value.items() if name != "components"}
    waiting = [Visit("openapi", Node(root.source, (), outside))]
    waiting += [Visit("schema", node) for node in subject.parts.schemas.values()]
    used = {pointer for visit in waiting[1:] if (pointer := _component(subject, visit.node))}
    while waiting:
        walk = subject.walk(waiting)
        nodes = list(walk)
        used |= {pointer for _, target in walk.references if (pointer := _component(subject, target))}
        waiting = []
        for visit in nodes:
            for named in _named(subject, visit):
                if (pointer := _component(subject, named)) and pointer not in used:
                    used.add(pointer)
                    waiting.append(Visit("schema", named))
        for child in _inheriting(subject, used):
            used.add(child.pointer)
            waiting.append(Visit("schema", child))
    used |= {("components", "securitySchemes", name) for name in _schemes(subject)}
    return used


def _component(subject: Subject, node: Node) -> Pointer | None:
    """The pointer of the component that a node is, or lies in."""
    is_one = node.source is subject.root.source and node.pointer[:1] == ("components",)
    return node.pointer[:_NAME] if is_one else None


def _named(subject: Subject, visit: Visit) -> Iterator[Node]:
    """The schemas that a discriminator names (OpenAPI 3.1, 4.8.25)."""
    discriminator = visit.node.get("discriminator") if visit.kind == "schema" else None
    mapping = discriminator.get("mapping") if discriminator else None
    for value in mapping.value.values() if mapping else ():
        for reference in (f"#/components/schemas/{value}", value):
            try:
                yield subject.contract.document.follow(visit.node.source, str(reference))
            except MockError:
                continue
            break


def _inheriting(subject: Subject, used: set[Pointer]) -> Iterator[Node]:
    """Schemas that are one of a kind by `allOf`: what their parent's discriminator may say (4.8.25)."""
    parents = {pointer for pointer in used if _has_discriminator(subject, pointer)}
    for holder, target in subject.references if parents else ():
        child = _component(subject, holder)
        is_part = holder.pointer[_NAME : _NAME + 1] == ("allOf",) and len(holder.pointer) == _NAME + 2
        if child and child not in used and is_part and target.pointer in parents:
            yield subject.root.child(*child)


def _has_discriminator(subject: Subject, pointer: Pointer) -> bool:
    value = subject.root.child(*pointer).value
    return isinstance(value, dict) and "discriminator" in value


def _schemes(subject: Subject) -> Iterator[str]:
    """The security schemes that are asked for."""
    for node in [subject.root, *subject.of("operation")]:
        required = node.get("security")
        for requirement in required.elements() if required else ():
            yield from (name for name, _ in requirement.items())
