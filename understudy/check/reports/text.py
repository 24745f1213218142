"""For a person: each finding with its line, and how many there are."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from understudy.check.catalogue import CODES, Severity
from understudy.check.reports.excerpts import excerpt, lines_of
from understudy.findings import Finding

Paint = Callable[[str, str], str]
"""Puts a text into a colour, by its name."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def unpainted(word: str, _: str) -> str:
    """The text as it is, for where there are no colours."""
    return word


def text(findings: Sequence[Finding], paint: Paint = unpainted) -> str:
    """Each finding as compilers write theirs, and below it the line that it is on."""
    lines, read = [], cache(lines_of)
    for finding in findings:
        severity = CODES[finding.code].severity
        lines.append(f"{finding.place}: {paint(severity, _COLOURS[severity])}: {finding.message} [{finding.code}]")
        lines += excerpt(finding.place, read(finding.place.file))
    return "\n".join([*lines, counted(findings)])


def counted(findings: Sequence[Finding]) -> str:
    """How many findings of each severity there are, in words."""
    counts = Counter(CODES[finding.code].severity for finding in findings)
    said = [f"{counts[severity]} {severity}{'s' * (counts[severity] > 1)}" for severity in Severity if counts[severity]]
    return ", ".join(said) or "No findings"
