"""Comments that say of a line why a finding on it is meant to stay: `# understudy: ignore[contract/example] why`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from msgspec import Struct, field

from understudy.check.catalogue import CODES
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding, Place

_COMMENT = re.compile(r"(?:^|\s)#\s*understudy:\s*ignore\b(?:\[([^\]]*)\])?(.*)$")
_ALONE = re.compile(r"\s*(#|$)")


class Comment(Struct):
    """What one of them says, and of which line: its own, or the next that is neither blank nor comment."""

    place: Place
    line: int
    codes: tuple[str, ...]
    reason: str
    has_covered: bool = field(default=False)

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one of those it speaks of."""
        place = finding.place
        is_here = (place.file, place.line) == (self.place.file, self.line)
        return is_here and any(fnmatchcase(finding.code, code) for code in self.codes)

    def wrong(self) -> str | None:
        """Why it says nothing, if it does not."""
        if not self.codes:
            return "says no code: write `# understudy: ignore[contract/example] why it stays`"
        for code in self.codes:
            if not any(fnmatchcase(known, code) for known in CODES):
                return f"names a code that is none: {quoted(code)}{did_you_mean(code, list(CODES))}"
        return None if self.reason else "says no reason: write why the finding stays behind the codes"


def comments(file: str, lines: Sequence[str]) -> Iterator[Comment]:
    """Those in a file of YAML or Python."""
    for number, line in enumerate(lines, 1):
        if "understudy:" in line and (found := _COMMENT.search(line)):
            codes = tuple(code.strip() for code in (found[1] or "").split(",") if code.strip())
            about = number if not _ALONE.match(line) else _next(lines, number)
            yield Comment(Place(file, number, line.index("#", found.start()) + 1), about, codes, found[2].strip())


def _next(lines: Sequence[str], number: int) -> int:
    return next((at for at in range(number + 1, len(lines) + 1) if not _ALONE.match(lines[at - 1])), number)


def kept(findings: Iterable[Finding], said: Sequence[Comment]) -> Iterator[Finding]:
    """The findings that no comment explains, and those that the comments are themselves."""
    reasons = {comment.place: comment.wrong() for comment in said}
    good = [comment for comment in said if reasons[comment.place] is None]
    for finding in findings:
        covering = [comment for comment in good if comment.covers(finding)]
        for comment in covering:
            comment.has_covered = True
        if not covering:
            yield finding
    for comment in said:
        if reason := reasons[comment.place]:
            yield Finding(comment.place, f"this comment {reason}", "ignore/form")
        elif not comment.has_covered:
            codes = ", ".join(comment.codes)
            yield Finding(
                comment.place, f"nothing is ignored here: line {comment.line} has no {codes}", "ignore/unused"
            )
