"""Schemas that no value satisfies as they are written, though nobody doubts which values are meant.

As with types that other languages call otherwise, the document's text stays as it is: what is meant stands in the
place of what is written once that was found.
"""

import json
import re
from collections.abc import Iterable
from typing import Any, Final

from msgspec.structs import replace

from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Node
from understudy.contract.samples.values import TYPES, has_type
from understudy.errors import quoted
from understudy.findings import Finding

_LITERAL: Final = re.compile(r"/(\^.*|.*(?<!\\)\$)/([dgimsuvy]*)", re.DOTALL)
"""A literal of JavaScript (ECMA-262, 12.9.5), by what stands where no text goes on: `^` behind a slash, `$` before one.

Where neither stands, the slashes may be those of a path.
"""


def read_as_meant(schemas: Iterable[Node]) -> list[Finding]:
    """Read such schemas as they are meant, and say of each what was written."""
    found = []
    for schema in schemas:
        value = schema.value
        enum = schema.get("enum") if "type" in value else None
        if enum and (message := _listed(value)):
            found.append(enum.finding(message, "contract/enum-type"))
        if "pattern" in value and (literal := _literal(value["pattern"])):
            expression, flags = literal.groups()
            value["pattern"] = f"(?i){expression}" if "i" in flags else expression
            message = f"slashes are none of a pattern's own, and no text matches this one: write {quoted(expression)}"
            found.append(schema.child("pattern").finding(message, "contract/pattern-literal"))
    return [replace(finding, is_harmless=True) for finding in found]


def _literal(pattern: Any) -> re.Match[str] | None:
    return _LITERAL.fullmatch(pattern) if isinstance(pattern, str) else None


def _listed(schema: JsonSchema) -> str:
    """Let the members of an enumeration be of the type beside it, where none is; what was wrong with them, if so."""
    said, options = schema["type"], schema["enum"]
    kinds = [kind for kind in (said if isinstance(said, list) else [said]) if kind != "null"]
    given = [option for option in options if option is not None] if isinstance(options, list) else []
    if not kinds or not given or any(has_type(option, kind) for option in given for kind in kinds):
        return ""
    wrong = f"no member is of type {' or '.join(map(quoted, kinds))}"
    if "array" in kinds:
        items = schema.get("items", {})
        del schema["enum"]
        if isinstance(items, dict) and "$ref" not in items:
            schema["items"] = {**items, "enum": options}
        return f"{wrong}: move this into `items` if it lists what an item may be"
    if len(kinds) == 1 and (meant := [_as(kinds[0], option) for option in given]) and None not in meant:
        schema["enum"] = meant + [None] * (None in options)
        return f"{wrong}: write them as such, or mend the type"
    types = list(dict.fromkeys(map(_type, options)))
    schema["type"] = types if len(types) > 1 else types[0]
    return f"{wrong}: mend the type"


def _as(kind: str, option: Any) -> Any:
    """A member written as one of this type; None where it cannot be."""
    if kind == "string":
        return None if isinstance(option, (list, dict)) else json.dumps(option)
    try:
        read = json.loads(option.lower()) if isinstance(option, str) else None
    except ValueError:
        return None
    return read if has_type(read, kind) else None


def _type(value: Any) -> str:
    return next(kind for kind in TYPES if has_type(value, kind))
