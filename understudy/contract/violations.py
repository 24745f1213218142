"""What a JSON Schema validator found, as small values: which keyword, where in the instance, where in the schema."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from understudy.errors import did_you_mean, quoted
from understudy.source import Pointer

LONGEST_MESSAGE = 300
"""Characters of a validator's sentence, which repeats the instance, that are kept."""


MOST_OPTIONS = 10
"""Members of an enumeration that a message lists."""

_NUMBER = re.compile(r"\+?[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword that an instance does not satisfy.

    `pointer` leads to the part of the instance that is wrong; `location` is the URI of the keyword in its schema;
    `facts` is what the keyword asked for, by the validator's names (`limit`, `options`, `pattern`, …).
    """

    keyword: str
    pointer: Pointer
    message: str
    location: str | None = None
    facts: dict[str, Any] = field(default_factory=dict, compare=False)
    instance: Any = field(default=None, compare=False)

    def below(self, *parts: str | int) -> "Violation":
        """The same, of an instance that is itself a part of something."""
        return Violation(self.keyword, (*parts, *self.pointer), self.message, self.location, self.facts, self.instance)


def violations(errors: Iterable[jsonschema_rs.ValidationError], instance: Any, *, within: int = 0) -> list[Violation]:
    """All violations among a validator's errors of an instance, alternatives narrowed to the one probably meant.

    `within` is the depth at which the instance stands in what the validator was handed.
    """
    return [found for error in errors for leaf in _leaves(error) for found in _violations(leaf, instance, within)]


def _leaves(error: jsonschema_rs.ValidationError) -> Iterator[jsonschema_rs.ValidationError]:
    """The errors of the alternative that comes nearest, where `anyOf` or `oneOf` has just one of the right type.

    "Not valid under any of the given schemas" helps nobody: of a date-time or null, a text was meant as the first.
    """
    here = len(error.instance_path)
    near = [alternative for alternative in _alternatives(error) if not _of_another_type(alternative, here)]
    if len(near) == 1:
        for inner in near[0]:
            yield from _leaves(inner)
    else:
        yield error


def _alternatives(error: jsonschema_rs.ValidationError) -> list[list[jsonschema_rs.ValidationError]]:
    return [alternative for alternative in getattr(error.kind, "context", []) if alternative]


def _of_another_type(errors: list[jsonschema_rs.ValidationError], depth: int) -> bool:
    """Whether an alternative was not meant: of another type, or a reference where none is written."""
    return any(
        len(error.instance_path) == depth
        and (error.kind.name in ("type", "const") or error.kind.as_dict().get("property") == "$ref")
        for error in errors
    )


def _violations(error: jsonschema_rs.ValidationError, instance: Any, within: int) -> Iterator[Violation]:
    keyword, pointer = error.kind.name, _exact(error.instance_path[within:], instance)
    location, facts = error.absolute_keyword_location, error.kind.as_dict()
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in facts["unexpected"]:
            yield Violation(keyword, (*pointer, name), f"{name!r} is not expected here", location, facts)
        return
    if keyword == "falseSchema":
        of = (location or "").rpartition("/")[2]
        closed = of in ("additionalProperties", "unevaluatedProperties")
        what = repr(pointer[-1]) if pointer and isinstance(pointer[-1], str) else quoted(error.instance)
        yield Violation(of if closed else keyword, pointer, f"{what} is not expected here", location, facts)
        return
    message = error.message if len(error.message) <= LONGEST_MESSAGE else error.message[:LONGEST_MESSAGE] + "…"
    if keyword == "enum":
        message = _enum(error.instance, facts["options"])
    missing = [
        inner.kind.as_dict()["property"]
        for alternative in _alternatives(error)
        for inner in alternative
        if inner.kind.name == "required" and len(inner.instance_path) == len(error.instance_path)
    ]
    if missing and len(missing) == len(_alternatives(error)):
        message = f"one of {', '.join(map(repr, missing))} is required"
    yield Violation(keyword, pointer, message, location, facts, error.instance)


def _exact(path: list[str | int], instance: Any) -> Pointer:
    """The path into the instance as it is written: the validator takes a member called `"200"` for an index.

    It leaves out members without a name; the pointer then ends at what holds them.
    """
    pointer: list[Any] = []
    for part in path:
        names = [part]
        if isinstance(instance, dict) and isinstance(part, int):
            names = [str(part), *(key for key in instance if _NUMBER.fullmatch(key) and int(key) == part)]
        found = next((name for name in names if isinstance(instance, list) or name in instance), None)
        if found is None:
            break
        pointer.append(found)
        instance = instance[found]
    return tuple(pointer)


def _enum(instance: Any, options: list[Any]) -> str:
    shown = ", ".join(quoted(option) for option in options[:MOST_OPTIONS]) + (
        ", …" if len(options) > MOST_OPTIONS else ""
    )
    known = [option for option in options if isinstance(option, str)]
    hint = did_you_mean(instance, known) if isinstance(instance, str) else ""
    return f"{quoted(instance)} is not one of {shown}{hint}"
