"""The walk over all that a document uses."""

import json
from pathlib import Path
from typing import Any

from support import document, write

from understudy.contract.dialects import dialect_of
from understudy.contract.document import Document
from understudy.contract.objects import Walk
from understudy.source import read


def walk_of(directory: Path, components: dict[str, Any], **files: str) -> Walk:
    """The walk over a document with these component schemas, and files beside it."""
    text = document("x-none: {}", f"schemas: {json.dumps(components)}")
    file = write(directory, {"a.yaml": text, **{f"{name}.yaml": held for name, held in files.items()}}) / "a.yaml"
    dialect = dialect_of("3.1.0")
    assert dialect
    return Walk(Document(read(file, "a.yaml")), dialect)


def test_a_walk_may_be_taken_again(tmp_path: Path) -> None:
    """What only references lead to is seen each time, and once: thousands may lead to the same."""
    away = {"$ref": "other.yaml#/Far"}
    walk = walk_of(tmp_path, {"A": away, "B": away}, other="Far: {properties: {name: {type: string}}}")
    seen = [(visit.node.source.file, visit.node.pointer, visit.referred) for visit in walk]
    assert seen == [(visit.node.source.file, visit.node.pointer, visit.referred) for visit in walk]
    assert seen.count(("other.yaml", ("Far",), True)) == 1
    assert ("other.yaml", ("Far", "properties", "name"), False) in seen
    assert [target.pointer for _, target in walk.references] == [("Far",)] * 4


def test_the_same_reference_leads_elsewhere_from_what_has_another_name(tmp_path: Path) -> None:
    """It is relative to the nearest `$id` around it (JSON Schema 2020-12, 8.2.1)."""
    named = {
        name: {"$id": f"https://example.com/{name}", "$ref": "#/$defs/Inner", "$defs": {"Inner": {"type": kind}}}
        for name, kind in [("A", "string"), ("B", "integer")]
    }
    walk = walk_of(tmp_path, named)
    assert len(list(walk)) == len({visit.node.identity for visit in walk})
    assert {target.value["type"] for _, target in walk.references} == {"string", "integer"}
