"""Where something stands, and what does not hold there."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace


class Severity(StrEnum):
    """How bad a finding is: an error breaks what is promised, a warning may, a note only says so."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Place(Struct, frozen=True, order=True):
    """A place in a text that a person edits. Lines and columns count from 1; line 0 is the file as a whole."""

    file: str
    line: int = 0
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Related(Struct, frozen=True, order=True):
    """The other end of a finding: what it is at odds with, and where that stands."""

    place: Place
    message: str


class Finding(Struct, frozen=True, eq=False):
    """One thing that does not hold: where, what is there, what was expected, what to try.

    `code` is stable (`contract/unresolved-ref`), the message may be reworded at any time. `pointer` leads to the value
    at the place, as a JSON Pointer's tokens, where it stands in a file of values. `related` are the places that explain
    it. `severity` is set where a project sees it otherwise than its code says. What is harmless keeps nothing from
    being served, as if it were not there. Two are the same that say the same of the same place.
    """

    place: Place
    message: str
    code: str
    pointer: tuple[str | int, ...] | None = None
    related: tuple[Related, ...] = ()
    severity: Severity | None = None
    is_harmless: bool = False

    @property
    def _said(self) -> tuple[Place, str, str]:
        return self.place, self.message, self.code

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Finding) and self._said == other._said

    def __lt__(self, other: "Finding") -> bool:
        return self._said < other._said

    def __hash__(self) -> int:
        return hash(self._said)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    def beside(self, place: Place, message: str) -> "Finding":
        """The same, with another place that explains it."""
        return replace(self, related=(*self.related, Related(place, message)))
