"""How refusals are worded does not depend on which were worded before."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, document, write

from understudy.contract.document import Node
from understudy.contract.samples import Samples
from understudy.project import load
from understudy.server.wording import Facts, Problem, Words, words
from understudy.source import read

SHAPES = read(ROOT / "tests" / "cases" / "refusals.yaml", "refusals.yaml").value

CHOOSY: list[Any] = [
    {"properties": {"message": {"maxLength": 3}, "error": {"type": "string", "pattern": "^[a-z]+$"}}},
    {"required": ["message"], "properties": {"message": {"maxLength": 3}, "type": {"minLength": 4}}},
    {"anyOf": [{"properties": {"code": {"minLength": 2}}, "required": ["code"]}, {"properties": {"message": {}}}]},
    {"properties": {"details": {"maxProperties": 1}, "errors": {"items": {"properties": {"msg": {"maxLength": 2}}}}}},
    {"maxProperties": 1, "properties": {"details": {"required": ["a"]}, "message": {}}},
    {"required": ["mood"], "properties": {"mood": {"type": "string", "minLength": 9, "pattern": "^x"}}},
]
NAMED: dict[str, Any] = {
    "Base": {"type": "object", "required": ["status"], "properties": {"status": {"type": "integer"}}},
    "Turning": {"anyOf": [{"$ref": "#/components/schemas/Turning"}, {"properties": {"message": {"type": "string"}}}]},
    "Nested": {"properties": {"message": {"type": "string"}, "cause": {"$ref": "#/components/schemas/Nested"}}},
}
texts = st.sampled_from(["", "no", "Taken", "a b", "x" * 9])
problems = st.builds(
    Problem, st.lists(st.sampled_from(["query", "a", 0]), max_size=2), texts, st.sampled_from(["type", "missing"])
)
refusals = st.builds(
    Facts,
    st.sampled_from([404, 422]),
    st.sampled_from(["Not Found", "No"]),
    st.sampled_from(["NotFoundError", "x"]),
    texts,
    st.none() | texts,
    st.none() | st.dictionaries(st.sampled_from("ab"), texts),
    st.lists(problems, max_size=2),
)


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[Node]]:
    """The schemas of refusals in APIs of all kinds, and some that are choosy about what is said."""
    directory: Path = tmp_path_factory.mktemp("wording")
    listed = {f"S{index}": shape for index, shape in enumerate([*(s["schema"] for s in SHAPES), *CHOOSY])}
    write(directory, {"openapi.yaml": document("{}", f"schemas: {json.dumps(NAMED | listed)}")})
    contract = load(directory).contract
    schemas = Node(contract.document.root, (), contract.document.root.value).child("components", "schemas")
    return contract.schemas, [schemas.child(name) for name in listed]


@settings(max_examples=150)
@given(st.data(), st.lists(refusals, min_size=2, max_size=6))
def test_words_are_those_of_one_who_has_never_said_anything(
    schemas: tuple[Any, list[Node]], data: st.DataObject, said: list[Facts]
) -> None:
    """What was found out for one refusal is used for another only where it would be found out again."""
    known, listed = schemas
    schema = data.draw(st.sampled_from(listed))
    experienced = Words(known, Samples(known))
    for facts in said:
        assert experienced.word(facts, schema) == Words(known, Samples(known)).word(facts, schema)


def test_a_type_may_be_anything(schemas: tuple[Any, list[Node]]) -> None:
    """A handler that says a list there is not worse off than one that says a text."""
    known, (schema, *_) = schemas
    words = Words(known, Samples(known))
    odd: Any = ["x"]
    for _ in range(2):
        assert words.word(Facts(404, "Not Found", odd, "Gone"), schema)["error"]["message"] == "Gone"


def test_no_more_ways_are_known_than_there_is_room_for(
    schemas: tuple[Any, list[Node]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project may say what it likes, and each time another kind of it."""
    known, (schema, *_) = schemas
    monkeypatch.setattr(words, "_MOST", 2)
    experienced = Words(known, Samples(known))
    for number in range(5):
        facts = Facts(404, "Not Found", f"Type{number}", "Gone")
        assert experienced.word(facts, schema)["error"]["type"] == f"Type{number}"
        assert len(experienced._ways) <= 2
