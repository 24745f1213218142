"""For a program: findings as JSON."""

import json
from collections.abc import Sequence
from typing import Any

from understudy.check.catalogue import severity_of
from understudy.findings import Finding, Place
from understudy.source import pointer_text


def as_json(findings: Sequence[Finding]) -> str:
    """An array of objects with `code`, `severity`, `file`, `line`, `column`, `pointer`, `message` and `related`.

    Lines and columns count from 1; those and the JSON Pointer are null for a file as a whole.
    """
    return json.dumps([_object(finding) for finding in findings], ensure_ascii=False, indent=2)


def _object(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": severity_of(finding),
        **_place(finding.place),
        "pointer": None if finding.pointer is None else pointer_text(finding.pointer),
        "message": finding.message,
        "related": [{**_place(other.place), "message": other.message} for other in finding.related],
    }


def _place(place: Place) -> dict[str, Any]:
    known = bool(place.line)
    return {"file": place.file, "line": place.line if known else None, "column": place.column if known else None}
