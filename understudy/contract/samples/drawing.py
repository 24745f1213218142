"""What draws texts, numbers and booleans at once, found out once for each schema and each name that it has."""

from collections.abc import Callable
from typing import Any, Final, TypeAlias

from understudy.contract.samples.keywords import PLAIN
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.truth import likelihood
from understudy.contract.samples.view import LEAST, View
from understudy.contract.schemas import MISSING

Draw: TypeAlias = Callable[[Subject], Any]
"""A value that tells of a subject."""

_FORMATTED: Final = frozenset(("type", "format"))


def drawing(view: View, name: str, owner: str, *, given: bool) -> Draw | None:
    """Draws a value for a member of this name, of an owner, that is right at once; None where that is not sure.

    With `given`, what the document gives comes first. Such a value may be drawn anywhere: no part of it is a part of
    what stands around it.
    """
    return view.once(_drawing, name, owner, given=given)


def _drawing(view: View, name: str, owner: str, given: bool) -> Draw | None:  # noqa: FBT001 - found out once
    kinds = [kind for kind in view.types if kind != "null"]
    kind = kinds[0] if len(kinds) == 1 else ""
    if kind not in PLAIN or not view.is_settled:
        return None
    if given and view.given is not MISSING:
        value = view.given
        return (lambda _: value) if view.cost == LEAST else None
    if view.options is not None:
        return (lambda subject: view.option(subject.rng)) if view.cost == LEAST and True in view.fitting else None
    is_sure = view.is_plain(kind) or (kind == "string" and view.said <= _FORMATTED)
    is_sure = is_sure and all(_is_of(kind, part.value.get("type")) for part in view.parts)
    return _plain(view, kind, name, owner) if is_sure else None


def _is_of(kind: str, declared: Any) -> bool:
    """Whether a type that is declared is one, or that or null."""
    return declared == kind or (isinstance(declared, list) and {*declared} - {"null"} == {kind})


def _plain(view: View, kind: str, name: str, owner: str) -> Draw | None:
    match kind:
        case "string":
            return view.texts.drawing(name, owner, view.holds)
        case "boolean":
            likely = likelihood(name)
            return lambda subject: subject.rng.random() < likely
        case _:
            return view.numbers.drawing(name, whole=kind == "integer")
