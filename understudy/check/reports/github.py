"""For GitHub Actions: workflow commands, which it shows beside the lines of a change."""

from collections.abc import Sequence

from understudy.check.catalogue import severity_of
from understudy.findings import Finding, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(findings: Sequence[Finding]) -> str:
    """A command `error`, `warning` or `notice` a line, escaped as in the toolkit of GitHub's actions."""
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    place = finding.place
    at = {"line": place.line, "col": place.column} if place.line else {}
    facts = {"file": place.file, **at, "title": finding.code}
    said = ",".join(f"{name}={_property(str(value))}" for name, value in facts.items())
    others = "".join(f"\n{other.place}: {other.message}" for other in finding.related)
    return f"::{_COMMANDS[severity_of(finding)]} {said}::{_data(finding.message + others)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
