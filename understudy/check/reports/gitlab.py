"""For GitLab: a code quality report, in the part of Code Climate's format that it reads."""

import json
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from understudy.check.catalogue import severity_of
from understudy.findings import Finding, Severity

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}


def gitlab(findings: Sequence[Finding]) -> str:
    """An array of issues. A fingerprint stays the same when lines move, so that what was known is not said as new."""
    seen: Counter[str] = Counter()
    issues = []
    for finding in findings:
        what = "\0".join([finding.code, finding.place.file, repr(finding.pointer), finding.message])
        seen[what] += 1
        others = "".join(f"; {other.place}: {other.message}" for other in finding.related)
        issues.append(
            {
                "description": finding.message + others,
                "check_name": finding.code,
                "fingerprint": sha256(f"{what}\0{seen[what]}".encode(errors="backslashreplace")).hexdigest(),
                "severity": _SEVERITIES[severity_of(finding)],
                "location": {"path": Path(finding.place.file).as_posix(), "lines": {"begin": finding.place.line or 1}},
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=2)
