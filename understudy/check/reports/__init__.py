"""Findings, written for who reads them: a person at a terminal, a program, or a service beside the lines of a diff."""

from collections.abc import Callable, Mapping, Sequence

from understudy.check.reports.github import github
from understudy.check.reports.gitlab import gitlab
from understudy.check.reports.junit import junit
from understudy.check.reports.markdown import markdown
from understudy.check.reports.sarif import sarif
from understudy.check.reports.text import text
from understudy.check.reports.values import as_json
from understudy.findings import Finding

FORMATS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": text,
    "json": as_json,
    "github": github,
    "sarif": sarif,
    "junit": junit,
    "gitlab": gitlab,
    "markdown": markdown,
}
"""How findings may be written, by name."""

ENDINGS: Mapping[str, str] = {
    ".txt": "text",
    ".json": "json",
    ".sarif": "sarif",
    ".xml": "junit",
    ".md": "markdown",
}
"""What a file is written in where only its name says so."""
