"""Mock projects to measure with, written where a benchmark wants them, each always the same."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copyfile, copytree
from typing import Any

import yaml

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


def own(directory: Path) -> Path:
    """This repository's own project."""
    for name in ("handlers", "fixtures"):
        copytree(ROOT / name, directory / name)
    return Path(copyfile(ROOT / "openapi.yaml", directory / "openapi.yaml"))


def records(directory: Path) -> Path:
    """Ten thousand records, found by their key."""
    found = [{**_EXAMPLE, "id": f"i{number}", "name": f"Item {number}"} for number in range(RECORDS)]
    fixtures = {
        "collection": "items",
        "schema": "#/components/schemas/Item",
        "key": ["id"],
        "records": {record["id"]: record for record in found},
    }
    (directory / "fixtures").mkdir()
    (directory / "fixtures" / "items.json").write_text(json.dumps(fixtures), encoding="utf-8")
    return _written(directory, {"/items/{id}": {"parameters": [_ID], "get": _answers("200")}})


def alone(directory: Path) -> Path:
    """A document with nothing beside it, and no example: its answers are made up."""
    schema = {key: value for key, value in _ITEM.items() if key != "example"}
    return _written(directory, {"/items/{id}": {"parameters": [_ID], "get": _answers("200", example=False)}}, schema)


def posting(directory: Path) -> Path:
    """An operation that takes a body."""
    body = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}}
    return _written(directory, {"/checks": {"post": {"requestBody": body, **_answers("200")}}})


def large(directory: Path) -> Path:
    """As many operations as there are in few documents."""
    return _written(directory, {f"/r{number}/{{id}}": _one(number) for number in range(OPERATIONS)})


def _one(number: int) -> dict[str, Any]:
    return {"parameters": [_ID], "get": {"operationId": f"get_{number}", **_answers("200")}}


def _answers(status: str, *, example: bool = True) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": {"$ref": "#/components/schemas/Item"}}
    if example:
        content["example"] = _EXAMPLE
    return {"responses": {status: {"description": "Fine", "content": {"application/json": content}}}}


def _written(directory: Path, paths: Mapping[str, Any], schema: Mapping[str, Any] = _ITEM) -> Path:
    value = {
        "openapi": "3.1.0",
        "info": {"title": "Measured", "version": "1"},
        "paths": paths,
        "components": {"schemas": {"Item": schema}},
    }
    file = directory / "openapi.yaml"
    file.write_text(yaml.dump(value, Dumper=_Plain, sort_keys=False), encoding="utf-8")
    return file


class _Plain(yaml.CSafeDumper):
    """Writes what is used twice twice: not every reader takes aliases."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


BODY = json.dumps({**_EXAMPLE, "tags": ["round and red"] * 100, "note": "n" * 8_500})
"""A body of ten kilobytes."""

Make = Callable[[Path], Path]
