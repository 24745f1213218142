"""The members of objects, by their names."""

from collections.abc import Iterator

import jsonschema_rs

from understudy.contract.containment.look import Gap, Kind, Look
from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Node

_REST = ("additionalProperties",)


def required(look: Look) -> Iterator[Gap]:
    """`required`, name for name."""
    given = {name for _, names in look.theirs.saying(look.inner, "required") for name in names}
    written = look.outer.value["required"]  # where names stand that this side does not ask for, too
    for name in look.own["required"]:
        if name not in given and not look.is_met(refusing := look.fragment(required=[name])):
            yield look.gap("required", ("required", written.index(name)), refusing)


def properties(look: Look) -> Iterator[Gap]:
    """`properties`, each against what the inner schema says of that member."""
    for name, node in look.ours.members(look.outer, "properties").items():
        applied = _applied(look, str(name))
        if len(applied) == 1:
            look.hold(node, applied)
            continue
        refusing = look.ours.member(look.outer, "properties", str(name))
        if look.is_met(refusing):
            continue
        if applied:
            look.hold(node, applied)
        else:
            yield look.gap("properties", ("properties", name), refusing, Kind.UNDECLARED)


def patterns(look: Look) -> Iterator[Gap]:
    """`patternProperties`, each against the same pattern of the inner schema, else against all that it may mean."""
    for pattern, node in look.ours.members(look.outer, "patternProperties").items():
        refusing = look.ours.member(look.outer, "patternProperties", str(pattern))
        if look.is_met(refusing):
            continue
        parts = look.theirs.parts(look.inner)
        known = [found for part in parts if (found := look.theirs.members(part, "patternProperties").get(pattern))]
        rest = [each for part in look.theirs.parts(look.inner) for each in _rest(look, part)]
        if not known and not rest:
            yield look.gap("patternProperties", ("patternProperties", pattern), refusing)
            continue
        look.hold(node, known or rest)
        for name in [] if known else _declared(look):
            if _fits(pattern, name):
                look.hold(node, _applied(look, name))


def additional(look: Look) -> Iterator[Gap]:
    """`additionalProperties`: against the members that the outer schema has no name for, and then all the rest."""
    (value,) = look.ours.children(look.outer, "additionalProperties")
    names, meant = (look.ours.members(look.outer, keyword) for keyword in ("properties", "patternProperties"))
    known = {"properties": names, "patternProperties": meant}
    others: JsonSchema = {keyword: {name: {} for name in given} for keyword, given in known.items() if given}
    refusing = look.fragment("additionalProperties", **others)
    if look.is_met(refusing):
        return
    parts = list(look.theirs.parts(look.inner))
    for name in _declared(look):
        if name in names or any(_fits(pattern, name) for pattern in meant):
            continue
        applied = _applied(look, name)
        if look.ours.own(value) is not False:
            look.hold(value, applied)
        elif not any(look.theirs.own(node) is False for node in applied):
            yield look.gap("additionalProperties", _REST, refusing, lost=[name])
    rest = [node for part in parts for node in look.theirs.children(part, "additionalProperties")]
    has_patterns = any(look.theirs.members(part, "patternProperties").keys() - meant.keys() for part in parts)
    if rest and not has_patterns:
        look.hold(value, rest)
    else:
        yield look.gap("additionalProperties", _REST, refusing)


def _declared(look: Look) -> list[str]:
    """The names that the inner schema declares."""
    parts = look.theirs.parts(look.inner)
    return sorted({str(name) for part in parts for name in look.theirs.members(part, "properties")})


def _rest(look: Look, part: Node) -> list[Node]:
    """What a part says of all members that it does not declare, if it says the same of all."""
    has_patterns = look.theirs.members(part, "patternProperties")
    return [] if has_patterns else look.theirs.children(part, "additionalProperties")


def _applied(look: Look, name: str) -> list[Node]:
    """The schemas of the inner one's parts that hold for a member of this name."""
    found = []
    for part in look.theirs.parts(look.inner):
        declared = look.theirs.members(part, "properties")
        meant = [node for each, node in look.theirs.members(part, "patternProperties").items() if _fits(each, name)]
        found += [declared[name], *meant] if name in declared else meant
        if not meant and name not in declared:
            found += look.theirs.children(part, "additionalProperties")
    return found


def _fits(pattern: str | int, name: str) -> bool:
    """Whether a name is of those that a pattern means."""
    return jsonschema_rs.is_valid({"pattern": str(pattern)}, name)
