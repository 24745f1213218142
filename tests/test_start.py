"""What stops a start: faulty projects as data, each with the exact lines that are printed."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from support import ROOT, document, findings, write

from understudy import project
from understudy.errors import ProjectError
from understudy.source import read

CASES = sorted((ROOT / "tests" / "cases" / "start").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_start_says_everything_that_does_not_hold(case: Path, tmp_path: Path) -> None:
    """Every finding is printed with its file, line and column, in their order, and nothing else."""
    story = read(case, case.name).value
    assert findings(write(tmp_path, story["files"])) == story["finds"], story["says"]


def test_this_repository_holds() -> None:
    """The mock project at the top level starts, and its handler is the operation's."""
    loaded = project.load(ROOT)
    (operation,) = loaded.contract.operations
    assert loaded.handlers[operation.name].name == "get_evaluation"
    assert list(loaded.collections) == ["evaluations"]


def test_a_document_may_be_named_itself() -> None:
    """What lies beside a document belongs to it, whether the document or its directory is named."""
    assert project.load(ROOT / "openapi.yaml").collections.keys() == project.load(ROOT).collections.keys()


@pytest.mark.parametrize("name", project.DOCUMENTS)
def test_a_contract_has_one_of_three_names(name: str, tmp_path: Path) -> None:
    """`openapi.yaml`, `.yml` or `.json`, the first of them that is there."""
    (tmp_path / name).write_text('{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}')
    assert project.load(tmp_path).contract.title == "T"


def test_findings_name_files_as_a_person_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative to the current directory where the project lies below it, else in full."""
    write(tmp_path, {"shop/openapi.yaml": "openapi: 4.0.0\n", "elsewhere/note": ""})
    for directory, named, shown in [
        (tmp_path, Path("shop"), "shop/openapi.yaml"),
        (tmp_path / "shop", Path(), "openapi.yaml"),
        (tmp_path / "elsewhere", tmp_path / "shop", f"{tmp_path}/shop/openapi.yaml"),
    ]:
        monkeypatch.chdir(directory)
        with pytest.raises(ProjectError, match="is not understood") as caught:
            project.load(named)
        assert str(caught.value).startswith(f"{shown}:1:1: ")


def test_a_file_that_may_not_be_read_is_no_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in nobody's way."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    write(tmp_path, {"shop.yaml": "openapi: 3.1.0"})
    assert findings(tmp_path)[0].endswith("; shop.yaml may be meant: name it")
    monkeypatch.setattr(Path, "open", refused)
    assert findings(tmp_path)[0].endswith(": no contract here: openapi.yaml is expected in this directory")


@pytest.mark.parametrize("path", ["nowhere", "shop/openapi.yaml/deeper"])
def test_a_missing_project_is_one_clear_line(path: str, tmp_path: Path) -> None:
    """What is not there has no line and no column."""
    (line,) = findings(tmp_path / path)
    assert line.endswith(": no such file or directory: name a mock project's directory or an OpenAPI document")
    assert ":1:1" not in line


def test_an_unreadable_file_is_one_clear_line(tmp_path: Path) -> None:
    """A fixture that cannot be opened is named with the reason."""
    write(tmp_path, {"openapi.yaml": "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n"})
    (tmp_path / "fixtures" / "a.yaml").mkdir(parents=True)
    assert findings(tmp_path) == ["fixtures/a.yaml: cannot be read: Is a directory"]


SHOP = document(
    """
    /products/{sku}:
      get:
        parameters: [{name: sku, in: path, required: true, schema: {type: string}}]
        responses: {"200": {description: A product}}
    """,
    """
    schemas:
      Product: {type: object, properties: {made_at: {type: string, format: date-time}, cents: {type: integer}}}
    """,
)

THIS_YEAR = """
    collection: products
    schema: '#/components/schemas/Product'
    key: [sku]
    rules:
      - rule: timestamp(record.made_at) < timestamp('2027-01-01T00:00:00Z')
        message: made this year
      - rule: timestamp(record.made_at) > timestamp('2025-12-31T23:59:57Z')
        message: made no earlier
    records:
      boots:
        sku: b-1
        made_at: !time stage - 5s
        stages: [{new: }, {old: {after: 3s}}, {older: {after: 2 reads, made_at: !time now}}]
"""


def found_at(moment: str | None, directory: Path) -> list[str]:
    """What is found in a project whose clock is held at a moment, without the places."""
    try:
        project.load(directory, datetime.fromisoformat(moment) if moment else None)
    except ProjectError as error:
        return [finding.message for finding in error.findings]
    return []


@pytest.mark.parametrize(
    ("moment", "found"),
    [
        ("2026-01-01T00:00:03Z", []),
        ("2026-12-31T23:59:59Z", []),
        ("2027-01-01T00:00:00Z", ["boots, stage older: made this year"]),
        ("2027-01-01T00:00:02Z", ["boots, stage old: made this year"]),
        ("2027-01-01T00:00:05Z", ["boots, stage new: made this year"]),
        ("2026-01-01T00:00:02Z", ["boots, stage new: made no earlier"]),
    ],
)
def test_a_clock_that_is_held_is_what_the_rules_see(moment: str, found: list[str], tmp_path: Path) -> None:
    """A record is born then, and what tells the time is what it is at the entry of each stage."""
    write(tmp_path, {"openapi.yaml": SHOP, "fixtures/products.yaml": THIS_YEAR})
    assert found_at(moment, tmp_path) == found


def test_without_such_a_clock_the_rules_see_today(tmp_path: Path) -> None:
    """`!time now` is a moment of this century."""
    past = THIS_YEAR.replace("2027", "2001").replace("2025", "1999")
    write(tmp_path, {"openapi.yaml": SHOP, "fixtures/products.yaml": past})
    assert found_at(None, tmp_path) == ["boots, stage new: made this year"]
    assert found_at("2000-06-01T00:00:00Z", tmp_path) == []


def test_what_is_written_later_is_judged_as_a_fixture_is(tmp_path: Path) -> None:
    """In each of its stages, at the start of the session that it is written in; each thing is said once."""
    start = datetime(2026, 6, 1, tzinfo=UTC)
    loaded = project.load(write(tmp_path, {"openapi.yaml": SHOP, "fixtures/products.yaml": THIS_YEAR}), start)
    (collection,) = loaded.collections.values()
    (fixture,) = collection.fixtures.values()
    assert loaded.judge(collection, fixture, start) == []
    assert loaded.judge(collection, fixture, start.replace(year=2027)) == ["made this year"]
    stages = [{"new": None}, {"same": {"after": "1s"}}, {"old": {"after": "2s", "cents": 1.5}}]
    written = collection.form.read("boots", {"sku": "b-1", "cents": "5", "stages": stages})
    assert loaded.judge(collection, written, start) == [
        f'cents: {cents} is not of type "integer" ({tmp_path}/openapi.yaml:10:94)' for cents in ('"5"', "1.5")
    ]
