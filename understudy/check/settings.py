"""What a project says of its checks: `[tool.understudy.check]` in the pyproject.toml beside it, or above it."""

import tomllib
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from understudy.check.catalogue import CODES
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding, Place, Severity
from understudy.project import shown
from understudy.source import pointer_parts

FILE = "pyproject.toml"
"""Where settings stand."""

_SEVERITIES = ["off", "on", *Severity]
_FAILING = ["breaking", "warning", "any"]


class Ignored(Struct, frozen=True):
    """A finding that is known and meant to stay: its code, or a pattern of codes; where, if not anywhere; and why."""

    code: str
    reason: str
    place: Place
    file: Path | None = None
    pointer: tuple[str, ...] = ()

    def covers(self, finding: Finding) -> bool:
        """Whether this is that finding, or one in what stands at the place."""
        if not fnmatchcase(finding.code, self.code):
            return False
        if self.file is None:
            return True
        within = tuple(map(str, finding.pointer or ()))[: len(self.pointer)]
        return Path(finding.place.file).resolve() == self.file and within == self.pointer


class Settings(Struct, frozen=True):
    """How findings are seen. `rules` are patterns of codes with what they shall be: a severity, `on` or `off`."""

    rules: Mapping[str, str] = field(default_factory=dict)
    ignored: tuple[Ignored, ...] = ()
    fail_on: str = "warning"
    findings: tuple[Finding, ...] = ()
    """What does not hold about the settings themselves."""

    def seen(self, finding: Finding) -> Finding | None:
        """A finding as this project sees it; None where it does not want to."""
        told = CODES[finding.code]
        said = [value for pattern, value in self.rules.items() if fnmatchcase(finding.code, pattern)]
        wanted = said[-1] if said else "on" if told.on else "off"
        if wanted in ("on", "off"):
            return finding if wanted == "on" else None
        return replace(finding, severity=Severity(wanted))

    def wants(self, code: str) -> bool:
        """Whether findings of a code would be seen at all."""
        return self.seen(Finding(Place(""), "", code)) is not None


def settings(directory: Path) -> Settings:
    """Those of a project in a directory: of the first pyproject.toml from there upwards that has any."""
    for around in [directory.resolve(), *directory.resolve().parents]:
        file = around / FILE
        if file.is_file() and (found := _settings(file)):
            return found
        if (around / ".git").exists():  # what lies above a repository is not its own
            break
    return Settings()


def _settings(file: Path) -> Settings | None:
    name = shown(file)
    try:
        text = file.read_text("utf-8")
        own = tomllib.loads(text).get("tool", {}).get("understudy", {})
        table, others = own.get("check"), own.keys() - {"check"}
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, AttributeError) as error:
        return Settings(findings=(Finding(Place(name), f"cannot be read: {error}", "settings/form"),))
    if table is None and not others:
        return None
    reader = _Reader(file, name, text.splitlines())
    for key in sorted(others):
        reader.wrong(key, f"no settings are called {quoted(key)}{did_you_mean(key, ['check'])}; there is check")
    return replace(reader.settings(table or {}), findings=tuple(reader.found))


class _Reader:
    """Reads a table, and keeps a finding for whatever in it is not as it should be."""

    def __init__(self, file: Path, name: str, lines: list[str]) -> None:
        self._file, self._name, self._lines = file, name, lines
        self.found: list[Finding] = []

    def settings(self, table: Any) -> Settings:
        """What the table says, save what is wrong in it."""
        given = self._table(table, "check")
        for key in given.keys() - {"rules", "ignore", "fail-on"}:
            hint = did_you_mean(key, ["rules", "ignore", "fail-on"])
            self.wrong(key, f"no setting is called {quoted(key)}{hint}; there are rules, ignore and fail-on")
        usual = Settings().fail_on
        fail_on = given.get("fail-on", usual)
        if fail_on not in _FAILING:
            self.wrong("fail-on", f"fail-on is one of {', '.join(_FAILING)}")
            fail_on = usual
        rules = dict(self._rules(self._table(given.get("rules", {}), "rules")))
        return Settings(rules, tuple(self._ignored(given.get("ignore", []))), fail_on)

    def wrong(self, sought: str, message: str) -> None:
        """Keep a finding at the first line with the text that is sought."""
        self.found.append(Finding(self._place(sought), message, "settings/form"))

    def _place(self, sought: str) -> Place:
        """The first line that has a text: TOML's reader keeps no places."""
        found = ((number, line) for number, line in enumerate(self._lines, 1) if sought in line)
        return next((Place(self._name, number, line.index(sought) + 1) for number, line in found), Place(self._name))

    def _table(self, value: Any, key: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.wrong(key, f"{key} is a table")
        return {}

    def _is_code(self, pattern: str) -> bool:
        if any(fnmatchcase(code, pattern) for code in CODES):
            return True
        self.wrong(pattern, f"no code is called {quoted(pattern)}{did_you_mean(pattern, list(CODES))}")
        return False

    def _rules(self, given: dict[str, Any]) -> Iterator[tuple[str, str]]:
        for pattern, wanted in given.items():
            if self._is_code(pattern):
                if wanted in _SEVERITIES:
                    yield pattern, wanted
                else:
                    self.wrong(pattern, f"{pattern} is one of {', '.join(_SEVERITIES)}, not {quoted(wanted)}")

    def _ignored(self, given: Any) -> Iterator[Ignored]:
        if not isinstance(given, list):
            self.wrong("ignore", "ignore is an array of tables: [[tool.understudy.check.ignore]]")
            return
        for entry in given:
            table = self._table(entry, "ignore")
            code, reason, at = (table.get(key, "") for key in ("code", "reason", "at"))
            sought = next((text for text in (at, code, reason) if isinstance(text, str) and text), "ignore")
            if unknown := table.keys() - {"code", "reason", "at"}:
                message = f"what is ignored has a code, a reason and perhaps an at, not {quoted(min(unknown))}"
                self.wrong(sought, message)
            elif not all(isinstance(text, str) for text in (code, reason, at)) or not (code and reason.strip()):
                self.wrong(sought, "what is ignored says its code, and the reason why")
            elif "\0" in at:
                self.wrong("at", f"no file is called {quoted(at)}")
            elif self._is_code(code):
                path, _, pointer = at.partition("#")
                where = (self._file.parent / path).resolve() if at else None
                yield Ignored(code, reason, self._place(sought), where, tuple(pointer_parts(pointer)))
