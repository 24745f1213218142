"""For the summary of a job or a comment: a table in GitHub Flavored Markdown."""

import re
from collections.abc import Sequence

from understudy.check.catalogue import severity_of
from understudy.check.reports.text import counted
from understudy.findings import Finding

_MEANT = re.compile(r"[\\`*_{}\[\]<>()#+!|~&-]")
"""Characters that Markdown would read as more than themselves (CommonMark, 2.4)."""


def markdown(findings: Sequence[Finding]) -> str:
    """How many there are, and a row for each."""
    lines = [f"**{counted(findings)}**"]
    if findings:
        lines += ["", "| | where | what | code |", "| --- | --- | --- | --- |"]
    for finding in findings:
        cells = [severity_of(finding).value, str(finding.place), finding.message, finding.code]
        lines.append(f"| {' | '.join(map(_escaped, cells))} |")
    return "\n".join(lines)


def _escaped(text: str) -> str:
    return _MEANT.sub(r"\\\g<0>", " ".join(text.split()))
