"""An object made member by member: what is required has to be there, and what can be there is, while there is room."""

from collections.abc import Iterable
from typing import Any, Final

from understudy.contract.samples.drawing import drawing
from understudy.contract.samples.likely import KEYS
from understudy.contract.samples.outline import Outline, Together
from understudy.contract.samples.patterns import parsed, spelled
from understudy.contract.samples.spot import Make, Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Impossible
from understudy.contract.samples.view import View
from understudy.contract.samples.whole import NESTED, Whole
from understudy.contract.schemas import MISSING

_USUAL: Final = 2
"""Members of an object that names none of them."""

_MOST: Final = 10_000
_ATTEMPTS: Final = 20
_LONGEST_NAME: Final = 40


class Object(Whole):
    """One object in the making. One that is not the first goes without some members that the first had in vain."""

    def __init__(self, view: View, spot: Spot, attempt: Try, make: Make, *, is_first: bool) -> None:
        """`make` makes those members that cannot be drawn."""
        super().__init__(view, spot, attempt, make, is_first=is_first)
        self._members = view.members
        self._outline = view.once(Outline, "", self._owner, given=attempt.given)
        self._subject = Subject(attempt.rng)
        self._made: dict[str, Any] = {}

    def made(self, without: frozenset[str]) -> dict[str, Any]:
        """The object, with none of these members. Raises Impossible."""
        members, outline = self._members, self._outline
        absent = without | members.without
        if absent and (clash := next((member.name for member in outline.required if member.name in absent), None)):
            raise self._impossible("required", f"{clash!r} has to be there, and must not")
        if len(outline.required) > members.most:
            raise self._impossible("maxProperties", "more members are required than there may be")
        self._have(outline.required)
        sparing = self._try.is_sparing(self._spot)
        if not sparing:
            self._have_others(absent)
        if members.least or members.is_map:
            self._fill(absent, sparing=sparing)
        elif outline.is_least_in_order if sparing else outline.is_in_order:
            return self._made
        found = {name: self._made[name] for name in outline.names if name in self._made}
        return found if len(found) == len(self._made) else found | self._made

    def _have(self, members: Together, *, or_not: bool = False) -> None:
        """Have these members, one after the other; `or_not` where it does not end. Raises Impossible otherwise."""
        made, subject, steps = self._made, self._subject, 0
        is_deep = len(self._spot.pointer) >= NESTED
        for member in members:
            name, drawn = member.name, member.drawn
            if drawn is not None and not is_deep:
                made[name] = drawn(subject)
                steps += member.view.cost
                continue
            if or_not and member.draw is None and self._inside.leads_back(member.view):
                continue
            if member.offered is not MISSING:
                made[name] = member.offered
                continue
            self._try.spend(steps)
            steps = 0
            try:
                made[name] = self._make(member.view, self._inside.at(name, name, subject))
            except Impossible:
                if not or_not:
                    raise
        self._try.spend(steps)

    def _have_others(self, absent: frozenset[str]) -> None:
        """Have what need not be there."""
        outline, is_first = self._outline, self._is_first
        if is_first and not absent and outline.alone is not None:
            self._have(outline.alone, or_not=True)
            return
        for together in outline.others:
            if is_first or self._try.rng.random() < 0.5:  # noqa: PLR2004 - heads or tails
                self._attempt(together, absent)

    def _attempt(self, together: Together, absent: frozenset[str]) -> None:
        """Have members that must be there together, where that is possible and ends."""
        made = self._made
        new = [member for member in together if member.name not in made]
        if not new or len(made) + len(new) > self._members.most:
            return
        if absent and any(member.name in absent for member in together):
            return
        for member in new:
            if not member.view.is_open or (member.draw is None and self._inside.leads_back(member.view)):
                return
        try:
            self._have(new)
        except Impossible:
            for member in new:
                made.pop(member.name, None)

    def _fill(self, absent: frozenset[str], *, sparing: bool) -> None:
        """Have so many members as there have to be, by names that nobody says where those that are said are too few."""
        members = self._members
        for together in self._outline.others:
            if len(self._made) < members.least:
                self._attempt(together, absent)
        wanted = members.least
        if members.is_map and not sparing:
            wanted = max(wanted, min(_USUAL, members.most))
        if members.least > _MOST:
            raise self._impossible("minProperties", f"more than {_MOST:,} members are asked for")
        failed: Impossible | None = None
        for tried in range(_ATTEMPTS * wanted):
            if len(self._made) >= wanted:
                return
            self._try.spend()
            try:
                self._add(self._name(tried), absent)
            except Impossible as impossible:
                failed = impossible
        if len(self._made) < members.least:
            raise failed or self._impossible("minProperties", "no name is left that a further member could have")

    def _add(self, name: Any, absent: Iterable[str]) -> None:
        """Have a member of this name, if it may be called so."""
        members = self._members
        if not isinstance(name, str) or name in self._made or name in absent or not members.may_be_called(name):
            return
        view, called = self._view.member(name), self._spot.name
        is_needed = len(self._made) < members.least
        if not view.contradiction and (is_needed or not self._inside.leads_back(view)):
            draw = drawing(view, called, self._owner, given=self._try.given)
            self._made[name] = self._part(view, draw, name, called, Subject(self._try.rng))

    def _name(self, tried: int) -> Any:
        """A name that a member may have: by a pattern or a schema where there are some, else a word."""
        pieces = [piece for pattern in self._members.patterns if (piece := parsed(pattern))]
        if pieces and tried % 3 == 0:
            high = min(self._view.views.of(self._members.naming).texts.high, _LONGEST_NAME)
            return spelled(self._try.rng.choice(pieces), 1, high, self._try.rng, more=tried // 4)
        if self._members.naming and tried % 3 != 2:  # noqa: PLR2004 - in case that a word does where they do not
            naming = self._view.views.of(self._members.naming)
            draw = drawing(naming, "key", self._owner, given=self._try.given)
            return self._part(naming, draw, "", "key", Subject(self._try.rng))
        return Subject(self._try.rng)[KEYS]
