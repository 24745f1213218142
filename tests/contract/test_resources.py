"""Which operations are a collection's, by their paths and methods alone."""

from pathlib import Path

import pytest
from support import document, write

from understudy.contract import contract
from understudy.contract.resources import called, owners, resources

THING = "{$ref: '#/components/schemas/Thing'}"


def roles(directory: Path, **paths: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """What each operation of these paths does, for which records, named by what."""
    lines = []
    for path, methods in paths.items():
        lines.append(f"{path}:")
        names = [part[1:-1] for part in path.split("/") if part.startswith("{") and part.endswith("}")]
        declared = ", ".join(f"{{name: {name}, in: path, required: true, schema: {{}}}}" for name in names)
        if names:
            lines.append(f"  parameters: [{declared}]")
        lines += [f"  {method}: {{responses: {{'200': {{description: OK}}}}}}" for method in methods.split()]
    write(directory, {"openapi.yaml": document("\n".join(lines))})
    read = contract.load(directory / "openapi.yaml", "openapi.yaml")
    found = resources(read.operations)
    return {name: (role.value, resource.name, resource.key) for name, (resource, role) in found.items()}


def test_a_collection_with_everything(tmp_path: Path) -> None:
    """Each method on each of its two paths."""
    found = roles(tmp_path, **{"/things": "get post delete", "/things/{id}": "get put patch delete"})
    assert found == {
        "GET /things": ("list", "things", ("id",)),
        "POST /things": ("create", "things", ("id",)),
        "DELETE /things": ("clear", "things", ("id",)),
        "GET /things/{id}": ("read", "things", ("id",)),
        "PUT /things/{id}": ("replace", "things", ("id",)),
        "PATCH /things/{id}": ("update", "things", ("id",)),
        "DELETE /things/{id}": ("delete", "things", ("id",)),
    }


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ({"/things": "get", "/things/{id}": "get"}, ["list", "read"]),
        ({"/things": "get"}, []),
        ({"/things": "get post", "/things/{id}": "get", "/things/bulk": "post"}, ["create", "create", "list", "read"]),
        ({"/things": "get", "/things/{id}": "get", "/things/batch/create/": "post"}, ["create", "list", "read"]),
        ({"/things": "get", "/things/{id}": "get", "/things/bulk": "put"}, ["list", "read", "replace"]),
        ({"/things": "get", "/things/{id}": "get", "/things/bulk": "patch"}, ["list", "read", "update"]),
        ({"/things": "get patch", "/things/{id}": "get patch"}, ["list", "read", "update", "update"]),
        ({"/things": "get put", "/things/{id}": "get put"}, ["list", "read", "replace", "replace"]),
        ({"/things": "patch"}, []),
        ({"/things": "get", "/things/{id}": "get", "/things/all": "post"}, ["list", "read"]),
        ({"/things": "get", "/things/bulk": "post", "/bulk": "post"}, []),
        ({"/things/{id}": "get"}, []),
        ({"/things": "post"}, []),
        ({"/things": "put patch", "/things/{id}": "get"}, ["read", "replace", "update"]),
        ({"/things": "put", "/things/{id}": "get put"}, ["read", "replace"]),
        ({"/things": "post", "/things/{id}": "delete"}, []),
        ({"/things": "post", "/things/{id}": "get"}, ["create", "read"]),
        ({"/things": "get post", "/things/{id}": "delete"}, ["create", "delete", "list"]),
        ({"/things/": "get post", "/things/{id}": "get"}, ["create", "list", "read"]),
        ({"/things/": "get post", "/things/{id}/": "get put"}, ["create", "list", "read", "replace"]),
        ({"/things": "get post", "/things/{id}/": "get"}, ["create", "list", "read"]),
        ({"/things": "get", "/things/": "post", "/things/{id}": "get"}, ["create", "list", "read"]),
        ({"/things": "delete", "/things/{id}": "get"}, ["clear", "read"]),
        ({"/things": "delete", "/things/{id}": "delete"}, []),
        ({"/a/{a}": "get delete", "/a/{a}/{b}": "get"}, ["delete", "list", "read"]),
        ({"/a/{a}/{b}": "get", "/a/{a}": "get delete"}, ["delete", "read", "read"]),
        ({"/a/{a}": "delete", "/a/{a}/{b}": "get"}, ["clear", "read"]),
        ({"/things/{id}": "get put"}, ["read", "replace"]),
        ({"/a/{a}/things": "post", "/a/{a}/things/{id}": "get"}, ["create", "read"]),
        ({"/things": "get post", "/things/{id}/done": "post"}, []),
        ({"/{id}": "get delete"}, ["delete", "read"]),
        ({"/a/{a}/things": "get post", "/things/{id}": "get"}, ["create", "list", "read"]),
        ({"/a/{a}/things": "get post delete", "/things/{id}": "delete"}, ["clear", "create", "delete", "list"]),
        ({"/a/{a}/things": "post", "/things/{id}": "delete"}, []),
        ({"/a/things": "get", "/things/{id}": "get"}, []),
        ({"/a/{a}/b": "get", "/things/{id}": "get"}, []),
        ({"/a/{a}/things": "get", "/a/{a}/things/{b}": "get", "/things/{id}": "get"}, ["list", "read", "read"]),
        ({"/a/{a}/things": "get", "/a/{a}/things/{b}": "get", "/things": "get"}, ["list", "read"]),
        ({"/v1/a/{a}/things": "get", "/v1/things/{id}": "get", "/v2/things/{id}": "get"}, ["list", "read"]),
        ({"/a/{a}/b/{b}/c": "get", "/c/{id}": "get put", "/a/{x}/c/{c}": "get"}, ["list", "read", "read", "replace"]),
    ],
)
def test_what_is_a_collection(paths: dict[str, str], expected: list[str], tmp_path: Path) -> None:
    """What is read as well as written, and whose path ends in one parameter."""
    assert sorted(role for role, _, _ in roles(tmp_path, **paths).values()) == expected


def test_records_below_records(tmp_path: Path) -> None:
    """They are named by both, and called by their own path."""
    found = roles(tmp_path, **{"/a/{a}/b": "post", "/a/{a}/b/{c}": "get", "/{x}": "get put"})
    assert found["GET /a/{a}/b/{c}"] == ("read", "b", ("a", "c"))
    assert found["GET /{x}"] == ("read", "records", ("x",))


@pytest.mark.parametrize(
    ("part", "whole", "key"),
    [
        ("/folders/{id}/files", "/files/{id}", ("folder_id", "id")),
        ("/folders/{folder}/files/", "/files/{file}", ("folder", "file")),
        ("/users/{user}/folders/{folder}/files", "/users/{u}/files/{id}", ("u", "folder", "id")),
        ("/a/{id}/b/{x}/files", "/files/{id}", ("a_id", "x", "id")),
    ],
)
def test_a_part_of_a_collection_is_named_by_what_it_is_below(
    part: str, whole: str, key: tuple[str, ...], tmp_path: Path
) -> None:
    """And by what names its records where all are."""
    assert roles(tmp_path, **{part: "get", whole: "get"})[f"GET {part}"] == ("list", "files", key)


def test_a_part_may_be_a_collection_alone(tmp_path: Path) -> None:
    """Where each of its records has a path there."""
    paths = """
    /files/{id}: {get: &ok {responses: {'200': {description: OK}}}}
    /folders/{id}/files: {get: *ok}
    /folders/{id}/files/{file}: {delete: *ok}
    """
    write(tmp_path, {"openapi.yaml": document(paths)})
    found = resources(contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False).operations)
    part, role = found["DELETE /folders/{id}/files/{file}"]
    assert (role.value, part.key, part.whole) == ("delete", ("folder_id", "id"), found["GET /files/{id}"][0])
    assert part.alone is not None
    assert (part.alone.key, part.alone.whole) == (("id", "file"), None)
    assert found["GET /folders/{id}/files"][0] is part


def test_a_record_is_where_its_path_leads(tmp_path: Path) -> None:
    """With the slash that the path ends in."""
    found = roles(tmp_path, **{"/things/": "get post", "/things/{id}/": "get"})
    assert found["GET /things/{id}/"] == ("read", "things", ("id",))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/things/{id}", ("id", "thing_id")),
        ("/things/{uuid}/", ("uuid", "thing_uuid")),
        ("/things/{thingId}", ("thingId", "id")),
        ("/a/{id}/event-types/{event_type_name}", ("event_type_name", "name")),
        ("/things/{slug}", ("slug", "")),
        ("/things/{thing}", ("thing", "id")),
        ("/small-things/{thing}", ("thing", "id")),
        ("/things/{small_thing}", ("small_thing", "")),
        ("/{records}", ("records", "")),
        ("/{id}", ("id", "record_id")),
        ("/things/{id}.json", ("id", "thing_id")),
        ("/things/{id}.xml", ("", "")),
        ("/things", ("", "")),
    ],
)
def test_what_names_a_record_may_say_whose_it_is(path: str, expected: tuple[str, str]) -> None:
    """In its path, in itself, or in neither."""
    assert called(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/users/{id}/posts/{post}", {"id": ("user id", "user")}),
        ("/users/{user}/posts/{id}/", {"user": ("user", "user id", "user uuid", "user guid", "user key")}),
        ("/users/{userId}/posts/{id}", {"userId": ("user id", "user")}),
        ("/users/{name}/{id}", {"name": ("user name", "user")}),
        ("/users/{author}/posts/{id}", {"author": ("author",)}),
        ("/{id}/posts/{post}", {"id": ()}),
        ("/repos/{owner}/{repo}/issues/{number}", {"owner": ("owner",), "repo": ("repo",)}),
        ("/a/{b}.json/c/{d}", {}),
        ("/things/{id}", {}),
    ],
)
def test_what_is_below_a_record_may_say_whose_it_is(path: str, expected: dict[str, tuple[str, ...]]) -> None:
    """By the parameters of its path, in members of such words."""
    found = {name: tuple(" ".join(said) for said in meant) for name, meant in owners(path).items()}
    assert {name: sorted(meant) for name, meant in found.items()} == {n: sorted(m) for n, m in expected.items()}
    assert {name: meant[:1] for name, meant in found.items()} == {n: m[:1] for n, m in expected.items()}


def test_what_is_told_what_to_delete_is_no_deletion_of_all(tmp_path: Path) -> None:
    """A body says which records go."""
    paths = """
    /things:
      delete: {requestBody: {content: {application/json: {}}}, responses: {'204': {description: OK}}}
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {}}]
      get: {responses: {'200': {description: OK}}}
      put: {responses: {'200': {description: OK}}}
    """
    write(tmp_path, {"openapi.yaml": document(paths)})
    found = resources(contract.load(tmp_path / "openapi.yaml", "openapi.yaml").operations)
    assert sorted(found) == ["GET /things/{id}", "PUT /things/{id}"]


@pytest.mark.parametrize(
    ("read", "told", "more", "role"),
    [
        (THING, THING, "", "update"),
        (f"{{oneOf: [{{type: object}}, {THING}]}}", THING, "", "update"),
        (THING, "{$ref: '#/components/schemas/Other'}", "", None),
        (THING, "{type: object}", "", None),
        ("{type: object}", "{type: object}", "", None),
        ("true", "true", "", None),
        (THING, "true", "", None),
        ("true", THING, "", None),
        (THING, "", "", None),
        (THING, THING, "patch", None),
        (THING, THING, "put", None),
    ],
)
def test_what_is_posted_to_a_record_may_change_it(
    read: str, told: str, more: str, role: str | None, tmp_path: Path
) -> None:
    """If it answers with what is read there, and nothing else there changes it."""

    def answers(schema: str) -> str:
        content = f"content: {{application/json: {{schema: {schema}}}}}" if schema else "headers: {}"
        return f"{{responses: {{'200': {{description: '', {content}}}}}}}"

    paths = f"""
        /things: {{get: {answers("{type: array, items: {$ref: '#/components/schemas/Thing'}}")}}}
        /things/{{id}}:
          parameters: [{{name: id, in: path, required: true, schema: {{}}}}]
          get: {answers(read)}
          post: {answers(told)}
          {f"{more}: {answers('')}" if more else ""}
        """
    write(tmp_path, {"openapi.yaml": document(paths, "schemas: {Thing: {type: object}, Other: {type: object}}")})
    found = resources(contract.load(tmp_path / "openapi.yaml", "openapi.yaml").operations)
    assert (found["POST /things/{id}"][1].value if "POST /things/{id}" in found else None) == role
