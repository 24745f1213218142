"""What a filter says in words: `price gt 5 and startswith(name,'A')`, as OData and SCIM (RFC 7644, 3.4.2.2) have it."""

import re
from collections.abc import Callable, Collection, Mapping
from operator import ge, gt, le, lt
from typing import Any, Final

from understudy.server.lists.at import value_at

Record = Mapping[str, Any]
Holds = Callable[[Record], bool]

_TOKEN = re.compile(r"""\s*('(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|[(),]|[^\s(),'"]+)""")
_DEEPEST: Final = 20
_LONGEST: Final = 2_000

_ORDERS: Final = {"gt": gt, "ge": ge, "lt": lt, "le": le}
_TEXTS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "co": lambda said, text: text in said,
    "contains": lambda said, text: text in said,
    "ew": str.endswith,
    "endswith": str.endswith,
    "startswith": str.startswith,
    "sw": str.startswith,
}
_VALUES: Final = {"true": True, "false": False, "null": None}


def expression(text: str, known: Collection[str]) -> Holds | None:
    """Whether a record is as a text says; None where that is no such expression, or speaks of members not `known`."""
    tokens, at = list[str](), 0
    while len(text) <= _LONGEST and (match := _TOKEN.match(text, at)):
        tokens.append(match[1])
        at = match.end()
    if text[at:].strip():
        return None
    reader = _Reader(tokens, known)
    try:
        holds = reader.either(0)
    except (IndexError, KeyError, ValueError):
        return None
    return holds if reader.is_done else None


class _Reader:
    """Reads tokens from the left. Its methods raise IndexError, KeyError or ValueError for what is no expression."""

    def __init__(self, tokens: list[str], known: Collection[str]) -> None:
        self._tokens, self._known, self._at = tokens, {name.lower(): name for name in known}, 0

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._tokens)

    def _is_next(self, word: str) -> bool:
        """Whether this comes next; then it is passed over."""
        is_next = not self.is_done and self._tokens[self._at].lower() == word
        self._at += is_next
        return is_next

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expect(self, word: str) -> None:
        if not self._is_next(word):
            raise ValueError(f"no {word}")

    def either(self, depth: int) -> Holds:
        """One of several that `or` joins."""
        found = [self._both(depth)]
        while self._is_next("or"):
            found.append(self._both(depth))
        return lambda record: any(holds(record) for holds in found)

    def _both(self, depth: int) -> Holds:
        found = [self._term(depth)]
        while self._is_next("and"):
            found.append(self._term(depth))
        return lambda record: all(holds(record) for holds in found)

    def _term(self, depth: int) -> Holds:
        if depth > _DEEPEST:
            raise ValueError("too deep")
        if self._is_next("not"):
            inner = self._term(depth + 1)
            return lambda record: not inner(record)
        if self._is_next("("):
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        name = self._next()
        return self._called(name.lower()) if self._is_next("(") else self._compared(self._member(name))

    def _called(self, function: str) -> Holds:
        says, member = _TEXTS[function], self._member(self._next())
        self._expect(",")
        text = str(self._value(self._next()))
        self._expect(")")
        if self._is_next("eq"):
            self._expect("true")
        return lambda record: _says(says, value_at(record, member), text)

    def _compared(self, member: tuple[str, ...]) -> Holds:
        operator = self._next().lower()
        if operator == "pr":
            return lambda record: value_at(record, member) is not None
        if operator == "in":
            values = self._values()
            return lambda record: value_at(record, member) in values
        value = self._value(self._next())
        if operator in ("eq", "ne"):
            return lambda record: _is_same(value_at(record, member), value) is (operator == "eq")
        if operator in _ORDERS:
            return lambda record: _is_ordered(operator, value_at(record, member), value)
        says = _TEXTS[operator]
        return lambda record: _says(says, value_at(record, member), str(value))

    def _values(self) -> list[Any]:
        self._expect("(")
        found = [self._value(self._next())]
        while self._is_next(","):
            found.append(self._value(self._next()))
        self._expect(")")
        return found

    def _member(self, name: str) -> tuple[str, ...]:
        first, *inner = re.split(r"[./]", name)
        return self._known[first.lower()], *inner

    def _value(self, word: str) -> Any:
        if word[0] in "'\"":
            return word[1:-1].replace("''", "'") if word[0] == "'" else re.sub(r"\\(.)", r"\1", word[1:-1])
        if word in "(),":
            raise ValueError("no value")
        if word.lower() in _VALUES:
            return _VALUES[word.lower()]
        try:
            return int(word) if word.lstrip("-").isdecimal() else float(word)
        except ValueError:
            return word  # such as a moment


def _is_same(said: Any, value: Any) -> bool:
    return bool(said == value) and isinstance(said, bool) == isinstance(value, bool)


def _is_ordered(operator: str, said: Any, value: Any) -> bool:
    """Whether numbers, or texts, which moments are, stand so; things of two kinds do not."""
    texts, numbers = isinstance(said, str) and isinstance(value, str), (int, float)
    are_numbers = isinstance(said, numbers) and isinstance(value, numbers) and not isinstance(said, bool)
    return bool(_ORDERS[operator](said, value)) if texts or are_numbers else False


def _says(says: Callable[[str, str], bool], said: Any, text: str) -> bool:
    """Whether a text, or one of a list, is so in any case."""
    listed = said if isinstance(said, list) else [said]
    return any(isinstance(each, str) and says(each.casefold(), text.casefold()) for each in listed)
