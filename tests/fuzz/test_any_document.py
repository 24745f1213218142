"""Whatever stands in a document, it is served as far as it goes, and nothing crashes."""

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, ask

from understudy import project
from understudy.check.compatibility import compare, findings
from understudy.contract import contract
from understudy.errors import ProjectError
from understudy.server.app import build

FILES = [
    *sorted((ROOT / "tests" / "projects").glob("*/openapi.yaml")),
    *sorted((ROOT / "tests" / "cases" / "documents").glob("*.yaml")),
]
JUNK: list[Any] = [None, True, 0, -1, 1.5, 10**30, "", "x", "{a}", "#/", "#/components/schemas/X", "/a", "[", "^("]
JUNK += [[], {}, [1], ["a", "a"], {"$ref": "#/x"}, {"$ref": 5}, {"type": "x"}, {"a": {}}, "string", {"in": "path"}]
FIELDS = ["$ref", "type", "items", "required", "allOf", "oneOf", "schema", "in", "name", "x-a", "example", "enum"]
FIELDS += ["pattern", "$id", "discriminator", "security", "parameters", "servers", "readOnly", "default", "not"]


def spots(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands."""
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from spots(member, (*path, key))


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def mutated(document: Any, chance: random.Random) -> Any:
    """The document with a few things in it changed, taken away, added, or put elsewhere."""
    document = json.loads(json.dumps(document, default=str))
    for _ in range(chance.choice([1, 1, 2, 3, 5])):
        known = [path for path in spots(document) if path]
        *outer, last = chance.choice(known)
        holder = at(document, tuple(outer))
        draw = chance.random()
        if draw < 0.55:
            holder[last] = chance.choice(JUNK)
        elif draw < 0.75:
            del holder[last]
        elif draw < 0.9 and isinstance(holder, dict):
            holder[chance.choice(FIELDS)] = chance.choice(JUNK)
        else:
            holder[last] = json.loads(json.dumps(at(document, chance.choice(known))))
    return document


@pytest.mark.parametrize("seed", range(4))
def test_any_document_is_served_as_far_as_it_goes(seed: int, tmp_path: Path) -> None:
    """It is refused with findings, or each of its operations answers; none raises what nobody expected."""
    chance = random.Random(f"documents {seed}")
    documents = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES]
    served = 0
    for _ in range(50):
        file = tmp_path / "openapi.json"
        file.write_text(json.dumps(mutated(chance.choice(documents), chance)), encoding="utf-8")
        try:
            loaded = project.load(file, strict=False)
        except ProjectError:
            continue
        app = build(loaded)
        served += 1
        for operation in loaded.contract.operations[:10]:
            target = re.sub(r"\{[^}]*\}", "1", operation.path)
            body = b"{}" if operation.method in ("POST", "PUT", "PATCH") else b""
            reply = ask(app, target, operation.method, headers={"Content-Type": "application/json"}, body=body)
            assert reply.status
            assert b"raised" not in reply.body
    assert served > 30


def test_any_change_is_told(tmp_path: Path) -> None:
    """From a document to whatever it has become, and back; none raises what nobody expected."""
    chance = random.Random("changes")
    documents = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES]
    told = 0
    for _ in range(60):
        before = chance.choice(documents)
        versions = []
        for name, document in (("a.json", before), ("b.json", mutated(before, chance))):
            (tmp_path / name).write_text(json.dumps(document, default=str), encoding="utf-8")
            try:
                versions.append(contract.load(tmp_path / name, name, strict=False))
            except ProjectError:
                break
        else:
            for old, new in (versions, versions[::-1]):
                told += len(list(findings(compare(old, new), lambda place: place)))
    assert told > 20
