"""Lines on the log for a project's author: where something is wrong, and what."""

import logging
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from understudy.contract.operations import Operation
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation
from understudy.findings import Place
from understudy.state.journal import Fault

log = logging.getLogger("understudy")
asked = logging.getLogger("understudy.asked")
"""What is said of requests; who wants no line for each of them turns it off."""

_MOST_SAID = 3
"""Violations of a request that have a line each."""

_LONGEST = 300
"""Characters of a line that are not of our making: a client's names, a handler's errors."""


def report(place: Place | str, what: str) -> None:
    """Say on one line what is wrong at a place, whatever a client or a handler put into it."""
    log.error("%s: %s", place, _printable(what))


def refused(operation: Operation, faults: Sequence[Fault]) -> bool:
    """Say on a line each what of a request an operation refuses, if anybody is to be told; whether one is."""
    if not asked.isEnabledFor(logging.INFO):
        return False
    source = operation.node.source
    place = source.file if source.is_large else operation.place  # which is not looked for in each of a large one
    for fault in faults[:_MOST_SAID]:
        at = ".".join(map(str, fault.location)) or "a request"
        _say(fault.place or place, f"{operation} refuses {at}: {fault.message}")
    if (more := len(faults) - _MOST_SAID) > 0:
        _say(place, f"{operation} refuses {more} more")
    return True


def turned_away(file: str, request: str, why: str) -> None:
    """Say on a line why a request is for nothing that the contract in a file has."""
    if asked.isEnabledFor(logging.INFO):
        _say(file, f"{request}: {why}")


def _say(place: Place | str, what: str) -> None:
    what = what if len(what) <= _LONGEST else f"{what[: _LONGEST - 1]}…"
    asked.info("%s: %s", place, _printable(what))


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in text)


def broken(violation: Violation, schemas: Schemas) -> str:
    """Where an answer breaks the contract, in what, and by which line of it."""
    place = schemas.place(violation)
    at = f"{'.'.join(map(str, violation.pointer))}: " if violation.pointer else ""
    return f"{at}{violation.message}{f' ({place})' if place else ''}"


def raised(error: BaseException) -> str:
    """What was raised."""
    what = repr(str(error))
    return f"raised {type(error).__name__}: {what if len(what) <= _LONGEST else f'{what[:_LONGEST]}…'}"


def raising(error: BaseException, function: Callable[..., Any], place: Place) -> Place:
    """Where in the file of a function something was raised; the function's own place where nothing there did it."""
    file = function.__code__.co_filename
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    return Place(place.file, frames[-1].lineno or 1, (frames[-1].colno or 0) + 1) if frames else place
