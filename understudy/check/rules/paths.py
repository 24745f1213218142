"""Paths that no request can have, or that were meant as templates."""

import re
from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.objects import paths
from understudy.errors import quoted
from understudy.findings import Finding

_NAMED = re.compile(r"\{[^{}]*\}")
_COLON = re.compile(r"/:([A-Za-z_]\w*)")


def unreachable(subject: Subject) -> Iterator[Finding]:
    """What stands in a path is sent as its path: no brace that opens nothing (3.2, 4.8.2)."""
    for path, at, _ in paths(subject.contract.document, subject.root):
        literal = _NAMED.sub("", path)
        if "{" in literal or "}" in literal:
            message = f"no request has the path {quoted(path)}: a brace opens or closes no parameter"
            yield at.finding(message, "contract/path")


def colons(subject: Subject) -> Iterator[Finding]:
    """A segment that begins with a colon is a parameter elsewhere, and stands for itself in OpenAPI."""
    for path, at, _ in paths(subject.contract.document, subject.root):
        if found := _COLON.search(path):
            message = f"'{found[0][1:]}' stands for itself here: a parameter is written {{{found[1]}}}"
            yield at.finding(message, "contract/path-colon")
