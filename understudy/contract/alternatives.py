"""Of several alternatives, none of which an instance is: the one that was meant, or what is wrong with all of them."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import TypeAlias

import jsonschema_rs

from understudy.contract.discriminators import Kind

_Error: TypeAlias = jsonschema_rs.ValidationError

Said = Callable[[_Error], Kind | None]
"""What an instance says of the kind that it is, where an error is about alternatives of kinds."""

_Alternative: TypeAlias = list[_Error]
"""What is wrong with an instance as one of several."""


def leaves(error: _Error, said: Said) -> Iterator[_Error]:
    """The errors of the alternative that was meant, where `anyOf` or `oneOf` has just one that may have been.

    "Not valid under any of the given schemas" helps nobody: of a date-time or null, a text was meant as the first, and
    of schemes of security the one whose `type` it has. Where a discriminator is `said`, nothing has to be guessed.
    """
    here = len(error.instance_path)
    kind = said(error) if alternatives(error) else None
    if kind is not None:
        at = kind.at
        near = [] if at is None else alternatives(error, at)
    else:
        near = [alternative for alternative in alternatives(error) if not _of_another_type(alternative, here)]
        near = near if len(near) == 1 else _of_one_kind(near, here)
    if len(near) == 1:
        for inner in near[0]:
            yield from leaves(inner, said)
    else:
        yield error


def alternatives(error: _Error, at: int | None = None) -> list[_Alternative]:
    """The alternatives that an instance is none of, if the error is about any: the one at an index, or all.

    Of all those are left out that nothing can be.
    """
    context = getattr(error.kind, "context", [])
    if at is not None:
        return [alternative for alternative in context[at : at + 1] if alternative]
    return [each for each in context if each and not any(_is_never(inner, error) for inner in each)]


def _is_never(inner: _Error, error: _Error) -> bool:
    return inner.kind.name == "falseSchema" and len(inner.instance_path) == len(error.instance_path)


def missing(error: _Error) -> list[str]:
    """The members of which one is all that an alternative lacks, where that is so for each."""
    here, lacks = len(error.instance_path), list[str]()
    for alternative in alternatives(error):
        first = alternative[0]
        if len(alternative) > 1 or first.kind.name != "required" or len(first.instance_path) > here:
            return []
        lacks.append(first.kind.as_dict()["property"])
    return lacks


def types(error: _Error) -> list[str]:
    """The types that alternatives are of, where an instance is of the type of none."""
    here, found = len(error.instance_path), list[str]()
    for alternative in alternatives(error):
        wrong = [each for each in alternative if each.kind.name == "type" and len(each.instance_path) == here]
        if not wrong:
            return []
        found += sorted(wrong[0].kind.as_dict()["types"])
    return list(dict.fromkeys(found))


def kinds(error: _Error) -> tuple[_Error, list[object]] | None:
    """The error of the member that says what kind of thing an instance is, with all kinds, where it is of none."""
    here = len(error.instance_path)
    refused = [_refused(alternative, here) for alternative in alternatives(error)]
    name = next((name for name in refused[0] if all(name in each for each in refused)), None) if refused else None
    if name is None:
        return None
    facts = [each[name].kind.as_dict() for each in refused]
    return refused[0][name], list(
        chain.from_iterable(each.get("options") or [each["expected_value"]] for each in facts)
    )


def _of_another_type(alternative: _Alternative, depth: int) -> bool:
    """Whether an alternative was not meant: of another type, or a reference where none is written, or no reference."""
    return any(len(error.instance_path) == depth and _is_of_another_type(error) for error in alternative)


def _is_of_another_type(error: _Error) -> bool:
    facts = error.kind.as_dict()
    listed = facts.get("options", [error.instance])
    is_another = error.kind.name in ("type", "const") or not any(type(each) is type(error.instance) for each in listed)
    return is_another or facts.get("property") == "$ref" or "$ref" in facts.get("unexpected", ())


def _of_one_kind(among: list[_Alternative], depth: int) -> list[_Alternative]:
    """The one alternative that is not ruled out by a member which says what kind of thing this is; all if none is."""
    refused = [_refused(alternative, depth) for alternative in among]
    for name in dict.fromkeys(chain.from_iterable(refused)):
        left = [alternative for alternative, names in zip(among, refused, strict=True) if name not in names]
        if len(left) == 1:
            return left
    return among


def _refused(alternative: _Alternative, depth: int) -> dict[str | int, _Error]:
    """The members of an instance that have to be one of some values and are not, with the errors that say so."""
    return {
        error.instance_path[depth]: error
        for error in alternative
        if error.kind.name in ("const", "enum") and len(error.instance_path) == depth + 1
    }
