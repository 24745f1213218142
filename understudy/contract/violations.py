"""What a JSON Schema validator found, as small values: which keyword, where in the instance, where in the schema."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import jsonschema_rs
from msgspec import Struct, field

from understudy.contract import alternatives
from understudy.errors import did_you_mean, quoted
from understudy.source import Pointer

LONGEST_MESSAGE = 300
"""Characters of a validator's sentence, which repeats the instance, that are kept."""


MOST_OPTIONS = 10
"""Members of an enumeration that a message lists."""

_OF_NONE = " is not valid under any of the schemas "
"""Behind this, a validator names the keyword that it tried alternatives of."""

_NUMBER = re.compile(r"\+?[0-9]{1,20}")


class Violation(Struct, frozen=True, eq=False):
    """One keyword that an instance does not satisfy.

    `pointer` leads to the part of the instance that is wrong; `location` is the URI of the keyword in its schema;
    `facts` is what the keyword asked for, by the validator's names (`limit`, `options`, `pattern`, …).
    """

    keyword: str
    pointer: Pointer
    message: str
    location: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    instance: Any = None

    @property
    def _what(self) -> tuple[str, Pointer, str, str | None]:
        return self.keyword, self.pointer, self.message, self.location

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Violation) and self._what == other._what

    def __hash__(self) -> int:
        return hash(self._what)

    def below(self, *parts: str | int) -> "Violation":
        """The same, of an instance that is itself a part of something."""
        return Violation(self.keyword, (*parts, *self.pointer), self.message, self.location, self.facts, self.instance)


def violations(
    errors: Iterable[jsonschema_rs.ValidationError],
    instance: Any,
    *,
    within: int = 0,
    said: alternatives.Said = lambda _: None,
) -> list[Violation]:
    """All violations among a validator's errors of an instance, alternatives narrowed to the one probably meant.

    `within` is the depth at which the instance stands in what the validator was handed; `said` has what a part of it
    says by a discriminator.
    """
    return [
        found
        for error in errors
        for leaf in alternatives.leaves(error, said)
        for found in _violations(leaf, instance, within, said)
    ]


def _violations(
    error: jsonschema_rs.ValidationError, instance: Any, within: int, said: alternatives.Said
) -> Iterator[Violation]:
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
    message, kind = _cut(error.message), said(error) if alternatives.alternatives(error) else None
    if kind and not kind.is_said:
        message, facts = f'"{kind.name}" is a required property', {"property": kind.name}
        yield Violation("required", pointer, message, location, facts, error.instance)
        return
    if kind and kind.at is None:
        pointer = (*pointer, kind.name)
        message = enumerated(kind.value, kind.known)
    elif keyword == "enum":
        message = enumerated(error.instance, facts["options"])
    elif lacking := alternatives.missing(error):
        message = f"one of {', '.join(map(repr, lacking))} is required"
    elif types := alternatives.types(error):
        shown = ", ".join(f'"{name}"' for name in types)
        message = f"{_cut(error.message.partition(_OF_NONE)[0])} is not of type{'s' * (len(types) > 1)} {shown}"
    elif kinds := alternatives.kinds(error):
        inner, options = kinds
        pointer = _exact(inner.instance_path[within:], instance)
        message = enumerated(inner.instance, options)
    yield Violation(keyword, pointer, message, location, facts, error.instance)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else text[:LONGEST_MESSAGE] + "…"


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


def enumerated(instance: Any, options: list[Any]) -> str:
    """That a value is none of some, or of none."""
    if not options:
        return f"{quoted(instance)} is not allowed, nor is anything else"
    shown = ", ".join(quoted(option) for option in options[:MOST_OPTIONS]) + (
        ", …" if len(options) > MOST_OPTIONS else ""
    )
    known = [option for option in options if isinstance(option, str)]
    hint = did_you_mean(instance, known) if isinstance(instance, str) else ""
    return f"{quoted(instance)} is not one of {shown}{hint}"
