"""What changed between two versions of a contract, and whom it breaks."""

import subprocess
from pathlib import Path
from tempfile import gettempdir
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support import ROOT, document, write

from understudy.check.catalogue import CODES, severity_of
from understudy.check.compatibility import NoRevision, compare, earlier, findings
from understudy.cli import main
from understudy.contract import contract
from understudy.errors import ProjectError
from understudy.source import read

TABLES = sorted((ROOT / "tests" / "cases" / "compatibility").glob("*.yaml"))
ROWS = [
    (table.stem, read(table, table.name).value["document"], row)
    for table in TABLES
    for row in read(table, table.name).value["edits"]
]


def edited(text: str, edit: dict[str, str]) -> str:
    """A text with each of some parts, which stand in it once, replaced."""
    for old, new in edit.items():
        assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
        text = text.replace(old, new)
    return text


def changes(old: str, new: str, directory: Path) -> list[str]:
    """What is said of the way from one document to another."""
    write(directory, {"old.yaml": old, "new.yaml": new})
    before, now = (contract.load(directory / name, name) for name in ("old.yaml", "new.yaml"))
    found = sorted(findings(compare(before, now), lambda place: place))
    return [
        f"{each.place.line}:{each.place.column} {severity_of(each)}: {each.message} [{each.code}]" for each in found
    ]


@pytest.mark.parametrize(
    ("document", "row"), [row[1:] for row in ROWS], ids=[f"{row[0]}: {row[2]['says']}" for row in ROWS]
)
def test_each_change_is_judged_both_ways(document: str, row: dict[str, Any], tmp_path: Path) -> None:
    """An edit of a document, what it breaks, and what it breaks to take it back."""
    new = edited(document, row["edit"])
    assert changes(document, new, tmp_path) == row["finds"]
    assert changes(new, document, tmp_path) == row["back"]


def test_every_verdict_is_in_the_tables() -> None:
    """Each code of a change is said by a row, but for that of a contract that is new."""
    said = {line.rpartition("[")[2].strip("]") for _, _, row in ROWS for line in (*row["finds"], *row["back"])}
    assert said == {code for code in CODES if code.startswith("compat/")} - {"compat/new"}


def test_what_is_broken_in_one_version_is_passed_over(tmp_path: Path) -> None:
    """Nothing is known of such an operation, and so nothing of what changed about it."""
    old = document("/a: {get: {responses: {'200': {description: Fine}}}}")
    new = document("/a: {get: {parameters: [{name: q, in: query, schema: {type: strin}}], responses: {}}}")
    write(tmp_path, {"old.yaml": old, "new.yaml": new})
    before, now = (contract.load(tmp_path / name, name, strict=False) for name in ("old.yaml", "new.yaml"))
    assert list(compare(before, now)) == []
    assert list(compare(now, before)) == []


@pytest.mark.parametrize(
    "broken",
    [
        "webhooks: {a: {post: {parameters: [{name: q, in: query, schema: {type: strin}}]}}, b: {post: 5}, c: 5}",
        "webhooks: {a: {post: {requestBody: {$ref: '#/x'}}}, b: {$ref: '#/nowhere'}}\nx: {content: 5}",
        "webhooks: 5",
        "webhooks: {a: {post: {responses: {'200': {description: Fine, links: {b: 5, c: {$ref: '#/x'}}}}}}}",
    ],
)
def test_what_is_broken_in_a_webhook_is_passed_over(broken: str, tmp_path: Path) -> None:
    """All that is said of it is that it is there, or is not."""
    sound = "webhooks: {a: {post: {responses: {'200': {description: Fine}}}}}"
    paths = "/a: {get: {responses: {'200': {description: Fine}}}}"
    write(tmp_path, {"old.yaml": f"{document(paths)}\n{sound}", "new.yaml": f"{document(paths)}\n{broken}"})
    before, now = (contract.load(tmp_path / name, name, strict=False) for name in ("old.yaml", "new.yaml"))
    for found in (compare(before, now), compare(now, before)):
        assert {change.code for change in found} <= {"compat/webhook-removed", "compat/webhook-added"}


LINKS = ["5", "{b: 5}", "{b: {$ref: '#/x'}}", "{b: {operationId: [1]}}", "{b: {operationRef: '#/x'}}"]


@pytest.mark.parametrize("links", LINKS)
def test_what_is_broken_in_a_link_is_passed_over(links: str, tmp_path: Path) -> None:
    """What leads nowhere is another one than what leads somewhere, and the same as itself."""
    sound = "{b: {operationId: a}}"
    for name, said in (("old.yaml", sound), ("new.yaml", links)):
        paths = f"/a: {{get: {{operationId: a, responses: {{'200': {{description: Fine, links: {said}}}}}}}}}"
        write(tmp_path, {name: document(paths)})
    before, now = (contract.load(tmp_path / name, name, strict=False) for name in ("old.yaml", "new.yaml"))
    assert {change.code[:12] for change in compare(before, now)} <= {"compat/link-"}
    assert {change.code[:12] for change in compare(now, before)} <= {"compat/link-"}
    assert list(compare(now, now)) == []


def test_of_a_part_that_is_declared_nowhere_nothing_is_said(tmp_path: Path) -> None:
    """Neither when it is declared at last, nor when it is no longer."""
    answers = "responses: {'200': {description: Fine}}"
    declared = "parameters: [{name: id, in: path, required: true, schema: {type: integer}}]"
    old = document(f"/a/{{id}}: {{get: {{{answers}}}}}")
    new = document(f"/a/{{id}}: {{get: {{{declared}, {answers}}}}}")
    write(tmp_path, {"old.yaml": old, "new.yaml": new})
    before, now = (contract.load(tmp_path / name, name, strict=False) for name in ("old.yaml", "new.yaml"))
    assert list(compare(before, now)) == []
    assert list(compare(now, before)) == []


def test_of_very_many_changes_the_first_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for an instance takes longer than to find that there is one: none of the changes is left out."""
    monkeypatch.setattr("understudy.check.compatibility.schemas.MOST_SHOWN", 2)
    schema = "{type: object, properties: {a: {type: KIND}, b: {type: KIND}, c: {type: KIND}}}"
    body = f"requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}"
    path = f"/a: {{post: {{{body}, responses: {{'204': {{description: D}}}}}}}}"
    old, new = (document(path.replace("KIND", kind)) for kind in ("string", "boolean"))
    found = changes(old, new, tmp_path)
    assert ["for instance" in line for line in found].count(True) == 2
    assert len(found) == 3


def test_versions_of_openapi_are_compared(tmp_path: Path) -> None:
    """What 3.0 says in its own words is the same as what 3.1 says in others."""
    text = """
        openapi: {version}
        info: {{title: T, version: "1"}}
        paths:
          /a:
            get:
              responses:
                "200": {{description: Fine, content: {{application/json: {{schema: {{type: array, items: {text}}}}}}}}}
                "201": {{description: Fine, content: {{application/json: {{schema: {number}}}}}}}
                "202": {{description: Fine, content: {{application/json: {{schema: {named}}}}}}}
        components: {{schemas: {{A: {{maximum: 9, exclusiveMaximum: {excluded}}}}}}}
    """
    old = text.format(
        version="3.0.3",
        text="{type: string, nullable: true, allOf: []}",
        number="{minimum: 0, exclusiveMinimum: true, format: int32}",
        named="{$ref: '#/components/schemas/A', minimum: 7, allOf: []}",
        excluded="false",
    )
    new = text.replace("exclusiveMaximum: {excluded}", "title: A").format(
        version="3.1.0",
        text="{type: [string, 'null']}",
        number="{exclusiveMinimum: 0, minimum: -2147483648, maximum: 2147483647}",
        named="{$ref: '#/components/schemas/A'}",
    )
    assert changes(old, new, tmp_path) == []
    assert changes(new, old, tmp_path) == []


def git(directory: Path, *arguments: str) -> None:
    """Something done in a repository, by nobody in particular."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *arguments], cwd=directory, check=True, capture_output=True)


OLD = document(
    "/a: {get: {responses: {'200': "
    "{description: Fine, content: {application/json: {schema: {$ref: schemas/a.yaml}}}}}}}"
)


CHANGED = 'shop/schemas/a.yaml:2:1: error: GET /a: the answer 200 may be "b" now; for instance "b"'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a project in a directory, changed since it was tagged."""
    git(tmp_path, "init")
    write(
        tmp_path, {"shop/openapi.yaml": OLD, "shop/schemas/a.yaml": "type: string\nenum: [a]\n", "readme.txt": "Hello"}
    )
    (tmp_path / "shop" / "link.yaml").symlink_to("openapi.yaml")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "One")
    git(tmp_path, "tag", "v1")
    write(tmp_path, {"shop/schemas/a.yaml": "type: string\nenum: [a, b]\n"})
    monkeypatch.chdir(tmp_path)
    return tmp_path


def command(*arguments: str) -> Result:
    """What the command does."""
    return CliRunner().invoke(main, ["check", *arguments], prog_name="understudy")


@pytest.mark.parametrize(
    ("against", "was"),
    [("v1", "v1:shop/schemas/a.yaml"), ("HEAD", "HEAD:shop/schemas/a.yaml"), ("old", "old/schemas/a.yaml")],
)
def test_a_contract_is_compared_with_what_it_was(against: str, was: str, repository: Path) -> None:
    """At a revision of git, or in a directory; each place is said as a person would ask for it."""
    write(repository, {"old/openapi.yaml": OLD, "old/schemas/a.yaml": "type: string\nenum: [a]\n"})
    told = command("shop", "--against", against)
    assert (told.exit_code, told.stdout.splitlines()) == (
        1,
        [
            f"{CHANGED} [compat/response-widened]",
            "  2 | enum: [a, b]",
            "    | ^",
            f"  {was}:2:1: as it was",
            "1 error",
        ],
    )


def test_a_contract_at_the_top_of_a_repository(repository: Path) -> None:
    """Its directory is the repository's own; nothing changed."""
    write(repository, {"openapi.yaml": document("{}")})
    git(repository, "add", ".")
    git(repository, "commit", "-m", "Two")
    assert command("--against", "main").stdout == "No findings\n"


def test_a_contract_that_is_a_link_out_of_the_repository(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What it leads to is not the revision's: there was none then."""
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "openapi.yaml"
    elsewhere.write_text(document("{}"))
    (repository / "linked").mkdir()
    (repository / "linked" / "openapi.yaml").symlink_to(elsewhere)
    git(repository, "add", ".")
    git(repository, "commit", "-m", "Two")
    told = command("linked", "--against", "HEAD")
    assert (told.exit_code, "compat/new" in told.stdout) == (0, True)


def git_says(directory: Path, *arguments: str, given: str = "") -> str:
    """What is printed of something done in a repository."""
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com", *arguments]
    return subprocess.run(
        command, cwd=directory, check=True, capture_output=True, text=True, input=given
    ).stdout.strip()


def test_a_part_that_was_not_fetched(repository: Path) -> None:
    """Nothing is compared with half of a contract."""
    blob = git_says(repository, "rev-parse", "v1:shop/schemas/a.yaml")
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    told = command("shop", "--against", "v1")
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith("shop/schemas/a.yaml is not here as it was at ")


def test_no_name_in_a_tree_leads_out_of_it(repository: Path) -> None:
    """What somebody has made up is not written beside the directory that it is looked at in."""
    blob = git_says(repository, "rev-parse", "v1:shop/schemas/a.yaml")
    document = git_says(repository, "rev-parse", "v1:shop/openapi.yaml")
    inner = git_says(repository, "mktree", given=f"100644 blob {blob}\tout.yaml\n")
    tree = git_says(repository, "mktree", given=f"040000 tree {inner}\t..\n100644 blob {document}\topenapi.yaml\n")
    commit = git_says(repository, "commit-tree", tree, "-m", "Odd")
    outside = set(Path(gettempdir()).iterdir())
    write(repository, {"openapi.yaml": OLD, "schemas/a.yaml": "type: string\n"})
    earlier(repository / "openapi.yaml", commit)
    assert "out.yaml" not in {found.name for found in set(Path(gettempdir()).iterdir()) - outside}


def test_outside_of_any_repository(tmp_path: Path) -> None:
    """There is no revision, and git says why."""
    write(tmp_path, {"openapi.yaml": document("{}")})
    told = command(str(tmp_path), "--against", "main")
    assert told.exit_code == 2
    assert "called 'main': fatal: not a git repository" in told.stderr


def test_a_new_contract_breaks_nobody(repository: Path) -> None:
    """It was not there: a note, which fails nothing unless that is wanted."""
    write(repository, {"new/openapi.yaml": document("{}")})
    told = command("new", "--against", "v1")
    line = "new/openapi.yaml:1:1: note: there is no contract of this name at 'v1': nothing of it can break [compat/new]"
    assert (told.exit_code, told.stdout.splitlines()[0]) == (0, line)
    assert command("new", "--against", "v1", "--fail-on", "any").exit_code == 1


def test_what_fails_a_run(repository: Path) -> None:
    """Breaking changes alone, warnings too, or any change."""
    write(
        repository,
        {
            "shop/schemas/a.yaml": "type: string\nenum: [a]\n",
            "shop/openapi.yaml": OLD.replace("get: {", "get: {operationId: a, "),
        },
    )
    assert [command("shop", "--against", "v1", "--fail-on", on).exit_code for on in ("breaking", "warning", "any")] == [
        0,
        1,
        1,
    ]
    write(repository, {"pyproject.toml": "[tool.understudy.check]\nfail-on = 'breaking'\n"})
    assert command("shop", "--against", "v1").exit_code == 0


@pytest.mark.parametrize("against", ["nothing", "--help", "v1; touch gone", "v1:shop", "", "x" * 5000])
def test_without_anything_to_compare_with(against: str, repository: Path) -> None:
    """That is said, and nothing of the project: a run that compares nothing is not clean."""
    told = command("shop", f"--against={against}")
    assert (told.exit_code, told.stdout) == (2, "")
    assert "there is neither a file, a directory nor a revision of git called" in told.stderr
    assert not (repository / "gone").exists()


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that is no path can be found then."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoRevision, match="git cannot be asked for 'v1': No such file or directory"):
        earlier(repository / "shop" / "openapi.yaml", "v1")


def test_an_earlier_version_that_is_none(repository: Path) -> None:
    """What is wrong with it is said with the name of its revision."""
    write(repository, {"bad/openapi.yaml": "a: [\n"})
    git(repository, "add", ".")
    git(repository, "commit", "-m", "Two")
    write(repository, {"bad/openapi.yaml": OLD.replace("schemas/a.yaml", "'#'")})
    with pytest.raises(ProjectError) as caught:
        earlier(repository / "bad" / "openapi.yaml", "main")
    assert str(caught.value).startswith("main:bad/openapi.yaml:1:5: not YAML")


def test_one_project_is_compared_with_a_file() -> None:
    """Which of several would it be?"""
    told = command("a", "b", "--against", str(ROOT / "openapi.yaml"))
    assert told.exit_code == 2
    assert "compares one project with it" in told.stderr
