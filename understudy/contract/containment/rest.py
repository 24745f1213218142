"""Keywords that are taken as they are, and those that speak of what the others leave over."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from understudy.contract.containment.look import Gap, Look
from understudy.contract.containment.plain import Plain
from understudy.contract.document import Node

_TOGETHER = (frozenset(("contains", "minContains", "maxContains")), frozenset(("if", "then", "else")))
"""Keywords that say something together only."""

_LEFT_BY = {
    "unevaluatedProperties": ("properties", "patternProperties", "additionalProperties"),
    "unevaluatedItems": ("prefixItems", "items"),
}
"""The keywords that leave something over, or nothing."""

_DEPENDING = {"anyOf", "oneOf", "not", "if", "dependentSchemas", "contains", "$dynamicRef"}
"""Keywords by which it depends on the value what is left over."""


def unit(look: Look, keyword: str) -> Iterator[Gap]:
    """A keyword with those that belong to it, said with the first of them; bounds of a format are said as that."""
    bounds = _of_format(look)
    together = bounds if keyword in bounds else next((names for names in _TOGETHER if keyword in names), {keyword})
    present = sorted(together & look.own.keys())
    refusing = look.fragment(*present)
    if keyword == present[0] and not look.is_met(refusing) and not look.is_said(*present):
        said = "format" if keyword in bounds else keyword
        yield look.gap(said, (said,), refusing)


def _of_format(look: Look) -> set[str]:
    """The bounds of the outer schema that it has by its `format`, and not by words of their own."""
    written = look.outer.value
    return {name for name in ("minimum", "maximum") if name in look.own and look.own[name] != written.get(name)}


def left_over(look: Look, keyword: str) -> Iterator[Gap]:
    """`unevaluatedProperties` and its like, whose word depends on everything beside them."""
    if not _leaves_no_more(look, keyword):
        yield look.gap(keyword, (keyword,), look.ours.whole(look.outer))


def _leaves_no_more(look: Look, keyword: str) -> bool:
    """Whether the inner schema leaves over the same or less, and says the same of that."""
    said = list(look.theirs.saying(look.inner, keyword))
    if keyword not in _LEFT_BY or len(said) != 1 or not look.is_said(keyword):
        return False
    mine, theirs = _owns(look.ours, look.outer), _owns(look.theirs, look.inner)
    if any(_DEPENDING & own.keys() for own in (*mine, *theirs)):
        return False
    return all(
        {name for own in theirs for name in _spoken_of(each, own)}
        <= {name for own in mine for name in _spoken_of(each, own)}
        for each in _LEFT_BY[keyword]
    )


def _owns(plain: Plain, node: Node) -> list[Mapping[str, Any]]:
    return [plain.own(part) or {} for part in plain.parts(node)]


def _spoken_of(keyword: str, own: Mapping[str, Any]) -> Iterable[Any]:
    """The names or the places that a keyword speaks of; one for all where it speaks of the rest."""
    if keyword not in own:
        return ()
    if keyword in ("properties", "patternProperties"):
        return list(own[keyword])
    return range(len(own[keyword])) if keyword == "prefixItems" else [...]
