"""What a request prefers: `Prefer: code=404, example=empty` (RFC 7240), or `?__code=404&__example=empty`."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import islice
from typing import Any
from urllib.parse import unquote_plus

from msgspec import Struct, field
from msgspec.structs import replace

from understudy.contract.violations import Violation
from understudy.errors import nearest, quoted
from understudy.state.faults import KINDS, LONGEST

LONGEST_VALUE = 200
"""Characters of a preference's value."""

PREFIX = "__"
"""What a preference begins with in a query."""

_MOST_COMPARED = 10
"""Names in one query of which it is found out whether they are misspelt."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_WAIT = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")


class Preferences(Struct, frozen=True):
    """The answer that a request asks for; `given` are its preferences as they were written."""

    code: int | None = None
    example: str | None = None
    dynamic: bool | None = None
    seed: str | None = None
    stage: str | None = None
    scenario: str | None = None
    wait: float | None = None
    fault: str | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    def over(self, usual: "Preferences") -> "Preferences":
        """These, and where they leave it open, how bodies are made and how long that takes as it is usual."""
        is_open = self.dynamic is None and self.example is None and self.stage is None
        return replace(
            self,
            dynamic=usual.dynamic if is_open else self.dynamic,
            wait=usual.wait if self.wait is None else self.wait,
        )


NOTHING = Preferences()


def usual(*, dynamic: bool, delay: timedelta) -> Preferences:
    """What is preferred by whoever says nothing else: bodies that are made up, answers that take so long."""
    return Preferences(dynamic=True if dynamic else None, wait=delay.total_seconds()) if dynamic or delay else NOTHING


def preferences(header: str | None, query: str, declared: Collection[str] = ()) -> tuple[Preferences, list[Violation]]:
    """What a request prefers by its header, else by its query; and each value that cannot be meant.

    `declared` are query parameters by the contract's word, which are never taken for preferences.
    """
    if header and header.strip():
        return _read(_first(listed(header)), lambda _: ("header", "Prefer"))
    if not query:
        return NOTHING, []
    found = _queried(query, declared)
    read, wrong = _read(found, lambda name: ("query", PREFIX + name))
    return read, [*wrong, *_misspelt(found)]


def without(query: str, declared: Collection[str] = ()) -> str:
    """A query without its preferences."""
    return "&".join(part for part in query.split("&") if _preferred(part, declared) not in _VALUES)


def listed(text: str) -> Iterator[tuple[str, str | None]]:
    """The preferences of a `Prefer` field, names in lower case; None for one without a value, or with an empty one.

    A semicolon parts them as a comma does. What is no preference is passed over; a quoted string that does not end
    goes on to the end of the field.
    """
    for part in _parts(text):
        name, equals, value = part.partition("=")
        name, value = name.strip(" \t").lower(), value.strip(" \t")
        if value.startswith('"'):
            value = re.sub(r"\\(.)", r"\1", value[1:-1] if _ends(value) else value[1:])
        if _TOKEN.fullmatch(name):
            yield name, (value or None) if equals else None


def applied(given: Mapping[str, str]) -> str:
    """The value of `Preference-Applied` for preferences that were obeyed, in ASCII."""
    pairs = (f"{name}={value if _TOKEN.fullmatch(value) else _quoted(value)}" for name, value in given.items())
    return ", ".join(pairs)


def _quoted(value: str) -> str:
    printable = "".join(c if " " <= c <= "~" else "?" for c in value)
    return '"' + printable.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _parts(text: str) -> Iterator[str]:
    """The parts of a field between commas and semicolons outside of quoted strings, which begin behind an `=`."""
    start, before, in_quotes, escaped = 0, "", False, False
    for at, character in enumerate(text):
        if escaped:
            escaped = False
        elif in_quotes and character == "\\":
            escaped = True
        elif character == '"' and (in_quotes or before == "="):
            in_quotes = not in_quotes
        elif character in ",;" and not in_quotes:
            yield text[start:at]
            start = at + 1
        before = character if character not in " \t" else before
    yield text[start:]


def _ends(value: str) -> bool:
    """Whether a quoted string ends where its text does."""
    return bool(re.fullmatch(r'"(?:[^"\\]|\\.)*"', value, re.DOTALL))


def _first(pairs: Iterable[tuple[str, str | None]]) -> dict[str, list[str | None]]:
    """The first of equal names counts (RFC 7240, 2)."""
    found: dict[str, list[str | None]] = {}
    for name, value in pairs:
        found.setdefault(name, [value])
    return found


def _queried(query: str, declared: Collection[str]) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for part in query.split("&"):
        if (name := _preferred(part, declared)) is not None:
            found.setdefault(name, []).append(unquote_plus(part.partition("=")[2]) or None)
    return found


def _misspelt(found: Iterable[str]) -> Iterator[Violation]:
    """What is nearly a preference; all else that begins so is somebody else's, as it is in the header (RFC 7240, 2)."""
    for name in islice((name for name in found if name not in _VALUES), _MOST_COMPARED):
        if meant := nearest(name, list(_VALUES)):
            message = f"There is no preference {quoted(name)}; did you mean {PREFIX}{meant}?"
            yield Violation("preference", ("query", PREFIX + name), message)


def _preferred(part: str, declared: Collection[str]) -> str | None:
    """The name behind two underscores in a part of a query, where there is one that the contract does not know."""
    name = unquote_plus(part.partition("=")[0])
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) and name not in declared else None


def _read(
    found: Mapping[str, list[str | None]], where: Callable[[str], tuple[str, str]]
) -> tuple[Preferences, list[Violation]]:
    values: dict[str, Any] = {}
    wrong: list[Violation] = []
    for name, (parse, expected) in _VALUES.items():
        if name not in found:
            continue
        try:
            values[name] = parse(_only(found[name]))
        except ValueError:
            texts = ", ".join("nothing" if text is None else quoted(text) for text in found[name])
            wrong.append(Violation("preference", where(name), f"The preference {name} is {expected}, not {texts}"))
    given = {name: text for name in values for text in found[name] if text is not None}
    return Preferences(**values, given=given), wrong


def _only(texts: list[str | None]) -> str:
    (text,) = texts
    if text is None or len(text) > LONGEST_VALUE:
        raise ValueError
    return text


def _code(text: str) -> int:
    if not re.fullmatch("[0-9]{3}", text):
        raise ValueError
    return int(text)


def _truth(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError
    return text == "true"


def _seconds(text: str) -> float:
    if not _WAIT.fullmatch(text) or float(text) > LONGEST.total_seconds():
        raise ValueError
    return float(text)


def _kind(text: str) -> str:
    if text not in KINDS:
        raise ValueError
    return text


_NAME = f"a text of at most {LONGEST_VALUE} characters"
_VALUES: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "code": (_code, "a status of three digits"),
    "example": (str, _NAME),
    "dynamic": (_truth, "true or false"),
    "seed": (str, _NAME),
    "stage": (str, _NAME),
    "scenario": (str, _NAME),
    "wait": (_seconds, f"a number of seconds, at most {LONGEST.total_seconds():g}"),
    "fault": (_kind, f"one of {', '.join(KINDS)}"),
}
