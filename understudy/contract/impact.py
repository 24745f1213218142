"""What a finding touches: the operations that cannot be served as long as it is there, and the rest, which can."""

from collections.abc import Iterable, Mapping
from itertools import pairwise

from understudy.contract.document import Node
from understudy.contract.objects import Reference
from understudy.findings import Finding
from understudy.source import Pointer

_Spot = tuple[str, Pointer]
"""The name of a file, and a place in it."""

_HARMLESS = {"contract/example", "contract/duplicate-operation-id", "contract/dialect"}
_HARMLESS |= {
    "contract/path-parameter",
    "contract/duplicate-parameter",
    "contract/security-scheme",
    "contract/path-query",
}
"""Findings in what is then not used: an example that breaks its schema is never sent, an ambiguous name not bound.

A part of the path that is declared nowhere may be anything, what does not stand in the path is not sent, the first of
two parameters counts, and for a scheme that nobody describes nobody knows what to bring.
"""

_UNREAD = {"description", "summary", "title", "tags", "externalDocs", "links", "callbacks", "deprecated", "xml"}
_UNREAD |= {"$comment", "$recursiveAnchor"}
"""Members of a document that say nothing of what is sent."""

_NAMED = {"properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "paths", "content", "encoding"}
_NAMED |= {"schemas", "responses", "parameters", "examples", "requestBodies", "headers", "securitySchemes", "pathItems"}
"""Members whose own members have names that somebody gave them."""


def touching(finding: Finding) -> bool:
    """Whether a finding keeps what it is in from being served."""
    pointer = finding.pointer or ()
    fields = (field for around, field in pairwise(("", *pointer)) if around not in _NAMED)
    return not finding.is_harmless and finding.code not in _HARMLESS and _UNREAD.isdisjoint(fields)


class Impact:
    """Follows the references of a document back, from what is broken to the operations that come to it."""

    def __init__(self, findings: Iterable[Finding], references: Iterable[Reference]) -> None:
        by_target: dict[_Spot, list[_Spot]] = {}
        for holder, target in references:
            by_target.setdefault(_spot(target), []).append(_spot(holder))
        self._why: dict[_Spot, list[Finding]] = {}
        for finding in findings:
            if finding.pointer is not None and touching(finding):
                self._spread((finding.place.file, finding.pointer), finding, by_target)

    def _spread(self, spot: _Spot, finding: Finding, by_target: Mapping[_Spot, list[_Spot]]) -> None:
        waiting, seen = [spot], {spot}
        while waiting:
            file, pointer = waiting.pop()
            for length in range(len(pointer) + 1):
                prefix = (file, pointer[:length])
                why = self._why.setdefault(prefix, [])
                if finding not in why:
                    why.append(finding)
                for holder in by_target.get(prefix, ()):
                    if holder not in seen:
                        seen.add(holder)
                        waiting.append(holder)

    def on(self, nodes: Iterable[Node]) -> tuple[Finding, ...]:
        """The findings that touch what stands at these nodes, in the order of their places."""
        found = {finding for node in nodes for finding in self._why.get(_spot(node), ())}
        return tuple(sorted(found))


def _spot(node: Node) -> _Spot:
    return node.source.file, node.pointer


def operation_nodes(root: Node, item: Node, operation: Node) -> list[Node]:
    """What an operation is made of beside itself: the parameters of its path, and the security that it asks for."""
    security = operation.get("security") or root.get("security")
    components = root.get("components")
    schemes = components.get("securitySchemes") if components else None
    asked = [name for requirement in (security.elements() if security else ()) for name, _ in requirement.items()]
    named = [schemes.get(name) for name in asked] if schemes else []
    nodes = [operation, item.get("parameters"), security, *named]
    return [node for node in nodes if node is not None]
