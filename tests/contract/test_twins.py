"""Alternatives that ask the same: what is there twice is meant once."""

import json
from pathlib import Path
from typing import Any

import pytest
from contract.containment.comparing import held
from support import write

from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.impossible import impossible
from understudy.contract.samples import Samples

REFUSED = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
LATE = {"description": "Too late", "example": {"title": "late"}, "xml": {"name": "late"}, "x-tab": "late"}
TITLE = {"properties": {"title": {"type": "string", "description": "What is wrong"}}}
SIZED = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string", "minLength": 90}}}
SCHEMAS = {
    "Early": REFUSED,
    "Late": {**REFUSED, **LATE, **TITLE},
    "Sized": SIZED,
    "Same": {"$ref": "#/components/schemas/Early"},
}
GOOD, WRONG = {"title": "a"}, {"title": 3}


def ref(name: str, **more: Any) -> Any:
    return {"$ref": f"#/components/schemas/{name}", **more}


def load(directory: Path, schema: Any, version: str = "3.1.0") -> tuple[Contract, Node]:
    """A document of these schemas, and the one that is asked about."""
    text = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": {**SCHEMAS, "Root": schema}},
    }
    read = contract.load(write(directory, {"a.json": json.dumps(text)}) / "a.json", "a.json", strict=False)
    return read, read.document.follow(read.document.root, "#/components/schemas/Root")


@pytest.mark.parametrize(
    "alternatives",
    [
        [ref("Early"), ref("Late")],
        [ref("Early"), ref("Late"), ref("Same"), ref("Early", description="As before")],
        [REFUSED, ref("Late")],
        [ref("Late"), {**REFUSED, **LATE}],
        [{**REFUSED, "nullable": True, **LATE}, {**REFUSED, "nullable": True, **TITLE}],
        [{"allOf": [ref("Early")]}, {"allOf": [ref("Early")], "title": "Late"}],
        [ref("Early"), ref("Late"), {"type": "string", "minLength": 3}],
    ],
)
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_what_is_there_twice_is_meant_once(alternatives: list[Any], version: str, tmp_path: Path) -> None:
    """A value of the one is one, whichever of them it is held against; and nothing else is."""
    read, root = load(tmp_path, {"oneOf": alternatives}, version)
    assert read.schemas.violations(root, GOOD) == []
    (violation,) = read.schemas.violations(root, WRONG)
    assert violation.keyword in ("type", "oneOf")
    assert read.schemas.place(violation)
    for alternative in root.child("oneOf").elements():
        is_text = alternative.value.get("type") == "string"
        assert bool(read.schemas.violations(alternative, GOOD)) == is_text
        assert read.schemas.violations(alternative, WRONG)
    assert impossible(read.schemas, ()) == []
    for seed in range(6):
        assert read.schemas.violations(root, Samples(read.schemas).sample(root, str(seed), {})) == []


def test_what_is_wrong_is_said_of_the_one_that_counts(tmp_path: Path) -> None:
    """As if it stood there alone."""
    for version in ("3.1.0", "3.0.3"):
        read, root = load(
            tmp_path, {"oneOf": [ref("Early"), ref("Late"), {"type": "string"}, {"type": "string"}]}, version
        )
        (violation,) = read.schemas.violations(root, WRONG)
        assert (violation.keyword, violation.pointer) == ("type", ("title",))


@pytest.mark.parametrize(
    "alternatives",
    [
        [ref("Early"), ref("Sized")],
        [ref("Early"), {**REFUSED, "readOnly": True}],
        [{"const": 1}, {"const": True}],
        [
            {"type": "object", "properties": {"title": {"type": "string"}}},
            {"type": "object", "properties": {"x-a": True}},
        ],
    ],
)
def test_what_asks_something_else_counts(alternatives: list[Any], tmp_path: Path) -> None:
    """However little it is."""
    read, root = load(tmp_path, {"oneOf": alternatives})
    assert not any(map(read.schemas.twin, root.child("oneOf").elements()))
    assert read.schemas.judged(root) is root.value


def test_what_is_there_twice_is_compared_once() -> None:
    """One more of the same changes nothing for anybody."""
    inner, outer = [
        {"oneOf": [ref("Early"), {"type": "string"}, *more]} for more in ([], [ref("Late"), {"type": "string"}])
    ]
    assert held(outer, inner, SCHEMAS).gaps == []
    assert held(inner, outer, SCHEMAS).gaps == []
    assert [gap.keyword for gap in held({"oneOf": [ref("Early"), ref("Late")]}, outer, SCHEMAS).gaps] == ["oneOf"]
