"""What a JSON Schema validator found, as small values: which keyword, where in the instance, where in the schema."""

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


def violations(errors: Iterable[jsonschema_rs.ValidationError]) -> list[Violation]:
    """All violations among a validator's errors, alternatives narrowed to the one that was probably meant."""
    return [violation for error in errors for leaf in _leaves(error) for violation in _violations(leaf)]


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


def _violations(error: jsonschema_rs.ValidationError) -> Iterator[Violation]:
    keyword, pointer = error.kind.name, tuple(error.instance_path)
    location, facts = error.absolute_keyword_location, error.kind.as_dict()
    if keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in facts["unexpected"]:
            yield Violation(keyword, (*pointer, name), f"{name!r} is not expected here", location, facts)
        return
    message = error.message if len(error.message) <= LONGEST_MESSAGE else error.message[:LONGEST_MESSAGE] + "…"
    if keyword == "enum":
        message = _enum(error.instance, facts["options"])
    missing = [
        inner.kind.as_dict()["property"]
        for alternative in _alternatives(error)
        for inner in alternative
        if inner.kind.name == "required" and len(inner.instance_path) == len(pointer)
    ]
    if missing and len(missing) == len(_alternatives(error)):
        message = f"one of {', '.join(map(repr, missing))} is required"
    yield Violation(keyword, pointer, message, location, facts, error.instance)


def _enum(instance: Any, options: list[Any]) -> str:
    shown = ", ".join(quoted(option) for option in options[:MOST_OPTIONS]) + (
        ", …" if len(options) > MOST_OPTIONS else ""
    )
    known = [option for option in options if isinstance(option, str)]
    hint = did_you_mean(instance, known) if isinstance(instance, str) else ""
    return f"{quoted(instance)} is not one of {shown}{hint}"
