"""Regular expressions as other languages write them: what is meant is beyond doubt (compare ECMA-262, 22.2.1).

Ruby, Python and Java have names for the two ends of a text, and codes in braces; others are those of JavaScript without
the flag `u`.
"""

import re
from functools import cache
from typing import Any, Final

import jsonschema_rs

_ENDS: Final = ((re.compile(r"^\\A"), "^"), (re.compile(r"(?<!\\)((?:\\\\)*)\\[zZ]$"), r"\1$"))
_CODES: Final = ((re.compile(r"(?<!\\)((?:\\\\)*)\\x(\{[0-9A-Fa-f]{1,6}\})"), r"\1\\u\2"),)

_MANY: Final = 1_000
_ANY: Final = re.compile(r"\^\.\{([0-9]{1,9}),([0-9]{1,9})\}(\$?)")


@cache
def meant(pattern: str) -> str | None:
    """What a pattern that is none means, if one knows how it is read elsewhere."""
    from understudy.contract.unflagged import flagged  # noqa: PLC0415 - few documents have such a pattern

    for written, read in (*_ENDS, *_CODES):
        pattern = written.sub(read, pattern)
    is_one = jsonschema_rs.Draft202012Validator({"format": "regex"}, validate_formats=True).is_valid
    return next(filter(is_one, (pattern, flagged(pattern))), None)


def lengths(pattern: Any) -> dict[str, int]:
    """What says the same as a pattern that only counts characters, so many that no engine takes it; else nothing."""
    counted = _ANY.fullmatch(pattern) if isinstance(pattern, str) else None
    if counted is None or int(counted[2]) < _MANY:
        return {}
    return {"minLength": int(counted[1])} | ({"maxLength": int(counted[2])} if counted[3] else {})
