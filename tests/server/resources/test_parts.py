"""What is listed and created below a record, and read where all of its kind are: `/folders/{id}/files`."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import Reply, ask, document, mock, write

from understudy.server.app import Mock

FILE = "{$ref: '#/components/schemas/File'}"
FILES = f"{{type: array, items: {FILE}}}"
OBJECT = "{type: object}"
FOLDER = "{type: object, properties: {id: {type: integer}}}"
NOTE = "{type: object, required: [a, text], properties: {a: {type: string}, text: {type: string}}}"


def json_of(schema: str, more: str = "") -> str:
    """Content that is JSON of a schema."""
    return f"content: {{application/json: {{schema: {schema}{more}}}}}"


def send(app: Mock, target: str, body: Any, method: str = "POST") -> Reply:
    """The answer to a request that brings this."""
    return ask(app, target, method, headers={"content-type": "application/json"}, body=json.dumps(body).encode())


def contract(
    member: str = "folder_id: {type: integer}",
    *,
    listed: str = FILES,
    sent: str = "{type: object, properties: {name: {type: string}}}",
    example: str = "",
    all_files: str = "",
    parameter: str = "id",
    media_type: str = "application/json",
) -> str:
    """A contract of folders and files; those have one member that may say where they are."""
    of_folder = f"{{name: {parameter}, in: path, required: true, schema: {{type: integer}}}}"
    one = f"'200': {{description: One, {json_of(FILE)}}}, '404': {{description: No}}"
    paths = f"""
    /folders/{{{parameter}}}:
      parameters: [{of_folder}]
      get: {{responses: {{'200': {{description: One, {json_of(FOLDER)}}}}}}}
      put: {{responses: {{'200': {{description: One, {json_of(FOLDER)}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /folders/{{{parameter}}}/files:
      parameters: [{of_folder}]
      get:
        parameters: [{{name: name, in: query, schema: {{type: string}}}}]
        responses:
          '200': {{description: All, {json_of(listed, example and f", example: {example}")}}}
          '404': {{description: No}}
      post:
        requestBody: {{content: {{{media_type}: {{schema: {sent}}}}}}}
        responses: {{'201': {{description: New, {json_of(FILE)}}}, '404': {{description: No}}}}
      delete:
        parameters: [{{name: name, in: query, schema: {{type: string}}}}]
        responses: {{'204': {{description: Gone}}}}
    /folders/{{{parameter}}}/files/{{file}}/star:
      parameters: [{of_folder}, {{name: file, in: path, required: true, schema: {{type: integer}}}}]
      post: {{responses: {{'200': {{description: Done, {json_of(FILE)}}}}}}}
      get: {{responses: {{'200': {{description: One, {json_of(OBJECT)}}}, '404': {{description: No}}}}}}
    /files/{{id}}:
      parameters: [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      get: {{responses: {{{one}}}}}
      patch: {{requestBody: {{{json_of(OBJECT)}}}, responses: {{{one}}}}}
      delete: {{responses: {{'204': {{description: Gone}}, '404': {{description: No}}}}}}
    """
    if all_files:
        paths += f"""/files:
      get: {{responses: {{'200': {{description: All, {json_of(FILES)}}}}}}}
      post:
        requestBody: {{{json_of(OBJECT)}}}
        responses: {{'201': {{description: New, {json_of(FILE)}}}}}
    """
    schemas = f"""
    schemas:
      File:
        type: object
        required: [id, name]
        properties: {{id: {{type: integer}}, name: {{type: string}}, starred: {{type: boolean}}, {member}}}
    """
    return document(paths, schemas)


def drive(directory: Path, *args: str, **kwargs: str) -> Mock:
    """A mock of folders and files."""
    return mock(directory, {"openapi.yaml": contract(*args, **kwargs)})


def names(app: Mock, target: str) -> list[str]:
    """The names of what is listed."""
    return [each["name"] for each in ask(app, target).json]


MEMBERS = ["folder_id: {type: integer}", "folderId: {type: string}", "folder: {type: integer}", "note: {type: string}"]


@pytest.mark.parametrize("parameter", ["id", "folder_id", "folder"])
@pytest.mark.parametrize("member", MEMBERS)
def test_what_is_created_below_a_record_is_read_where_all_are(member: str, parameter: str, tmp_path: Path) -> None:
    """It is listed there alone, as it is by now, and no longer when it is gone."""
    app, name = drive(tmp_path, member, parameter=parameter), member.partition(":")[0]
    created = send(app, "/folders/5/files", {"name": "a"})
    (where, told), known = (created.headers["location"], created.json.get(name)), created.json
    assert (where, told) == (f"/files/{known['id']}", {"folderId": "5", "note": None}.get(name, 5))
    assert ask(app, where).json == known
    assert ask(app, "/folders/5/files?name=a").json == [known]
    assert ask(app, "/folders/6/files?name=a").json == []
    assert send(app, where, {"name": "b"}, "PATCH").json == {**known, "name": "b"}
    assert ask(app, "/folders/5/files").json[0] == {**known, "name": "b"}
    assert ask(app, where, "DELETE").status == 204
    assert known["id"] not in [each["id"] for each in ask(app, "/folders/5/files").json]


def test_what_is_listed_below_a_record_can_be_read_where_all_are(tmp_path: Path) -> None:
    """As it is listed, but that it says where it is only there; it may be changed, moved and deleted."""
    app = drive(tmp_path)
    first, second, third = listed = ask(app, "/folders/5/files").json
    assert [each["folder_id"] for each in listed] == [5, 5, 5]
    assert [ask(app, f"/files/{each['id']}").json["name"] for each in listed] == names(app, "/folders/5/files")
    send(app, f"/files/{first['id']}", {"name": "a"}, "PATCH")
    send(app, f"/files/{second['id']}", {"folder_id": 6}, "PATCH")
    ask(app, f"/files/{third['id']}", "DELETE")
    assert names(app, "/folders/5/files") == ["a"]
    assert names(app, "/folders/6/files")[0] == second["name"]


@pytest.mark.parametrize("member", MEMBERS)
def test_below_a_record_that_is_gone_or_new_is_nothing(member: str, tmp_path: Path) -> None:
    """Where all are neither."""
    app = drive(tmp_path, member)
    created, other = (send(app, f"/folders/{each}/files", {"name": "a"}).headers["location"] for each in (5, 6))
    assert ask(app, "/folders/5", "DELETE").status == 204
    assert (ask(app, "/folders/5/files").status, ask(app, created).status, ask(app, other).status) == (404, 404, 200)
    assert ask(app, "/folders/5", "PUT").status == 200
    assert names(app, "/folders/5/files") == []
    assert ask(app, "/folders/6/files", "DELETE").status == 204
    assert (names(app, "/folders/6/files"), ask(app, other).status) == ([], 404)


def test_what_is_created_where_all_are_is_below_the_record_that_it_says(tmp_path: Path) -> None:
    """And what is created below one is among all."""
    app = drive(tmp_path, all_files="yes")
    assert send(app, "/files", {"name": "a", "folder_id": 5}).status == 201
    assert send(app, "/folders/5/files", {"name": "b"}).status == 201
    assert names(app, "/files")[:2] == ["b", "a"]
    assert names(app, "/folders/5/files")[:2] == ["b", "a"]
    assert {"a", "b"}.isdisjoint(names(app, "/folders/6/files"))


def test_an_example_of_a_part_is_there_from_the_beginning(tmp_path: Path) -> None:
    """Also where all are read."""
    app = drive(tmp_path, example="[{id: 1, name: a, folder_id: 5}, {id: 2, name: b, folder_id: 5}]")
    assert names(app, "/folders/5/files") == ["a", "b"]
    assert [ask(app, f"/files/{each}").json["name"] for each in (1, 2)] == ["a", "b"]
    send(app, "/files/2", {"name": "c"}, "PATCH")
    send(app, "/folders/5/files", {"name": "d"})
    assert names(app, "/folders/5/files") == ["d", "c", "a"]


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        ("{type: array, items: {type: object, required: [id], properties: {id: {type: integer}}}}", 3),
        (f"{{type: object, required: [data], properties: {{data: {{type: array, items: {FILE}}}}}}}", 1),
        ("{type: array, items: {type: object, required: [size], properties: {size: {const: 1}}}}", 0),
        ("{type: object, required: [size], properties: {size: {const: 1}}}", 0),
    ],
)
def test_a_part_may_be_listed_otherwise(listed: str, expected: int, tmp_path: Path) -> None:
    """But not as something else."""
    app = drive(tmp_path, listed=listed)
    created = send(app, "/folders/5/files", {"name": "a"}).json
    shown = json.dumps(ask(app, "/folders/5/files").json)
    assert (str(created["id"]) in shown) is bool(expected)


@pytest.mark.parametrize(
    ("sent", "media_type", "expected"),
    [
        ("{type: object}", "application/json", True),
        ("{type: object, properties: {name: {type: string}, secret: {type: string}}}", "application/json", True),
        ("{type: object, properties: {file_id: {type: integer}}}", "application/json", False),
        ("{type: object, properties: {id: {type: integer}}}", "application/json", False),
        ("{type: object, properties: {content: {type: string, format: binary}}}", "multipart/form-data", True),
    ],
)
def test_who_says_but_which_record_creates_none(sent: str, media_type: str, *, expected: bool, tmp_path: Path) -> None:
    """A track that is put on a playlist was there before."""
    app = drive(tmp_path, sent=sent, media_type=media_type)
    kind = "multipart/form-data; boundary=x" if "multipart" in media_type else media_type
    body = b"--x--\r\n" if "multipart" in media_type else b"{}"
    created = ask(app, "/folders/5/files", "POST", headers={"content-type": kind}, body=body)
    assert (created.status, "location" in created.headers) == (201, expected)


def test_what_is_below_a_part_is_below_its_records(tmp_path: Path) -> None:
    """What is done there is done to them."""
    app = drive(tmp_path)
    created = send(app, "/folders/5/files", {"name": "a", "starred": False})
    where, star = created.headers["location"], f"/folders/5/files/{created.json['id']}/star"
    assert ask(app, star, "POST").json == {**created.json, "starred": True}
    assert ask(app, where).json == {**created.json, "starred": True}
    assert ask(app, star).status == 200
    assert ask(app, "/folders/5/files?name=a", "DELETE").status == 204
    assert [ask(app, where).status, ask(app, star).status, ask(app, star, "POST").status] == [404, 404, 404]


def test_a_part_follows_from_a_seed(tmp_path: Path) -> None:
    """As all does."""
    app = drive(tmp_path)
    one, other = (ask(app, "/folders/5/files", headers={"prefer": f"seed={seed}"}) for seed in "ab")
    assert one.json != other.json
    assert one.headers["understudy-seed"] == "a"


def test_records_without_a_name_are_a_part_as_well(tmp_path: Path) -> None:
    """They are listed where they say whose they are."""
    paths = f"""
    /a/{{a}}/notes:
      parameters: [{{name: a, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: All, {json_of(f"{{type: array, items: {NOTE}}}")}}}}}}}
      post: {{requestBody: {{{json_of(NOTE)}}}, responses: {{'201': {{description: New, {json_of(NOTE)}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /notes/{{number}}:
      parameters: [{{name: number, in: path, required: true, schema: {{type: string}}}}]
      get: {{responses: {{'200': {{description: One, {json_of(NOTE)}}}}}}}
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    created = send(app, "/a/x/notes", {"a": "y", "text": "t"})
    assert created.json == {"a": "x", "text": "t"}
    assert ask(app, created.headers["location"]).json == created.json
    assert ask(app, "/a/x/notes").json[0] == created.json
    assert len(ask(app, "/a/x/notes").json) == 4
    assert ask(app, "/a/x/notes", "DELETE").status == 204
    assert ask(app, "/a/x/notes").json == [created.json]  # of which nobody knows what it is called


def test_a_part_may_be_of_records_of_a_file(tmp_path: Path) -> None:
    """What is created below a record is written over them."""
    files = """
    collection: files
    schema: '#/components/schemas/File'
    key: [id]
    records:
      one: {id: 1, name: a, folder_id: 5}
      two: {id: 2, name: b, folder_id: 6}
      three: {id: 3, name: d}
    """
    app = mock(write(tmp_path, {"openapi.yaml": contract(), "fixtures/files.yaml": files}))
    created = send(app, "/folders/5/files", {"name": "c"})
    listed = [names(app, f"/folders/{folder}/files") for folder in (5, 6)]
    assert listed == [["a", "d", "c"], ["b", "d"]]  # of what does not say where it is, nobody knows
    assert ask(app, created.headers["location"]).json == {**created.json, "name": "c", "folder_id": 5}
    assert ask(app, "/folders/5", "DELETE").status == 204
    assert [ask(app, f"/files/{each}").status for each in (1, 2)] == [404, 200]
    assert ask(app, created.headers["location"]).status == 404


@pytest.mark.parametrize("member", ["folder_id: {type: integer}", "user_id: {type: integer}", "note: {type: string}"])
def test_a_part_may_lie_deep_below(member: str, tmp_path: Path) -> None:
    """It goes with all that it is below."""
    paths = f"""
    /users/{{id}}:
      parameters: &user [{{name: id, in: path, required: true, schema: {{type: integer}}}}]
      get: {{responses: {{'200': {{description: One, {json_of(OBJECT)}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /users/{{id}}/folders/{{folderId}}/files:
      parameters: &both
        - {{name: id, in: path, required: true, schema: {{type: integer}}}}
        - {{name: folderId, in: path, required: true, schema: {{type: integer}}}}
      get: {{responses: {{'200': {{description: All, {json_of(FILES)}}}}}}}
      post: {{requestBody: {{{json_of(OBJECT)}}}, responses: {{'201': {{description: New, {json_of(FILE)}}}}}}}
    /at/{{id}}:
      parameters: *user
      get: {{responses: {{'200': {{description: One, {json_of(OBJECT)}}}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /at/{{id}}/in/{{folderId}}/things:
      parameters: *both
      get: {{responses: {{'200': {{description: All, {json_of(FILES)}}}}}}}
      post: {{requestBody: {{{json_of(OBJECT)}}}, responses: {{'201': {{description: New, {json_of(FILE)}}}}}}}
    /files/{{id}}:
      parameters: *user
      get: {{responses: {{'200': {{description: One, {json_of(FILE)}}}, '404': {{description: No}}}}}}
    /at/{{at}}/things/{{id}}:
      parameters:
        - {{name: at, in: path, required: true, schema: {{type: integer}}}}
        - {{name: id, in: path, required: true, schema: {{type: integer}}}}
      get: {{responses: {{'200': {{description: One, {json_of(FILE)}}}, '404': {{description: No}}}}}}
    """
    schemas = f"""
    schemas:
      File:
        type: object
        required: [id, name]
        properties: {{id: {{type: integer}}, name: {{type: string}}, {member}}}
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths, schemas)})
    for user, at in ((1, "/users/{0}/folders/{0}/files"), (3, "/at/{0}/in/{0}/things")):
        created, other = (send(app, at.format(each), {"name": "a"}) for each in (user, 9))
        where, elsewhere = created.headers["location"], other.headers["location"]
        assert where == (f"/files/{created.json['id']}" if user == 1 else f"/at/3/things/{created.json['id']}")
        assert ask(app, where).json == created.json
        assert names(app, at.format(user))[0] == "a"
        assert ask(app, at.format(user).partition("/folders")[0].partition("/in")[0], "DELETE").status == 204
        assert (names(app, at.format(user)), ask(app, where).status) == ([], 404)
        assert ask(app, elsewhere).status == 200


def cards(
    directory: Path,
    member: str,
    *,
    sent: str = "title: {type: string}",
    alone: str = "",
    listed: str = "",
    of_card: str = "",
) -> Mock:
    """A mock of cards, each of which has a path below its board as well as among all."""
    members = f"id: {{type: integer}}, title: {{type: string}}, {member}"
    schema = f"{{type: object, required: [id, title], properties: {{{members}}}}}"
    card = of_card or schema
    board = "{name: id, in: path, required: true, schema: {type: integer}}"
    one = f"'200': {{description: One, {json_of(alone or card)}}}, '404': {{description: No}}"
    own = f"'200': {{description: One, {json_of(card)}}}, '404': {{description: No}}"
    paths = f"""
    /boards/{{id}}/cards:
      parameters: [{board}]
      get: {{responses: {{'200': {{description: All, {json_of(f"{{type: array, items: {listed or card}}}")}}}}}}}
      post:
        requestBody: {{{json_of(f"{{type: object, properties: {{{sent}}}}}")}}}
        responses: {{'201': {{description: New, {json_of(card)}}}}}
    /boards/{{id}}/cards/{{cardId}}:
      parameters: [{board}, {{name: cardId, in: path, required: true, schema: {{type: integer}}}}]
      get: {{responses: {{{own}}}}}
      patch: {{requestBody: {{{json_of(OBJECT)}}}, responses: {{{own}}}}}
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /cards:
      delete: {{responses: {{'204': {{description: Gone}}}}}}
    /cards/{{cardId}}:
      parameters: [{{name: cardId, in: path, required: true, schema: {{type: integer}}}}]
      get: {{responses: {{{one}}}}}
      patch: {{requestBody: {{{json_of(OBJECT)}}}, responses: {{{one}}}}}
      delete: {{responses: {{'204': {{description: Gone}}, '404': {{description: No}}}}}}
    """
    return mock(directory, {"openapi.yaml": document(paths, f"schemas: {{Card: {schema}}}")})


@pytest.mark.parametrize("member", ["board_id: {type: integer}", "note: {type: string}"])
def test_a_record_of_a_part_may_have_a_path_there(member: str, tmp_path: Path) -> None:
    """It is the same at both, be it created, changed or deleted."""
    app = cards(tmp_path, member)
    created = send(app, "/boards/5/cards", {"title": "a"})
    where = created.headers["location"]
    assert where == f"/cards/{created.json['id']}"
    assert ask(app, f"/boards/5{where}").json == ask(app, where).json == created.json
    assert send(app, where, {"title": "b"}, "PATCH").json == ask(app, f"/boards/5{where}").json
    assert send(app, f"/boards/5{where}", {"title": "c"}, "PATCH").json == ask(app, where).json
    assert ask(app, "/boards/5/cards").json[0]["title"] == "c"
    assert ask(app, f"/boards/6{where}").status == (404 if "board" in member else 200)
    assert ask(app, f"/boards/5{where}", "DELETE").status == 204
    assert [ask(app, path).status for path in (where, f"/boards/5{where}")] == [404, 404]
    assert ask(app, f"/boards/5{where}", "DELETE").status in (204, 404)


def test_where_all_are_gone_a_part_has_none(tmp_path: Path) -> None:
    """Who deletes one of them all the same is not told otherwise."""
    app = cards(tmp_path, "board_id: {type: integer}")
    where = send(app, "/boards/5/cards", {"title": "a"}).headers["location"]
    assert ask(app, "/cards", "DELETE").status == 204
    assert [ask(app, f"/boards/5{where}").status, ask(app, "/boards/5/cards").json] == [404, []]
    kept = send(app, "/boards/5/cards", {"title": "b"}).headers["location"]
    assert ask(app, "/boards/5/cards/1", "DELETE").status == 204
    assert ask(app, kept).json["title"] == "b"


def test_a_record_of_a_file_is_changed_where_it_is(tmp_path: Path) -> None:
    """And below nothing else."""
    fixtures = "{collection: cards, schema: '#/components/schemas/Card', key: [id], records: {a: RECORD}}"
    record = "{id: 1, title: a, board_id: 5}"
    write(tmp_path, {"fixtures/cards.yaml": fixtures.replace("RECORD", record)})
    app = cards(tmp_path, "board_id: {type: integer}", of_card="{$ref: '#/components/schemas/Card'}")
    assert send(app, "/boards/6/cards/1", {"title": "b"}, "PATCH").status == 404
    assert send(app, "/boards/5/cards/1", {"title": "b"}, "PATCH").json["title"] == "b"


def test_what_is_made_up_at_one_path_is_made_up_at_the_other(tmp_path: Path) -> None:
    """Until somebody says whose it is."""
    app = cards(tmp_path, "board_id: {type: integer}")
    listed = ask(app, "/boards/5/cards").json[0]
    where = f"/cards/{listed['id']}"
    assert ask(app, f"/boards/5{where}").json == listed
    send(app, where, {"title": "b"}, "PATCH")
    assert ask(app, f"/boards/5{where}").json == {**listed, "title": "b"}
    send(app, where, {"board_id": 6}, "PATCH")
    assert [ask(app, f"/boards/{board}{where}").status for board in (5, 6)] == [404, 200]


@pytest.mark.parametrize(
    "otherwise",
    [
        {"sent": "card_id: {type: integer}"},
        {"alone": "{type: object, required: [x], properties: {x: {const: 1}}}"},
        {"listed": "{type: object, required: [x], properties: {x: {const: 1}}}"},
    ],
)
def test_what_is_another_thing_there_is_no_part(otherwise: dict[str, str], tmp_path: Path) -> None:
    """Each is a collection alone."""
    app = cards(tmp_path, "board_id: {type: integer}", **otherwise)
    created = send(app, "/boards/5/cards", {"card_id": 7})
    number = created.headers["location"].rpartition("/")[2]
    assert created.headers["location"] == f"/boards/5/cards/{number}"
    assert ask(app, f"/cards/{number}", "DELETE").status == 204
    assert ask(app, created.headers["location"]).status == 200
