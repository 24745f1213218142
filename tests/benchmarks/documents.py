"""Mock projects to measure with, written where a benchmark wants them, each always the same.

Beside the document stands what servers that are programmed need: `answers.json`, by the last segment of the path and
under `*` for any other, and the document in the words of OpenAPI 3.0, for those who know no other.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml
from benchmarks.large import contract

from understudy import project

ROOT = Path(__file__).parents[2]

RECORDS = 10_000
OPERATIONS = 3_000

_ITEM = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {
        "id": {"type": "string"},
        "name": {"type": "string"},
        "size": {"type": "integer", "minimum": 0},
        "tags": {"type": "array", "items": {"type": "string", "maxLength": 40}},
        "note": {"type": "string", "maxLength": 20_000},
    },
}
_EXAMPLE = {"id": "a", "name": "An item", "size": 3, "tags": ["red", "round"], "note": "n" * 900}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


@dataclass(frozen=True)
class Mock:
    """A mock project as it was written, and what makes an answer of it the right one."""

    document: Path
    schemas: Mapping[str, Any]
    answers: Mapping[str, Any]


def own(directory: Path) -> Mock:
    """This repository's own project, with a record as the example of those who only know the document."""
    for name in ("handlers", "fixtures"):
        copytree(ROOT / name, directory / name)
    fixture = project.load(ROOT).collections["evaluations"].fixtures["ret_products_bm25", "eval_baseline"]
    record = json.loads(json.dumps(fixture.value, default=dict))  # frozen no longer
    value = yaml.safe_load((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
    value["components"]["schemas"]["EvaluationRecord"]["example"] = record
    return _written(directory, value, {"eval_baseline": record})


def records(directory: Path) -> Mock:
    """Ten thousand records, found by their key."""
    names = [f"i{number}" for number in range(RECORDS)]
    found = {name: {**_EXAMPLE, "id": name, "name": f"Item {name}"} for name in names}
    fixtures = {"collection": "items", "schema": "#/components/schemas/Item", "key": ["id"], "records": found}
    (directory / "fixtures").mkdir()
    (directory / "fixtures" / "items.json").write_text(json.dumps(fixtures), encoding="utf-8")
    return _written(directory, _contract({"/items/{id}": _one("get_item")}), found)


def alone(directory: Path) -> Mock:
    """A document with nothing beside it, and no example: its answers are made up."""
    return _written(directory, _contract({"/items/{id}": _one("get_item", example=False)}), {})


def posting(directory: Path) -> Mock:
    """An operation that takes a body."""
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}
    operation = {"operationId": "check", "requestBody": body, **_answers()}
    return _written(directory, _contract({"/checks": {"post": operation}}), {"checks": _EXAMPLE})


def one(directory: Path) -> Mock:
    """A single operation, to see what more of them cost."""
    return _many(directory, 1)


def large(directory: Path) -> Mock:
    """As many operations as there are in few documents."""
    return _many(directory, OPERATIONS)


def heavy_json(directory: Path) -> Mock:
    """Megabytes of schemas that refer to each other without end."""
    value = contract()
    file = directory / "openapi.json"
    file.write_text(json.dumps(value, indent=1), encoding="utf-8")
    return Mock(file, value["components"]["schemas"], {})


def heavy_yaml(directory: Path) -> Mock:
    """The same in the other notation."""
    return _written(directory, contract(), {})


def _many(directory: Path, operations: int) -> Mock:
    paths = {f"/r{number}/{{id}}": _one(f"get_{number}") for number in range(operations)}
    return _written(directory, _contract(paths), {"*": _EXAMPLE})


def _one(name: str, *, example: bool = True) -> dict[str, Any]:
    return {"parameters": [_ID], "get": {"operationId": name, **_answers(example=example)}}


def _answers(*, example: bool = True) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Item"}}
    if example:
        content["example"] = _EXAMPLE
    return {"responses": {"200": {"description": "Fine", "content": {"application/json": content}}}}


def _contract(paths: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Measured", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Item": _ITEM}},
    }


def _written(directory: Path, value: Mapping[str, Any], answers: Mapping[str, Any]) -> Mock:
    file = directory / "openapi.yaml"
    file.write_text(yaml.dump(value, Dumper=_Plain, sort_keys=False), encoding="utf-8")
    if answers:
        (directory / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
        older = yaml.dump({**_older(value), "openapi": "3.0.3"}, Dumper=_Plain, sort_keys=False)
        (directory / "openapi-3.0.yaml").write_text(older, encoding="utf-8")
    return Mock(file, value["components"]["schemas"], answers)


def _older(value: Any) -> Any:
    """The same without what 3.1 has brought: null as a type, words beside a reference, examples of a schema."""
    match value:
        case {"$ref": reference}:
            return {"$ref": reference}
        case {"anyOf": [schema, {"type": "null"}], **others}:
            return _older({**others, **schema, "nullable": True})
        case dict():
            return {key: _older(each) for key, each in value.items() if key != "examples" or isinstance(each, dict)}
        case list():
            return [_older(each) for each in value]
        case _:
            return value


class _Plain(yaml.CSafeDumper):
    """Writes what is used twice twice: not every reader takes aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


BODY = json.dumps({**_EXAMPLE, "tags": ["round and red"] * 100, "note": "n" * 8_500})
"""A body of ten kilobytes."""

Make = Callable[[Path], Mock]
