"""An object made member by member: what is required has to be there, and what can be there is, while there is room."""

from collections.abc import Iterable
from typing import Any, Final

from understudy.contract.samples.likely import KEYS
from understudy.contract.samples.patterns import parsed, spelled
from understudy.contract.samples.spot import Make, Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Impossible
from understudy.contract.samples.view import View

_USUAL: Final = 2
"""Members of an object that names none of them."""

_MOST: Final = 10_000
_ATTEMPTS: Final = 20
_LONGEST_NAME: Final = 40


class Object:
    """One object in the making."""

    def __init__(self, view: View, spot: Spot, attempt: Try, make: Make, *, is_first: bool) -> None:
        """`make` makes the members. An object that is not the first goes without some that the first had in vain."""
        self._view, self._spot, self._try, self._make, self._is_first = view, spot, attempt, make, is_first
        self._members = view.members
        self._inside = spot.inside(view, Subject(attempt.rng))
        self._offered = view.offers if attempt.given else view.discriminated
        self._made: dict[str, Any] = {}

    def made(self, without: frozenset[str]) -> dict[str, Any]:
        """The object, with none of these members. Raises Impossible."""
        members = self._members
        absent, required = without | members.without, self._view.required
        if not absent.isdisjoint(required) and (clash := next(name for name in required if name in absent)):
            raise self._impossible("required", f"{clash!r} has to be there, and must not")
        if len(required) > members.most:
            raise self._impossible("maxProperties", "more members are required than there may be")
        for name in required:
            self._require(name)
        sparing = self._try.is_sparing(self._spot)
        for together in members.together.values() if not sparing else ():
            if self._is_first or self._try.rng.random() < 0.5:  # noqa: PLR2004 - heads or tails
                self._attempt(together, absent)
        if members.least or members.is_map:
            self._fill(absent, sparing=sparing)
        return {name: self._made[name] for name in [*members.declared, *self._made] if name in self._made}

    def _require(self, name: str) -> None:
        member = self._view.member(name)
        if name in self._offered and member.holds(self._offered[name]):
            self._made[name] = self._offered[name]
        else:
            self._made[name] = self._make(member, self._inside, name, name, self._inside.subject)

    def _attempt(self, together: list[str], absent: frozenset[str]) -> None:
        """Have a member, and all that must be there with it, where that is possible and ends."""
        new = [other for other in together if other not in self._made]
        if not new or not absent.isdisjoint(together) or len(self._made) + len(new) > self._members.most:
            return
        for other in new:
            view = self._view.member(other)
            if not view.is_open or self._inside.leads_back(view):
                return
        try:
            for other in new:
                self._require(other)
        except Impossible:
            for other in new:
                self._made.pop(other, None)

    def _fill(self, absent: frozenset[str], *, sparing: bool) -> None:
        """Have so many members as there have to be, by names that nobody says where those that are said are too few."""
        members = self._members
        for together in members.together.values():
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
        member = self._view.member(name)
        is_needed = len(self._made) < members.least
        if not member.contradiction and (is_needed or not self._inside.leads_back(member)):
            self._made[name] = self._make(member, self._inside, name, self._spot.name, Subject(self._try.rng))

    def _name(self, tried: int) -> Any:
        """A name that a member may have: by a pattern or a schema where there are some, else a word."""
        pieces = [piece for pattern in self._members.patterns if (piece := parsed(pattern))]
        if pieces and tried % 3 == 0:
            return spelled(self._try.rng.choice(pieces), 1, _LONGEST_NAME, self._try.rng, more=tried // 4)
        if self._members.naming and tried % 3 != 2:  # noqa: PLR2004 - in case that a word does where they do not
            naming = self._view.views.of(self._members.naming)
            return self._make(naming, self._inside, "", "key", Subject(self._try.rng))
        return Subject(self._try.rng)[KEYS]

    def _impossible(self, keyword: str, message: str) -> Impossible:
        return self._try.impossible(self._view.saying(keyword), keyword, self._spot, message)
