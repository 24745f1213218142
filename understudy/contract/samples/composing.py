"""What draws a whole object or array at once: where nothing is left to choose, it need not be made part by part."""

from typing import Any

from msgspec import Struct

from understudy.contract.samples.arrays import USUAL, alike
from understudy.contract.samples.drawing import Draw, drawing
from understudy.contract.samples.outline import Member, Outline
from understudy.contract.samples.parts import Part
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.view import LEAST, View
from understudy.contract.schemas import MISSING


class Composed(Struct, frozen=True):
    """What draws a value as the first try would make it.

    With the most steps that this takes, how many levels of objects and arrays are in it, and of what parts these are.
    """

    draw: Draw
    cost: int
    depth: int = -1
    parts: frozenset[Part] = frozenset()


def composed(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    """What draws a value under this name, of this owner; None where there are choices, or another of its kind in it."""
    return view.once(_composed, name, owner, given=given)


def _composed(view: View, name: str, owner: str, given: bool) -> Composed | None:  # noqa: FBT001 - found out once
    if draw := drawing(view, name, owner, given=given):
        return Composed(draw, view.cost)
    is_plain = view.is_settled and len(view.types) == 1 and view.options is None
    if not is_plain or (given and view.given is not MISSING):
        return None
    views = view.views
    with views.lock:  # what is under way is so in this thread
        if view in views.under_way:
            return None
        views.under_way.add(view)
        try:
            match view.types[0]:
                case "object":
                    return _object(view, view.name or name or owner, given=given)
                case "array":
                    return _array(view, name, view.name or name or owner, given=given)
        finally:
            views.under_way.remove(view)
    return None


def _object(view: View, owner: str, *, given: bool) -> Composed | None:
    members, outline = view.members, view.once(Outline, "", owner, given=given)
    is_whole = not (members.without or members.least or members.is_map) and outline.is_in_order
    if not is_whole or outline.alone is None or len(outline.required) > members.most:
        return None
    named: dict[str, Composed] = {}
    for member in (*outline.required, *outline.alone):
        if (part := _member(member, owner, given=given)) is None or not part.parts.isdisjoint(view.those):
            return None
        named[member.name] = part
    draws = [(name, part.draw) for name, part in named.items()]

    def draw(around: Subject) -> dict[str, Any]:
        subject, made = Subject(around.rng), {}
        for name, draw in draws:
            made[name] = draw(subject)
        return made

    parts = named.values()
    within = view.those.union(*(part.parts for part in parts))
    return Composed(
        draw, LEAST + sum(part.cost for part in parts), 1 + max((part.depth for part in parts), default=-1), within
    )


def _member(member: Member, owner: str, *, given: bool) -> Composed | None:
    if member.drawn:
        return Composed(member.drawn, member.view.cost)
    return composed(member.view, member.name, owner, given=given) if member.offered is MISSING else None


def _array(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    items = view.items
    found = view.once(alike, name, owner, given=given)
    if found is None or not items.described or items.needed > USUAL[1]:
        return None
    item, cost = found
    counts = [max(items.needed, min(count, items.most)) for count in range(USUAL[0], USUAL[1] + 1)]

    def draw(around: Subject) -> list[Any]:
        rng = around.rng
        return [item(Subject(rng)) for _ in range(rng.choice(counts))]

    return Composed(draw, LEAST + cost * USUAL[1], 0, view.those)
