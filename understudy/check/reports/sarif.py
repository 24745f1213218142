"""For code scanning: the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS Standard)."""

import json
import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from understudy.check.catalogue import CODES, severity_of
from understudy.findings import Finding, Place

_INDEX = {code: index for index, code in enumerate(CODES)}


def sarif(findings: Sequence[Finding]) -> str:
    """One run with all codes as its rules; columns count code points (3.14.17), files are relative URIs (3.4.3)."""
    driver = {
        "name": "Understudy",
        "version": version("understudy"),
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": told.means},
                "fullDescription": {"text": f"{told.means} {told.advice}"},
                "help": {"text": told.advice},
                "defaultConfiguration": {"level": told.severity, "enabled": told.on},
            }
            for code, told in CODES.items()
        ],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _result(finding: Finding) -> dict[str, Any]:
    others = [
        {"id": index, "physicalLocation": _location(other.place), "message": {"text": other.message}}
        for index, other in enumerate(finding.related)
    ]
    return {
        "ruleId": finding.code,
        "ruleIndex": _INDEX[finding.code],
        "level": severity_of(finding),
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(finding.place)}],
        **({"relatedLocations": others} if others else {}),
    }


def _location(place: Place) -> dict[str, Any]:
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
    region = {"region": {"startLine": place.line, "startColumn": place.column}} if place.line else {}
    return {"artifactLocation": {"uri": uri}, **region}
