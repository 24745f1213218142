"""Lines on the log for a project's author: where something is wrong, and what."""

import logging
import traceback
from collections.abc import Callable
from typing import Any

from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation
from understudy.errors import quoted
from understudy.findings import Place

log = logging.getLogger("understudy")


def report(place: Place | str, what: str) -> None:
    """Say on one line what is wrong at a place, whatever a client or a handler put into it."""
    log.error("%s: %s", place, "".join(c if c.isprintable() else repr(c)[1:-1] for c in what))


def broken(violation: Violation, schemas: Schemas) -> str:
    """Where an answer breaks the contract, in what, and by which line of it."""
    place = schemas.place(violation)
    at = f"{'.'.join(map(str, violation.pointer))}: " if violation.pointer else ""
    return f"{at}{violation.message}{f' ({place})' if place else ''}"


def raised(error: BaseException, function: Callable[..., Any] | None) -> str:
    """What was raised, and by which line of a function's file."""
    file = function.__code__.co_filename if function else None
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == file]
    line = f", line {frames[-1].lineno}" if frames else ""
    return f"raised {type(error).__name__}{line}: {quoted(str(error))}"
