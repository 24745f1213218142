"""A document that is broken in places is served all the same: what a finding touches is known, the rest is sound."""

import time
from pathlib import Path
from textwrap import dedent

import pytest
from support import ask, document, write

from understudy import project
from understudy.contract import contract
from understudy.contract.contract import Contract
from understudy.errors import ProjectError
from understudy.server.app import build

SOUND = """
    /sound:
      get:
        operationId: sound
        responses:
          "200": {description: a, content: {application/json: {schema: {$ref: '#/components/schemas/Sound'}}}}
"""
COMPONENTS = """
    schemas:
      Sound: {type: object, properties: {a: {type: string}}, example: {a: b}}
      Holder: {type: object, properties: {bad: {$ref: '#/components/schemas/Bad'}}}
      Bad: {type: objekt}
      Ring: {properties: {bad: {$ref: '#/components/schemas/Bad'}, next: {$ref: '#/components/schemas/Ring'}}}
"""


def lenient(directory: Path, paths: str, components: str = COMPONENTS, *, more: str = "") -> Contract:
    """What is read of a document with these paths beside a sound one."""
    text = document(dedent(SOUND) + dedent(paths), components)
    write(directory, {"openapi.yaml": f"{text}\n{dedent(more)}"})
    return contract.load(directory / "openapi.yaml", "openapi.yaml", strict=False)


def answers(schema: str) -> str:
    """An operation that answers with a schema."""
    return f'{{responses: {{"200": {{description: a, content: {{application/json: {{schema: {schema}}}}}}}}}}}'


REASONS = [
    ("$ref: '#/components/schemas/Bad'", "'objekt' is not one of"),
    ("$ref: '#/components/schemas/Holder'", "'objekt' is not one of"),
    ("type: array, items: {$ref: '#/components/schemas/Holder'}", "'objekt' is not one of"),
    ("$ref: '#/components/schemas/Ring'", "'objekt' is not one of"),
    ("$ref: '#/components/schemas/Nowhere'", "unresolvable $ref"),
    ("$ref: 'other.yaml#/x'", "there is no such file"),
    ("type: string, pattern: '['", 'is not a "regex"'),
    ("type: string, minLength: -1", "-1 is less than the minimum"),
    ("$dynamicRef: '#nothing', $id: 'https://example.com/elsewhere'", "does not compile"),
]


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ("{type: objekt}", "'objekt' is not one of"),
        ("{$ref: none.yaml}", "there is no such file"),
        ("{$ref: 'https://example.com/none.yaml'}", "leads to the network"),
        ("{$id: 'https://example.com/own', $ref: none.yaml}", "there is no such file"),
    ],
)
def test_a_file_that_is_a_broken_schema_touches_who_comes_to_it(tmp_path: Path, schema: str, reason: str) -> None:
    """And nobody else, be it broken in its very first keyword."""
    write(tmp_path, {"other.yaml": schema})
    read = lenient(tmp_path, f"/broken: {{get: {answers('{$ref: other.yaml}')}}}", "schemas: {Sound: {type: string}}")
    (found,) = read.findings
    assert found.place.file == "other.yaml"
    assert reason in found.message
    broken = {operation.path: operation.broken for operation in read.operations}
    assert broken == {"/sound": (), "/broken": (found,)}


@pytest.mark.parametrize(("schema", "reason"), REASONS)
def test_an_operation_is_touched_by_what_it_comes_to(tmp_path: Path, schema: str, reason: str) -> None:
    """However many references away, and with the finding as its reason; the one beside it is not."""
    read = lenient(tmp_path, f"/broken: {{get: {answers('{' + schema + '}')}}}")
    sound, broken = read.operations
    assert (sound.name, sound.broken) == ("sound", ())
    assert any(reason in finding.message for finding in broken.broken), broken.broken
    assert set(broken.broken) <= set(read.findings)


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        ("/broken: {get: {responses: {'200': 7}}}", "object"),
        ("/broken: {get: {parameters: 7, responses: {'200': {description: a}}}}", "array"),
        ("/broken: {parameters: [{name: a}], get: {responses: {'200': {description: a}}}}", "required"),
        ("/broken: {get: {responses: {'200': {description: a}, 20x: {description: b}}}}", "not expected"),
        ("/broken: {get: {responses: {'200': {titel: a}}}}", "not expected"),
    ],
)
def test_an_operation_is_touched_by_what_it_is_made_of(tmp_path: Path, paths: str, reason: str) -> None:
    """Its own members, the parameters that its path shares, and its security."""
    sound, broken = lenient(tmp_path, paths, "schemas: {Sound: {type: string}}").operations
    assert not sound.broken
    assert any(reason in finding.message for finding in broken.broken) or broken.broken, broken.broken


def test_security_of_the_document_touches_those_without_their_own(tmp_path: Path) -> None:
    """An operation that asks for nothing is not touched by a scheme that does not hold."""
    own = "/own: {get: {security: [], responses: {'200': {description: a}}}}"
    components = "schemas: {Sound: {type: string}}\nsecuritySchemes: {key: {type: key}}"
    read = lenient(tmp_path, own, components, more="security: [{key: []}]")
    assert [bool(operation.broken) for operation in read.operations] == [True, False]


@pytest.mark.parametrize(
    ("paths", "more"),
    [
        ("/other: {get: {tags: [7], responses: {'200': {description: a}}}}", ""),
        ("/other: {get: {externalDocs: {url: 5}, responses: {'200': {description: a}}}}", ""),
        (f"/other: {{get: {answers('{type: string, example: 5}')}}}", ""),
        ("/other: {get: {operationId: sound, responses: {'200': {description: a}}}}", ""),
        ("/other: {get: {responses: {'200': {description: a}}}}", "servers: [7, {url: 'http://a/b'}, {}]"),
        ("/other: {get: {responses: {'200': {description: a}}}}", "servers: nowhere"),
        ("/other: {get: {responses: {'200': {description: a}}}}", "tags: [7]"),
        ("/other: 3", ""),
        ("/other: {$ref: '#/nowhere'}", ""),
    ],
)
def test_what_is_not_sent_touches_nothing(tmp_path: Path, paths: str, more: str) -> None:
    """It is found and said, and everything is served."""
    read = lenient(tmp_path, paths, "schemas: {Sound: {type: string}}", more=more)
    assert read.findings
    assert [operation.broken for operation in read.operations if operation.broken] == []
    assert len({operation.name for operation in read.operations}) == len(read.operations)


PLAIN = "responses: {'200': {description: a}}"
ID = "{name: id, in: path, required: true, schema: {type: string}}"
TWICE = ", ".join(f"{{name: a, in: query, schema: {{type: {name}}}}}" for name in ("integer", "string"))
BOTH = "{example: 1, examples: {a: {value: 1}}}"
MEANT = {
    "an unknown field": ("consumes: [a/b], responses: {'200': {description: a, schema: {type: string}}}", 200),
    "an answer without its description": ("responses: {'200': {content: {text/plain: {}}}}", 200),
    "no media type": ("responses: {'200': {description: a, content: {application/json: null}}}", 200),
    "no schema": (answers("null")[1:-1], 200),
    "a list of nothing": (answers("{type: object, required: []}")[1:-1], 200),
    "a list of one thing twice": (answers("{type: object, required: [a, a], properties: {a: {}}}")[1:-1], 200),
    "nothing that is required": (answers("{type: object, required: , properties: }")[1:-1], 200),
    "a property that is required": (
        answers("{type: object, properties: {a: {type: string, required: true}}}")[1:-1],
        200,
    ),
    "no parameters, and no security": (f"parameters: , security: , {PLAIN}", 200),
    "no headers, and no examples": (
        "responses: {'200': {description: a, headers: , content: {application/json: {examples: , schema: {}}}}}",
        200,
    ),
    "a parameter without a schema": (f"parameters: [{{name: q, in: query}}], {PLAIN}", 200),
    "an exclusive bound": (
        answers("{type: integer, minimum: 1, exclusiveMinimum: true, exclusiveMaximum: false}")[1:-1],
        200,
    ),
    "an anchor of another dialect": (answers("{$recursiveAnchor: true}")[1:-1], 200),
    "examples that are no list": (answers("{type: integer, examples: {a: 1}}")[1:-1], 200),
    "an example of each kind": (
        f"responses: {{'200': {{description: a, content: {{application/json: {BOTH}}}}}}}",
        200,
    ),
    "a scheme that is not there": (f"security: [{{nobody: []}}], {PLAIN}", 200),
    "a parameter that does not stand in the path": (f"parameters: [{ID}], {PLAIN}", 200),
    "a parameter given twice": (f"parameters: [{TWICE}], {PLAIN}", 422),
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(("operation", "status"), MEANT.values(), ids=MEANT.keys())
def test_what_is_meant_is_served(version: str, operation: str, status: int, tmp_path: Path) -> None:
    """What is found and leaves no doubt, as hardly a document is without: said at the start, it costs no answer."""
    write(tmp_path, {"openapi.yaml": document(f"/a: {{get: {{{operation}}}}}", version=version)})
    app = build(project.load(tmp_path / "openapi.yaml", strict=False))
    assert ask(app, "/a?a=text").status == status


def test_what_nothing_satisfies_says_so_however_it_is_written(tmp_path: Path) -> None:
    """That `required: true` says nothing leaves a `not` around it that forbids everything."""
    operation = answers("{type: object, minProperties: 1, not: {required: true}}")
    write(tmp_path, {"openapi.yaml": document(f"/a: {{get: {operation}}}")})
    reply = ask(build(project.load(tmp_path / "openapi.yaml", strict=False)), "/a")
    assert reply.status == 500
    assert "no sample satisfies this: not" in reply.body.decode()


def test_what_is_declared_nowhere_names_a_record_all_the_same(tmp_path: Path) -> None:
    """It is in the path; and no scheme of security is declared where there are no components at all."""
    body = "content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}"
    one = f"responses: {{'200': {{description: a, {body}}}, '404': {{description: b}}}}, security: [{{a: []}}]"
    paths = f"/a: {{get: {{{one}}}}}\n/a/{{id}}: {{get: {{{one}}}, put: {{requestBody: {{{body}}}, {one}}}}}"
    write(tmp_path, {"openapi.yaml": f"{document(paths)}\ncomponents: nothing\n"})
    app = build(project.load(tmp_path / "openapi.yaml", strict=False))
    headers = {"Content-Type": "application/json"}
    assert ask(app, "/a/b%2Fc", "PUT", headers=headers, body=b'{"name": "x"}').json == {"name": "x"}
    assert ask(app, "/a/b%2Fc").json == {"name": "x"}
    assert ask(app, "/a/b").json != {"name": "x"}


def test_a_path_may_be_declared_with_a_query(tmp_path: Path) -> None:
    """It is found by what is before that, and by its own parameters; a path without one comes first."""
    paths = ["/b", "/a/{id}?x=1", "/b?x=1", "/a/{key}?x=2"]
    write(tmp_path, {"openapi.yaml": document("\n".join(f"{path}: {{get: {{{PLAIN}}}}}" for path in paths))})
    app = build(project.load(tmp_path / "openapi.yaml", strict=False))
    assert [operation.path for operation in app.project.contract.operations] == ["/b", "/a/{id}", *paths[2:]]
    assert [ask(app, target).status for target in ("/b?x=1", "/b", "/a/1?x=1", "/a/1", "/a")] == [200] * 4 + [404]


def test_a_path_with_a_fragment_is_the_one_before_it(tmp_path: Path) -> None:
    """Its methods are those of the path that is so called, save one that this has."""
    paths = {"/a/{id}#x": "delete", "/a/{key}": "get", "/a/{key}#y": "delete"}
    write(tmp_path, {"openapi.yaml": document("\n".join(f"{p}: {{{m}: {{{PLAIN}}}}}" for p, m in paths.items()))})
    app = build(project.load(tmp_path / "openapi.yaml", strict=False))
    assert [operation.path for operation in app.project.contract.operations] == ["/a/{id}", "/a/{key}", "/a/{key}#y"]
    assert [ask(app, "/a/1", method).status for method in ("GET", "DELETE", "PUT")] == [200, 200, 405]


def test_a_path_may_have_a_part_that_is_declared_nowhere(tmp_path: Path) -> None:
    """It may be anything."""
    write(tmp_path, {"openapi.yaml": document("/a/{id}: {get: {responses: {'200': {description: a}}}}")})
    app = build(project.load(tmp_path / "openapi.yaml", strict=False))
    assert ask(app, "/a/b").status == 200
    (finding,) = app.project.contract.findings
    assert finding.message == "path parameter 'id' is not declared"


def test_one_path_in_two_spellings_is_served_as_one(tmp_path: Path) -> None:
    """Templates that differ in their names alone: each operation reads its own, and the first of equal ones answers."""
    parameter = "{name: %s, in: path, required: true, schema: {type: string}}"
    paths = f"""
        /a/{{x}}:
          parameters: [{parameter % "x"}]
          get: {{operationId: first, responses: {{'200': {{description: a}}}}}}
        /a/{{y}}:
          parameters: [{parameter % "y"}]
          get: {{operationId: second, responses: {{'200': {{description: a}}}}}}
          post: {{operationId: third, responses: {{'200': {{description: a}}}}}}
    """
    read = lenient(tmp_path, paths, "schemas: {Sound: {type: string}}")
    assert [finding.code for finding in read.findings] == ["contract/ambiguous-path"]
    found = read.router.match("/a/1")
    assert found is not None
    assert [operation.name for operation in found[0].values()] == ["first", "third"]
    mock = build(project.load(tmp_path, strict=False))
    assert ask(mock, "/a/1", "POST").status == 200


def test_what_is_broken_says_so(tmp_path: Path) -> None:
    """With 500, and the place in the document; the rest answers."""
    holder = "{$ref: '#/components/schemas/Holder'}"
    lenient(tmp_path, f"/broken: {{get: {answers(holder)}}}")
    mock = build(project.load(tmp_path, strict=False))
    refused = ask(mock, "/broken")
    assert refused.status == 500
    assert "cannot be served as it is described" in refused.json["detail"]
    assert "openapi.yaml:" in refused.json["detail"]
    assert ask(mock, "/sound").json == {"a": "b"}
    assert ask(mock, "/broken", "POST").status == 405


@pytest.mark.parametrize("text", ["[]", "openapi: 4.0.0", "swagger: '2.0'", "openapi: 3.1.0\n  x: [", "{openapi: 3.1}"])
def test_what_is_no_document_is_not_served(tmp_path: Path, text: str) -> None:
    """There is nothing of it that could be."""
    write(tmp_path, {"openapi.yaml": text})
    with pytest.raises(ProjectError):
        contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False)


def test_a_sound_document_has_no_findings(tmp_path: Path) -> None:
    """Read as it is, and nothing is passed over."""
    read = lenient(
        tmp_path, "/other: {get: {responses: {'200': {description: a}}}}", "schemas: {Sound: {type: string}}"
    )
    assert read.findings == ()


def test_security_schemes_that_are_broken_are_left_out(tmp_path: Path) -> None:
    """With the operations that ask for them."""
    asking = "/asking: {get: {security: [{bad: []}], responses: {'200': {description: a}}}}"
    schemes = (
        "schemas: {Sound: {type: string}}\nsecuritySchemes: {bad: {type: nonsense}, good: {type: http, scheme: basic}}"
    )
    read = lenient(tmp_path, asking, schemes)
    assert list(read.security_schemes) == ["good"]


def test_the_newest_version_is_read(tmp_path: Path) -> None:
    """OpenAPI 3.2: the method QUERY, others by their names, a whole query as one value, schemas of items."""
    text = """
        openapi: 3.2.0
        $self: https://example.com/api.yaml
        info: {title: T, version: '1'}
        paths:
          /s:
            query: {operationId: asks, responses: {"200": {description: a}}}
            additionalOperations:
              COPY:
                operationId: copies
                parameters: [{name: all, in: querystring, content: {text/plain: {schema: {type: string}}}}]
                responses: {"200": {description: a, content: {application/jsonl: {itemSchema: {type: integer}}}}}
              BREAK: {operationId: breaks, responses: {"200": {$ref: '#/nowhere'}}}
    """
    write(tmp_path, {"openapi.yaml": text})
    read = contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False)
    assert {str(operation): bool(operation.broken) for operation in read.operations} == {
        "QUERY /s": False,
        "COPY /s": False,
        "BREAK /s": True,
    }
    mock = build(project.load(tmp_path, strict=False))
    assert ask(mock, "/s", "QUERY").status == 200
    assert ask(mock, "/s", "OPTIONS").headers["allow"] == "QUERY, COPY, BREAK, OPTIONS"


@pytest.mark.parametrize(
    ("files", "bare"), [(["a/openapi.yaml"], True), (["a/openapi.yaml", "a/fixtures/b.yaml"], False)]
)
def test_a_document_is_bare_without_a_project_around_it(tmp_path: Path, files: list[str], bare: bool) -> None:  # noqa: FBT001
    """Neither handlers nor fixtures stand beside it, whether the document or its directory is named."""
    write(tmp_path, dict.fromkeys(files, ""))
    assert project.is_bare(tmp_path / "a") is bare
    assert project.is_bare(tmp_path / "a" / "openapi.yaml") is bare


TARGETS = {"a text": "#/info/title", "an array": "#/tags", "nothing": "#/x-none", "another object": "#/info"}
PLACES = {
    "a response": "responses: {'200': {$ref: '%s'}}",
    "a parameter": "parameters: [{$ref: '%s'}], responses: {}",
    "a request body": "requestBody: {$ref: '%s'}, responses: {}",
    "a header": "responses: {'200': {description: D, headers: {X: {$ref: '%s'}}}}",
    "a schema": "responses: {'200': {description: D, content: {application/json: {schema: {$ref: '%s'}}}}}",
    "an example": "responses: {'200': {description: D, content: {application/json: {examples: {a: {$ref: '%s'}}}}}}",
}


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS.keys())
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES.keys())
def test_a_reference_that_leads_to_something_else(place: str, target: str, tmp_path: Path) -> None:
    """It is found, and its operation cannot be served; any object may be meant as a schema."""
    text = f"""
        openapi: 3.1.0
        info: {{title: T, version: "1"}}
        tags: [{{name: a}}]
        x-none: null
        paths: {{/a: {{get: {{{place % target}}}}}}}
    """
    write(tmp_path, {"openapi.yaml": text})
    if place == PLACES["a schema"] and target == "#/info":
        assert contract.load(tmp_path / "openapi.yaml", "openapi.yaml").findings == ()
        return
    with pytest.raises(ProjectError):
        contract.load(tmp_path / "openapi.yaml", "openapi.yaml")
    (operation,) = contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False).operations
    assert operation.broken


@pytest.mark.parametrize("name", ["title", "tags", "description", "links", "xml"])
def test_names_that_are_fields_elsewhere(name: str, tmp_path: Path) -> None:
    """What is wrong with a member or a component of such a name is not passed over as if nobody read it."""
    paths = f"""
        /a:
          get:
            responses:
              "200": {{$ref: "#/components/responses/{name}"}}
              "201":
                description: D
                content: {{application/json: {{schema: {{properties: {{{name}: {{type: 5}}}}}}}}}}
        /b: {{get: {{responses: {{"200": {{description: D, content: {{x: {{}}}}}}}}}}}}
    """
    components = f"responses: {{{name}: {{content: 5}}}}"
    write(tmp_path, {"openapi.yaml": document(paths, components)})
    first, second = contract.load(tmp_path / "openapi.yaml", "openapi.yaml", strict=False).operations
    assert len(first.broken) > 1
    assert not second.broken


def test_what_touches_everything_is_followed_once(tmp_path: Path) -> None:
    """Hundreds of findings in what hundreds of operations come to take no longer than it takes to write them down."""
    many, bad = 300, answers("{$ref: '#/components/schemas/Bad'}")
    paths = "".join(f"/a{number}: {{get: {bad}}}\n" for number in range(many))
    members = ", ".join(f"p{number}: {{type: objekt}}" for number in range(many))
    components = f"schemas: {{Sound: {{type: string}}, Bad: {{properties: {{{members}}}}}}}"
    began = time.process_time()
    _, *broken = lenient(tmp_path, paths, components).operations
    assert time.process_time() - began < 5
    assert [len(operation.broken) for operation in broken] == [many] * many
