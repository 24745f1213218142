"""Every finding that there is: its stable code, how bad it is, what it means and what to do."""

from collections.abc import Mapping

from understudy.check.catalogue import compatibility, contract, project, style
from understudy.check.catalogue.code import Code
from understudy.findings import Finding, Severity

CODES: Mapping[str, Code] = dict(
    sorted({**compatibility.CODES, **contract.CODES, **project.CODES, **style.CODES}.items())
)
"""The codes with what they stand for, in alphabetical order."""


def severity_of(finding: Finding) -> Severity:
    """How bad a finding is: as its project says, else as its code does."""
    return finding.severity or CODES[finding.code].severity


__all__ = ["CODES", "Code", "severity_of"]
