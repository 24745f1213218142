"""How schemas name themselves, and what is relative to such a name (JSON Schema Core 2020-12, 8.2)."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from understudy.contract.document import Node
    from understudy.source import Pointer


def joined(base: str, reference: str) -> str:
    """A reference as a URI. ValueError where it can be none.

    A fragment is one of whatever it is in: of a URN too, to which nothing else is relative.
    """
    return base.partition("#")[0] + reference if reference.startswith("#") else urljoin(base, reference)


def identifiers(node: "Node", base: str) -> "Iterator[tuple[Pointer, str]]":
    """Where an `$id` stands, and the URI that it is relative to what is around it."""
    waiting = [(node, base)]
    while waiting:
        node, base = waiting.pop()
        if (own := _identifier(node)) is not None:
            with suppress(ValueError):
                base = joined(base, own).rstrip("#")
                yield node.pointer, base
        waiting += [(child, base) for child in _children(node)]


def anchored(node: "Node", name: str) -> "Iterator[Node]":
    """The schemas that give themselves this name, in here: what has an `$id` has anchors of its own."""
    if isinstance(node.value, dict) and name in (node.value.get("$anchor"), node.value.get("$dynamicAnchor")):
        yield node
    for child in _children(node):
        if _identifier(child) is None:
            yield from anchored(child, name)


def hidden(named: "Iterable[tuple[str, Node]]", keywords: Mapping[str, str]) -> "Iterator[tuple[str, Node]]":
    """Those schemas with an `$id` that a validator does not find by itself.

    It does find what `keywords` lead to, from the top of a file or from another schema that it was told of. What it is
    told of as well as finds, it takes for two of one name.
    """
    found: dict[int, list[Pointer]] = {}
    for uri, node in sorted(named, key=lambda each: len(each[1].pointer)):
        roots = found.setdefault(id(node.source), [()])
        if not any(_leads(root, node.pointer, keywords) for root in roots):
            roots.append(node.pointer)
            yield uri, node


def _leads(root: "Pointer", pointer: "Pointer", keywords: Mapping[str, str]) -> bool:
    """Whether nothing but keywords is on the way from a schema to another place."""
    way = pointer[len(root) :]
    if pointer[: len(root)] != root:
        return False
    while way and (kind := keywords.get(str(way[0]))):
        way = way[1 if kind == "schema" else 2 :]
    return not way


def _identifier(node: "Node") -> str | None:
    own = node.value.get("$id") if isinstance(node.value, dict) else None
    return own if isinstance(own, str) else None


def _children(node: "Node") -> "Iterator[Node]":
    return chain((member for _, member in node.items()), node.elements())
