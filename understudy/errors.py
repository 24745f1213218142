"""What can go wrong, as small values: facts that a program reads and a sentence that a person acts on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from understudy.findings import Finding

LONGEST_QUOTE = 80
"""Characters of somebody else's text that a message repeats."""


_NEAR = 0.6
"""How much of two words is alike in one that is near to the other, as difflib measures it."""

REFUSING = range(400, 600)
"""Statuses of an answer that says no (RFC 9110, 15.5 and 15.6)."""


def quoted(text: object) -> str:
    """A value as it is repeated in a message: in quotes, escaped, cut where it grows long."""
    shown = repr(text)
    return shown if len(shown) <= LONGEST_QUOTE else f"{shown[:LONGEST_QUOTE]}…"


def did_you_mean(word: str, known: Sequence[str]) -> str:
    """A hint to put behind a sentence, or nothing where no known word is near."""
    near = nearest(word, known)
    return "" if near is None else f"; did you mean {near!r}?"


def nearest(word: str, known: Sequence[str]) -> str | None:
    """The known word that this one is most like, if it is like any."""
    if len(word) > LONGEST_QUOTE:
        return None
    names = known if isinstance(known, Names) else Names(known)
    if (same := names.folded.get(word.casefold())) is not None:
        return same
    # In most names there is too little of the word, which is found out long before difflib would. How many of its bytes
    # are among those of a name is no less than how many of its characters are; and among those of all of them, no less
    # than among those of any.
    raw, size = _raw(word), len(word)
    if 2 * (len(raw) - len(raw.translate(None, names.all))) < _NEAR * (size + names.shortest):
        return None
    candidates = [
        name for name, own in names.each if 2 * (len(raw) - len(raw.translate(None, own))) >= _NEAR * (size + len(name))
    ]
    if not candidates:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - nobody has to wait for it who makes no mistake

    near = get_close_matches(word, candidates, n=1, cutoff=_NEAR)
    return near[0] if near else None


class Names(tuple[str, ...]):  # noqa: SLOT001 - a tuple has no room for what is known of it
    """Names as they are folded, and with their bytes: of those that are folded alike, the first.

    Whoever keeps them for the next word has that found out but once.
    """

    def __init__(self, known: Iterable[str]) -> None:  # noqa: ARG002 - which have become what this is
        self.folded = {name.casefold(): name for name in reversed(self)}
        self.each = [(name, _raw(name)) for name in self]
        self.all = b"".join([own for _, own in self.each])
        self.shortest = min(map(len, self), default=0)


def _raw(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def not_among(word: str, known: Sequence[str]) -> str:
    """The end of a sentence about an unknown word: a hint where one is near, and all that are known."""
    return f"{did_you_mean(word, known) or '.'} There are: {', '.join(known) or 'none'}"


class MockError(Exception):
    """The base of every error that Understudy raises on purpose."""


@dataclass(eq=False)
class ProjectError(MockError):
    """A mock project does not hold: each finding says where, and what was expected."""

    findings: Sequence[Finding]

    def __str__(self) -> str:
        return "\n".join(map(str, self.findings))


@dataclass(eq=False)
class RecordNotFound(MockError):
    """No record of this collection has this key.

    `part` is the first part of the key that no record has together with the parts before it: an unknown
    retriever is missing as a retriever, whatever its evaluation is called.
    """

    collection: str
    part: str
    id: Any
    known: Sequence[str] = ()

    @property
    def resource(self) -> str:
        """What is missing, as the API would call it: a `retriever_id` names a retriever, a `sku` one of `products`."""
        return _resource(self.part, self.collection)[0]

    def __str__(self) -> str:
        name = _resource(self.part, self.collection)[1]
        return f"{name} {quoted(self.id)} not found{did_you_mean(str(self.id), self.known)}"


@lru_cache(maxsize=256)
def _resource(part: str, collection: str) -> tuple[str, str]:
    """What an API calls a record that has this part in its key, and how a sentence begins with that."""
    name = part.removesuffix("_id") if part.endswith("_id") else collection.removesuffix("s")
    return name, name.replace("_", " ").capitalize()


@dataclass(eq=False)
class RecordInvalid(MockError):
    """A record that is to be written breaks the schema of its collection, or one of its rules."""

    collection: str
    name: str
    problems: Sequence[str]

    def __str__(self) -> str:
        return f"{self.name} is no record of {self.collection}: {'; '.join(self.problems)}"


@dataclass(eq=False)
class Unresolved(MockError):
    """A reference that leads nowhere, or to where this project may not look."""

    reason: str

    def __str__(self) -> str:
        return self.reason


class Circular(Unresolved):
    """References that lead back to where they began."""


@dataclass(eq=False)
class Refusal(MockError):
    """An answer that says no: a status, why, and what a client may branch on.

    `type` is the error's stable name; left out, it follows from the status (404: `NotFoundError`).
    Raises ValueError for a status that says yes.
    """

    status: int
    message: str
    type: str | None = None
    details: Mapping[str, Any] | None = None
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.status not in REFUSING:
            raise ValueError(f"a refusal has a status from 400 to 599, not {quoted(self.status)}")

    def __str__(self) -> str:
        return self.message
