"""A pattern as another language writes it is read as it is meant; one that counts too far counts all the same."""

from pathlib import Path

import pytest
from support import ask, document, write

from understudy import project
from understudy.contract import contract
from understudy.contract.unflagged import flagged
from understudy.errors import ProjectError
from understudy.server.app import build


def answering(directory: Path, schema: str, version: str) -> Path:
    """The file of a document with an operation that answers what a schema says."""
    answer = f"{{description: Fine, content: {{application/json: {{schema: {schema}}}}}}}"
    text = document(f"/a: {{get: {{responses: {{'200': {answer}}}}}}}", version=version)
    return write(directory, {"openapi.yaml": text}) / "openapi.yaml"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("pattern", "valid", "invalid"),
    [
        (r"\A[a-z]+\z", ["a"], ["A", "a1"]),
        (r"\A[a-z]+\Z", ["a"], ["A", "a1"]),
        (r"^[\w-.]+$", ["a-b.c"], ["a/b"]),
        (r"^[.-\w]+$", ["a-b.c"], ["a/b"]),
        (r"^[\w-]+[\s-_]$", ["a- ", "a_"], ["/ "]),
        (r"^[a-z]{1-20}$", ["a{1-20}"], ["a", "aa"]),
        (r"^{[a-z]+}]$", ["{a}]"], ["a"]),
        (r"^[^/\000-\037]+$", ["a"], ["/", "\t"]),
        (r"^\x{61}[\x{62}]$", ["ab"], ["x{61}b"]),
        (r"^[--/-]}$", ["-}", ".}", "/}"], [",}"]),
    ],
)
def test_a_pattern_is_read_as_it_is_meant(
    version: str, pattern: str, valid: list[str], invalid: list[str], tmp_path: Path
) -> None:
    """It is a finding, stops a start that is strict, and keeps nothing from being served."""
    file = answering(tmp_path, f"{{type: string, pattern: '{pattern}'}}", version)
    with pytest.raises(ProjectError):
        contract.load(file, "openapi.yaml")
    read = contract.load(file, "openapi.yaml", strict=False)
    assert {finding.code for finding in read.findings} == {"contract/structure"}
    (operation,) = read.operations
    assert operation.good_schema is not None
    judged = read.schemas.validator(operation.good_schema)
    assert [text for text in (*valid, *invalid) if judged.is_valid(text)] == valid
    assert ask(build(project.load(file, strict=False)), "/a").status == 200


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"a{1}b{1,}?c{1,2}d*e+?", r"a{1}b{1,}?c{1,2}d*e+?"),
        (r"{a{,5}b}c]", r"\{a\{,5\}b\}c\]"),
        (r"(a)\1\2\12\8\400\377", r"(a)\1\x02\x0a8\x200\xff"),
        (r"\0\07\k<n>\k", r"\0\x07k<n>k"),
        (r"(?<n>a)\k<n>", r"(?<n>a)\k<n>"),
        (r"(?<=a)(?<!b)\k<n>", r"(?<=a)(?<!b)k<n>"),
        (r"(?=a)*(?!(b)){2}(?:c)+(?<=d)", r"(?:(?=a))*(?:(?!(b))){2}(?:c)+(?<=d)"),
        (r"\c\cA\e\-\_\$\/\x0g\x41\u41\u0041\d", r"\\c\cAe-_\$\/x0g\x41u41\u0041\d"),
        (r"\u{41}\p{L}[\p{L}-\u{41}]", r"\u{41}\p{L}[\p{L}\-\u{41}]"),
        (r"[^\w-.-z]", r"[^\w\-.\-z]"),
        (r"[--/a-c-]", r"[\--/a-c\-]"),
        (r"[a-\d]", r"[a\-\d]"),
        (r"[[(]\1", r"[\[(]\x01"),
        (r"[\12\c\cA\b\]\-\_]", r"[\x0a\\c\cA\b\]\-_]"),
        ("[a", "[a"),
        ("a\\", "a\\"),
        ("[a\\", "[a\\"),
        ("a)", "a)"),
    ],
)
def test_what_is_written_without_the_flag_is_written_with_it(pattern: str, expected: str) -> None:
    """As JavaScript reads it; what it cannot read is not mended."""
    assert flagged(pattern) == expected


@pytest.mark.parametrize("pattern", ["[a-z]{1-3}(", r"a\Z(", "{[a", "}\\", ")}"])
def test_what_nobody_can_read_is_not_guessed(pattern: str, tmp_path: Path) -> None:
    """It keeps from being served what it is in."""
    file = answering(tmp_path, f"{{type: string, pattern: '{pattern}'}}", "3.1.0")
    assert contract.load(file, "openapi.yaml", strict=False).operations[0].broken


@pytest.mark.parametrize(
    ("pattern", "valid", "invalid"),
    [("^.{2,262144}$", ["ab", "a" * 262_144], ["a", "a" * 262_145]), ("^.{2,2097152}", ["ab"], ["a"])],
)
def test_what_counts_too_far_for_an_expression_is_counted(
    pattern: str, valid: list[str], invalid: list[str], tmp_path: Path
) -> None:
    """There is nothing wrong with it."""
    file = answering(tmp_path, f"{{type: string, pattern: '{pattern}'}}", "3.0.3")
    read = contract.load(file, "openapi.yaml")
    (operation,) = read.operations
    assert operation.good_schema is not None
    judged = read.schemas.validator(operation.good_schema)
    assert [text for text in (*valid, *invalid) if judged.is_valid(text)] == valid
    assert ask(build(project.load(file)), "/a").status == 200
