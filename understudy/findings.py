"""Where something stands, and what does not hold there."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a text that a person edits. Lines and columns count from 1; line 0 is the file as a whole."""

    file: str
    line: int = 0
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that does not hold: where, what is there, what was expected, what to try.

    `code` is stable (`contract/unresolved-ref`), the message may be reworded at any time. `pointer` leads to the value
    at the place, as a JSON Pointer's tokens, where it stands in a file of values.
    """

    place: Place
    message: str
    code: str
    pointer: tuple[str | int, ...] | None = field(default=None, compare=False)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"
