"""The steps through a document, whichever syntax it is written in."""

from typing import Any

from msgspec import Struct


class Refused(Exception):
    """The text is well formed, but is not what a JSON document can say."""

    def __init__(self, line: int, column: int, message: str) -> None:
        super().__init__(message)
        self.line, self.column, self.message = line, column, message


class Event(Struct, frozen=True):
    """One step through a document.

    `kind` is one of `{ [ } ]`, `=` a scalar, `<` the merge key, `*` an alias. `text` is a scalar as written, `value`
    what it means, or the Refused to raise where that is nothing JSON has: as a key it is its text all the same.
    """

    kind: str
    line: int
    column: int
    text: str = ""
    value: Any = None
    anchor: str | None = None
