"""What the rules look at: a project's parts, and its document as a list of the objects that it is made of."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from msgspec import Struct

from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.impossible import impossible
from understudy.contract.objects import Reference, Visit, Walk, operation_items, paths
from understudy.contract.operations import Operation
from understudy.errors import MockError
from understudy.project import Match, Parts, matched
from understudy.source import Pointer
from understudy.state.collections import Collection


class Subject(Struct, frozen=True, eq=False, dict=True):
    """A project whose document could be read; findings may have been passed over in it."""

    parts: Parts
    contract: Contract

    @cached_property
    def root(self) -> Node:
        """The document as a whole."""
        source = self.contract.document.root
        return Node(source, (), source.value)

    @property
    def is_3_0(self) -> bool:
        """Whether the document is one of OpenAPI 3.0."""
        return self.contract.schemas.dialect.is_3_0

    def walk(self, roots: Iterable[Visit] | None = None) -> Walk:
        """A walk over all objects that some lead to; over those of the whole document if left out."""
        return Walk(self.contract.document, self.contract.schemas.dialect, roots)

    @cached_property
    def _walk(self) -> tuple[dict[str, list[Node]], list[Reference]]:
        walk, kinds = self.walk(), dict[str, list[Node]]()
        for visit in walk:
            kinds.setdefault(visit.kind, []).append(visit.node)
        return kinds, walk.references

    def of(self, *kinds: str) -> Iterator[Node]:
        """Every object of these kinds (`schema`, `parameter`, …) in the document and where its references lead."""
        for kind in kinds:
            yield from self._walk[0].get(kind, ())

    @property
    def references(self) -> list[Reference]:
        """Every object with a `$ref`, and what that leads to."""
        return self._walk[1]

    def properties(self, schema: Node) -> list[str]:
        """The names that a schema declares, itself or in what it is made of; none where that leads nowhere."""
        found, waiting, seen = dict[str, None](), [schema], set[tuple[str, Pointer]]()
        while waiting:
            node = waiting.pop()
            where = (node.source.file, node.pointer)
            if where in seen or not isinstance(node.value, dict):
                continue
            seen.add(where)
            declared = node.get("properties")
            found |= dict.fromkeys(name for name, _ in declared.items()) if declared else {}
            waiting += [each for key in ("allOf", "anyOf", "oneOf") if (of := node.get(key)) for each in of.elements()]
            if isinstance(node.value.get("$ref"), str):
                try:
                    waiting.append(self.contract.schemas.follow(node))
                except MockError:
                    return []
        return list(found)

    @cached_property
    def operations(self) -> list[tuple[str, Node]]:
        """Every operation below `paths`, as `GET /path`, sound or not."""
        items = paths(self.contract.document, self.root)
        found = [(f"{method} {path}", node) for path, _, item in items for method, node in operation_items(item)]
        return [(name, node) for name, node in found if isinstance(node.value, dict)]

    @cached_property
    def made_of(self) -> dict[Operation, list[tuple[Collection, Match]]]:
        """The collections that each operation's good answer may be made of, in the order of their files."""
        found: dict[Operation, list[tuple[Collection, Match]]] = {}
        for operation in self.contract.operations:
            pairs = [(each, self.parts.schemas.get(each.name)) for each in self.parts.collections]
            matches = [(each, matched(self.contract, operation, of, each.key)) for each, of in pairs if of]
            found[operation] = [(each, match) for each, match in matches if match]
        return found

    @cached_property
    def impossible(self) -> list[tuple[Node, str]]:
        """The smallest of the schemas that no value satisfies, with the reasons."""
        return impossible(self.contract.schemas, self.references)
