"""What is wrong with a text that is no YAML, in words, and where that is."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import yaml

_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line of YAML, as libyaml counts them."""

_QUOTES = "put a text that begins so in quotes"
_FIRST = {"\t": "a tab stands where YAML is indented with spaces"} | {
    character: f"nothing begins with {character!r}: {_QUOTES}" for character in "@`%"
}
"""Characters that nothing begins with, and what to do."""

_INDENTED = "this fits nothing above it: is it indented as what it belongs to?"
_PROBLEMS = {
    "mapping values are not allowed in this context": (
        "no key can stand here: put a text with ': ' in quotes, or indent the key as those beside it"
    ),
    "could not find expected ':'": "this is neither a key with ':' behind it nor a part of what is above it",
    "did not find expected key": _INDENTED,
    "did not find expected '-' indicator": _INDENTED,
}
_OPEN = {
    "while scanning a quoted scalar": "a text in quotes",
    "while parsing a flow mapping": "'{'",
    "while parsing a flow sequence": "'['",
}


def fault(error: "yaml.MarkedYAMLError", text: str) -> tuple[int, int, str]:
    """The line and column of what is wrong, counted from 0, and what it is.

    What never ends is wrong where it begins: behind the last line there is nothing to look at.
    """
    mark, begun, problem = error.problem_mark, error.context_mark, error.problem or ""
    assert mark is not None  # libyaml knows where it stopped
    opened, end = _OPEN.get(error.context or ""), text.rstrip()
    if mark.index < len(end):
        if opened and begun and problem.startswith("did not find"):
            return mark.line, mark.column, f"{problem}: {opened} opens on line {begun.line + 1} and is still open"
        hint = _FIRST.get(text[mark.index]) if problem.endswith("cannot start any token") else _PROBLEMS.get(problem)
        if begun and problem == "could not find expected ':'":
            mark = begun
        return mark.line, mark.column, hint or ", ".join(part for part in (error.context, problem) if part)
    if begun and begun.index < len(end):
        return (
            begun.line,
            begun.column,
            f"{opened} opens here and never ends" if opened else _PROBLEMS.get(problem, problem),
        )
    lines = _BREAK.split(end)
    return len(lines) - 1, len(lines[-1]), "the text ends, and something in it is still open"
