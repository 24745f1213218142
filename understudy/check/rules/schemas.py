"""Schemas that no value satisfies."""

from collections.abc import Iterator
from typing import Any

from understudy.check.subject import Subject
from understudy.findings import Finding


def _lacks_null(members: Any) -> bool:
    return isinstance(members, list) and None not in members


def impossible(subject: Subject) -> Iterator[Finding]:
    """Schemas that no value satisfies, said of the smallest."""
    for schema, reason in subject.impossible:
        because = f": {reason}" if reason else ""
        yield schema.finding(f"no value satisfies this schema{because}", "contract/impossible-schema")
