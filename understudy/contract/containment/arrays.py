"""The elements of arrays, by their places."""

from collections.abc import Iterator

from understudy.contract.containment.look import Gap, Look
from understudy.contract.document import Node


def prefix(look: Look) -> Iterator[Gap]:
    """`prefixItems`, each against what the inner schema says of that place."""
    refusing = look.fragment("prefixItems")
    if look.is_met(refusing):
        return
    for index, node in enumerate(look.ours.children(look.outer, "prefixItems")):
        if applied := _standing(look, index):
            look.hold(node, applied)
        else:
            yield look.gap("prefixItems", ("prefixItems", index), refusing)


def items(look: Look) -> Iterator[Gap]:
    """`items`: against the places that the outer schema has nothing else for, and then all the rest."""
    (value,) = look.ours.children(look.outer, "items")
    before = len(look.ours.members(look.outer, "prefixItems"))
    refusing = look.fragment("items", **({"prefixItems": [{}] * before} if before else {}))
    if look.is_met(refusing):
        return
    parts = list(look.theirs.parts(look.inner))
    for index in range(before, max(len(look.theirs.members(part, "prefixItems")) for part in parts)):
        look.hold(value, _standing(look, index))
    if rest := [node for part in parts for node in look.theirs.children(part, "items")]:
        look.hold(value, rest)
    else:
        yield look.gap("items", ("items",), refusing)


def _standing(look: Look, index: int) -> list[Node]:
    """The schemas of the inner one's parts that hold for an element."""
    found = []
    for part in look.theirs.parts(look.inner):
        places = look.theirs.children(part, "prefixItems")
        found += [places[index]] if index < len(places) else look.theirs.children(part, "items")
    return found
