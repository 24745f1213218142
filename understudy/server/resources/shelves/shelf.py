"""What a shelf of records can do, wherever they are."""

from collections.abc import Mapping
from typing import Any, Protocol

from understudy.errors import RecordInvalid, quoted
from understudy.state.fixtures import Record
from understudy.state.view import View

Given = Mapping[str, Any]
"""The values of the path's parameters, by their names."""

TRIES = 100
"""Keys that are made up until one is found that none has."""


class Taken(RecordInvalid):
    """A record that is to be created says a key that another one has."""

    def __init__(self, collection: str, key: Given) -> None:
        problem = f"there is one already with {', '.join(f'{part} {quoted(value)}' for part, value in key.items())}"
        super().__init__(collection, "what was sent", [problem])


class Shelf(Protocol):
    """The records of one collection in a session."""

    @property
    def is_made_up(self) -> bool:
        """Whether there are any that nobody wrote."""

    def seeded(self, seed: str) -> "Shelf":
        """The same, with what is made up following from another seed."""

    def is_touched(self, view: View, given: Given) -> bool:
        """Whether anything is known of the records whose key begins like this that the contract does not say."""

    def has(self, view: View, given: Given) -> bool:
        """Whether there is a record with this key, for all that is known; it is not read."""

    def is_written(self, view: View, given: Given) -> bool:
        """Whether somebody has said what is under this key, and be it nothing."""

    def get(self, view: View, given: Given) -> Record:
        """The record with this key. Raises RecordNotFound."""

    def put(self, view: View, given: Given, record: Record) -> Record:
        """Have this record under this key. Raises RecordInvalid."""

    def delete(self, view: View, given: Given) -> None:
        """Have none under this key. Raises RecordNotFound."""

    def is_known(self, view: View, given: Given) -> bool:
        """Whether there is a record with this key that is not but made up for who asks."""

    def clear(self, view: View, given: Given) -> None:
        """Have none whose key begins like this, but those that are written from now on."""

    def all(self, view: View, given: Given) -> list[Record]:
        """Those whose key begins like this."""

    def fresh(self, view: View, given: Given, sent: Record, *, replaces: bool) -> tuple[Record, dict[str, Any]]:
        """A record made up, with a key that none has, and that key. What is sent may name it.

        Raises Taken where there is one already with the key that is sent, unless it `replaces` that.
        """
