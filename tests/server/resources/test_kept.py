"""Collections of a document alone, in all the forms that documents give them."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock, write

from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.server.resources.shelves import made as made_up


def json_of(schema: str) -> str:
    """Content that is JSON of a schema."""
    return f"content: {{application/json: {{schema: {schema}}}}}"


def collection(item: str, *, list_: str = "", created: str = "", headers: str = "") -> str:
    """Paths of a collection: the schemas of its records, of its list, and of what is answered to a creation."""
    list_ = list_ or f"{{type: array, items: {item}}}"
    one = f"'200': {{description: One, {json_of(item)}}}"
    anything = f"requestBody: {{{json_of('{}')}}}"
    refused = f"'422': {{description: No, {json_of('{type: object}')}}}"
    missing = "'404': {description: No}"
    return f"""
    /things:
      get:
        parameters:
          - {{name: kind, in: query, schema: {{type: string}}}}
          - {{name: size, in: query, schema: {{type: integer}}}}
        responses: {{'200': {{description: All, {json_of(list_)}}}, {refused}}}
      post:
        {anything}
        responses: {{'201': {{description: New, {headers}{json_of(created or item)}}}, {refused}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{{one}, {missing}}}}}
      put: {{{anything}, responses: {{{one}, {refused}}}}}
      patch: {{{anything}, responses: {{{one}, {missing}}}}}
      delete: {{responses: {{{one}, {missing}}}}}
    """


THING = """
    schemas:
      Thing:
        type: object
        required: [id, kind]
        additionalProperties: false
        properties:
          id: {type: string, readOnly: true}
          kind: {type: string, enum: [a, b]}
          name: {type: [string, 'null']}
          note: {type: string}
          secret: {type: string, writeOnly: true}
          size: {type: integer, maximum: 9}
          created_at: {type: string, format: date-time}
          updated_at: {type: string, format: date-time, readOnly: true}
          of: {type: object, properties: {x: {type: integer}, y: {type: integer}}}
    """
REF = "{$ref: '#/components/schemas/Thing'}"


def made(directory: Path, paths: str, components: str = THING, **files: str) -> Mock:
    return mock(directory, {"openapi.yaml": document(paths, components), **files})


def send(app: Mock, method: str, target: str, body: Any = None, **headers: str) -> Reply:
    if body is None:
        return ask(app, target, method, headers=headers)
    sent = {"Content-Type": "application/json", **headers}
    return ask(app, target, method, headers=sent, body=json.dumps(body).encode())


@pytest.fixture
def app(tmp_path: Path) -> Mock:
    return made(tmp_path, collection(REF))


def test_a_server_adds_what_only_it_can_say(app: Mock) -> None:
    """A name, moments by the session's clock; what is sent of that counts for nothing, what is not sent stays away."""
    send(app, "PUT", "/_understudy/clock", {"freeze": "2030-01-01T00:00:00Z"}, Host="localhost")
    sent = {"kind": "a", "id": "mine", "updated_at": "x", "secret": "s", "unknown": 1, "of": {"x": 1}}
    created = send(app, "POST", "/things", sent).json
    assert created.pop("id") != "mine"
    moment = "2030-01-01T00:00:00Z"
    assert created == {"kind": "a", "created_at": moment, "updated_at": moment, "of": {"x": 1}}


def test_what_a_record_cannot_hold_is_left_out_of_a_new_one(app: Mock) -> None:
    """Where the request may have it all the same; what else is sent stays."""
    created = send(app, "POST", "/things", {"kind": "b", "note": "n", "size": 10})
    assert created.status == 201
    assert (created.json["kind"], created.json["note"]) == ("b", "n")
    assert created.json.keys() == {"id", "kind", "note", "created_at", "updated_at"}


def test_a_change_changes_what_it_names(app: Mock) -> None:
    """Deeply; null where a member may be null, and else away with it."""
    location = send(app, "POST", "/things", {"kind": "a", "of": {"x": 1}, "note": "n"}).headers["location"]
    before = ask(app, location).json
    send(app, "PUT", "/_understudy/clock", {"freeze": "2040-01-01T00:00:00Z"}, Host="localhost")
    after = send(app, "PATCH", location, {"of": {"y": 2}, "name": None}).json
    assert after["updated_at"] == "2040-01-01T00:00:00Z"
    assert after["created_at"] == before["created_at"]
    assert (after["of"], after["name"]) == ({"x": 1, "y": 2}, None)
    assert ask(app, location).json == after
    only = send(app, "PATCH", location, {"note": None}).json
    assert "note" not in only


def test_a_change_takes_nothing_away_from_nothing(app: Mock) -> None:
    """Null in what is not there yet is no member of it (RFC 7396, 2)."""
    location = send(app, "POST", "/things", {"kind": "a"}).headers["location"]
    assert send(app, "PATCH", location, {"of": {"x": None, "y": 2}}).json["of"] == {"y": 2}


CHANGES: Mapping[str, tuple[str, Any, Any]] = {
    "too large": ("", {"size": 10}, "size"),
    "null for what is required": ("", {"kind": None}, "kind"),
    "of another form": ("", {"of": "x"}, "of"),
    "some of it": ("", {"note": "new", "size": 10}, "size"),
    "in the form that is asked for": ("of: {type: string}", {"of": "x"}, {}),
    "null as is asked for": ("kind: {type: [string, 'null']}", {"kind": None}, {}),
    "beside what holds": ("of: {type: string}", {"of": "x", "note": None, "name": None}, {"name": None}),
    "too large for the record alone": ("size: {type: integer}", {"size": 10}, "size"),
    "what holds together": ("of: {type: string}", {"of": "x", "from": 1, "to": 2}, {"from": 1, "to": 2}),
    "what holds together alone": ("of: {type: string}", {"of": "x", "from": 1}, "to"),
}


CHANGED = """
    schemas:
      Thing:
        type: object
        required: [id, kind]
        dependentRequired: {from: [to], to: [from]}
        properties:
          id: {type: string, readOnly: true}
          kind: {type: string}
          note: {type: string}
          name: {type: [string, 'null']}
          size: {type: integer, maximum: 9}
          of: {type: object}
    """


@pytest.mark.parametrize("form", ["{}", "{{properties: {{data: {}}}}}"], ids=["bare", "in an envelope"])
@pytest.mark.parametrize(("own", "change", "expected"), CHANGES.values(), ids=CHANGES.keys())
def test_a_change_that_breaks_the_record_is_refused(
    own: str, change: Any, expected: Any, form: str, tmp_path: Path
) -> None:
    """As a whole, with what is wrong; save in what the schema of changes allows that can be no member of a record."""
    schema = form.format(f"{{type: object, properties: {{{own}}}}}")
    changes = f"content: {{application/merge-patch+json: {{schema: {schema}}}, application/json: {{schema: {{}}}}}}"
    refused = f"'422': {{description: No, {json_of('{type: object, properties: {message: {type: string}}}')}}}"
    paths = collection(REF if form == "{}" else DATA, list_=LIST)
    start = paths.index("patch:")
    patch = paths[start:].replace(json_of("{}"), changes).replace("responses: {", f"responses: {{{refused}, ", 1)
    app = made(tmp_path, paths[:start] + patch, CHANGED)
    location = send(app, "POST", "/things", {"kind": "a", "of": {"x": 1}, "note": "!"}).headers["location"]
    before = ask(app, location).json
    sent = change if form == "{}" else {"data": change}
    reply = send(app, "PATCH", location, sent, **{"Content-Type": "application/merge-patch+json"})
    after = ask(app, location).json
    if isinstance(expected, str):
        where = f"body.{expected}: " if form == "{}" else f"body.data.{expected}: "
        assert (reply.status, reply.json["message"].startswith(where), after) == (422, True, before), reply.body
        return
    assert (reply.status, reply.json) == (200, after), reply.body
    record = after.get("data", after)
    assert {**record, **expected} == record
    assert (record["kind"], record["of"], "note" in record) == ("a", {"x": 1}, "note" not in change)


LINKED = """
    schemas:
      Plain:
        type: object
        required: [id, kind]
        additionalProperties: false
        properties: {id: {}, kind: {type: string}}
      Linked:
        type: object
        required: [id, kind, _links]
        additionalProperties: false
        properties: {id: {}, kind: {type: string}, _links: {type: object}}
    """
EITHER = "content: {application/hal+json: {schema: HAL}, application/json: {schema: ONE}}"


def test_a_record_is_shown_in_the_media_type_that_is_liked_best(tmp_path: Path) -> None:
    """Each may have a schema of its own, and another one than what is declared first."""
    paths = collection("ONE").replace(json_of("ONE"), EITHER)
    for name, called in (("ONE", "Plain"), ("HAL", "Linked")):
        paths = paths.replace(name, f"{{$ref: '#/components/schemas/{called}'}}")
    app = made(tmp_path, paths, LINKED)
    assert ask(app, "/things/1").json.keys() == {"id", "kind"}
    location = send(app, "POST", "/things", {"kind": "a"}).headers["location"]
    plain = ask(app, location)
    linked = ask(app, location, headers={"Accept": "application/hal+json"})
    assert (plain.headers["content-type"], plain.json["kind"]) == ("application/json", "a")
    assert (linked.headers["content-type"], linked.json["kind"]) == ("application/hal+json", "a")
    assert linked.json.keys() - plain.json.keys() == {"_links"}
    assert plain.json in ask(app, "/things").json


@pytest.mark.parametrize(
    ("item", "list_"), [("{type: string}", ""), ("{type: array}", ""), ("{type: object}", "{items: {type: string}}")]
)
def test_what_is_no_object_takes_any_change(item: str, list_: str, tmp_path: Path) -> None:
    """It is no record, and the list of names that some have is no list of records."""
    app = made(tmp_path, collection(item, list_=list_))
    assert send(app, "PATCH", "/things/1", {"kind": "a"}).status == 200
    assert ask(app, "/things/1").status == 200
    assert isinstance(ask(app, "/things").json, list)


def test_what_is_for_the_server_to_say_outlives_a_replacement(app: Mock) -> None:
    """Its name and its moments, save that of the change; all else is replaced."""
    location = send(app, "POST", "/things", {"kind": "a", "note": "n"}).headers["location"]
    before = ask(app, location).json
    send(app, "PUT", "/_understudy/clock", {"freeze": "2040-01-01T00:00:00Z"}, Host="localhost")
    after = send(app, "PUT", location, {"kind": "b"}).json
    del before["note"]
    assert after == {**before, "kind": "b", "updated_at": "2040-01-01T00:00:00Z"}
    other = ask(app, "/things/other").json
    assert send(app, "PUT", "/things/other", {"kind": "a"}).json["created_at"] == other["created_at"]


CREATED: Mapping[str, tuple[str, int]] = {
    "200 alone": ("", 200),
    "201 as well": ("'201': {description: New, CONTENT}, ", 201),
    "201 without a body": ("'201': {description: New}, ", 201),
    "any good one": ("2XX: {description: New, CONTENT}, ", 201),
    "201 of something else": ("'201': {description: New, OTHER}, ", 200),
    "an error by default": ("default: {description: No, CONTENT}, ", 200),
}


@pytest.mark.parametrize(("declared", "status"), CREATED.values(), ids=CREATED.keys())
def test_a_replacement_of_nothing_creates(declared: str, status: int, tmp_path: Path) -> None:
    """With 201 where that is declared (RFC 9110, 9.3.4); its moments are those of its creation."""
    declared = declared.replace("CONTENT", json_of(REF)).replace("OTHER", json_of("{type: object, not: {}}"))
    paths = collection(REF).replace(
        "responses: {'200': {description: One, ", f"responses: {{{declared}'200': {{description: One, "
    )
    app = made(tmp_path, paths)
    assert send(app, "PUT", "/things/t-1", {"kind": "a"}).status == 200
    send(app, "PUT", "/_understudy/clock", {"freeze": "2040-01-01T00:00:00Z"}, Host="localhost")
    assert send(app, "DELETE", "/things/t-1").status == 200
    created = send(app, "PUT", "/things/t-1", {"kind": "b"})
    assert (created.status, bool(created.body)) == (status, "{description: New}" not in declared)
    record = ask(app, "/things/t-1").json
    assert (record["kind"], record["created_at"]) == ("b", "2040-01-01T00:00:00Z")
    assert send(app, "PUT", "/things/t-1", {"kind": "a"}).status == 200


def test_a_replacement_is_no_creation(tmp_path: Path) -> None:
    """Where a contract has an answer for each of the two, and where it has but one for both."""
    for declared, statuses in (("'204': {description: Replaced}, ", [201, 204]), ("", [201, 201])):
        put = f"responses: {{'201': {{description: New, {json_of(REF)}}}, {declared}'422'"
        paths = re.sub("(put: .*)responses: {'200': .*?'422'", lambda found: found[1] + put, collection(REF))  # noqa: B023
        app = made(tmp_path, paths)
        assert send(app, "DELETE", "/things/t-1").status == 200
        assert [send(app, "PUT", "/things/t-1", {"kind": kind}).status for kind in "ab"] == statuses
        assert ask(app, "/things/t-1").json["kind"] == "b"


def test_a_deletion_may_show_what_is_gone(app: Mock) -> None:
    record = ask(app, "/things/t-1").json
    assert send(app, "DELETE", "/things/t-1").json == record
    assert ask(app, "/things/t-1").status == 404


@pytest.mark.parametrize("slash", ["", "/"])
def test_what_was_deleted_below_a_new_record_is_gone(slash: str, tmp_path: Path) -> None:
    """Where no 404 is declared there might be anything below that; what a client has deleted might not."""
    schema = "{type: object, properties: {id: {type: integer}}}"
    good = f"responses: {{'200': {{description: a, {json_of(schema)}}}}}"
    ids = [f"{{name: {name}, in: path, required: true, schema: {{type: integer}}}}" for name in ("id", "part")]
    paths = f"""
/things/{{id}}{slash}:
  parameters: [{ids[0]}]
  get: {{{good}}}
  delete: {{responses: {{'204': {{description: a}}}}}}
/things/{{id}}/parts/{{part}}{slash}:
  parameters: [{", ".join(ids)}]
  get: {{{good}}}
  delete: {{responses: {{'204': {{description: a}}}}}}
"""
    app, part = made(tmp_path, paths), f"/things/1/parts/2{slash}"
    wanted = [("DELETE", f"/things/1{slash}", 204), ("GET", part, 200), ("DELETE", part, 204), ("GET", part, 404)]
    assert [(method, target, send(app, method, target).status) for method, target, _ in wanted] == wanted
    assert send(app, "DELETE", part).status == 404


def test_a_list_is_filtered_by_what_records_have(app: Mock) -> None:
    """A parameter that is called as no member changes nothing."""
    for kind in "abb":
        send(app, "POST", "/things", {"kind": kind, "note": "mine"})
    listed = ask(app, "/things?kind=b").json
    assert {record["kind"] for record in listed} == {"b"}
    assert sum(record.get("note") == "mine" for record in listed) == 2


def test_a_record_is_the_same_in_a_list_and_alone(app: Mock) -> None:
    """And for everybody who asks, in every process."""
    for record in ask(app, "/things").json:
        assert ask(app, f"/things/{record['id']}").json == record


def test_a_stateless_mock_remembers_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"openapi.yaml": document(collection(REF), THING)})
    app = build(project.load(tmp_path), Memory(), stateless=True)
    created = send(app, "POST", "/things", {"kind": "a"})
    assert created.status == 201
    assert "location" not in created.headers
    assert send(app, "DELETE", "/things/t-1").status == 200
    assert ask(app, "/things/t-1").status == 200


LIST = f"{{type: array, items: {REF}}}"
COUNTED = f"{{type: object, required: [all, count], properties: {{all: {LIST}, count: {{type: integer}}}}}}"
DATA = f"{{type: object, required: [data], properties: {{data: {REF}, meta: {{type: object}}}}}}"
ENVELOPES: Mapping[str, tuple[str, str]] = {
    "a list in an object": (REF, COUNTED),
    "a record in an envelope": (DATA, f"{{type: object, properties: {{data: {LIST}}}}}"),
    "by all of": (f"{{allOf: [{REF}]}}", f"{{type: array, items: {{allOf: [{REF}]}}}}"),
}


@pytest.mark.parametrize(("item", "list_"), ENVELOPES.values(), ids=ENVELOPES.keys())
def test_records_and_lists_may_lie_in_something(item: str, list_: str, tmp_path: Path) -> None:
    """What is sent may lie in the same."""
    app = made(tmp_path, collection(item, list_=list_))
    enveloped = "data" in item
    created = send(
        app, "POST", "/things", {"data": {"kind": "b", "note": "x"}} if enveloped else {"kind": "b", "note": "x"}
    )
    assert created.status == 201
    record = created.json["data"] if enveloped else created.json
    assert (record["kind"], record["note"]) == ("b", "x")
    read = ask(app, created.headers["location"]).json
    assert (read["data"] if enveloped else read) == record
    listed = ask(app, "/things").json
    records = listed if isinstance(listed, list) else listed.get("all", listed.get("data"))
    assert record in records
    if "count" in list_:
        assert listed["count"] == len(records) == 4


def test_a_list_may_show_less_of_a_record_and_an_answer_something_else(tmp_path: Path) -> None:
    """As far as they have members in common."""
    components = (
        THING
        + """
      Short: &short {type: object, required: [id, kind], additionalProperties: false, properties: {id: {}, kind: {}}}
      Receipt: {<<: *short, required: [id, receipt], properties: {id: {}, receipt: {type: integer}}}
    """
    )
    short, receipt = "{$ref: '#/components/schemas/Short'}", "{$ref: '#/components/schemas/Receipt'}"
    app = made(tmp_path, collection(REF, list_=f"{{type: array, items: {short}}}", created=receipt), components)
    created = send(app, "POST", "/things", {"kind": "b", "note": "x"})
    assert list(created.json) == ["id", "receipt"]
    assert created.headers["location"] == f"/things/{created.json['id']}"
    assert {"id": created.json["id"], "kind": "b"} in ask(app, "/things").json
    assert ask(app, created.headers["location"]).json["note"] == "x"


def test_an_answer_calls_a_record_as_it_is_called(tmp_path: Path) -> None:
    """Also where it is called after the parameter of the path, which the record is not."""
    receipt = "{type: object, required: [thingId], properties: {thingId: {type: string}, secret: {type: string}}}"
    paths = collection(REF, created=receipt).replace("/{id}", "/{thingId}").replace("{name: id,", "{name: thingId,")
    app = made(tmp_path, paths)
    created = send(app, "POST", "/things", {"kind": "a", "note": "mine"})
    assert created.headers["location"] == f"/things/{created.json['thingId']}"
    assert ask(app, created.headers["location"]).json["id"] == created.json["thingId"]


def test_what_has_no_name_of_its_own_is_given_one(tmp_path: Path) -> None:
    """It can be read where its `Location` says."""
    app = made(tmp_path, collection("{type: object, required: [text], properties: {text: {type: string}}}"))
    locations = [send(app, "POST", "/things", {"text": text}).headers["location"] for text in "ab"]
    assert locations == ["/things/1", "/things/2"]
    assert [ask(app, location).json for location in locations] == [{"text": "a"}, {"text": "b"}]
    assert len(ask(app, "/things").json) == 5


@pytest.mark.parametrize(
    ("name", "members", "expected"),
    [
        ("deviceId", "id: {type: string}", {}),
        ("id", "id: {type: string}", {}),
        ("deviceId", "id: {type: string}, device_id: {type: string}", {"device_id": "d1"}),
    ],
)
def test_what_is_below_a_record_has_a_name_of_its_own(
    name: str, members: str, expected: dict[str, str], tmp_path: Path
) -> None:
    """What is created and what is made up; it says what it is below where it has a member for just that."""
    item = f"{{type: object, required: [id], properties: {{{members}}}}}"
    paths = collection(item).replace("/things", f"/devices/{{{name}}}/things").replace("{id}:", "{thingId}:")
    above = f"parameters: [{{name: {name}, in: path, required: true, schema: {{type: string}}}}]"
    paths = paths.replace("{name: id,", "{name: thingId,").replace(
        "parameters: [{name: thingId", f"{above[:-1]}, {{name: thingId"
    )
    paths = paths.replace("things:\n      get:", f"things:\n      {above}\n      get:")
    app = made(tmp_path, paths)
    created = [send(app, "POST", "/devices/d1/things", {}).json for _ in range(2)]
    listed = ask(app, "/devices/d1/things").json
    assert len({each["id"] for each in listed}) == 5
    assert all(each["id"] != "d1" and each.items() >= expected.items() for each in [*created, *listed])


def test_a_name_that_is_given_is_one_that_the_path_may_have(tmp_path: Path) -> None:
    """Of which there may be few."""
    item = "{type: object, required: [text], properties: {text: {type: string}}}"
    of_path = "{name: id, in: path, required: true, schema: {type: string"
    paths = collection(item)
    uuids = made(tmp_path / "uuids", paths.replace(of_path, f"{of_path}, format: uuid"))
    locations = [send(uuids, "POST", "/things", {"text": text}).headers["location"] for text in "ab"]
    assert [ask(uuids, location).json for location in locations] == [{"text": "a"}, {"text": "b"}]
    few = made(tmp_path / "few", paths.replace(of_path, f"{of_path}, enum: [x]"))
    found = [send(few, "POST", "/things", {"text": text}).headers["location"] for text in "ab"]
    assert found[0] == "/things/x"
    assert found[1] != "/things/x"


@pytest.mark.parametrize(
    ("parameter", "member"),
    [("thingUuid", "uuid"), ("id", "thingId"), ("thing_tag", "tag"), ("userName", "username"), ("thingId", "id")],
)
def test_what_names_a_record_may_be_called_otherwise_in_it(parameter: str, member: str, tmp_path: Path) -> None:
    """A record that is made up shows it, and one that is created is found by it."""
    item = f"{{type: object, required: [{member}], properties: {{{member}: {{type: string}}, text: {{type: string}}}}}}"
    paths = collection(item).replace("/{id}", f"/{{{parameter}}}").replace("{name: id,", f"{{name: {parameter},")
    app = made(tmp_path, paths)
    assert ask(app, "/things/t-1").json[member] == "t-1"
    created = send(app, "POST", "/things", {"text": "mine"}).json
    assert ask(app, f"/things/{created[member]}").json == created


def test_a_record_in_an_envelope_is_found_without_a_list(tmp_path: Path) -> None:
    """By what names it there: what is called as things in an envelope are, or as those at the path."""
    thing = "{type: object, required: [id], properties: {id: {type: string}, text: {type: string}}}"
    for name in ("data", "thing"):
        item = f"{{type: object, required: [{name}], properties: {{{name}: {thing}, ok: {{type: boolean}}}}}}"
        app = made(tmp_path / name, collection(item, list_="{type: object}"))
        assert ask(app, "/things/t-1").json[name]["id"] == "t-1"
        created = send(app, "POST", "/things", {"text": "mine"})
        assert created.headers["location"] == f"/things/{created.json[name]['id']}"
        assert ask(app, created.headers["location"]).json[name]["text"] == "mine"


def test_what_is_in_a_record_is_not_the_record(tmp_path: Path) -> None:
    owner = "{type: object, required: [id], properties: {id: {type: string}}}"
    item = f"{{type: object, required: [owner], properties: {{owner: {owner}, text: {{type: string}}}}}}"
    app = made(tmp_path, collection(item, list_="{type: object}"))
    location = send(app, "POST", "/things", {"text": "mine"}).headers["location"]
    assert ask(app, location).json["text"] == "mine"


def test_paths_may_end_in_a_slash(tmp_path: Path) -> None:
    """All of them, as some frameworks have it."""
    paths = collection(REF).replace("/things:", "/things/:").replace("/{id}:", "/{id}/:")
    app = made(tmp_path, paths)
    location = send(app, "POST", "/things/", {"kind": "a"}).headers["location"]
    assert location.endswith("/")
    assert ask(app, location).json in ask(app, "/things/").json
    assert send(app, "DELETE", location).status == 200
    assert ask(app, location).status == 404


def test_a_name_may_be_sent(tmp_path: Path) -> None:
    """Where it is not for the server to say, and once: until the record that has it is deleted."""
    things = collection("{type: object, required: [id], properties: {id: {type: string}}}")
    app = made(tmp_path, things.replace("{'201': ", "{'409': {description: Taken}, '201': "))
    assert send(app, "POST", "/things", {"id": "mine"}).headers["location"] == "/things/mine"
    assert send(app, "POST", "/things", {"id": "mine", "more": 1}).status == 409
    assert send(app, "POST", "/things", {"id": "mine", "more": 1}, Prefer="code=201").status == 201
    assert [record for record in ask(app, "/things").json if record["id"] == "mine"] == [{"id": "mine"}]
    assert send(app, "DELETE", "/things/mine").status == 200
    assert send(app, "POST", "/things", {"id": "mine", "more": 1}).json == {"id": "mine", "more": 1}
    assert send(app, "POST", "/things", "text").status == 201


@pytest.mark.parametrize("declared", ["default", "4XX", "'409'"])
def test_a_name_that_is_taken_is_a_conflict_however_that_is_declared(declared: str, tmp_path: Path) -> None:
    """Also where there is a 422: with what was sent nothing is wrong."""
    refused = f"{{{declared}: {{description: Taken}}, '201': "
    things = collection("{type: object, required: [id], properties: {id: {type: string}}}").replace("{'201': ", refused)
    app = made(tmp_path, things)
    assert [send(app, "POST", "/things", {"id": "mine"}).status for _ in range(2)] == [201, 409]


def test_a_name_may_be_sent_again_where_nothing_says_that_it_may_not(tmp_path: Path) -> None:
    """The record takes the place of the one before: a client that did no wrong is not to be told that it did."""
    app = made(tmp_path, collection("{type: object, required: [id], properties: {id: {type: string}}}"))
    for more in (1, 2):
        assert send(app, "POST", "/things", {"id": "mine", "more": more}).status == 201
    assert [record for record in ask(app, "/things").json if record["id"] == "mine"] == [{"id": "mine", "more": 2}]


def test_a_number_that_is_whole_is_one_key_however_it_is_written(tmp_path: Path) -> None:
    """`7.0` is the integer 7 (JSON Schema 2020-12, 4.2.3), in a body as in a path."""
    things = collection("{type: object, required: [id], properties: {id: {type: integer}}}")
    app = made(tmp_path, things.replace("schema: {type: string}}]", "schema: {type: integer}}]"))
    created = send(app, "POST", "/things", {"id": 7.0, "kind": "mine"})
    assert created.headers["location"] == "/things/7"
    for path in ("/things/7", "/things/7.0"):
        assert ask(app, path).json == {"id": 7, "kind": "mine"}
    assert send(app, "DELETE", "/things/7.0").status == 200
    assert ask(app, "/things/7").status == 404


def test_a_name_that_no_record_can_have_is_left_out(tmp_path: Path) -> None:
    """The record is found under the one that it has."""
    record = "{type: object, required: [id], properties: {id: {type: [string, 'null'], maxLength: 40}}}"
    app = made(tmp_path, collection(record))
    for name in ("x" * 41, None, "", ["a"]):
        created = send(app, "POST", "/things", {"id": name, "note": "mine"})
        assert created.headers["location"] == f"/things/{created.json['id']}"
        assert ask(app, created.headers["location"]).json == created.json


def test_what_is_declared_of_a_location_holds(tmp_path: Path) -> None:
    """A path, a whole URL, or what else a schema asks for."""
    header = "headers: {Location: {schema: {type: string, format: uri}}}, "
    app = made(tmp_path / "a", collection(REF, headers=header))
    assert (
        send(app, "POST", "/things", {"kind": "a"}, Host="mock.test")
        .headers["location"]
        .startswith("http://mock.test/things/")
    )
    header = "headers: {Location: {schema: {type: string, const: elsewhere}}}, "
    app = made(tmp_path / "b", collection(REF, headers=header))
    assert send(app, "POST", "/things", {"kind": "a"}).headers["location"] == "elsewhere"


def test_a_location_is_below_the_server_that_was_asked(tmp_path: Path) -> None:
    """By the path of its URL, in the session that the path names; there is none for a name of any length."""
    thing = "{type: object, required: [id], properties: {id: {type: string}}}"
    text = document(collection(thing), THING) + "\nservers: [{url: 'https://api.test/v 2/x'}, {url: /v1}]\n"
    app = mock(tmp_path, {"openapi.yaml": text})
    for below, base in (("/v%202/x", "/v%202/x"), ("/v%20%32/x", "/v%202/x"), ("/v1", "/v1"), ("", "")):
        for session in ("", "/~other"):
            sent = {"id": f"{below} é"}
            location = send(app, "POST", f"{session}{below}/things", sent).headers["location"]
            assert location.startswith(f"{session}{base}/things/")
            assert ask(app, location).json == sent
    long = send(app, "POST", "/things", {"id": "x" * 1000})
    assert (long.status, long.headers.get("location")) == (201, None)


def test_what_no_schema_allows_is_made_up(tmp_path: Path) -> None:
    """A collection never breaks its contract: where it could only do that, it answers as if it were none."""
    never = "{type: array, items: {$ref: '#/components/schemas/Thing'}, minItems: 50}"
    app = made(
        tmp_path, collection(REF, list_=never, created="{type: object, required: [x], properties: {x: {const: 1}}}")
    )
    assert len(ask(app, "/things").json) == 50
    assert send(app, "POST", "/things", {"kind": "a"}).json == {"x": 1}
    nothing = made(tmp_path / "c", collection(REF, created="{type: object, required: [x], properties: {x: {not: {}}}}"))
    assert send(nothing, "POST", "/things", {"kind": "a"}).status == 500
    impossible = made(tmp_path / "b", collection("{type: object, required: [x], properties: {x: {not: {}}}}"))
    assert ask(impossible, "/things").json == []
    assert send(impossible, "POST", "/things", {}).status == 500
    assert send(impossible, "PUT", "/things/1", {}).status == 500


EXAMPLES = """
    /things:
      get:
        responses:
          '200':
            description: All
            content:
              application/json:
                schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}
                example: [{id: t-1, kind: a, note: given}, {id: t-2, kind: b}]
      post: {responses: {'201': {description: New}}, requestBody: {content: {application/json: {schema: {}}}}}
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get:
        responses:
          '200':
            description: One
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Thing'}
                examples: {one: {value: {id: t-9, kind: b, note: given}}}
          '404': {description: No}
      patch: &change
        requestBody: {content: {application/json: {schema: {}}}}
        responses: {'204': {description: Changed}}
      delete: {responses: {'204': {description: Gone}}}
    """


def test_examples_of_the_contract_come_first(tmp_path: Path) -> None:
    """Until something is written; then they are what was there before."""
    app = made(tmp_path, EXAMPLES)
    assert [record["id"] for record in ask(app, "/things").json] == ["t-1", "t-2"]
    assert ask(app, "/things/t-5").json == {"id": "t-9", "kind": "b", "note": "given"}
    assert send(app, "PATCH", "/things/t-5", {"note": "mine"}).status == 204
    assert ask(app, "/things/t-5").json == {"id": "t-5", "kind": "b", "note": "mine"}
    assert [record["id"] for record in ask(app, "/things").json] == ["t-5", "t-1", "t-2"]
    assert send(app, "DELETE", "/things/t-1").status == 204
    assert [record["id"] for record in ask(app, "/things").json] == ["t-5", "t-2"]
    created = send(app, "POST", "/things", {"kind": "a"})
    assert (created.status, created.body) == (201, b"")
    assert ask(app, created.headers["location"]).json["kind"] == "a"


def test_a_list_given_as_an_example_is_of_records(tmp_path: Path) -> None:
    """Each says the same when it is read alone, and beside what is written; it is changed and deleted as any other."""
    app = made(tmp_path, EXAMPLES.replace("id: t-9", "id: t-2"))
    first, second = given = ask(app, "/things").json
    assert ask(app, "/things/t-1").json == first
    assert ask(app, "/things/t-2").json == {"id": "t-2", "kind": "b", "note": "given"}, "that is said in full"
    location = send(app, "POST", "/things", {"kind": "a"}).headers["location"]
    assert ask(app, "/things").json == [ask(app, location).json, *given]
    assert send(app, "PATCH", "/things/t-1", {"kind": "b"}).status == 204
    assert ask(app, "/things/t-1").json == first | {"kind": "b"}
    assert ask(app, "/things").json == [first | {"kind": "b"}, ask(app, location).json, second]


def test_a_list_given_as_an_example_may_show_less_of_records(tmp_path: Path) -> None:
    """What else a record has to have is made up, or stands in the example of one; one without a name is listed."""
    short = "{type: object, properties: {id: {type: string}, note: {type: string}}}"
    paths = EXAMPLES.replace("items: {$ref: '#/components/schemas/Thing'}", f"items: {short}")
    paths = paths.replace("{id: t-1, kind: a, note: given}, {id: t-2, kind: b}", "{id: t-1, note: n}, {note: nobody}")
    example = "value: {id: t-9, kind: b, note: given}"
    without = paths.replace(example, "externalValue: 'https://example.com'")
    for which, kinds in ((paths, {"b"}), (without, {"a", "b"})):
        app = made(tmp_path / str(len(kinds)), which)
        record = ask(app, "/things/t-1").json
        assert (record["id"], record["note"], record["kind"] in kinds) == ("t-1", "n", True)
        send(app, "POST", "/things", {"kind": "a"})
        assert ask(app, "/things").json[1:] == [{"id": "t-1", "note": "n"}, {"note": "nobody"}]


def test_there_is_an_end_to_what_is_remembered(app: Mock, monkeypatch: pytest.MonkeyPatch) -> None:
    """The eldest is forgotten first, and whatever is created later has a name of its own."""
    monkeypatch.setattr(made_up, "MOST", 2)
    monkeypatch.setattr(made_up, "TRIES", 1)
    locations = [send(app, "POST", "/things", {"kind": "a", "note": "mine"}).headers["location"] for _ in range(6)]
    assert [ask(app, location).json.get("note") == "mine" for location in locations] == [False] * 4 + [True] * 2


FIXTURES = """
    collection: things
    schema: '#/components/schemas/Thing'
    key: [id]
    rules: [{rule: record.kind != 'b', message: there are only as}]
    records:
      first: {id: t-1, kind: a, note: from the file}
    """


def test_records_of_a_file_are_written_over(tmp_path: Path) -> None:
    """An operation that no handler claims does to them what it is for, by the file's rules."""
    app = made(tmp_path, collection(REF), **{"fixtures/things.yaml": FIXTURES})
    assert send(app, "PATCH", "/things/t-1", {"note": "mine"}).json["note"] == "mine"
    assert ask(app, "/things/t-1").json["note"] == "mine"
    assert ask(app, "/~other/things/t-1").json["note"] == "from the file"
    location = send(app, "POST", "/things", {"kind": "a", "note": "new"}).headers["location"]
    assert ask(app, location).json["note"] == "new"
    refused = send(app, "POST", "/things", {"kind": "b"})
    assert refused.status == 422
    assert [record.get("note") for record in ask(app, "/things").json] == ["mine", "new"]
    assert send(app, "PUT", "/things/t-7", {"kind": "a"}).json["id"] == "t-7"
    assert send(app, "DELETE", "/things/t-1").status == 200
    assert [ask(app, target).status for target in ("/things/t-1", "/things/t-8")] == [404, 404]
    assert send(app, "PATCH", "/things/t-8", {"note": "x"}).status == 404


def test_what_is_below_a_record_of_a_file_is_not_there_without_it(tmp_path: Path) -> None:
    """Where the operation declares a 404; the parameter that names it may be called otherwise."""
    below = """
    /things/{thing}/parts:
      parameters: [&thing {name: thing, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: All, CONTENT}, '404': {description: No}}}
    /things/{thing}/parts/{part}:
      parameters: [*thing, {name: part, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: One, content: {application/json: {schema: {type: object}}}}}}
    """.replace("CONTENT", json_of("{type: array, items: {type: object}}"))
    app = made(tmp_path, collection(REF) + below, **{"fixtures/things.yaml": FIXTURES})
    statuses = [ask(app, f"/things/{name}/parts").status for name in ("t-1", "t-2")]
    assert statuses == [200, 404]
    assert send(app, "DELETE", "/things/t-1").status == 200
    assert [ask(app, f"/things/t-1/parts{part}").status for part in ("", "/p")] == [404, 200]


@pytest.mark.parametrize(("own", "below", "name"), [("integer", "string", "7"), ("string", "integer", "'7'")])
def test_what_is_below_a_record_of_a_file_may_have_its_name_in_another_type(
    own: str, below: str, name: str, tmp_path: Path
) -> None:
    """A path is a text: `/things/7` and `/things/7/notes` are of one thing."""
    thing = f"{{type: object, required: [id], properties: {{id: {{type: {own}}}}}}}"
    paths = collection(REF).replace(
        "in: path, required: true, schema: {type: string}", f"in: path, required: true, schema: {{type: {own}}}"
    )
    user = f"{{name: user, in: path, required: true, schema: {{type: {below}}}}}"
    paths += f"""
    /things/{{user}}/notes:
      parameters: [&user {user}]
      get: {{responses: {{'200': {{description: All, CONTENT}}, '404': {{description: No}}}}}}
    /things/{{user}}/notes/{{note}}:
      parameters: [*user, {{name: note, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, content: {{application/json: {{schema: {{type: object}}}}}}}}}}}}
    """.replace("CONTENT", json_of("{type: array, items: {type: object}}"))
    file = f"{{collection: things, schema: '#/components/schemas/Thing', key: [id], records: {{one: {{id: {name}}}}}}}"
    app = made(tmp_path, paths, f"schemas: {{Thing: {thing}}}", **{"fixtures/things.yaml": file})
    assert [ask(app, target).status for target in ("/things/7", "/things/7/notes", "/things/8/notes")] == [
        200,
        200,
        404,
    ]


def test_a_creation_by_replacement_tells_of_the_record(tmp_path: Path) -> None:
    """In the answer to a replacement, where nothing says what is in that to a creation."""
    created = "responses: {'201': {description: New, content: {application/json: {}}}, '200': {description: One, "
    paths = re.sub("(put: .*)responses: {'200': {description: One, ", lambda found: found[1] + created, collection(REF))
    app = made(tmp_path, paths)
    assert send(app, "DELETE", "/things/t-1").status == 200
    reply = send(app, "PUT", "/things/t-1", {"kind": "b"})
    assert (reply.status, reply.json) == (200, ask(app, "/things/t-1").json)


def test_a_key_that_a_file_has_is_taken(tmp_path: Path) -> None:
    """Whoever creates another one with it is refused."""
    free = "{type: object, required: [id, kind], properties: {id: {type: string}, kind: {type: string}}}"
    components = f"schemas: {{Thing: {free}}}"
    app = made(tmp_path, collection(REF), components, **{"fixtures/things.yaml": FIXTURES})
    assert send(app, "POST", "/things", {"id": "t-2", "kind": "a"}).status == 201
    assert send(app, "POST", "/things", {"id": "t-1", "kind": "a"}).status == 422


def test_what_is_no_json_is_left_alone(tmp_path: Path) -> None:
    """A list of something else, a list of two kinds, answers without a body."""
    paths = """
    /texts:
      get: {responses: {'200': {description: All, content: {text/plain: {schema: {type: string}}}}}}
      post: {responses: {'201': {description: New}}}
    /texts/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      get: {responses: {'200': {description: One, content: {text/plain: {schema: {type: string}}}}}}
      put: {responses: {'204': {description: Done}}}
      patch: {responses: {'200': {description: Done, content: {application/json: {schema: {type: integer}}}}}}
      delete: {responses: {'202': {description: Soon}}}
    /pairs:
      get:
        responses:
          '200':
            description: Two lists
            content:
              application/json:
                schema:
                  type: object
                  required: [a, b]
                  properties: {a: &list {type: array, items: {type: object}}, b: *list, c: {type: array}}
      post: {responses: {'201': {description: New, content: {application/json: {schema: {type: object}}}}}}
    /pairs/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      delete: {responses: {'204': {description: Gone}}}
    /named/{name}/of/{id}:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
        - {name: id, in: path, required: true, schema: {type: string}}
      get: {responses: {'200': &one {description: One, content: {application/json: {schema: {$ref: THING}}}}}}
      put: {responses: {'200': *one}}
    /listed:
      get:
        responses:
          '200': {description: All, content: {application/json: {schema: {type: array, items: {$ref: THING}}}}}
      post: {responses: {'204': {description: Done}}}
    /listed/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      delete: {responses: {'204': {description: Gone}}}
    """.replace("THING", "'#/components/schemas/Thing'")
    app = made(tmp_path, paths)
    statuses = [
        send(app, method, target).status
        for method, target in [
            *(("GET", "/texts"), ("POST", "/texts"), ("GET", "/texts/1"), ("PUT", "/texts/1"), ("PATCH", "/texts/1")),
            *(("DELETE", "/texts/1"), ("GET", "/pairs"), ("POST", "/pairs"), ("DELETE", "/pairs/1")),
        ]
    ]
    assert statuses == [200, 201, 200, 204, 200, 202, 200, 201, 204]
    assert send(app, "POST", "/listed").status == 204
    assert len(ask(app, "/listed").json) == 4
    assert send(app, "DELETE", f"/listed/{ask(app, '/listed').json[0]['id']}").status == 204
    assert len(ask(app, "/listed").json) == 3
    assert send(app, "PUT", "/named/n/of/i").json["name"] == "n"
    assert ask(app, "/named/n/of/i").json["name"] == "n"


def test_an_operation_that_is_broken_is_no_collections(tmp_path: Path) -> None:
    """The others of its collection go on."""
    broken = collection(REF).replace("      delete: {", "      delete: {parameters: 7, ")
    write(tmp_path, {"openapi.yaml": document(broken, THING)})
    app = build(project.load(tmp_path, strict=False))
    location = send(app, "POST", "/things", {"kind": "a"}).headers["location"]
    assert send(app, "DELETE", location).status == 500
    assert ask(app, location).status == 200


KEYS: Mapping[str, tuple[str, str]] = {
    "an example of the member": ("{type: integer, example: 10}", "10"),
    "a text of one way": ("{type: string, pattern: '^cus_$|^cus_[0-9]+$', examples: [cus_]}", "cus_"),
    "one of few": ("{type: string, enum: [a, b, c, d], default: a}", "a"),
    "a number of few": ("{type: integer, minimum: 1, maximum: 4, default: 1}", "4"),
    "what cannot be drawn": ("{type: integer, not: {maximum: 7}, example: 8}", "8"),
}


@pytest.mark.parametrize(("member", "name"), KEYS.values(), ids=KEYS.keys())
@pytest.mark.parametrize("where", ["member", "schema", "answer"])
def test_each_record_gets_a_name_of_its_own(member: str, name: str, where: str, tmp_path: Path) -> None:
    """Examples and defaults name no record that is created, be they a member's, a schema's or an answer's."""
    example = f"example: {{id: {name}, n: 0}}"
    of_schema = example if where == "schema" else ""
    thing = f"{{type: object, required: [id], properties: {{id: {member}, n: {{type: integer}}}}, {of_schema}}}"
    paths = collection(REF)
    if where == "answer":
        one = "get: {responses: {'200': {description: One, content: {application/json: {"
        paths = paths.replace(one, f"{one}{example}, ")
        assert example in paths
    app = made(tmp_path, paths, f"schemas: {{Thing: {thing}}}")
    created = [send(app, "POST", "/things", {"n": n}) for n in range(3)]
    assert len({reply.headers["location"] for reply in created}) == 3
    for reply in created:
        assert ask(app, reply.headers["location"]).json == reply.json


def test_where_no_name_is_left_the_last_one_is_written_over(tmp_path: Path) -> None:
    app = made(tmp_path, collection("{type: object, required: [id], properties: {id: {const: only}, n: {}}}"))
    for number in (1, 2):
        assert send(app, "POST", "/things", {"n": number}).headers["location"] == "/things/only"
    assert ask(app, "/things/only").json == {"id": "only", "n": 2}


def test_an_example_that_breaks_its_schema_is_no_record(tmp_path: Path) -> None:
    """A record is then made up. Nor is one that stands elsewhere."""
    elsewhere = EXAMPLES.replace("value: {id: t-9, kind: b, note: given}", "externalValue: 'https://example.com'")
    app = made(tmp_path, elsewhere)
    assert send(app, "PATCH", "/things/t-5", {"note": "mine"}).status == 204
    assert ask(app, "/things/t-5").json["note"] == "mine"


def test_a_file_of_another_key_is_not_written_to(tmp_path: Path) -> None:
    """Records are found by their whole key alone."""
    fixtures = FIXTURES.replace("key: [id]", "key: [id, kind]")
    app = made(tmp_path, collection(REF), **{"fixtures/things.yaml": fixtures})
    assert send(app, "PATCH", "/things/t-1", {"note": "mine"}).json["note"] == "mine"
    assert ask(app, "/things/t-1").json["note"] == "mine"


def test_a_list_of_something_shorter_shows_the_records_of_a_file(tmp_path: Path) -> None:
    """It is no list of the file's own schema, but it is the same collection's."""
    short = "{type: object, required: [id, kind], additionalProperties: false, properties: {id: {}, kind: {}}}"
    paths = collection(REF, list_=f"{{type: array, items: {short}}}")
    app = made(tmp_path, paths, **{"fixtures/things.yaml": FIXTURES})
    for headers in ({}, {"Prefer": "seed=other"}):
        assert ask(app, "/things", headers=headers).json == [{"id": "t-1", "kind": "a"}]


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ([{"op": "add", "path": "/note", "value": "new"}], {"note": "new"}),
        ([{"op": "replace", "path": "/of/x", "value": 7}], {"of": {"x": 7}}),
        ([{"op": "remove", "path": "/of/x"}, {"op": "add", "path": "/of/y", "value": 2}], {"of": {"y": 2}}),
        ([{"op": "move", "from": "/note", "path": "/name"}], {"name": "old"}),
        ([{"op": "copy", "from": "/note", "path": "/name"}], {"name": "old", "note": "old"}),
        ([{"op": "test", "path": "/note", "value": "old"}, {"op": "remove", "path": "/note"}], {}),
        (
            [{"op": "add", "path": "/tags/-", "value": "c"}, {"op": "add", "path": "/tags/0", "value": "z"}],
            {"tags": ["z", "a", "b", "c"]},
        ),
        ([{"op": "replace", "path": "/tags/1", "value": "c"}, {"op": "remove", "path": "/tags/0"}], {"tags": ["c"]}),
        ([{"op": "replace", "path": "", "value": {"kind": "b"}}], {"kind": "b"}),
        ([], {"note": "old"}),
        ([{"op": "test", "path": "/note", "value": "new"}], '"value": "new"}; "old" is there'),
        (
            [{"op": "remove", "path": "/none"}],
            '0 of the patch cannot be applied: {"op": "remove", "path": "/none"}; there is nothing at \'/none\'',
        ),
        ([{"op": "replace", "path": "/tags/9", "value": "x" * 999}], "xx…; there is nothing at '/tags/9'"),
        ([{"op": "move", "from": "/a", "path": "/note"}], "; there is nothing at '/a'"),
        ([{"op": "add", "path": "/note"}], '{"op": "add", "path": "/note"}'),
        ([{"op": "add", "path": "/tags/3", "value": 1}], "cannot be applied"),
        ([{"op": "remove", "path": "/tags/-1"}], "cannot be applied"),
        ([{"op": "remove", "path": "/tags/01"}], "cannot be applied"),
        ([{"op": "replace", "path": "tags", "value": {"kind": "b"}}], "cannot be applied"),
        ([{"op": "add", "path": 5, "value": 1}], "cannot be applied"),
        ([{"op": "copy", "from": "", "path": f"/{n}"} for n in range(40)], "copies more than 100,000 values"),
        ([{"op": "add", "path": "/x" * n, "value": {}} for n in range(1, 1200)], "levels deep"),
        ([{"op": "explode", "path": ""}], "0 of the patch cannot be applied"),
        ([{"op": "replace", "path": "", "value": 1}], "nothing is left of the record"),
        ([7], "cannot be applied: 7"),
        ([{"op": "replace", "path": "/kind", "value": 7}], "what is left of it is no record: kind: 7 is not of type"),
    ],
)
def test_a_change_may_be_a_json_patch(patch: list[Any], expected: Any, tmp_path: Path) -> None:
    """Applied as a whole (RFC 6902), or refused with the operation that cannot be."""
    free = """
    schemas:
      Thing:
        type: object
        required: [id, kind]
        properties: {id: {type: string, readOnly: true}, kind: {type: string}}
    """
    refused = f"'422': {{description: No, {json_of('{type: object, properties: {message: {type: string}}}')}}}"
    paths = collection(REF).replace("'404': {description: No}", f"'404': {{description: No}}, {refused}")
    app = made(tmp_path, paths, free)
    sent = {"kind": "a", "note": "old", "of": {"x": 1}, "tags": ["a", "b"]}
    location = send(app, "POST", "/things", sent).headers["location"]
    reply = send(app, "PATCH", location, patch)
    if isinstance(expected, str):
        assert (reply.status, expected in reply.json["message"]) == (422, True), reply.json
        assert ask(app, location).json["note"] == "old"
        return
    assert reply.status == 200, reply.body
    record = ask(app, location).json
    assert reply.json == record
    assert record.pop("id")
    assert {name: record.get(name) for name in expected} == expected
    taken = [{"op": "remove", "path": "/note"}, {"op": "move", "from": "/note", "path": "/name"}]
    assert ("note" in record) is not (any(operation in taken for operation in patch) or expected == {"kind": "b"})


def test_what_is_made_up_follows_from_a_seed(app: Mock) -> None:
    """The one that was used can be asked for, and another one; what was written stays what it is."""
    for target in ("/things", "/things/t-1"):
        first = ask(app, target)
        seed = first.headers["understudy-seed"]
        same = ask(app, target, headers={"Prefer": f"seed={seed}"})
        assert (same.body, same.headers["preference-applied"]) == (first.body, f"seed={seed}")
        other = ask(app, target, headers={"Prefer": "seed=other"})
        assert other.body != first.body
        assert other.headers["understudy-seed"] == "other"
    location = send(app, "POST", "/things", {"kind": "a", "note": "mine"}).headers["location"]
    assert ask(app, location, headers={"Prefer": "seed=other"}).json["note"] == "mine"


def test_a_record_may_be_named_in_the_body(tmp_path: Path) -> None:
    """Where it is replaced, or changed, at the path of all of them."""
    paths = """
    /things:
      put: &change
        requestBody: {content: {application/json: {schema: {}}}}
        responses: &one {'200': {description: One, content: {application/json: {schema: {$ref: FREE}}}}}
      patch: *change
    /things/{thingId}:
      parameters: [{name: thingId, in: path, required: true, schema: {type: string}}]
      get: {responses: *one}
    """.replace("FREE", "'#/components/schemas/Free'")
    free = "schemas: {Free: {type: object, required: [id], properties: {id: {type: string}, note: {type: string}}}}"
    app = made(tmp_path, paths, free)
    assert send(app, "PUT", "/things", {"id": "t-1", "note": "mine"}).json == {"id": "t-1", "note": "mine"}
    assert ask(app, "/things/t-1").json == {"id": "t-1", "note": "mine"}
    assert send(app, "PATCH", "/things", {"id": "t-1", "more": 1}).json["more"] == 1
    assert ask(app, "/things/t-1").json == {"id": "t-1", "note": "mine", "more": 1}
    for method in ("PUT", "PATCH"):
        assert send(app, method, "/things", {"note": "nobody's"}).json["id"]
        assert send(app, method, "/things", []).json["id"]
    assert ask(app, "/things/t-1").json["note"] == "mine"


@pytest.mark.parametrize("files", ["{type: string, format: binary}", "{type: array, items: {format: binary}}"])
def test_a_file_is_no_part_of_a_record(tmp_path: Path, files: str) -> None:
    """What else a form says is remembered; a file that comes with it is taken, and nowhere shown."""
    form = f"{{type: object, properties: {{file: {files}, note: {{type: string}}}}}}"
    paths = f"""
    /things:
      post:
        requestBody: {{content: {{multipart/form-data: {{schema: {form}}}}}}}
        responses: {{'201': {{description: New, {json_of(REF)}}}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, {json_of(REF)}}}}}}}
    """
    app = made(tmp_path, paths, "schemas: {Thing: {type: object, required: [id], properties: {id: {type: string}}}}")
    parts = {'name="note"': "mine", 'name="file"; filename="a.png"': "\x89PNG"}
    lines = [f"--b\r\nContent-Disposition: form-data; {name}\r\n\r\n{text}\r\n" for name, text in parts.items()]
    body = "".join([*lines, "--b--"]).encode("latin-1")
    reply = ask(app, "/things", "POST", headers={"Content-Type": "multipart/form-data; boundary=b"}, body=body)
    assert reply.status == 201, reply.body
    assert reply.json == {"id": reply.json["id"], "note": "mine"}
    assert ask(app, reply.headers["location"]).json == reply.json


def test_what_is_always_called_the_same_is_counted_on(tmp_path: Path) -> None:
    """A `page` that is made up is the first one: the next that is created is another all the same."""
    page = "{type: object, required: [page], properties: {page: {type: integer}, note: {type: string}}}"
    paths = collection(page).replace("{id}", "{page}").replace("name: id, in: path", "name: page, in: path")
    write(tmp_path, {"openapi.yaml": document(paths)})
    app = build(project.load(tmp_path))
    pages = [send(app, "POST", "/things", {"note": "new"}).json["page"] for _ in range(3)]
    assert len(set(pages)) == len(pages)
    assert [send(app, "GET", f"/things/{page}").json["page"] for page in pages] == pages


@pytest.mark.parametrize(
    ("members", "sent", "told"),
    [
        ("filename: {}, bytes: {}", ["file"], {"filename": "a.png", "bytes": 4}),
        ("originalFileName: {}, name: {}", ["file", "note"], {"originalFileName": "a.png"}),
        ("name: {}, mimeType: {}, size: {}", ["file", "note"], {"name": "a.png", "mimeType": "image/png", "size": 4}),
        ("name: {}, size: {type: boolean}", ["file"], {"name": "a.png"}),
        ("file_name: {}, content_type: {}", ["bare"], {"file_name": "b", "content_type": "application/octet-stream"}),
        ("file_name: {readOnly: true}", ["file"], {"file_name": "a.png"}),
        ("filename: {writeOnly: true}", ["file"], {}),
        ("name: {}", ["file", "note"], {}),
        ("file_name: {}", ["file", "other"], {}),
        ("filename: {}", ["file", "filename"], {"filename": "mine"}),
        ("filename: {}, of: {}", ["deep", "beside"], {"filename": "d.png", "of": {"note": "mine"}}),
    ],
)
def test_a_record_says_what_a_file_says_of_itself(
    members: str, sent: list[str], told: dict[str, Any], tmp_path: Path
) -> None:
    """What it is called, how large it is and what it was sent as, where the record has members that are called so."""
    record = f"{{type: object, required: [id], properties: {{id: {{type: string}}, {members}}}}}"
    paths = f"""
    /things:
      post:
        requestBody: {{content: {{multipart/form-data: {{schema: {{properties: {{of: {{type: object}}}}}}}}}}}}
        responses: {{'201': {{description: New, {json_of(record)}}}}}
    /things/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, {json_of(record)}}}}}}}
    """
    parts = {
        "deep": 'name="of[a]"; filename="d.png"\r\n\r\n1',
        "beside": 'name="of[note]"\r\n\r\nmine',
        "file": 'name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG',
        "bare": 'name="file"; filename="b"\r\n\r\n1',
        "other": 'name="other"; filename="b"\r\n\r\n1',
        "note": 'name="note"\r\n\r\nmine',
        "filename": 'name="filename"\r\n\r\nmine',
    }
    lines = [f"--b\r\nContent-Disposition: form-data; {parts[each]}\r\n" for each in sent]
    body, headers = "".join([*lines, "--b--"]).encode("latin-1"), {"Content-Type": "multipart/form-data; boundary=b"}
    created = ask(made(tmp_path, paths), "/things", "POST", headers=headers, body=body)
    assert {name: value for name, value in created.json.items() if name not in ("id", "note")} == told
