"""For GitHub Actions: workflow commands, which it shows beside the lines of a change."""

from collections.abc import Sequence

from understudy.check.catalogue import CODES
from understudy.findings import Finding


def github(findings: Sequence[Finding]) -> str:
    """A command `error` or `warning` a line, escaped as in the toolkit of GitHub's actions."""
    return "\n".join(map(_command, findings))


def _command(finding: Finding) -> str:
    place = finding.place
    at = {"line": place.line, "col": place.column} if place.line else {}
    facts = {"file": place.file, **at, "title": finding.code}
    said = ",".join(f"{name}={_property(str(value))}" for name, value in facts.items())
    return f"::{CODES[finding.code].severity} {said}::{_data(finding.message)}"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
