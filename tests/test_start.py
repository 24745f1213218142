"""What stops a start: faulty projects as data, each with the exact lines that are printed."""

from pathlib import Path

import pytest
from support import ROOT, findings, write

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
