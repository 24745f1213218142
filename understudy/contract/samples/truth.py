"""Whether something is so."""

from typing import Final

from understudy.contract.samples.likely import FAILED, SELDOM, SUCCEEDED
from understudy.contract.samples.names import words

_OFTEN: Final = 0.8
_RARELY: Final = 0.15

_ASKING: Final = {("is",), ("was",), ("has",)}


def likelihood(name: str) -> float:
    """How often a member of this name says that something is so: most things are, and some are seldom.

    What is made up is made up for a success; an error has words of its own for whether it is one.
    """
    said = words(name)
    which = said[1:] if said[:1] in _ASKING else said
    if which in SUCCEEDED:
        return 1
    if which in FAILED:
        return 0
    return _OFTEN if SELDOM.isdisjoint(said) else _RARELY
