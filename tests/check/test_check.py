"""What `understudy check` says, and how it exits."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from support import ROOT, document, write

from understudy.check.catalogue import CODES
from understudy.check.checking import check
from understudy.check.reports import ENDINGS, FORMATS
from understudy.cli import main
from understudy.errors import ProjectError
from understudy.source import read

STARTS = sorted((ROOT / "tests" / "cases" / "start").glob("*.yaml"))
CASES = sorted((ROOT / "tests" / "cases" / "check").glob("*.yaml"))
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


@pytest.mark.parametrize("case", STARTS, ids=lambda case: case.stem)
def test_what_stops_a_start_is_found(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same lines, among others that stop nothing; where there is no project, that is not a finding."""
    story = read(case, case.name).value
    monkeypatch.chdir(write(tmp_path, story["files"]))
    told = command("--format", "json")
    if told.exit_code == 2:
        assert told.stderr.splitlines() == [f".{line}" if line.startswith(":") else line for line in story["finds"]]
        return
    found = [each for each in json.loads(told.stdout) if each["severity"] == "error"]
    lines = [":".join(str(part) for part in (each["file"], each["line"], each["column"]) if part) for each in found]
    assert [f"{at}: {each['message']}" for at, each in zip(lines, found, strict=True)] == story["finds"]
    assert told.exit_code == (1 if found else 0)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_what_does_not_hold_is_said_at_its_line(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exact lines; and none of that code where the same files are nearly as wrong, but right."""
    story = read(case, case.name).value
    monkeypatch.chdir(write(tmp_path, story["files"]))
    assert said(command().stdout) == story["finds"]
    assert any(line.endswith(f"[{story['code']}]") for line in story["finds"])
    for file, edits in story["near"].items():
        text = story["files"][file]
        for old, new in edits.items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
            text = text.replace(old, new)
        write(tmp_path, {file: text})
    assert [line for line in said(command().stdout) if line.endswith(f"[{story['code']}]")] == []


UNTOLD = {
    "project/missing": (None, 2, "openapi.yaml: no such file or directory"),
    "source/encoding": (b"openapi: 3.1.0\ninfo: {title: Caf\xe9}\n", 1, "openapi.yaml:2:18: error: is not UTF-8"),
    "source/unreadable": (b"", 1, "fixtures/pets.yaml: error: cannot be read: Is a directory"),
}
"""What no case can tell, since it has no file of text: what is there instead, how that ends, and what is said."""


@pytest.mark.parametrize("code", UNTOLD)
def test_what_is_no_text_is_said_too(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is not there, that is not UTF-8, or that is none."""
    content, ends, line = UNTOLD[code]
    monkeypatch.chdir(tmp_path)
    if content is not None:
        (tmp_path / "openapi.yaml").write_bytes(content or document("{}").encode())
        (tmp_path / "fixtures" / "pets.yaml").mkdir(parents=True)
    told = command("openapi.yaml")
    assert told.exit_code == ends
    assert any(found.startswith(line) for found in (told.stdout + told.stderr).splitlines())


def test_every_code_is_said_by_a_case(tmp_path: Path) -> None:
    """Whoever adds a code shows what it stands for."""
    shown = {line[line.rindex("[") + 1 : -1] for case in CASES for line in read(case, case.name).value["finds"]}
    for case in STARTS:
        directory = write(tmp_path / case.stem, read(case, case.name).value["files"])
        try:
            shown |= {finding.code for finding in check(directory).findings}
        except ProjectError as error:
            shown |= {finding.code for finding in error.findings}
    assert CODES.keys() - shown - UNTOLD.keys() - {code for code in CODES if code.startswith("compat/")} == set()


def said(report: str) -> list[str]:
    """The findings of a report, without the lines that they quote."""
    return [line for line in report.splitlines() if line.endswith("]") and not line.startswith(" ")]


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ("a = [", "pyproject.toml: error: cannot be read: "),
        ("tool = 5", "pyproject.toml: error: cannot be read: "),
        ("[tool.understudy]\ncheck = 5", "pyproject.toml:2:1: error: check is a table"),
        ("[tool.understudy.check]\nignore = 5", "pyproject.toml:2:1: error: ignore is an array of tables: "),
        ("[tool.understudy.check]\nignore = [5]", "pyproject.toml:2:1: error: ignore is a table"),
        ("[tool.other]\na = 5", ""),
        (
            "[tool.understudy.chek]\na = 5",
            "pyproject.toml:1:18: error: no settings are called 'chek'; did you mean 'check'?",
        ),
        (
            '[[tool.understudy.check.ignore]]\ncode = "*"\nreason = "odd"\nat = "a\\u0000"',
            r"pyproject.toml:4:1: error: no file is called 'a\x00'",
        ),
    ],
)
def test_settings_that_are_none_are_said(settings: str, found: str, tmp_path: Path) -> None:
    """And all else is checked as if there were none."""
    write(tmp_path, {"openapi.yaml": document("{}"), "pyproject.toml": settings})
    first, *_ = command(str(tmp_path)).stdout.splitlines()
    assert first.removeprefix(f"{tmp_path}/").startswith(found)
    assert bool(found) is ("settings/form" in first)


def test_settings_that_may_not_be_read_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As those that are none."""

    def refused(*_: Any) -> str:
        raise PermissionError(13, "Permission denied")

    write(tmp_path, {"openapi.yaml": document("{}"), "pyproject.toml": ""})
    monkeypatch.setattr(Path, "read_text", refused)
    assert "pyproject.toml: error: cannot be read: [Errno 13] Permission denied" in command(str(tmp_path)).stdout


def test_settings_are_those_of_the_repository_around(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest that there are; what lies above the repository is not its own."""
    wanted = (
        '[[tool.understudy.check.ignore]]\ncode = "contract/unused-component"\nreason = "All of them are for others"\n'
    )
    unused = document("{}", "schemas: {A: {type: string}}")
    write(
        tmp_path, {"pyproject.toml": wanted, "a/b/openapi.yaml": unused, "a/pyproject.toml": "[project]\nname = 'a'\n"}
    )
    monkeypatch.chdir(tmp_path)
    assert command("a/b").stdout == "No findings\n"
    (tmp_path / "a" / ".git").mkdir()
    assert "contract/unused-component" in command("a/b").stdout


def test_a_finding_in_the_contract_hides_none_in_the_fixtures(tmp_path: Path) -> None:
    """A start stops at the first of them; whoever mends wants all."""
    found = check(write(tmp_path, TWICE)).findings
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
    found = check(write(tmp_path, {"openapi.yaml": document(paths, components)})).findings
    broken = [finding.code for finding in found if finding.code != "contract/unused-component"]
    assert broken == ["contract/structure", "contract/example", "contract/unresolved-ref"]


def test_a_document_that_cannot_be_served_at_all_hides_nothing_either(tmp_path: Path) -> None:
    """What was found in it before is said too; an identifier that is no URI is said once, at its place."""
    components = "schemas: {A: {$id: '{a}'}, B: {type: strin}}"
    found = check(write(tmp_path, {"openapi.yaml": document("{}", components)})).findings
    assert [finding.pointer for finding in found] == [
        ("components", "schemas", "A", "$id"),
        ("components", "schemas", "B", "type"),
    ]


def codes(tree: ast.AST) -> Iterator[str]:
    """Every text in a module that has the form of a code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and re.fullmatch(rf"({ROOMS})/[a-z-]+", str(node.value)):
            yield str(node.value)


def test_every_code_is_explained_and_there_is_no_other() -> None:
    """The catalogue has exactly those that the engine says, in alphabetical order."""
    files = [file for file in (ROOT / "understudy").rglob("*.py") if "catalogue" not in file.parts]
    assert sorted({code for file in files for code in codes(ast.parse(file.read_text("utf-8")))}) == list(CODES)


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
    wording = [code for code in CODES if code.startswith("wording/")]
    for kind in ("wording", "wording/", "wording/*"):
        of_kind = [line for line in command("--explain", kind).stdout.splitlines() if not line.startswith(" ")]
        assert of_kind == [f"{code} ({CODES[code].severity})" for code in wording]
    assert "there is no code 'word': they begin with " in command("--explain", "word").stderr
    unknown = command("--explain", "contract/exampl")
    assert unknown.exit_code == 2
    assert "there is no code 'contract/exampl'; did you mean 'contract/example'?" in unknown.stderr


def test_reports_are_written_to_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as are asked for, each in the format that is named or that its ending says; the terminal has its own."""
    monkeypatch.chdir(write(tmp_path, TWICE))
    told = command(
        "--output",
        "a.SARIF",
        "--output",
        "gitlab=b.json",
        "--output",
        "c.json",
        "--output",
        "github=x=y",
        "--output",
        "d.txt",
    )
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (1, "2 errors")
    assert {name: (tmp_path / name).read_text() for name in ("a.SARIF", "b.json", "c.json", "x=y", "d.txt")} == {
        name: command("--format", form).stdout
        for name, form in [
            ("a.SARIF", "sarif"),
            ("b.json", "gitlab"),
            ("c.json", "json"),
            ("x=y", "github"),
            ("d.txt", "text"),
        ]
    }


@pytest.mark.parametrize(
    ("output", "said"),
    [
        (
            "report",
            "in which format is 'report'? Say FORMAT=FILE, with one of text, json, github, sarif, junit, gitlab",
        ),
        ("markdown=", "in which file? Say markdown=FILE"),
        ("pdf=a.pdf", "in which format is 'pdf=a.pdf'?"),
        ("nowhere/a.md", "nowhere/a.md: cannot be written: No such file or directory"),
    ],
)
def test_a_report_that_cannot_be_written_is_said(
    output: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is neither clean nor faulty then."""
    monkeypatch.chdir(tmp_path)
    told = command(str(ROOT), "--output", output)
    assert (told.exit_code, told.stdout) == (2, "")
    assert said in told.stderr


def test_every_format_can_be_named() -> None:
    """On the command line as in the room, and every ending leads to one."""
    (option,) = [option for option in main.commands["check"].params if option.name == "form"]
    assert isinstance(option.type, click.Choice)
    assert list(option.type.choices) == list(FORMATS)
    assert set(ENDINGS.values()) <= FORMATS.keys()


def test_what_a_handler_prints_is_no_part_of_a_report(tmp_path: Path) -> None:
    """A program reads the report alone."""
    files = {"openapi.yaml": document("{}"), "handlers/a.py": "print('loaded')\n"}
    told = command(str(write(tmp_path, files)), "--format", "json")
    assert (json.loads(told.stdout), told.stderr) == ([], "loaded\n")
