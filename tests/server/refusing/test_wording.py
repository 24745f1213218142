"""How refusals are worded does not depend on which were worded before."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import ROOT, Outside, document, write

from understudy.contract.document import Node
from understudy.contract.samples import Samples
from understudy.contract.schemas import MISSING, Schemas
from understudy.project import load
from understudy.server.bodies.writing import dumped, plainly
from understudy.server.refusing.wording import Facts, Occasion, Problem, Words, fitting, words
from understudy.source import read

CASES = ROOT / "tests" / "cases"
SHAPES = [*read(CASES / "refusals.yaml", "").value, *read(CASES / "refused-requests.yaml", "").value]
OCCASION = Occasion("/a", Outside())

CHOOSY: list[Any] = [
    {"properties": {"message": {"maxLength": 3}, "error": {"type": "string", "pattern": "^[a-z]+$"}}},
    {"required": ["message"], "properties": {"message": {"maxLength": 3}, "type": {"minLength": 4}}},
    {"anyOf": [{"properties": {"code": {"minLength": 2}}, "required": ["code"]}, {"properties": {"message": {}}}]},
    {"properties": {"details": {"maxProperties": 1}, "errors": {"items": {"properties": {"msg": {"maxLength": 2}}}}}},
    {"maxProperties": 1, "properties": {"details": {"required": ["a"]}, "message": {}}},
    {"properties": {"errors": {"additionalProperties": {"items": {"maxLength": 3}}, "maxProperties": 1}}},
    {"type": "object", "additionalProperties": {"maxLength": 2}, "minProperties": 1},
    {"properties": {"errors": {"items": {"required": ["type"], "properties": {"type": {"enum": ["missing", "x"]}}}}}},
    {"required": ["at"], "properties": {"path": {"maxLength": 1}, "at": {"type": "string", "format": "date-time"}}},
    {"required": ["mood"], "properties": {"mood": {"type": "string", "minLength": 9, "pattern": "^x"}}},
    {"anyOf": [{"required": ["message"], "properties": {"message": {"maxLength": 6}}}, {"type": "object"}]},
]
NAMED: dict[str, Any] = {
    "Base": {"type": "object", "required": ["status"], "properties": {"status": {"type": "integer"}}},
    "Turning": {"anyOf": [{"$ref": "#/components/schemas/Turning"}, {"properties": {"message": {"type": "string"}}}]},
    "Nested": {"properties": {"message": {"type": "string"}, "cause": {"$ref": "#/components/schemas/Nested"}}},
}
texts = st.sampled_from(["", "no", "Taken", "a b", "x" * 9])
problems = st.builds(
    Problem,
    st.lists(st.sampled_from(["query", "body", "header", "a", 0]), max_size=2),
    texts,
    st.sampled_from(["type", "missing"]),
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


def error(directory: Path, shape: Any) -> tuple[Schemas, Node]:
    """The schemas of a contract that has this one for errors, and this one."""
    write(directory, {"openapi.yaml": document("{}", f"schemas: {json.dumps({'Error': shape})}")})
    contract = load(directory).contract
    root = contract.document.root
    return contract.schemas, Node(root, (), root.value).child("components", "schemas", "Error")


@settings(max_examples=150, deadline=None)
@given(st.data(), st.lists(st.tuples(refusals, st.sampled_from([None, OCCASION])), min_size=2, max_size=6))
def test_words_are_those_of_one_who_has_never_said_anything(
    schemas: tuple[Any, list[Node]], data: st.DataObject, said: list[tuple[Facts, Occasion | None]]
) -> None:
    """What was found out for one refusal is used for another only where it would be found out again."""
    known, listed = schemas
    schema = data.draw(st.sampled_from(listed))
    experienced = Words(known, Samples(known))
    for facts, occasion in said:
        fresh, in_bytes = Words(known, Samples(known)).word(facts, schema, occasion)
        assert experienced.word(facts, schema, occasion) == (fresh, in_bytes)
        assert fresh is MISSING or in_bytes(fresh) == dumped(fresh)
        assert fresh is MISSING or known.validator(schema).is_valid(fresh)


def test_a_part_is_judged_by_itself_where_the_whole_can_be_read_in_another_way(
    schemas: tuple[Any, list[Node]],
) -> None:
    """What is too long for one way to read an error is cut for that, though the error would be good by another one."""
    known, (*_, schema) = schemas
    experienced = Words(known, Samples(known))
    for message, told in (("Taken", "Taken"), ("x" * 9, "xxxxx…")):
        for each in (experienced, Words(known, Samples(known))):
            assert each.word(Facts(404, "Not Found", "x", message), schema)[0]["message"] == told


def test_what_was_good_is_judged_again_as_a_whole(tmp_path: Path) -> None:
    """A message that is longer than those before it is cut, as it would have been had it come first."""
    shape = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string", "maxLength": 6}}}
    schemas, schema = error(tmp_path, shape)
    experienced = Words(schemas, Samples(schemas))
    for message, told in (("Taken", "Taken"), ("Gone for good", "Gone …"), ("Taken", "Taken")):
        assert experienced.word(Facts(404, "Not Found", "x", message), schema)[0] == {"message": told}


@pytest.mark.parametrize(
    ("details", "writes"),
    [
        (None, plainly),
        ({}, plainly),
        ({"id": 'é"\x7f\u2028', "size": 2**70, "is": True, "none": None}, plainly),
        ({"id": 1e-7}, dumped),
        ({"id": ["a"]}, dumped),
        ({"at": datetime(2026, 1, 1, tzinfo=UTC)}, dumped),
        ({1: "a"}, dumped),
        (MappingProxyType({"id": "a"}), dumped),
    ],
)
def test_what_is_said_in_texts_and_whole_numbers_is_written_in_one_way(
    details: Any, writes: Any, tmp_path: Path
) -> None:
    """What else a handler may say is for JSON's own encoder, which refuses what is none."""
    schemas, schema = error(tmp_path, {"type": "object", "properties": {"details": {}, "message": {"type": "string"}}})
    words = Words(schemas, Samples(schemas))
    for message in ("Gone", "Away"):
        body, found = words.word(Facts(404, "Not Found", "x", message, details=details), schema)
        assert (body["message"], found) == (message, writes)
        assert writes is dumped or found(body) == dumped(body)


def test_what_a_schema_puts_into_an_error_may_be_written_in_two_ways(tmp_path: Path) -> None:
    """Then it is for JSON's own encoder as well."""
    members = {"x": {"const": 1e-7}, "message": {"type": "string"}}
    schemas, schema = error(tmp_path, {"type": "object", "required": ["x"], "properties": members})
    body, found = Words(schemas, Samples(schemas)).word(Facts(404, "Not Found", "x", "Gone"), schema)
    assert (body, found) == ({"x": 1e-7, "message": "Gone"}, dumped)


def test_half_of_a_pair_is_no_character(tmp_path: Path) -> None:
    """And who would have it written is told where it stands, whatever was said before."""
    schemas, schema = error(tmp_path, {"type": "object", "properties": {"message": {"type": "string"}}})
    for said in (["Gone", "a\ud800"], ["a\ud800", "Gone"]):
        words = Words(schemas, Samples(schemas))
        for message in said:
            body, found = words.word(Facts(404, "Not Found", "x", message), schema)
            assert (body, found) == ({"message": message}, plainly if said[0] == "Gone" else dumped)
    with pytest.raises(UnicodeEncodeError, match="position 8"):
        plainly({"id": "a\ud800"})


def test_a_type_may_be_anything(schemas: tuple[Any, list[Node]]) -> None:
    """A handler that says a list there is not worse off than one that says a text."""
    known, (schema, *_) = schemas
    words = Words(known, Samples(known))
    odd: Any = ["x"]
    for _ in range(2):
        assert words.word(Facts(404, "Not Found", odd, "Gone"), schema)[0]["error"]["message"] == "Gone"


def test_no_more_ways_are_known_than_there_is_room_for(
    schemas: tuple[Any, list[Node]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A project may say what it likes, and each time another kind of it."""
    known, (schema, *_) = schemas
    monkeypatch.setattr(words, "_MOST", 2)
    experienced = Words(known, Samples(known))
    for number in range(5):
        facts = Facts(404, "Not Found", f"Type{number}", "Gone")
        assert experienced.word(facts, schema)[0]["error"]["type"] == f"Type{number}"
        assert len(experienced._ways) <= 2


GOOGLE = ["OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
          "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "UNIMPLEMENTED", "INTERNAL",
          "UNAVAILABLE", "UNAUTHENTICATED"]  # fmt: skip
STRIPE = ["api_error", "card_error", "idempotency_error", "invalid_request_error"]
ANTHROPIC = ["api_error", "authentication_error", "invalid_request_error", "not_found_error", "overloaded_error",
             "permission_error", "rate_limit_error", "timeout_error"]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (GOOGLE, {400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
                  405: "INVALID_ARGUMENT", 409: "ALREADY_EXISTS", 412: "FAILED_PRECONDITION", 422: "INVALID_ARGUMENT",
                  428: "FAILED_PRECONDITION", 429: "RESOURCE_EXHAUSTED", 500: "INTERNAL", 501: "UNIMPLEMENTED",
                  502: "INTERNAL", 503: "UNAVAILABLE", 504: "DEADLINE_EXCEEDED"}),
        (STRIPE, {401: "invalid_request_error", 404: "invalid_request_error", 422: "invalid_request_error",
                  500: "api_error", 503: "api_error"}),
        (ANTHROPIC, {400: "invalid_request_error", 401: "authentication_error", 403: "permission_error",
                     404: "not_found_error", 413: "invalid_request_error", 429: "rate_limit_error", 500: "api_error",
                     503: "overloaded_error", 504: "timeout_error"}),
        (["success", "fail", "error"], {404: "fail", 500: "error", 302: None}),
        (["E100", "E404"], {404: "E404", 400: None}),
        (["ResourceNotFoundException", "ThrottlingException"],
         {404: "ResourceNotFoundException", 410: "ResourceNotFoundException", 429: "ThrottlingException"}),
        (["Teapot", "ImATeapot"], {418: "ImATeapot"}),
        ([], {404: None}),
    ],
)  # fmt: skip
def test_an_enumeration_has_a_member_for_a_status(options: list[str], expected: dict[int, str | None]) -> None:
    """By the words of the status, those that APIs have for it, and those for errors of its class."""
    titles = {status: HTTPStatus(status).phrase for status in expected}
    assert {status: fitting.of_status(options, status, titles[status]) for status in expected} == expected


@pytest.mark.parametrize(
    ("options", "mistake", "expected"),
    [
        (["missing", "missing_field", "invalid"], "missing", "missing_field"),
        (["missing", "invalid"], "missing", "missing"),
        (["REQUIRED", "INVALID_TYPE"], "missing", "REQUIRED"),
        (["REQUIRED", "INVALID_TYPE"], "int_parsing", "INVALID_TYPE"),
        (["invalid", "unknown_field"], "extra_forbidden", "unknown_field"),
        (["invalid", "not_found"], "NotFoundError", "not_found"),
        (["required", "bad_request"], "enum", "bad_request"),
        (["sad", "glad"], "enum", "sad"),
    ],
)
def test_an_enumeration_has_a_member_for_a_mistake(options: list[str], mistake: str, expected: str) -> None:
    """Its own word, else that a value is invalid, else what is said of the status; the first where there is none."""
    assert fitting.of_mistake(options, mistake, 400) == expected


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("code", "^[A-Z][A-Z_]*$", "IM_A_TEAPOT"),
        ("error_code", "^[a-z_]+$", "im_a_teapot"),
        ("type", "^[A-Z][A-Za-z]+t$", "ImATeapot"),
        ("reason", "^[a-z][A-Za-z]+$", "imATeapot"),
        ("kind", "^[a-z]+(-[a-z]+)+$", "im-a-teapot"),
        ("code", r"^\d{3}$", "418"),
        ("code", "Error$", "TeapotError"),
    ],
)
def test_a_member_says_the_status_as_it_is_to_be_written(
    name: str, pattern: str, expected: str, tmp_path: Path
) -> None:
    """A code that is written by a pattern says which error it is, and not just anything that matches."""
    shape = {"type": "object", "required": [name], "properties": {name: {"type": "string", "pattern": pattern}}}
    schemas, schema = error(tmp_path, shape)
    facts = Facts(418, "I'm a Teapot", "TeapotError", "Short and stout!")
    assert Words(schemas, Samples(schemas)).word(facts, schema)[0][name] == expected
