"""How findings are written: for a person, for programs, and for what shows them beside the lines of a change."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped] # it has no types
from support import ROOT, write

from understudy.check.catalogue import CODES
from understudy.check.reports.excerpts import WIDEST, excerpt, lines_of
from understudy.check.reports.github import github
from understudy.check.reports.gitlab import gitlab
from understudy.check.reports.junit import junit
from understudy.check.reports.markdown import markdown
from understudy.check.reports.sarif import sarif
from understudy.check.reports.text import counted, text
from understudy.check.reports.values import as_json
from understudy.findings import Finding, Place, Severity


def painted(word: str, colour: str) -> str:
    """A text with its colour in words."""
    return f"<{colour}>{word}</>"


FOUND = [
    Finding(Place("a,b:c.yaml", 3, 7), "50 % of\nthis", "contract/dialect", ("paths", "/a~b", 0)),
    Finding(Place("shop"), "no contract here", "fixture/form"),
]


BESIDE = Finding(Place("a.yaml", 1, 2), "odd", "contract/unused-component", severity=Severity.NOTE).beside(
    Place("b.yaml", 3, 4), "this is even"
)


@pytest.mark.parametrize(
    ("report", "lines"),
    [
        (text, ["a.yaml:1:2: note: odd [contract/unused-component]", "  b.yaml:3:4: this is even", "1 note"]),
        (
            github,
            ["::notice file=a.yaml,line=1,col=2,title=contract/unused-component::odd%0Ab.yaml:3:4: this is even"],
        ),
        (markdown, ["| note | a.yaml:1:2 | odd | contract/unused\\-component |"]),
        (gitlab, ['    "description": "odd; b.yaml:3:4: this is even",', '    "severity": "info",']),
        (as_json, ['    "severity": "note",', '        "file": "b.yaml",', '        "message": "this is even"']),
        (sarif, ['          "level": "note",', '                "text": "this is even"']),
        (junit, ['<testsuites tests="1" failures="0">', "b.yaml:3:4: this is even</system-out>"]),
    ],
)
def test_the_other_end_of_a_finding_is_said(report: Callable[[list[Finding]], str], lines: list[str]) -> None:
    """A note, which fails nothing, and where to look beside it, in every format."""
    written = report([BESIDE]).splitlines()
    assert [line for line in lines if line in written] == lines
    if report is sarif:
        holds("sarif", sarif([BESIDE]))


def test_github_is_told_in_workflow_commands() -> None:
    """What would end a property or a line is escaped, as the toolkit of its actions does."""
    assert github(FOUND) == (
        "::warning file=a%2Cb%3Ac.yaml,line=3,col=7,title=contract/dialect::50 %25 of%0Athis\n"
        "::error file=shop,title=fixture/form::no contract here"
    )


def test_a_program_is_told_in_json() -> None:
    """One object for each finding, places and pointers included."""
    assert json.loads(as_json(FOUND)) == [
        {
            "code": "contract/dialect",
            "severity": "warning",
            "file": "a,b:c.yaml",
            "line": 3,
            "column": 7,
            "pointer": "/paths/~1a~0b/0",
            "message": "50 % of\nthis",
            "related": [],
        },
        {
            "code": "fixture/form",
            "severity": "error",
            "file": "shop",
            "line": None,
            "column": None,
            "pointer": None,
            "message": "no contract here",
            "related": [],
        },
    ]


def test_a_person_is_shown_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Place, severity, message and code, the line with a caret, and how many there are."""
    monkeypatch.chdir(write(tmp_path, {"a.yaml": "one: 1\ntwo:  2\n"}))
    found = [Finding(Place("a.yaml", 2, 7), "two is odd", "fixture/rule"), *FOUND[1:]]
    assert text(found, painted).splitlines() == [
        "a.yaml:2:7: <red>error</>: two is odd [fixture/rule]",
        "  2 | two:  2",
        "    |       ^",
        "shop: <red>error</>: no contract here [fixture/form]",
        "2 errors",
    ]


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("a: b", 4, "a: b", 3),
        ("\ta: b\r\nc", 2, " a: b", 1),
        ("評価: b", 5, "評価: b", 6),
        ("e\u0301: b", 5, "e\u0301: b", 3),
        ("\x1b[31ma: \x9b", 5, "�[31ma: �", 4),
        ("a", 2, "a", 1),
        ("x" * 1000, 500, f"…{'x' * WIDEST}…", 51),
        ("x" * 1000, 990, f"…{'x' * 61}", 51),
        ("x" * 101, 1, f"{'x' * WIDEST}…", 0),
    ],
)
def test_a_caret_is_under_the_column(line: str, column: int, shown: str, caret: int, tmp_path: Path) -> None:
    """Whatever stands before it takes; what a terminal would obey is not handed on; of a long line a part is shown."""
    file = tmp_path / "a.yaml"
    file.write_bytes(line.encode())
    assert excerpt(Place("a.yaml", 1, column), lines_of(str(file))) == [f"  1 | {shown}", f"    | {' ' * caret}^"]


@pytest.mark.parametrize(("name", "line"), [("a.yaml", "c"), ("a.json", "b\u2028c")])
def test_lines_are_counted_as_findings_count_them(name: str, line: str, tmp_path: Path) -> None:
    """YAML ends a line where JSON does not."""
    file = tmp_path / name
    file.write_bytes("a\r\nb\u2028c".encode())
    assert lines_of(str(file))[-1] == line


@pytest.mark.parametrize("place", [Place("nowhere.yaml", 1, 1), Place(str(ROOT / "LICENSE"), 0), Place(__file__, 9999)])
def test_a_line_that_cannot_be_had_is_left_out(place: Place) -> None:
    """The finding stands without it."""
    assert excerpt(place, lines_of(place.file)) == []


@pytest.mark.parametrize(
    ("found", "said"),
    [([], "No findings"), (FOUND, "1 error, 1 warning"), (FOUND[:1] * 2, "2 warnings"), (FOUND[1:], "1 error")],
)
def test_findings_are_counted(found: list[Finding], said: str) -> None:
    """In words."""
    assert counted(found) == said


def holds(name: str, report: str) -> Any:
    """A report's value, which holds against the schema of its format."""
    schema = yaml.safe_load((Path(__file__).parent / "schemas" / f"{name}.yaml").read_text("utf-8"))
    value = json.loads(report)
    Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(value)
    return value


def test_code_scanning_is_told_in_sarif() -> None:
    """All codes are rules; a place is a URI with a region, or without one where it is a file as a whole."""
    elsewhere = Finding(Place("/else where/ü.yaml", 1, 1), "far", "fixture/rule")
    (run,) = holds("sarif", sarif([*FOUND, elsewhere]))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["defaultConfiguration"]["level"]) for rule in rules] == [
        (code, told.severity) for code, told in CODES.items()
    ]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert [result["locations"][0]["physicalLocation"] for result in run["results"]] == [
        {"artifactLocation": {"uri": "a%2Cb%3Ac.yaml"}, "region": {"startLine": 3, "startColumn": 7}},
        {"artifactLocation": {"uri": "shop"}},
        {"artifactLocation": {"uri": "file:///else%20where/%C3%BC.yaml"}, "region": {"startLine": 1, "startColumn": 1}},
    ]
    assert holds("sarif", sarif([]))["runs"][0]["results"] == []


def test_gitlab_is_told_what_it_reads() -> None:
    """A fingerprint is a finding's own, and survives that lines move."""
    moved = Finding(Place("a,b:c.yaml", 30, 1), *(FOUND[0].message, FOUND[0].code, FOUND[0].pointer))
    before = holds("gitlab", gitlab([*FOUND, *FOUND]))
    after = holds("gitlab", gitlab([moved]))
    assert [(issue["severity"], issue["location"]) for issue in before[:2]] == [
        ("minor", {"path": "a,b:c.yaml", "lines": {"begin": 3}}),
        ("major", {"path": "shop", "lines": {"begin": 1}}),
    ]
    assert len({issue["fingerprint"] for issue in before}) == len(before)
    assert after[0]["fingerprint"] == before[0]["fingerprint"]
    assert holds("gitlab", gitlab([])) == []


def test_test_reports_have_a_failure_for_each_finding() -> None:
    """And a passed test where there is none; what XML cannot have in it is replaced."""
    odd = Finding(Place("\x1b.yaml", 1, 2), "a < b & \x00", "fixture/rule")
    root = ET.fromstring(junit([*FOUND, odd]))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == (root.get("tests"), root.get("failures")) == ("3", "3")
    assert [(case.get("classname"), case.get("name"), case.get("file"), case.get("line")) for case in suite] == [
        ("contract/dialect", "a,b:c.yaml:3:7", "a,b:c.yaml", "3"),
        ("fixture/form", "shop", "shop", None),
        ("fixture/rule", "\ufffd.yaml:1:2", "\ufffd.yaml", "1"),
    ]
    assert [failure.get("message") for failure in suite.iter("failure")] == [
        "50 % of\nthis",
        "no contract here",
        "a < b & \ufffd",
    ]
    clean = ET.fromstring(junit([]))
    assert (clean.get("tests"), clean.get("failures"), len(list(clean.iter("testcase")))) == ("1", "0", 1)


def test_a_summary_is_a_table() -> None:
    """Nothing in it is read as more than itself: a cell is one line, and ends where it should."""
    odd = Finding(Place("a|b.yaml", 1, 2), "*no* `x` <b>\n| [a](b)", "fixture/rule")
    assert markdown([odd, FOUND[1]]).splitlines() == [
        "**2 errors**",
        "",
        "| | where | what | code |",
        "| --- | --- | --- | --- |",
        r"| error | a\|b.yaml:1:2 | \*no\* \`x\` \<b\> \| \[a\]\(b\) | fixture/rule |",
        "| error | shop | no contract here | fixture/form |",
    ]
    assert markdown([]) == "**No findings**"
