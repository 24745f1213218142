"""Components that are called what none may be, or that nothing in the document leads to."""

import re
from collections.abc import Iterator

from understudy.check.rules import discriminators
from understudy.check.subject import Subject
from understudy.contract import schemes
from understudy.contract.document import Node
from understudy.contract.objects import Reference
from understudy.errors import quoted
from understudy.findings import Finding
from understudy.source import Pointer

_Part = Pointer

_WORD = re.compile("[a-zA-Z0-9._-]+")

_NAME = 3
"""Tokens in the JSON Pointer of a component: `components`, its kind, its name."""


def named(subject: Subject) -> Iterator[Finding]:
    """What a component is called is written with few characters (OpenAPI 3.1, 4.8.7.1)."""
    components = subject.root.get("components")
    for kind, among in components.items() if components else ():
        for name, node in among.items() if not kind.startswith("x-") else ():
            if not _WORD.fullmatch(name):
                message = f"{quoted(name)} is no name of a component: they are of letters, digits, '.', '-' and '_'"
                yield node.finding(message, "contract/component-name")


def unused(subject: Subject) -> Iterator[Finding]:
    """Components to which nothing leads: no reference, no name, and no fixture."""
    components = subject.root.get("components")
    used = _used(subject)
    for kind, named in components.items() if components else ():
        for name, node in named.items() if not kind.startswith("x-") else ():
            if node.pointer not in used:
                message = f"nothing refers to {name!r} in components.{kind}"
                yield node.finding(message, "contract/unused-component")


def _used(subject: Subject) -> set[_Part]:
    """The components, and the other files, that something leads to which is itself led to, or stands elsewhere."""
    leads: dict[_Part, set[_Part]] = {}
    for holder, target in [*subject.references, *_named(subject)]:
        leads.setdefault(_part(subject, holder), set()).add(_part(subject, target))
    inheriting = [pair for pair in subject.references if _is_inherited(subject, *pair)]
    used: set[_Part] = set()
    waiting: list[_Part] = [(), *(_part(subject, node) for node in subject.parts.schemas.values())]
    waiting += _schemes(subject)
    while waiting:
        part = waiting.pop()
        if part not in used:
            used.add(part)
            waiting += leads.get(part, ())
        if not waiting:  # whoever is one of a kind may be what the kind's discriminator says
            heirs = [_part(subject, holder) for holder, target in inheriting if _part(subject, target) in used]
            waiting += [heir for heir in heirs if heir not in used]
    return used


def _part(subject: Subject, node: Node) -> _Part:
    """The pointer of the component that a node is, or lies in; of another file its name; nothing for the rest."""
    if node.source is not subject.root.source:
        return (node.source.file,)
    return node.pointer[:_NAME] if node.pointer[:1] == ("components",) else ()


def _named(subject: Subject) -> Iterator[Reference]:
    """The schemas with a discriminator, and those that it names (OpenAPI 3.1, 4.8.25)."""
    yield from ((schema, target) for schema, _, target in discriminators.mapped(subject) if target)


def _is_inherited(subject: Subject, holder: Node, target: Node) -> bool:
    """Whether a schema is one of a kind by `allOf`, and the kind has a discriminator (4.8.25)."""
    is_part = holder.pointer[_NAME : _NAME + 1] == ("allOf",) and len(holder.pointer) == _NAME + 2
    is_kind = target.source is subject.root.source and len(target.pointer) == _NAME
    return is_part and is_kind and isinstance(target.value, dict) and "discriminator" in target.value


def _schemes(subject: Subject) -> Iterator[_Part]:
    """The security schemes that are asked for, by name or by URI."""
    for node in [subject.root, *subject.of("operation")]:
        for name in schemes.asked(node):
            found = schemes.referred(subject.contract.document, node, name)
            yield _part(subject, found) if found else ("components", "securitySchemes", name)
