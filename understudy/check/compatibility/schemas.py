"""Changes of schemas, each in the direction that matters: clients send what was taken, and read what is answered."""

from collections.abc import Callable, Iterator

from msgspec import Struct, field

from understudy.check.compatibility.changes import Change, deepest
from understudy.check.compatibility.contents import compared
from understudy.check.compatibility.notes import Notes
from understudy.check.compatibility.words import (
    hinted,
    newly_answered,
    newly_taken,
    no_longer_answered,
    no_longer_taken,
    shown,
)
from understudy.contract.containment import Gap, Gaps, Kind, Pair, Plain, example
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.schemas import MISSING
from understudy.findings import Place

MOST_SHOWN = 300
"""Gaps that an instance is looked for."""


class _Use(Struct, frozen=True, eq=False):
    """A place in the contract that a schema is for: what to call its value, and the operation."""

    label: str
    operation: str


class _Direction(Struct, frozen=True, eq=False):
    """One way to hold the versions of a schema against each other: the outer is to take whatever the inner does."""

    gaps: Gaps
    codes: dict[Kind, str]
    words: Callable[[Gap, str], str]
    is_outer_new: bool
    uses: dict[Pair, list[_Use]] = field(default_factory=dict)

    def add(self, new: Node, old: Node, use: _Use) -> None:
        """Hold the versions of a schema against each other."""
        pair = self.gaps.add(*((new, old) if self.is_outer_new else (old, new)))
        self.uses.setdefault(pair, []).append(use)

    def found(self) -> Iterator[tuple[Gap, list[_Use]]]:
        """Every gap, with whatever is led to it."""
        for pair, gaps in self.gaps.own.items():
            if gaps:
                uses = [use for above in self.gaps.above(pair) for use in self.uses.get(above, ())]
                yield from ((gap, uses) for gap in gaps if uses)

    def said(self, gap: Gap, label: str) -> str:
        """What a gap means."""
        is_hint = gap.kind is Kind.HINT
        return hinted(gap, label, is_outer_new=self.is_outer_new) if is_hint else self.words(gap, label)

    def ends(self, gap: Gap) -> tuple[Node, Node]:
        """Where a gap stands in the new document, and in the old one."""
        at = gap.at[:1] if gap.keyword == "required" else gap.at
        outer, inner = deepest(gap.outer, gap.at), deepest(gap.inner, at)
        return (outer, inner) if self.is_outer_new else (inner, outer)


class SchemaChanges:
    """Compares schemas of two contracts: first all are added, then it is said what changed about any of them.

    Each pair is looked at once, wherever it is used.
    """

    def __init__(self, old: Contract, new: Contract) -> None:
        self._old, self._new, self._left = old, new, MOST_SHOWN
        narrowing, widening = _both_ways(Plain(new.schemas.requests), Plain(old.schemas.requests))
        self._sent = _requests(narrowing, widening)
        self._written = _requests(
            Gaps(narrowing.outer, narrowing.inner, narrowing.same, are_texts=True),
            Gaps(widening.outer, widening.inner, widening.same, are_texts=True),
        )
        if any(each.schemas.requests is not each.schemas.answers for each in (new, old)):
            narrowing, widening = _both_ways(Plain(new.schemas.answers), Plain(old.schemas.answers))
        self._answered = (
            _Direction(widening, _WIDENED_RESPONSE, newly_answered, is_outer_new=False),
            _Direction(narrowing, _NARROWED_RESPONSE, no_longer_answered, is_outer_new=True),
        )
        self._notes = (Notes(new.schemas, old.schemas, is_sent=True), Notes(new.schemas, old.schemas, is_sent=False))

    def sent(self, new: Node, old: Node, label: str, operation: str, *, are_texts: bool = False) -> None:
        """Compare what is sent, be it as JSON or as texts."""
        ways = self._written if are_texts else self._sent
        self._add(ways, self._notes[0], (new, old), _Use(label, operation))

    def answered(self, new: Node, old: Node, label: str, operation: str) -> None:
        """Compare what is answered."""
        self._add(self._answered, self._notes[1], (new, old), _Use(label, operation))

    def sent_as(
        self, new: Node, old: Node, media_range: str, label: str, operation: str, *, are_texts: bool = False
    ) -> None:
        """Compare what is sent as a media type, in two Media Type Objects."""
        for now, before, what in compared((self._new, new), (self._old, old), media_range, label):
            self.sent(now, before, what, operation, are_texts=are_texts)

    def answered_as(self, new: Node, old: Node, media_range: str, label: str, operation: str) -> None:
        """Compare what is answered as a media type, in two Media Type Objects."""
        for now, before, what in compared((self._new, new), (self._old, old), media_range, label):
            self.answered(now, before, what, operation)

    def _add(self, ways: tuple[_Direction, _Direction], notes: Notes, ends: tuple[Node, Node], use: _Use) -> None:
        for way in ways:
            way.add(*ends, use)
        notes.add(*ends, use.label, use.operation)

    def changes(self) -> Iterator[Change]:
        """What changed about all that was added."""
        for ways in (self._sent, self._written, self._answered):
            said: set[Place] = set()
            for way, is_breaking in zip(ways, (True, False), strict=True):
                for gap, uses in way.found():
                    at, was = way.ends(gap)
                    if is_breaking:
                        said.add(at.place)
                    elif at.place in said:
                        continue  # what breaks somebody is not said again as what does not
                    what = way.said(gap, uses[0].label)
                    if is_breaking and gap.kind is not Kind.HINT:
                        what += self._instance(gap, way, is_sent=ways is not self._answered)
                    yield from (Change(way.codes[gap.kind], at, was, what, use.operation) for use in uses)
        for notes in self._notes:
            yield from notes.changes()

    def _instance(self, gap: Gap, way: _Direction, *, is_sent: bool) -> str:
        """One that shows a gap, where one is found; where nobody can tell, that. Of very many, the first are shown."""
        if not self._left:
            return ""
        self._left -= 1
        new, old = (each.schemas.requests if is_sent else each.schemas.answers for each in (self._new, self._old))
        found = example(gap, *((new, old) if way.is_outer_new else (old, new)))
        if found is not MISSING:
            return f"; for instance {shown(found)}"
        is_known = gap.is_proven or gap.kind is Kind.UNDECLARED
        return "" if is_known else "; whether that is so could not be decided, and so it counts as if it were"


def _both_ways(new: Plain, old: Plain) -> tuple[Gaps, Gaps]:
    """What the new schemas refuse that the old ones admit, and the other way round."""
    narrowing = Gaps(new, old)
    return narrowing, Gaps(old, new, narrowing.same.reversed)


def _requests(narrowing: Gaps, widening: Gaps) -> tuple[_Direction, _Direction]:
    return (
        _Direction(narrowing, _NARROWED_REQUEST, no_longer_taken, is_outer_new=True),
        _Direction(widening, _WIDENED_REQUEST, newly_taken, is_outer_new=False),
    )


def _codes(refused: str, undeclared: str, hint: str) -> dict[Kind, str]:
    return {Kind.REFUSED: refused, Kind.UNDECLARED: undeclared, Kind.HINT: hint}


_NARROWED_REQUEST = _codes("compat/request-narrowed", "compat/request-undeclared", "compat/hint")
_WIDENED_REQUEST = _codes("compat/request-widened", "compat/request-dropped", "compat/request-widened")
_WIDENED_RESPONSE = _codes("compat/response-widened", "compat/response-undeclared", "compat/hint")
_NARROWED_RESPONSE = _codes("compat/response-narrowed", "compat/response-narrowed", "compat/response-narrowed")
