"""How a value is made: choices are taken and taken back until everything that was said of it can hold together."""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, Final

from understudy.contract import media
from understudy.contract.samples.apart import apart
from understudy.contract.samples.arrays import Array
from understudy.contract.samples.composing import Composed, composed
from understudy.contract.samples.groups import Choice, Group, GroupKey
from understudy.contract.samples.numbers import Numbers
from understudy.contract.samples.objects import Object
from understudy.contract.samples.spot import Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.texts import LETTERS_IN_STEP, Texts
from understudy.contract.samples.tries import Try
from understudy.contract.samples.truth import likelihood
from understudy.contract.samples.unsatisfied import Impossible
from understudy.contract.samples.values import copied
from understudy.contract.samples.view import LEAST, View
from understudy.contract.samples.whole import NESTED
from understudy.contract.schemas import MISSING

_ATTEMPTS: Final = 8
_NONE: Final[frozenset[str]] = frozenset()


class Maker:
    """Makes one value."""

    def __init__(self, attempt: Try) -> None:
        self._try = attempt

    def value(self, whole: View) -> Any:
        """A value for the whole. Raises Impossible, or Exhausted."""
        return self._make(whole, Spot(Subject(self._try.rng)))

    def _make(self, view: View, spot: Spot) -> Any:
        """A value for what stands here."""
        if len(spot.pointer) > NESTED:
            self._try.spend()
            message = f"it would be nested more than {NESTED} levels deep"
            raise self._try.impossible(view.node, "type", spot, message)
        if not view.is_settled:
            self._try.spend()
            return self._choosing(view, spot)
        self._try.spend(LEAST)
        if spot.leads_back(view, 1 + self._try.tried):
            raise self._endless(view, spot)
        if self._try.given and view.given is not MISSING:
            return copied(view.given)
        if self._try.tried:
            return self._plain(view, spot, _NONE, is_first=False)
        if (whole := self.composed(view, spot)) is None:
            return self._plain(view, spot, _NONE, is_first=True)
        self._try.spend(whole.cost - LEAST)
        return whole.draw(spot.subject)

    def composed(self, view: View, spot: Spot) -> Composed | None:
        """What draws the whole of what stands here in the first try; None where something does that cannot be drawn."""
        whole = composed(view, spot.name, spot.owner, given=self._try.given)
        if whole is None or (spot.pointer and not whole.is_part) or self._try.is_sparing(spot, whole.depth, whole.cost):
            return None
        return whole if whole.parts.isdisjoint(spot.around) else None

    def _choosing(self, view: View, spot: Spot) -> Any:
        """A value for a part that leaves choices, or has to be looked at as a whole."""
        failed: list[Impossible] = []
        made: list[tuple[View, Any]] = []
        for attempt in range(_ATTEMPTS if view.delicate else 1):
            for chosen, without in self._chosen(view, spot, failed, is_first=attempt == 0):
                if self._try.given and chosen.given is not MISSING:
                    return copied(chosen.given)
                try:
                    value = self._plain(chosen, spot, without, is_first=attempt + self._try.tried == 0)
                except Impossible as impossible:
                    failed.append(impossible)
                    continue
                if not view.delicate or view.holds(value):
                    return value
                made.append((chosen, value))
                message = "no value was found that satisfies it"
                node = view.saying(view.delicate)
                failed.append(self._try.impossible(node, view.delicate, spot, message))
        for chosen, value in made:
            if view.holds(changed := apart(value, chosen, self._try)):
                return changed
        raise failed[0]

    def _chosen(
        self, view: View, spot: Spot, failed: list[Impossible], *, is_first: bool
    ) -> Iterator[tuple[View, frozenset[str]]]:
        """A view with each choice made that it leaves, in all ways, and the members to do without in each of them."""
        waiting: list[tuple[View, frozenset[GroupKey], frozenset[str]]] = [(view, frozenset(), frozenset())]
        while waiting:
            view, made, without = waiting.pop()
            self._try.spend()
            if impossible := self._impossible(view, spot):
                failed.append(impossible)
                continue
            groups = [group for group in view.groups if group.key not in made]
            if not groups or (self._try.given and view.given is not MISSING):
                yield view, without
                continue
            group = self._try.rng.choice(groups)
            waiting += [
                (view.choosing(choice), made | {group.key}, without | {*choice.without})
                for choice in reversed(self._in_order(group, view, spot, is_first=is_first))
            ]

    def _impossible(self, view: View, spot: Spot) -> Impossible | None:
        if view.contradiction:
            message = (
                "nothing is allowed here" if view.contradiction == "false" else "no value is left by all that is said"
            )
            node = view.parts.refused or view.saying(view.contradiction)
            return self._try.impossible(node, view.contradiction, spot, message)
        if spot.leads_back(view, 1 + self._try.tried):
            return self._endless(view, spot)
        return None

    def _endless(self, view: View, spot: Spot) -> Impossible:
        message = "it has to hold another one of its kind, without end"
        return self._try.impossible(view.saying("$ref"), "$ref", spot, message)

    def _in_order(self, group: Group, view: View, spot: Spot, *, is_first: bool) -> list[Choice]:
        """The choices, those last that clash with the rest, that lead back to where they come from, that are null."""
        choices = list(group.choices)
        if not group.ordered or not is_first:
            self._try.rng.shuffle(choices)
        sparing = self._try.is_sparing(spot)

        def rank(choice: Choice) -> tuple[bool, bool, bool]:
            following = view.choosing(choice)
            is_null = following.types == ("null",)
            return following.clashes, spot.leads_back(following), is_null != sparing

        return sorted(choices, key=rank)

    def _plain(self, view: View, spot: Spot, without: frozenset[str], *, is_first: bool) -> Any:
        """A value for a view that leaves no choice but of the value itself."""
        if view.options is not None:
            return self._option(view, spot)
        if len(view.types) == 1:
            return self._of_type(view.types[0], view, spot, without, is_first=is_first)
        failed: Impossible | None = None
        kinds = [kind for kind in view.types if kind != "null"]
        if "type" in view.said or not is_first:
            self._try.rng.shuffle(kinds)
        for kind in [*kinds, *(["null"] if "null" in view.types else [])]:
            try:
                return self._of_type(kind, view, spot, without, is_first=is_first)
            except Impossible as impossible:
                failed = failed or impossible
        assert failed is not None
        raise failed

    def _option(self, view: View, spot: Spot) -> Any:
        """One of several values, null only where it is the only one."""
        if (value := view.option(self._try.rng)) is not MISSING:
            return copied(value)
        keyword = "enum" if view.parts.said("enum") else "const"
        message = "none of the values is allowed by all that is said"
        raise self._try.impossible(view.saying(keyword), keyword, spot, message)

    def _of_type(self, kind: str, view: View, spot: Spot, without: frozenset[str], *, is_first: bool) -> Any:
        candidates: Iterable[Any]
        said: Texts | Numbers | None = None
        match kind:
            case "string":
                said = view.texts
                suggested = said.candidates(spot.name, spot.owner, spot.subject, self._try.tried)
                candidates = chain(self._contents(view, spot), suggested) if said.contents else suggested
            case "object":
                return Object(view, spot, self._try, self._make, is_first=is_first).made(without)
            case "array":
                return Array(view, spot, self._try, self._make, is_first=is_first).made()
            case "null":
                return None
            case "boolean":
                likely = spot.subject.rng.random() < likelihood(spot.name)
                candidates = (likely, not likely)
            case _:
                said = view.numbers
                candidates = said.candidates(spot.name, spot.subject, whole=kind == "integer")
        for value in candidates:
            if isinstance(value, str) and len(value) >= LETTERS_IN_STEP:
                self._try.spend(len(value) // LETTERS_IN_STEP)
            if view.is_plain(kind) or view.holds(value):
                return value
        keyword, message = said.keyword if said else "type", "no value was found that satisfies it"
        if keyword not in view.said:
            keyword = view.delicate or keyword
        raise self._try.impossible(view.saying(keyword), keyword, spot, message)

    def _contents(self, view: View, spot: Spot) -> Iterator[str]:
        """A value in JSON, where a text is to hold one."""
        for part, name in view.parts.saying("contentMediaType"):
            media_type = media.parse(str(name))
            if media_type and media_type.is_json:
                schema = part.child("contentSchema")
                with suppress(Impossible):
                    value = self._make(view.views.of((schema,)), spot.inside(view)) if schema else {}
                    yield from filter(None, [view.texts.encoded(json.dumps(value, ensure_ascii=False).encode())])
