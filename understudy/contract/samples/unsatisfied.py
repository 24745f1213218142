"""What is said where no value could be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from understudy.contract.document import Node
from understudy.contract.violations import Violation
from understudy.errors import MockError
from understudy.findings import Place
from understudy.source import Pointer, pointer_text

_MOST_SHOWN = 3
"""Violations that the sentence names."""


@dataclass(eq=False)
class Unsatisfied(MockError):
    """No value was found for a schema. `place` is where the first keyword stands that could not be met."""

    place: Place
    violations: Sequence[Violation]

    def __str__(self) -> str:
        shown = [
            f"{found.keyword} at {pointer_text(found.pointer)!r}: {found.message}" if found.pointer else found.message
            for found in self.violations[:_MOST_SHOWN]
        ]
        return " ".join(f"{self.place}: no sample satisfies this: {'; '.join(shown)}".split())


class Impossible(Exception):
    """A part of the value cannot be made as things stand; whoever asked for it may do without, or choose again."""

    def __init__(self, node: Node, keyword: str, pointer: Pointer, message: str) -> None:
        super().__init__(message)
        self.node, self.violation = node, Violation(keyword, pointer, f"{keyword}: {message}")

    @property
    def place(self) -> Place:
        """Where the keyword stands."""
        return (self.node.get(self.violation.keyword) or self.node).place


class Exhausted(Exception):
    """What may be spent is spent, the last of it on something impossible: nobody may choose again."""

    def __init__(self, cause: Impossible) -> None:
        super().__init__(str(cause))
        self.cause = cause
