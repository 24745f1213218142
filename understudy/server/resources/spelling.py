"""Members that are sent under other names than a record has for them, and are the same in other letters."""

from collections.abc import Callable, Mapping
from typing import Any

from understudy.contract.document import Node
from understudy.contract.samples.names import words


class Spelling:
    """The names that a record has for what is sent: of a `FriendlyName` it may have a `friendly_name`."""

    def __init__(self, members: Mapping[str, Node], fits: Callable[[Node, Any], bool]) -> None:
        """`members` are those of a record with their schemas, which a value `fits` or not."""
        self._members, self._fits = members, fits
        self._names = {words(name): name for name in members}

    def of(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """What is sent, by these names."""
        return {self._own(name, value, sent): value for name, value in sent.items()}

    def _own(self, name: str, value: Any, sent: Mapping[str, Any]) -> str:
        own = name if name in self._members else self._names.get(words(name), name)
        is_other = own != name and own not in sent and self._fits(self._members[own], value)
        return own if is_other else name
