"""A project and everything that does not hold about it, in one run."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from understudy import project
from understudy.check.catalogue import severity_of
from understudy.check.comments import comments, kept
from understudy.check.compatibility import compare, earlier, findings
from understudy.check.reports.excerpts import lines_of
from understudy.check.rules import RULES
from understudy.check.settings import Ignored, settings
from understudy.check.subject import Subject
from understudy.contract.contract import Contract
from understudy.errors import quoted
from understudy.findings import Finding, Severity
from understudy.project import Parts

_FAILING = {
    "breaking": {Severity.ERROR},
    "warning": {Severity.ERROR, Severity.WARNING},
    "any": set(Severity),
}


class Checked(Struct, frozen=True):
    """What was found in a project, in the order of files and lines, and what of it fails a run."""

    findings: tuple[Finding, ...]
    fail_on: str

    def fails(self, on: str | None = None) -> bool:
        """Whether there is a finding at which a run fails: one `breaking`, a `warning` or worse, or `any`."""
        return any(severity_of(finding) in _FAILING[on or self.fail_on] for finding in self.findings)


def check(path: Path, allowed: Sequence[Path] = (), against: str | None = None) -> Checked:
    """Everything that does not hold about the project at a path, as its settings want it seen.

    A finding in the contract hides nothing: what it does not touch is held against it all the same, fixtures and
    handlers included. References may lead to files below the document's directory, and below those that are `allowed`.
    The contract is compared with what it is `against`: a file, a project's directory, or a revision of git.

    Raises ProjectError where there is no project to check, NoRevision where there is nothing to compare with.
    """
    parts = project.read(path, strict=False, allowed=allowed)
    parts.forget()
    wanted = settings(parts.directory)
    found = [*parts.findings, *wanted.findings]
    if parts.contract:
        found += _changes(parts.contract, against, allowed) if against is not None else ()
        subject = Subject(parts, parts.contract)
        found += [
            finding for rule, codes in RULES.items() if any(map(wanted.wants, codes)) for finding in rule(subject)
        ]
    seen = filter(None, map(wanted.seen, set(found)))
    files = sorted({file for file in _files(parts) if not file.lower().endswith(".json")})
    said = [comment for file in files for comment in comments(file, lines_of(file))]
    return Checked(tuple(sorted(_without(wanted.ignored, kept(seen, said)))), wanted.fail_on)


def _changes(now: Contract, against: str, allowed: Sequence[Path]) -> Iterator[Finding]:
    """What changed about a contract."""
    before = earlier(now.document.root.path, against, allowed)
    if before is None:
        message = f"there is no contract of this name at {quoted(against)}: nothing of it can break"
        yield now.document.root.finding((), message, "compat/new")
    else:
        yield from findings(compare(before.contract, now), before.place)


def _without(ignored: Sequence[Ignored], findings: Iterator[Finding]) -> Iterator[Finding]:
    """The findings that are not ignored, and a word on what is said to be, and is not there."""
    unused = set(ignored)
    for finding in findings:
        covering = {each for each in ignored if each.covers(finding)}
        unused -= covering
        if not covering:
            yield finding
    for each in unused:
        yield Finding(each.place, f"nothing is ignored here: there is no {each.code} in that place", "ignore/unused")


def _files(parts: Parts) -> Iterator[str]:
    """The files that a project is made of, as findings call them."""
    if parts.contract:
        yield from (source.file for source in parts.contract.document.sources.values())
    yield from (collection.source.file for collection in parts.collections)
    if parts.scenarios.source:
        yield parts.scenarios.source.file
    yield from (project.shown(file) for file in parts.directory.glob("handlers/*.py"))
    yield from (finding.place.file for finding in parts.findings)
