"""The header `sl-violations`, by which tools made for Prism read what is wrong with a request or an answer."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from understudy.contract.violations import Violation
from understudy.source import Pointer

LONGEST = 8092
"""Characters beyond which Prism cuts the value off, so that it is no JSON any more."""

# Keyword -> what Prism's validator says, made of the facts of ours.
_PHRASES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "required": lambda f: f"must have required property '{f['property']}'",
    "type": lambda f: f"must be {','.join(f['types'])}",
    "enum": lambda f: f"must be equal to one of the allowed values: {', '.join(map(_shown, f['options']))}",
    "const": lambda _: "must be equal to constant",
    "minimum": lambda f: f"must be >= {f['limit']}",
    "maximum": lambda f: f"must be <= {f['limit']}",
    "exclusiveMinimum": lambda f: f"must be > {f['limit']}",
    "exclusiveMaximum": lambda f: f"must be < {f['limit']}",
    "multipleOf": lambda f: f"must be multiple of {f['multiple_of']}",
    "minLength": lambda f: f"must NOT have fewer than {f['limit']} characters",
    "maxLength": lambda f: f"must NOT have more than {f['limit']} characters",
    "minItems": lambda f: f"must NOT have fewer than {f['limit']} items",
    "maxItems": lambda f: f"must NOT have more than {f['limit']} items",
    "pattern": lambda f: f'must match pattern "{f["pattern"]}"',
    "format": lambda f: f'must match format "{f["format"]}"',
    "additionalProperties": lambda _: "must NOT have additional properties",
    "unevaluatedProperties": lambda _: "must NOT have unevaluated properties",
}


def written(side: str, violations: Iterable[Violation]) -> str:
    """The value for violations of a `request` or a `response`."""
    value = json.dumps([_entry(side, violation) for violation in violations], separators=(",", ":"))
    value = value.replace("\x7f", "\\u007f")  # which JSON may hold as it is, and a header may not
    return value if len(value) <= LONGEST else f"Too many violations! {value[:LONGEST]}"


def _entry(side: str, violation: Violation) -> dict[str, Any]:
    keyword, pointer, facts = violation.keyword, violation.pointer, violation.facts
    if keyword == "required" and len(pointer) == 2 and not facts:  # noqa: PLR2004 - a parameter, that is missing there
        section, name = pointer
        pointer, facts = (section,), {"property": name}
    if (side, keyword, pointer) == ("request", "content", ("header", "Content-Type")):
        keyword, pointer = "415", ()
    try:
        message = f" {_PHRASES[keyword](facts)}"
    except KeyError:  # not a keyword of Prism's, or one that could not be asked
        message = f": {violation.message}"
    whole = "Invalid security scheme used" if keyword == "401" else violation.message
    return {
        "location": [side, *map(str, pointer)],
        "severity": "Error",
        "code": int(keyword) if keyword.isdecimal() else keyword,
        "message": f"{' '.join([side.capitalize(), *_section(pointer)])}{message}" if pointer else whole,
    }


def _section(pointer: Pointer) -> list[str]:
    section, *path = map(str, pointer)
    kind = "property" if section == "body" else "parameter"
    return [section, *([kind, ".".join(path)] if path else [])]


def _shown(option: Any) -> str:
    return option if isinstance(option, str) else json.dumps(option)
