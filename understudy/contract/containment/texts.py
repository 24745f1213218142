"""Values that are sent as one text each, whose reader takes it for whatever its own schema allows."""

import json
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from understudy.contract.containment.deciding import Verdict, covers
from understudy.contract.containment.look import Gap, Look
from understudy.contract.containment.plain import Plainly
from understudy.contract.containment.values import kinds
from understudy.contract.shapes import Shape, readings


def is_one(look: Look) -> bool:
    """Whether a value of the inner schema is sent as one text."""
    return look.theirs.shape(look.inner).is_one_text


def takes_all(whole: Plainly | None, sent: Shape) -> bool:
    """Whether it is known that a schema takes every text, or every one that a value of this shape is sent as."""
    is_never_empty = bool(sent.types) and sent.types <= {"integer", "number", "boolean"}
    return covers(whole, {"type": "string", "minLength": int(is_never_empty)}) is Verdict.YES


def is_read_otherwise(look: Look) -> bool:
    """Whether what is sent for a value of the inner schema may be another value to the reader of the outer one."""
    inner, outer = look.theirs.shape(look.inner), look.ours.shape(look.outer)
    if not outer.types or "string" in outer.types:
        return inner.types != {"string"}
    return not inner.types <= kinds(list(outer.types)) and _listed(look) is not None


def gaps(look: Look) -> Iterator[Gap]:
    """The texts that the reader of the outer schema refuses, whatever it takes them for.

    The inner schema lists its values, or the outer one takes every text: of others, nothing is known.
    """
    whole, listed = look.ours.whole(look.outer), _listed(look)
    lost = [value for value in listed or () if not _is_taken(look, value)]
    is_met = takes_all(whole, look.theirs.shape(look.inner)) if listed is None else not lost
    if not is_met and covers(whole, look.theirs.whole(look.inner)) is not Verdict.YES:
        keyword = next((each for each in ("enum", "type") if each in look.own), "")
        yield replace(look.gap(keyword, (keyword,) if keyword else (), whole, lost=lost), is_proven=False)


def _listed(look: Look) -> list[Any] | None:
    """The values of the inner schema, where they are known one by one."""
    said = [value for _, value in look.theirs.saying(look.inner, "enum")]
    said += [[value] for _, value in look.theirs.saying(look.inner, "const")]
    are_two = look.theirs.shape(look.inner).types == {"boolean"}
    return said[0] if said else [True, False] if are_two else None


def _is_taken(look: Look, value: Any) -> bool:
    whole, sent = look.ours.whole(look.outer), written(value)
    taken = readings(sent) if isinstance(sent, str) else [sent]
    return any(covers(whole, {"const": each}) is Verdict.YES for each in taken)


def written(value: Any) -> Any:
    """A value as it is sent: each that is one text as that, null as an empty one."""
    if isinstance(value, list):
        return [written(element) for element in value]
    if isinstance(value, dict):
        return {name: written(member) for name, member in value.items()}
    return value if isinstance(value, str) else "" if value is None else json.dumps(value)
