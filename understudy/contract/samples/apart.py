"""A value that is one of several alternatives and no other, where they differ but in what need not be there."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from understudy.contract.samples.tries import Try
from understudy.contract.samples.view import View

_UNLIKE: Final = (None, False, 0, "")
"""What a member says that is not to be what another alternative means by it: that there is none, if that says it."""

_CHANGES: Final = 100
"""Changes of a value that are tried for each alternative that it is not to be."""


def apart(value: Any, chosen: View, attempt: Try) -> Any:
    """A value for the alternatives that were chosen, changed so that it is none of the others, as far as can be.

    By `oneOf: [{text?}, {text?, url?}]` a text alone is both; with a `url` that is null it is the first, and no other.
    """
    roots = {root.identity for root in chosen.roots}
    for group in chosen.groups if isinstance(value, dict | list) else ():
        if group.keyword != "oneOf":
            continue
        views = {choice: chosen.views.of(choice.nodes) for choice in group.choices}
        own = next(view for choice, view in views.items() if choice.nodes[0].identity in roots)
        for other in views.values():
            if other is own or not other.holds(value):
                continue
            for changed in islice(_changed(value, own, other), _CHANGES):
                attempt.spend()
                if own.holds(changed) and not other.holds(changed):
                    value = changed
                    break
    return value


def _changed(value: Any, own: View, other: View) -> Iterator[Any]:
    """The value with other members, one at a time, that say nothing in one alternative and something in another one.

    The outermost come first.
    """
    if isinstance(value, dict):
        names = other.members.declared
        for name in (name for name in names if name not in value):
            yield from ({**value, name: unlike} for unlike in _UNLIKE)
        for name in (name for name in names if name in value):
            inner = _changed(value[name], own.member(name), other.member(name))
            yield from ({**value, name: changed} for changed in inner)
    elif isinstance(value, list) and value:
        yield from ([changed, *value[1:]] for changed in _changed(value[0], own.item(0), other.item(0)))
