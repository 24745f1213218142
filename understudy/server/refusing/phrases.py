"""Violations of requests in the words that many Python APIs use for them, and their clients have come to know."""

from collections.abc import Callable, Mapping
from typing import Any

from understudy.contract.violations import Violation
from understudy.server.refusing.wording import Problem

_TYPES = {"object": "dictionary", "array": "list"}

# Keyword -> the kind of mistake, and the sentence, made of the validator's facts.
_PHRASES: Mapping[str, tuple[str, Callable[[Mapping[str, Any]], str]]] = {
    "required": ("missing", lambda _: "Field required"),
    "minimum": ("greater_than_equal", lambda f: f"Input should be greater than or equal to {f['limit']}"),
    "exclusiveMinimum": ("greater_than", lambda f: f"Input should be greater than {f['limit']}"),
    "maximum": ("less_than_equal", lambda f: f"Input should be less than or equal to {f['limit']}"),
    "exclusiveMaximum": ("less_than", lambda f: f"Input should be less than {f['limit']}"),
    "multipleOf": ("multiple_of", lambda f: f"Input should be a multiple of {f['multiple_of']}"),
    "minLength": ("string_too_short", lambda f: f"String should have at least {_count(f, 'character')}"),
    "maxLength": ("string_too_long", lambda f: f"String should have at most {_count(f, 'character')}"),
    "pattern": ("string_pattern_mismatch", lambda f: f"String should match pattern '{f['pattern']}'"),
    "minItems": ("too_short", lambda f: f"List should have at least {_count(f, 'item')}"),
    "maxItems": ("too_long", lambda f: f"List should have at most {_count(f, 'item')}"),
    "enum": ("enum", lambda f: f"Input should be {_either(f['options'])}"),
    "const": ("literal_error", lambda f: f"Input should be {f['expected_value']!r}"),
    "format": ("format", lambda f: f"Input should be a valid {f['format']}"),
    "json": ("json_invalid", lambda f: f"Input should be valid JSON: {f['reason']}"),
    "additionalProperties": ("extra_forbidden", lambda _: "Extra inputs are not permitted"),
    "unevaluatedProperties": ("extra_forbidden", lambda _: "Extra inputs are not permitted"),
}


def problem(violation: Violation) -> Problem:
    """A violation as a problem of the request that its sender can read."""
    location = list(violation.pointer)
    if violation.keyword == "type" and (types := violation.facts.get("types")):
        types = sorted(types, key=lambda each: each == "null")
        name = _TYPES.get(types[0], types[0])
        sentence = f"Input should be a valid {' or '.join(_TYPES.get(t, t) for t in types)}"
        kind = (
            f"{'int' if name == 'integer' else name}_{'type' if not isinstance(violation.instance, str) else 'parsing'}"
        )
        return Problem(location, sentence, kind)
    if violation.keyword == "required" and (missing := violation.facts.get("property")) is not None:
        location.append(missing)
    kind, phrase = _PHRASES.get(violation.keyword, (violation.keyword, None))
    try:
        message = phrase(violation.facts) if phrase else violation.message
    except KeyError:  # a keyword that could not be asked: a pattern that backtracks too far says nothing of itself
        message = violation.message
    return Problem(location, message, kind)


def _count(facts: Mapping[str, Any], what: str) -> str:
    return f"{facts['limit']} {what}{'' if facts['limit'] == 1 else 's'}"


def _either(options: list[Any]) -> str:
    *first, last = map(repr, options) if options else ("left out",)
    return f"{', '.join(first)} or {last}" if first else last
