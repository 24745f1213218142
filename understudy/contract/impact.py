"""What a finding touches: the operations that cannot be served as long as it is there, and the rest, which can."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, pairwise, starmap

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


def is_breaking(finding: Finding) -> bool:
    """Whether a finding leaves open what is meant."""
    return not finding.is_harmless and finding.code not in _HARMLESS


def touching(finding: Finding) -> bool:
    """Whether a finding keeps what it is in from being served."""
    pointer = finding.pointer or ()
    fields = (field for around, field in pairwise(("", *pointer)) if around not in _NAMED)
    return is_breaking(finding) and _UNREAD.isdisjoint(fields)


class Impact:
    """Follows the references of a document back, from what is broken to the operations that come to it.

    All findings are followed at once: thousands of them may lie in what thousands of operations refer to.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        references: Iterable[Reference],
        counts: Callable[[Finding], bool] = touching,
    ) -> None:
        """`counts` says of which findings that is asked."""
        by_target: dict[_Spot, list[_Spot]] = {}
        for holder, target in references:
            by_target.setdefault(_spot(target), []).append(_spot(holder))
        placed = {finding for finding in findings if finding.pointer is not None and counts(finding)}
        self._findings = sorted(placed)
        self._within: dict[_Spot, list[int]] = {}
        """The findings at a place and below it, by their numbers."""
        for number, finding in enumerate(self._findings):
            for spot in _around(finding.place.file, finding.pointer or ()):
                self._within.setdefault(spot, []).append(number)
        self._leads: dict[_Spot, set[_Spot]] = {}
        """What is referred to from a place and below it, and comes to a finding."""
        waiting = [target for target in by_target if target in self._within]
        seen = set(waiting)
        while waiting:
            spot = waiting.pop()
            for place in chain.from_iterable(starmap(_around, by_target[spot])):
                self._leads.setdefault(place, set()).add(spot)
                if place in by_target and place not in seen:
                    seen.add(place)
                    waiting.append(place)
        self._behind: dict[frozenset[_Spot], tuple[Finding, ...]] = {}

    def touches(self, nodes: Iterable[Node]) -> bool:
        """Whether any finding touches what stands at these nodes."""
        return any(spot in self._within or spot in self._leads for spot in map(_spot, nodes))

    def on(self, nodes: Iterable[Node]) -> tuple[Finding, ...]:
        """The findings that touch what stands at these nodes, in the order of their places."""
        spots = frozenset(spot for spot in map(_spot, nodes) if spot in self._within or spot in self._leads)
        own = any(spot in self._within for spot in spots)
        spots = spots if own else frozenset[_Spot]().union(*(self._leads[spot] for spot in spots))
        if spots not in self._behind:  # thousands of operations may come to the same
            self._behind[spots] = tuple(self._findings[number] for number in sorted(self._reached(spots)))
        return self._behind[spots]

    def _reached(self, spots: Iterable[_Spot]) -> set[int]:
        waiting, found = list(spots), set[int]()
        seen = set(waiting)
        while waiting:
            spot = waiting.pop()
            found.update(self._within.get(spot, ()))
            further = self._leads.get(spot, set()) - seen
            seen |= further
            waiting += further
        return found


def _around(file: str, pointer: Pointer) -> Iterator[_Spot]:
    """A place and all that it stands in."""
    return ((file, pointer[:length]) for length in range(len(pointer) + 1))


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
