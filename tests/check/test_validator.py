"""What openapi-spec-validator says, where it is asked: nothing that we have said, at the lines that it lacks."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, document, write

from understudy import project
from understudy.check.checking import check
from understudy.check.rules import validated
from understudy.check.subject import Subject
from understudy.errors import ProjectError
from understudy.source import read

CASES = ROOT / "tests" / "cases"
STORIES = [story for room in ("start", "check") for story in sorted((CASES / room).glob("*.yaml"))]
DOCUMENTS = [*STORIES, *sorted((CASES / "documents").iterdir())]


def said(path: Path) -> Iterator[str]:
    """What it says of a project, with the lines."""
    parts = project.read(path, strict=False)
    if parts.contract:
        for finding in validated(Subject(parts, parts.contract)):
            yield f"{finding.place.line}: {finding.message}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_it_finds_nothing_where_we_find_nothing(path: Path, tmp_path: Path) -> None:
    """And where we do, nothing that we have not found: but what is right on one side of a conversation alone."""
    where = write(tmp_path, read(path, path.name).value["files"]) if path in STORIES else path
    try:
        told = list(said(where))
    except ProjectError:  # no document at all
        return
    assert told == (
        [] if path.stem != "validator" else ["16: openapi-spec-validator says: 'id' is a required property"]
    )


def test_it_is_not_asked_unless_somebody_wants_it(tmp_path: Path) -> None:
    """It takes its time."""
    files = read(CASES / "check" / "validator.yaml", "validator.yaml").value["files"]
    del files["pyproject.toml"]
    assert {finding.code for finding in check(write(tmp_path, files)).findings} == {"contract/duplicate-tag"}


def test_it_reads_the_files_that_we_have_read(tmp_path: Path) -> None:
    """What it finds in another file stands at that file's line; of the network it is not asked either."""
    pet = "type: object\nrequired: [a]\nproperties: {a: {readOnly: true}}\ndefault: {}\n"
    schema = "{$ref: 'schemas/pet.yaml'}"
    paths = f"/a: {{get: {{responses: {{'200': {{description: A, content: {{a/b: {{schema: {schema}}}}}}}}}}}}}"
    write(tmp_path, {"openapi.yaml": document(paths), "schemas/pet.yaml": pet})
    assert list(said(tmp_path)) == ["4: openapi-spec-validator says: 'a' is a required property"]


def test_what_it_stumbles_over_is_ours_to_say(tmp_path: Path) -> None:
    """It takes parameters to have names, and ends where one has none; a long sentence of its own is cut."""
    long = document(f"/a: {{get: {{responses: {{'200': {{description: [{', '.join(['long'] * 99)}]}}}}}}}}")
    for text in (document("/a: {get: {parameters: [{in: query}], responses: {}}}"), long):
        write(tmp_path, {"openapi.yaml": text})
        assert list(said(tmp_path)) == []
        assert "contract/structure" in {finding.code for finding in check(tmp_path).findings}
