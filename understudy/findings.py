"""Where something stands, and what does not hold there."""

from dataclasses import dataclass, field, replace
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is: an error breaks what is promised, a warning may, a note only says so."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text that a person edits. Lines and columns count from 1; line 0 is the file as a whole."""

    file: str
    line: int = 0
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Related:
    """The other end of a finding: what it is at odds with, and where that stands."""

    place: Place
    message: str


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that does not hold: where, what is there, what was expected, what to try.

    `code` is stable (`contract/unresolved-ref`), the message may be reworded at any time. `pointer` leads to the value
    at the place, as a JSON Pointer's tokens, where it stands in a file of values. `related` are the places that explain
    it. `severity` is set where a project sees it otherwise than its code says. What is harmless keeps nothing from
    being served, as if it were not there.
    """

    place: Place
    message: str
    code: str
    pointer: tuple[str | int, ...] | None = field(default=None, compare=False)
    related: tuple[Related, ...] = field(default=(), compare=False)
    severity: Severity | None = field(default=None, compare=False)
    is_harmless: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    def beside(self, place: Place, message: str) -> "Finding":
        """The same, with another place that explains it."""
        return replace(self, related=(*self.related, Related(place, message)))
