"""Where one schema admits what another one refuses, keyword for keyword.

jsonschema-rs is asked first. What it cannot tell (recursion above all) is shown keyword by keyword: what satisfies one
schema satisfies another if it satisfies each of its keywords. Where neither helps, that is a gap which nobody has
proven.
"""

from collections.abc import Callable, Iterator, Mapping

from understudy.contract.containment import alternatives, arrays, objects, rest, texts, values
from understudy.contract.containment.deciding import Verdict, covers
from understudy.contract.containment.look import Gap, Look
from understudy.contract.containment.plain import Plain
from understudy.contract.containment.sameness import Pair, Sameness
from understudy.contract.document import Node

_KEYWORDS: Mapping[str, Callable[[Look], Iterator[Gap]]] = {
    "$ref": alternatives.reference,
    "allOf": alternatives.every,
    "anyOf": alternatives.some,
    "oneOf": alternatives.one,
    "type": values.types,
    "enum": values.enumeration,
    "const": values.constant,
    "format": values.formats,
    "required": objects.required,
    "properties": objects.properties,
    "patternProperties": objects.patterns,
    "additionalProperties": objects.additional,
    "prefixItems": arrays.prefix,
    "items": arrays.items,
}
_WHOLE = ("unevaluatedProperties", "unevaluatedItems", "$dynamicRef")
"""Keywords whose word depends on everything beside them."""


class Gaps:
    """The gaps between schemas of two documents: where those of `inner` admit what those of `outer` refuse.

    Every pair is looked at once, however many others lead to it.
    """

    def __init__(self, outer: Plain, inner: Plain, same: Sameness | None = None, *, are_texts: bool = False) -> None:
        """What is known already of which schemas are the `same` need not be found out again.

        Where values `are_texts` when they are sent, those of the inner schemas are read as the outer ones allow.
        """
        self._values = Gaps(outer, inner, same) if are_texts else None
        self.outer, self.inner, self.same = outer, inner, same or Sameness(outer, inner)
        self.own: dict[Pair, list[Gap]] = {}
        """The gaps of each pair that was met, without those of the pairs that it leads to."""
        self._below: dict[Pair, list[Pair]] = {}
        self._above: dict[Pair, list[Pair]] = {}

    def add(self, outer: Node, inner: Node) -> Pair:
        """Look for the gaps between two schemas, and between all that they are made of."""
        outer, inner = self.outer.resolve(outer), self.inner.resolve(inner)
        first = self.same.pair(outer, inner)
        waiting = [(outer, inner)]
        while waiting:
            outer, inner = waiting.pop()
            pair = self.same.pair(outer, inner)
            if pair in self.own:
                continue
            look = Look(self.outer, self.inner, self.same, outer, inner, are_texts=self._values is not None)
            if self._values and texts.is_one(look):
                # As a whole: by itself, a part of what the outer schema says could be read as something else.
                is_other = texts.is_read_otherwise(look)
                self.own[pair] = list(texts.gaps(look)) if is_other else self._values.between(outer, inner)
            else:
                self.own[pair] = _gaps(look)
            self._below[pair] = [self.same.pair(*each) for each in look.below]
            for below in self._below[pair]:
                self._above.setdefault(below, []).append(pair)
            waiting += look.below
        return first

    def between(self, outer: Node, inner: Node) -> list[Gap]:
        """The gaps between two schemas; none if the outer one admits whatever the inner one does."""
        first = self.add(outer, inner)
        return [gap for pair in _reached(first, self._below) for gap in self.own[pair]]

    def above(self, pair: Pair) -> Iterator[Pair]:
        """A pair with all those that lead to it."""
        return _reached(pair, self._above)


def _gaps(look: Look) -> list[Gap]:
    """The gaps that two schemas make by themselves."""
    own, other = look.ours.own(look.outer), look.theirs.own(look.inner)
    if own == {} or other is False or any(look.same(look.outer, part) for part in look.theirs.parts(look.inner)):
        return []
    whole = look.ours.whole(look.outer)
    verdict = covers(whole, look.theirs.whole(look.inner))
    found = list(alternatives.discriminator(look))
    if verdict is Verdict.YES:
        return found
    for keyword in look.own:
        if keyword in _WHOLE:
            found += rest.left_over(look, keyword)
        elif keyword in _KEYWORDS:
            found += _KEYWORDS[keyword](look)
        else:
            found += rest.unit(look, keyword)
    if not found and not look.below and (verdict is Verdict.NO or own is False):
        found.append(look.gap("", (), whole))
    return found


def _reached(first: Pair, edges: Mapping[Pair, list[Pair]]) -> Iterator[Pair]:
    waiting, seen = [first], {first}
    while waiting:
        pair = waiting.pop()
        yield pair
        found = [each for each in dict.fromkeys(edges.get(pair, ())) if each not in seen]
        seen.update(found)
        waiting += found
