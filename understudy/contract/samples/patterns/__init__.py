"""Texts that a regular expression (ECMA-262, 22.2.1) matches, made up from the expression."""

from understudy.contract.samples.patterns.meeting import meeting
from understudy.contract.samples.patterns.reading import parsed
from understudy.contract.samples.patterns.spelling import spelled

__all__ = ["meeting", "parsed", "spelled"]
