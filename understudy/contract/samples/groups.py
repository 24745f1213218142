"""The choices that a schema leaves: which alternative, which branch, with or without a member."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct

from understudy.contract.document import Identity, Node
from understudy.contract.samples.parts import Part, Parts, Reader


class Choice(Struct, frozen=True, eq=False):
    """Schemas to satisfy as well, and members to do without."""

    nodes: tuple[Node, ...]
    without: tuple[str, ...] = ()


GroupKey: TypeAlias = tuple[Identity, str]


class Group(Struct, frozen=True, eq=False, dict=True):
    """Choices of which one has to be made; those of an `ordered` one are tried from the first on."""

    part: Part
    keyword: str
    choices: tuple[Choice, ...]
    ordered: bool = False

    @cached_property
    def key(self) -> GroupKey:
        """What makes it the same one."""
        return self.part.key, self.keyword


def groups(parts: Parts, reader: Reader) -> Iterator[Group]:
    """All choices of a schema, in the order in which they are made."""
    for part in parts:
        for keyword in ("anyOf", "oneOf"):
            if alternatives := part.children(keyword):
                yield Group(part, keyword, tuple(Choice((node,)) for node in alternatives))
        then, otherwise = part.child("then"), part.child("else")
        if (condition := part.child("if")) and (then or otherwise):
            held = Choice((condition, then) if then else (condition,))
            yield Group(part, "if", (held, Choice((otherwise,) if otherwise else ())), ordered=True)
        for name, node in part.members("dependentSchemas").items():
            choices = (Choice((node,)), Choice((), (name,)))
            yield Group(part, f"dependentSchemas/{name}", choices, ordered=True)
        heirs = tuple(mapping(part, reader).values())
        known = {known.key for known in parts}
        if (
            heirs
            and not known.intersection(heir.identity for heir in heirs)
            and not part.node.value.keys() & {"anyOf", "oneOf"}
        ):
            yield Group(part, "discriminator", tuple(Choice((node,)) for node in heirs))


def discriminated(parts: Parts, reader: Reader) -> dict[str, str]:
    """The members that name which schema is meant, and that name (OpenAPI 3.1, 4.8.25)."""
    found: dict[str, str] = {}
    keys = [part.key for part in parts]
    for part in parts:
        name = _discriminator(part).get("propertyName")
        if not isinstance(name, str):
            continue
        named = {node.identity: value for value, node in reversed(mapping(part, reader).items())}
        alternatives = [node for keyword in ("oneOf", "anyOf") for node in part.children(keyword)]
        for alternative in alternatives:
            for target in reader.read((alternative,)).targets[:1]:
                named |= {target: str(target[1][-1])} if target[1] and target not in named else {}
        meant = next((named[key] for key in keys if key in named), None)
        if meant is None and not alternatives:
            plain = (
                part for part in parts if not {"oneOf", "anyOf"} & part.value.keys()
            )  # not what chooses among them
            own = [part.key[1] for part in plain if part.key[1][:-1] == ("components", "schemas")]
            meant = str(own[0][-1]) if own else None
        if meant is not None:
            found[name] = meant
    return found


def mapping(part: Part, reader: Reader) -> dict[str, Node]:
    """The schemas that a discriminator gives names to: a value of `mapping` is a reference, or a schema's name."""
    written = _discriminator(part).get("mapping")
    found: dict[str, Node] = {}
    for name, target in written.items() if isinstance(written, dict) else ():
        references = (f"#/components/schemas/{target}", target) if isinstance(target, str) else ()
        for node in (node for reference in references for node in reader.named(part.node, reference)):
            found.setdefault(name, node)
    return found


def _discriminator(part: Part) -> dict[str, Any]:
    value = part.value.get("discriminator")
    return value if isinstance(value, dict) else {}
