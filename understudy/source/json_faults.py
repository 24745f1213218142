"""What is wrong with a text that is no JSON, as far as more can be said of it than where."""

import re
from json import JSONDecodeError

_HINTS = (
    (re.compile("'"), "texts and names stand in double quotes"),
    (re.compile("//|/[*]|#"), "JSON has no comments"),
    (re.compile(r"(True|False|None|undefined)\b"), "JSON has true, false and null for it"),
    (re.compile("[\r\n\t]"), r"in a text it is written \n, \r or \t"),
)
"""What stands there, and what to do."""


def hint(error: JSONDecodeError) -> str:
    """What to put behind the parser's own words; nothing where they say it all."""
    before, there = error.doc[: error.pos].rstrip(), error.doc[error.pos : error.pos + 10]
    if there[:1] in ("}", "]") and before.endswith(","):
        return ": the comma before it is one too many"
    if before and not error.doc[error.pos :].strip():
        return ": the text ends, and something in it is still open"
    return next((f": {said}" for pattern, said in _HINTS if pattern.match(there)), "")
