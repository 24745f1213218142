"""A project and everything that does not hold about it, in one run."""

from collections.abc import Sequence
from pathlib import Path

from understudy import project
from understudy.check.catalogue import CODES
from understudy.errors import ProjectError
from understudy.findings import Finding


def check(path: Path, allowed: Sequence[Path] = ()) -> list[Finding]:
    """Everything that does not hold about the project at a path, in the order of files and lines.

    A finding in the contract hides nothing: what it does not touch is held against it all the same, fixtures and
    handlers included. References may lead to files below the document's directory, and below those that are `allowed`.

    Raises ProjectError where there is no project to check.
    """
    try:
        loaded = project.load(path, strict=False, allowed=allowed)
    except ProjectError as error:
        if any(CODES[finding.code].stops for finding in error.findings):
            raise
        return list(error.findings)
    loaded.forget()
    return list(loaded.contract.findings)
