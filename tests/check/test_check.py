"""What `understudy check` says, and how it exits."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import ROOT, document, write

from understudy.check.catalogue import CODES, Severity
from understudy.check.checking import check
from understudy.check.excerpts import WIDEST, excerpt, lines_of
from understudy.check.reports import as_json, counted, github, text
from understudy.cli import main
from understudy.findings import Finding, Place
from understudy.source import read

CASES = sorted((ROOT / "tests" / "cases" / "start").glob("*.yaml"))
ROOMS = "|".join(sorted({code.partition("/")[0] for code in CODES}))

TWICE = {
    "openapi.yaml": document(
        """
        /pets/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            responses:
              "200":
                description: A pet
                content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}, example: {id: 1}}}
        """,
        "schemas: {Pet: {type: object, properties: {id: {type: string}}}}",
    ),
    "fixtures/pets.yaml": """
        collection: pets
        schema: '#/components/schemas/Pet'
        key: [id]
        records:
          rex: {id: r-1, name: 1}
          max: {id: 2}
    """,
}


def command(*arguments: str) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["check", *arguments], prog_name="understudy")


def plain(word: str, colour: str) -> str:
    """A text with its colour in words."""
    return f"<{colour}>{word}</>"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_stops_a_start_is_found(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines, each with a code that is explained; where there is no project, that is not a finding."""
    story = read(case, case.name).value
    monkeypatch.chdir(write(tmp_path, story["files"]))
    told = command("--format", "json")
    if told.exit_code == 2:
        assert told.stderr.splitlines() == [f".{line}" if line.startswith(":") else line for line in story["finds"]]
        return
    found = json.loads(told.stdout)
    lines = [":".join(str(part) for part in (each["file"], each["line"], each["column"]) if part) for each in found]
    assert [f"{at}: {each['message']}" for at, each in zip(lines, found, strict=True)] == story["finds"]
    assert {each["code"] for each in found} <= CODES.keys()
    assert told.exit_code == (1 if found else 0)


def test_a_finding_in_the_contract_hides_none_in_the_fixtures(tmp_path: Path) -> None:
    """A start stops at the first of them; whoever mends wants all."""
    found = check(write(tmp_path, TWICE))
    assert [(Path(finding.place.file).name, finding.place.line, finding.code) for finding in found] == [
        ("pets.yaml", 7, "fixture/schema"),
        ("openapi.yaml", 10, "contract/example"),
    ]


def test_a_broken_part_hides_no_other(tmp_path: Path) -> None:
    """What is wrong in operations and in components that they do not use is said in one run."""
    paths = """
        /pets:
          get:
            parameters: [{name: a, in: query, schema: {type: strin}}]
            responses: {"200": {description: Fine}}
    """
    components = "schemas: {Pet: {type: object, default: 5}, Cat: {$ref: '#/components/schemas/Ct'}}"
    found = check(write(tmp_path, {"openapi.yaml": document(paths, components)}))
    assert [finding.code for finding in found] == ["contract/structure", "contract/example", "contract/unresolved-ref"]


def codes(tree: ast.AST) -> Iterator[str]:
    """Every text in a module that has the form of a code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and re.fullmatch(rf"({ROOMS})/[a-z-]+", str(node.value)):
            yield str(node.value)


def test_every_code_is_explained_and_there_is_no_other() -> None:
    """The catalogue has exactly those that the engine says, in alphabetical order."""
    files = [file for file in (ROOT / "understudy").rglob("*.py") if file.parent.name != "check"]
    assert sorted({code for file in files for code in codes(ast.parse(file.read_text("utf-8")))}) == list(CODES)


FOUND = [
    Finding(Place("a,b:c.yaml", 3, 7), "50 % of\nthis", "contract/dialect", ("paths", "/a~b", 0)),
    Finding(Place("shop"), "no contract here", "fixture/form"),
]


def test_github_is_told_in_workflow_commands() -> None:
    """What would end a property or a line is escaped, as the toolkit of its actions does."""
    assert github(FOUND, plain) == (
        "::warning file=a%2Cb%3Ac.yaml,line=3,col=7,title=contract/dialect::50 %25 of%0Athis\n"
        "::error file=shop,title=fixture/form::no contract here"
    )


def test_a_program_is_told_in_json() -> None:
    """One object for each finding, places and pointers included."""
    assert json.loads(as_json(FOUND, plain)) == [
        {
            "code": "contract/dialect",
            "severity": "warning",
            "file": "a,b:c.yaml",
            "line": 3,
            "column": 7,
            "pointer": "/paths/~1a~0b/0",
            "message": "50 % of\nthis",
        },
        {
            "code": "fixture/form",
            "severity": "error",
            "file": "shop",
            "line": None,
            "column": None,
            "pointer": None,
            "message": "no contract here",
        },
    ]


def test_a_person_is_shown_the_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Place, severity, message and code, the line with a caret, and how many there are."""
    monkeypatch.chdir(write(tmp_path, {"a.yaml": "one: 1\ntwo:  2\n"}))
    found = [Finding(Place("a.yaml", 2, 7), "two is odd", "fixture/rule"), *FOUND[1:]]
    assert text(found, plain).splitlines() == [
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


def test_this_repository_is_clean() -> None:
    """And that is said, with a zero; on GitHub nothing is."""
    assert (command(str(ROOT)).stdout, command(str(ROOT)).exit_code) == ("No findings\n", 0)
    assert (command(str(ROOT), "--format", "github").stdout) == ""


def test_several_projects_are_checked_in_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found in each is said once, even where one is named twice."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "one", TWICE)
    write(tmp_path / "two", {"openapi.yaml": TWICE["openapi.yaml"]})
    told = command("one", "two", "one", "--format", "github")
    assert told.exit_code == 1
    assert [line.partition(",")[0] for line in told.stdout.splitlines()] == [
        "::error file=one/fixtures/pets.yaml",
        "::error file=one/openapi.yaml",
        "::error file=two/openapi.yaml",
    ]


def test_without_a_project_nothing_is_checked(tmp_path: Path) -> None:
    """That is neither clean nor faulty."""
    told = command(str(tmp_path / "nowhere"))
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"{tmp_path}/nowhere: no such file or directory")


def test_references_may_be_allowed_to_lead_elsewhere(tmp_path: Path) -> None:
    """Below the directories that are named."""
    schema = "{$ref: '../shared/pet.json'}"
    responses = f'{{"200": {{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}}}'
    paths = f"\n/pets:\n  get:\n    responses: {responses}\n"
    write(tmp_path, {"a/openapi.yaml": document(paths), "shared/pet.json": '{"type": "object"}'})
    assert "contract/unresolved-ref" in command(str(tmp_path / "a")).stdout
    assert command(str(tmp_path / "a"), "--allow-refs", str(tmp_path / "shared")).exit_code == 0


def test_codes_are_explained() -> None:
    """One of them, or all; an unknown one is hinted at."""
    one = command("--explain", "contract/dialect").stdout
    assert one.splitlines()[0] == "contract/dialect (warning)"
    assert CODES["contract/dialect"].advice in one
    listed = [line for line in command("--explain").stdout.splitlines() if not line.startswith(" ")]
    assert listed == [f"{code} ({told.severity})" for code, told in CODES.items()]
    unknown = command("--explain", "contract/exampl")
    assert unknown.exit_code == 2
    assert "there is no code 'contract/exampl'; did you mean 'contract/example'?" in unknown.stderr


def test_an_error_is_what_a_start_stops_at() -> None:
    """Only what is served as promised all the same is a warning."""
    assert [code for code, told in CODES.items() if told.severity is Severity.WARNING] == ["contract/dialect"]
