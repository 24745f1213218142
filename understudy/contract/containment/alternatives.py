"""What a schema is made of: what it refers to, what must hold together, and what may be chosen from."""

from collections.abc import Iterator

from msgspec.structs import replace

from understudy.contract.containment import texts
from understudy.contract.containment.deciding import Verdict, covers, is_disjoint
from understudy.contract.containment.look import Gap, Kind, Look
from understudy.contract.containment.plain import Alternative, Plain, Plainly
from understudy.contract.containment.values import kinds
from understudy.contract.document import Node

_MOST_COMPARED = 20
"""Alternatives that are held against each other."""


def reference(look: Look) -> Iterator[Gap]:
    """`$ref`: what it leads to must hold too."""
    look.hold(look.ours.target(look.outer), [look.inner])
    yield from ()


def every(look: Look) -> Iterator[Gap]:
    """`allOf`, each against the inner schema as a whole."""
    for part in look.ours.children(look.outer, "allOf"):
        look.hold(part, [look.inner])
    yield from ()


def some(look: Look) -> Iterator[Gap]:
    """`anyOf`: each alternative of the inner schema satisfies one of the outer's."""
    if not look.is_met(refusing := look.fragment("anyOf")):
        yield from _variants(look, "anyOf", refusing)


def one(look: Look) -> Iterator[Gap]:
    """`oneOf`: the same, and none satisfies two."""
    refusing = look.fragment("oneOf")
    if look.is_met(refusing) or look.is_said("oneOf"):
        return
    yield from _variants(look, "oneOf", refusing)
    if not _excludes(look):
        yield look.gap("oneOf", ("oneOf",), refusing)


def discriminator(look: Look) -> Iterator[Gap]:
    """What readers tell alternatives apart by is no longer what it was."""
    nodes = (node.value if isinstance(node.value, dict) else {} for node in (look.outer, look.inner))
    mine, theirs = (value.get("discriminator") for value in nodes)
    if isinstance(mine, dict) and isinstance(theirs, dict):
        names, others = (said.get("mapping") or {} for said in (mine, theirs))
        is_known = isinstance(names, dict) and isinstance(others, dict) and others.keys() <= names.keys()
        if mine.get("propertyName") != theirs.get("propertyName") or not is_known:
            yield look.gap("discriminator", ("discriminator",), None, Kind.HINT)


def _variants(look: Look, keyword: str, refusing: Plainly | None) -> Iterator[Gap]:
    ours = look.ours.alternatives(look.outer, keyword)
    for theirs in _alternatives(look):
        shape = look.theirs.shape(theirs.node) if look.are_texts else None
        if any(covers(each.whole, theirs.whole) is Verdict.YES for each in ours):
            continue
        if shape and shape.is_one_text and any(texts.takes_all(each.whole, shape) for each in ours):
            continue
        if partner := _partner(look, theirs, ours):
            look.hold(partner.node, [theirs.node])
        else:
            gap = look.gap(keyword, (keyword,), refusing)
            is_proven = covers(refusing, theirs.whole) is Verdict.NO
            yield replace(gap, inner=theirs.node, admitting=theirs.whole, is_proven=is_proven)


def _alternatives(look: Look) -> list[Alternative]:
    """Those of the inner schema; itself where it has none."""
    for keyword in ("anyOf", "oneOf"):
        for part, _ in look.theirs.saying(look.inner, keyword):
            return look.theirs.alternatives(part, keyword)
    return [Alternative(look.inner, look.theirs.whole(look.inner))]


def _partner(look: Look, theirs: Alternative, ours: list[Alternative]) -> Alternative | None:
    """The alternative that is meant to be the same: of the same name, else the only one of its type."""
    resolved = look.theirs.resolve(theirs.node)
    name, types = _name(resolved, theirs.node), _types(look.theirs, theirs.node)
    meant = [each for each in ours if each.names is None or (theirs.names is not None and theirs.names <= each.names)]
    same = [each for each in meant if look.same(look.ours.resolve(each.node), resolved)]
    named = [each for each in meant if name is not None and _name(look.ours.resolve(each.node), each.node) == name]
    alike = [each for each in meant if types & _types(look.ours, each.node)]
    return next(iter([*same, *named, *(alike if len(alike) == 1 else ())]), None)


def _excludes(look: Look) -> bool:
    """Whether no value satisfies two of the alternatives."""
    if look.ours.told_apart(look.outer):
        return True
    if len(look.own["oneOf"]) > _MOST_COMPARED:
        return False
    wholes = [look.ours.whole(node) for node in look.ours.children(look.outer, "oneOf")]
    return all(is_disjoint(each, other) for index, each in enumerate(wholes) for other in wholes[:index])


def _types(plain: Plain, node: Node) -> set[str]:
    return next((kinds(value) for _, value in plain.saying(node, "type")), set())


def _name(resolved: Node, written: Node) -> str | None:
    """What a schema is called: by the component that it is, or by its title."""
    if resolved.pointer != written.pointer and resolved.pointer:
        return str(resolved.pointer[-1])
    return resolved.value.get("title") if isinstance(resolved.value, dict) else None
