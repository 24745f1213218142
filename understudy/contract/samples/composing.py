"""What draws a whole object or array at once: where nothing is left to choose, it need not be made part by part."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from understudy.contract.samples.arrays import USUAL, alike, key_of
from understudy.contract.samples.drawing import Draw, drawing
from understudy.contract.samples.names import singular
from understudy.contract.samples.outline import Member, Outline
from understudy.contract.samples.parts import Part
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import DEEPEST, PLENTY
from understudy.contract.samples.values import canonical, copied
from understudy.contract.samples.view import LEAST, View
from understudy.contract.schemas import MISSING


class Composed(Struct, frozen=True):
    """What draws a value as the first try would make it.

    With the most steps that this takes, how many levels of objects and arrays are in it, of what parts these are, which
    members it has, and whether there may be lists of objects among them. One that `is_part` may as well be drawn within
    what is made in parts: of another, the most that it takes would leave less room there than what it takes in fact.
    """

    draw: Draw
    cost: int
    depth: int = -1
    parts: frozenset[Part] = frozenset()
    members: tuple[str, ...] = ()
    has_lists: bool = False
    is_part: bool = True


class _TooDeep(Exception):
    """In what is looked at there is something so deep that only a part of it would be made."""


def composed(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    """What draws a value under this name, of this owner; None where there are choices, or another of its kind in it."""
    return view.once(_composed, name, owner, given=given)


def _composed(view: View, name: str, owner: str, given: bool) -> Composed | None:  # noqa: FBT001 - found out once
    if draw := drawing(view, name, owner, given=given):
        return Composed(draw, view.cost)
    if not view.is_settled:
        return None
    if given and view.given is not MISSING:
        return _constant(view, view.given, LEAST)
    views = view.views
    with views.lock:  # what is under way is so in this thread
        above = len(views.under_way)
        if view in views.under_way:
            return None
        if above > DEEPEST:
            raise _TooDeep
        views.under_way.add(view)
        try:
            found = _of_kind(view, name, view.name or name or owner, given=given)
        except _TooDeep:
            if above:  # which may be asked for by itself, and not be too deep then
                raise
            found = None
        finally:
            views.under_way.remove(view)
    return None if found is None or found.cost > PLENTY else found  # of what takes more, only a part is made


def _of_kind(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    kinds, is_only, items = [kind for kind in view.types if kind != "null"], len(view.types) == 1, view.items
    if view.options is not None or (len(kinds) != 1 and "type" in view.said):
        return None
    most = USUAL[1] if is_only else min(USUAL[1], items.most)  # where there can be none, it is of another type
    found = None
    match kinds:
        case ["object", *_]:
            found = _object(view, owner, given=given)
        case ["array", *_] if items.described and items.needed <= most:
            found = _array(view, name, owner, given=given) or _of_wholes(view, name, owner, given=given)
    return found if found is None or is_only else replace(found, is_part=False)


def _constant(view: View, value: Any, cost: int) -> Composed:
    members = tuple(value) if isinstance(value, dict) else ()
    has_lists = isinstance(value, dict | list)
    return Composed(lambda _: copied(value), cost, -1, view.those, members, has_lists, is_part=False)


def _object(view: View, owner: str, *, given: bool) -> Composed | None:
    members, outline = view.members, view.once(Outline, "", owner, given=given)
    is_whole = not (members.without or members.least or members.is_map)
    if not is_whole or outline.alone is None or len(outline.required) > members.most:
        return None
    named: dict[str, Composed] = {}
    cost = LEAST
    for member in (*outline.required, *outline.alone):
        part = _member(member, owner, given=given)
        if part is None or (cost := cost + part.cost) > PLENTY or not part.parts.isdisjoint(view.those):
            return None
        named[member.name] = part
    draws = [(name, part.draw) for name, part in named.items()]
    order = tuple(name for name in dict.fromkeys((*outline.names, *named)) if name in named)

    def draw(around: Subject) -> dict[str, Any]:
        subject, made = Subject(around.rng), {}
        for name, draw in draws:
            made[name] = draw(subject)
        return made

    def ordered(around: Subject) -> dict[str, Any]:
        made = draw(around)
        return {name: made[name] for name in order}

    parts = named.values()
    depth = 1 + max((part.depth for part in parts), default=-1)
    within = view.those.union(*(part.parts for part in parts))
    is_in_order = outline.is_in_order
    is_part = is_in_order and all(part.is_part for part in parts)
    has_lists = any(part.has_lists for part in parts)
    return Composed(draw if is_in_order else ordered, cost, depth, within, order, has_lists, is_part)


def _member(member: Member, owner: str, *, given: bool) -> Composed | None:
    if member.drawn:
        return Composed(member.drawn, member.view.cost)
    if member.offered is not MISSING:
        return _constant(member.view, member.offered, 0)
    return composed(member.view, member.name, owner, given=given)


def _array(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    if (found := view.once(alike, name, owner, given=given)) is None:
        return None
    (item, cost), counts = found, _counts(view)

    def draw(around: Subject) -> list[Any]:
        rng = around.rng
        return [item(Subject(rng)) for _ in range(rng.choice(counts))]

    return Composed(draw, LEAST + cost * USUAL[1], 0, view.those)


def _of_wholes(view: View, name: str, owner: str, *, given: bool) -> Composed | None:
    """An array of objects or arrays. Where one has the key of one before it, another one stands for what was given."""
    kind, noun = view.item(0), singular(name)
    if not view.items.are_alike or view.items.needed > view.items.most or kind.options:
        return None
    if (item := composed(kind, noun, owner, given=given)) is None or not item.parts.isdisjoint(view.those):
        return None
    counts, draw_item = _counts(view), item.draw

    def draw(around: Subject) -> list[Any]:
        rng = around.rng
        return [draw_item(Subject(rng)) for _ in range(rng.choice(counts))]

    cost, depth, parts = LEAST + item.cost * USUAL[1], 1 + max(item.depth, 0), view.those | item.parts
    key = key_of(kind.name or noun, item.members)
    if key is None or not given:
        return Composed(draw, cost, depth, parts, has_lists=True, is_part=False)
    other = composed(kind, noun, owner, given=False)
    others_key = other and key_of(kind.name or noun, other.members)
    if other is None or others_key is None or not other.parts.isdisjoint(view.those):
        return None
    draw_other = other.draw

    def keyed(around: Subject) -> list[Any]:
        rng, seen, made = around.rng, set[str](), list[Any]()
        for _ in range(rng.choice(counts)):
            value = draw_item(Subject(rng))
            if (named := canonical(value[key])) in seen:
                value = draw_other(Subject(rng))
                named = canonical(value[others_key])
            seen.add(named)
            made.append(value)
        return made

    cost, depth = cost + other.cost * USUAL[1], max(depth, 1 + other.depth)
    return Composed(keyed, cost, depth, parts | other.parts, has_lists=True, is_part=False)


def _counts(view: View) -> list[int]:
    """How many items there may be, each as likely as the others."""
    items = view.items
    return [max(items.needed, min(count, items.most)) for count in range(USUAL[0], USUAL[1] + 1)]
