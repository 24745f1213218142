"""Findings, written for who reads them: a person at a terminal, a program, or GitHub beside the lines of a diff."""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from understudy.check.catalogue import CODES, Severity
from understudy.check.excerpts import excerpt, lines_of
from understudy.findings import Finding

Paint = Callable[[str, str], str]
"""Puts a text into a colour, by its name."""

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow"}


def text(findings: Sequence[Finding], paint: Paint) -> str:
    """For a person: each finding with its line, and how many there are."""
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


def as_json(findings: Sequence[Finding], paint: Paint) -> str:
    """For a program: an array of objects with `code`, `severity`, `file`, `line`, `column`, `pointer` and `message`.

    Lines and columns count from 1; those and the JSON Pointer are null for a file as a whole.
    """
    del paint
    return json.dumps([_object(finding) for finding in findings], ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": CODES[finding.code].severity,
        "file": place.file,
        "line": place.line or None,
        "column": place.column if place.line else None,
        "pointer": None if finding.pointer is None else "".join(map(_token, finding.pointer)),
        "message": finding.message,
    }


def _token(token: str | int) -> str:
    """A token of a JSON Pointer as it is written in one (RFC 6901, 3)."""
    return "/" + str(token).replace("~", "~0").replace("/", "~1")


def github(findings: Sequence[Finding], paint: Paint) -> str:
    """For GitHub Actions: workflow commands, which it shows beside the lines of a change."""
    del paint
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


FORMATS: Mapping[str, Callable[[Sequence[Finding], Paint], str]] = {"text": text, "json": as_json, "github": github}
"""How findings may be written, by name."""
