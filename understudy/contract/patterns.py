"""Regular expressions as other languages write them: what is meant is beyond doubt (compare ECMA-262, 22.2.1).

Ruby, Python and Java have names for the two ends of a text, and a hyphen beside a class of characters stands for itself
in all that take it there, among them JavaScript's expressions without the flag `u` (ECMA-262, B.1.2).
"""

import re
from functools import cache
from typing import Any, Final

import jsonschema_rs

_ENDS: Final = ((re.compile(r"^\\A"), "^"), (re.compile(r"(?<!\\)((?:\\\\)*)\\[zZ]$"), r"\1$"))
_HYPHENS: Final = ((re.compile(r"(\\[wdsWDS])-(?!\])"), r"\1\\-"), (re.compile(r"(?<!\\)-(\\[wdsWDS])"), r"\\-\1"))

_MANY: Final = 1_000
_ANY: Final = re.compile(r"\^\.\{([0-9]{1,9}),([0-9]{1,9})\}(\$?)")


@cache
def meant(pattern: str) -> str | None:
    """What a pattern that is none means, if one knows how it is read elsewhere."""
    for written, read in (*_ENDS, *_HYPHENS):
        pattern = written.sub(read, pattern)
    is_one = jsonschema_rs.Draft202012Validator({"format": "regex"}, validate_formats=True).is_valid(pattern)
    return pattern if is_one else None


def lengths(pattern: Any) -> dict[str, int]:
    """What says the same as a pattern that only counts characters, so many that no engine takes it; else nothing."""
    counted = _ANY.fullmatch(pattern) if isinstance(pattern, str) else None
    if counted is None or int(counted[2]) < _MANY:
        return {}
    return {"minLength": int(counted[1])} | ({"maxLength": int(counted[2])} if counted[3] else {})
