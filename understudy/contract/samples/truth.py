"""Whether something is so."""

from typing import Final

from understudy.contract.samples.likely import SELDOM
from understudy.contract.samples.names import words

_OFTEN: Final = 0.8
_RARELY: Final = 0.15


def likelihood(name: str) -> float:
    """How often a member of this name says that something is so: most things are, and some are seldom."""
    return _OFTEN if SELDOM.isdisjoint(words(name)) else _RARELY
