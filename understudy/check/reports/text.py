"""For a person: each finding with its line, and how many there are."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache

from understudy.check.catalogue import severity_of
from understudy.check.reports.excerpts import excerpt, lines_of
from understudy.findings import Finding, Severity

Paint = Callable[[str, str], str]
"""Puts a text into a colour, by its name."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def unpainted(word: str, _: str) -> str:
    """The text as it is, for where there are no colours."""
    return word


def text(findings: Sequence[Finding], paint: Paint = unpainted) -> str:
    """Each finding as compilers write theirs, below it the line that it is on, and where else to look."""
    lines, read = [], cache(lines_of)
    for finding in findings:
        severity = severity_of(finding)
        lines.append(f"{finding.place}: {paint(severity, _COLOURS[severity])}: {finding.message} [{finding.code}]")
        lines += excerpt(finding.place, read(finding.place.file))
        lines += [
            f"  {other.place}: {other.message}" for other in finding.related if str(other.place) not in finding.message
        ]
    return "\n".join([*lines, counted(findings)])


def counted(findings: Sequence[Finding]) -> str:
    """How many findings of each severity there are, in words."""
    counts = Counter(severity_of(finding) for finding in findings)
    said = [f"{counts[severity]} {severity}{'s' * (counts[severity] > 1)}" for severity in Severity if counts[severity]]
    return ", ".join(said) or "No findings"
