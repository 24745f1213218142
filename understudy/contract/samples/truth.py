"""Whether something is so."""

from typing import Final

from understudy.contract.samples.likely import SELDOM
from understudy.contract.samples.names import words
from understudy.contract.samples.subject import Subject

_OFTEN: Final = 0.8
_RARELY: Final = 0.15


def truth(name: str, _owner: str, subject: Subject) -> bool:
    """What a member of this name says, as a boolean: most things are so, and some are seldom."""
    return subject.rng.random() < (_OFTEN if SELDOM.isdisjoint(words(name)) else _RARELY)
