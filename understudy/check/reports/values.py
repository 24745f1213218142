"""For a program: findings as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from understudy.check.catalogue import CODES
from understudy.findings import Finding
from understudy.source import pointer_text


def as_json(findings: Sequence[Finding]) -> str:
    """An array of objects with `code`, `severity`, `file`, `line`, `column`, `pointer` and `message`.

    Lines and columns count from 1; those and the JSON Pointer are null for a file as a whole.
    """
    return json.dumps([_object(finding) for finding in findings], ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "severity": CODES[finding.code].severity,
        "file": place.file,
        "line": place.line or None,
        "column": place.column if place.line else None,
        "pointer": None if finding.pointer is None else pointer_text(finding.pointer),
        "message": finding.message,
    }
