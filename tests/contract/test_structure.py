"""A document has the structure that the OpenAPI Initiative's own schema describes, in its version."""

from pathlib import Path

import pytest
from support import document, problems

from understudy.contract import structure
from understudy.contract.dialects import dialect_of

BOTH = ["3.0.3", "3.1.0"]
FINE = "responses: {default: {description: Fine}}"


@pytest.mark.parametrize(
    ("version", "is_known"),
    [(version, True) for version in ("3.0.0", "3.0.4", "3.1.0", "3.1.1", "3.1.0-rc1", "3.1.12", "3.2.0")]
    + [
        (version, False)
        for version in ("3.3.0", "2.0", "3.1", "3", "", "3.0.x", "3.1.0\n", "13.1.0", "3.1.0.1", "3-1.0")
    ],
)
def test_versions(version: str, is_known: bool) -> None:  # noqa: FBT001
    """3.0, 3.1 and 3.2 are understood, with all of their patches."""
    assert (dialect_of(version) is not None) is is_known


NO_VERSION = "not an OpenAPI document: the field 'openapi' with its version is missing"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "1:1: not an OpenAPI document: an object is expected"),
        ("", "1:1: not an OpenAPI document: there is nothing in the file"),
        ("text", "1:1: not an OpenAPI document: an object is expected"),
        ("info: {}", f"1:1: {NO_VERSION}"),
        ("opanapi: 3.1.0", f"1:1: {NO_VERSION}; did you mean it by 'opanapi'?"),
        ("openapi: 3.1", "1:1: the version is the number 3.1: quote it and say it whole, as '3.1.0'"),
        ("openapi: [3]", f"1:1: {NO_VERSION}"),
        ("info: {}\nopenapi: 3.3.0", "2:1: OpenAPI '3.3.0' is not understood: 3.0.x, 3.1.x and 3.2.x are"),
        ("openapi: ''", "1:1: OpenAPI '' is not understood: 3.0.x, 3.1.x and 3.2.x are"),
        (
            "info: {}\nswagger: '2.0'",
            (
                "2:1: Swagger 2.0 is not understood: convert it to OpenAPI 3 first, "
                "for instance with `npx swagger2openapi`"
            ),
        ),
    ],
)
def test_what_is_no_openapi(tmp_path: Path, text: str, expected: str) -> None:
    """What cannot be understood says so, and what to do."""
    assert problems(tmp_path, {"api.yaml": text}) == [f"api.yaml:{expected}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "openapi: 3.1.0",
            ['1:1: "info" is a required property', "1:1: one of 'paths', 'components', 'webhooks' is required"],
        ),
        ("openapi: 3.0.0", ['1:1: "info" is a required property', '1:1: "paths" is a required property']),
        ("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}", []),
        ("openapi: 3.0.0\ninfo: {title: T, version: '1'}\npaths: {}", []),
        ("openapi: 3.1.0\ninfo: {title: T, version: '1'}\nwebhooks: {}", []),
        (
            "openapi: 3.1.0\ninfo: {title: T, version: 1.0}\npaths: {}",
            ['2:18: 1.0 is not of type "string"; in quotes it is'],
        ),
        (
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npath: {}\npaths: {}",
            ["3:1: 'path' is not expected here; did you mean 'paths'?"],
        ),
        ("openapi: 3.1.0\ninfo: {title: T, version: '1', x-a: 1}\nx-b: 1\npaths: {x-c: 1}", []),
    ],
)
def test_the_top_of_a_document(tmp_path: Path, text: str, expected: list[str]) -> None:
    """The fields at the top are those of the document's version."""
    assert sorted(problems(tmp_path, {"api.yaml": text})) == sorted(f"api.yaml:{line}" for line in expected)


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (f"/a: {{get: {{sumary: x, {FINE}}}}}", ["4:14: 'sumary' is not expected here; did you mean 'summary'?"]),
        (f"/a: {{get: {{x-sumary: x, summary: x, {FINE}}}}}", []),
        ("/a: {get: {responses: {default: {}}}}", ['4:26: "description" is a required property']),
        ("/a: {get: {responses: {200: {}}}}", ['4:26: "description" is a required property']),
        (
            "/a: {get: {responses: {200: {description: x, contents: {}}}}}",
            ["4:48: 'contents' is not expected here; did you mean 'content'?"],
        ),
        ("/a: {get: {responses: {200: {description: ''}, 4XX: {description: ''}, x-1: 1}}}", []),
        (f"/a: {{get: {{operationId: 5, {FINE}}}}}", ['4:14: 5 is not of type "string"; in quotes it is']),
        (f"/a: {{get: {{requestBody: {{}}, {FINE}}}}}", ['4:14: "content" is a required property']),
        (f"/a: {{get: {{tags: [a, 5], {FINE}}}}}", ['4:24: 5 is not of type "string"; in quotes it is']),
        (
            f"/a: {{get: {{parameters: [{{name: a, in: query, requird: true, schema: {{}}}}], {FINE}}}}}",
            ["4:48: 'requird' is not expected here; did you mean 'required'?"],
        ),
        (
            f"/a: {{get: {{parameters: [{{name: a, in: query}}], {FINE}}}}}",
            ["4:27: one of 'schema', 'content' is required"],
        ),
        ("a: {}", ["4:3: 'a' is not expected here; a path begins with '/'"]),
        (
            f"/a: {{GET: {{{FINE}}}, query: {{}}}}",
            ["4:8: 'GET' is not expected here; did you mean 'get'?", "4:58: 'query' is not expected here"],
        ),
        ("/a: {get: {responses: {2xx: {description: x}}}}", ["4:26: '2xx' is not expected here; did you mean '2XX'?"]),
        ("/a: {get: {responses: {2000: {description: x}}}}", ["4:26: '2000' is not expected here"]),
        ("/a: {get: {responses: {}}}", ["4:14: {} has less than 1 property"]),
        (
            "/a: {get: {responses: {200: {description: x, schema: {}}}}}",
            ["4:48: 'schema' is not expected here; it stands in `content`, below a media type"],
        ),
        (
            f"/a/{{b}}: {{get: {{parameters: [{{name: b, in: path, schema: {{}}}}], {FINE}}}}}",
            ['4:31: "required" is a required property; a parameter in a path is always there: write `required: true`'],
        ),
        (
            f"/a: {{get: {{parameters: [{{name: b, in: query, type: string, schema: {{}}}}], {FINE}}}}}",
            ["4:48: 'type' is not expected here; it stands in `schema`"],
        ),
        (
            f"/a: {{get: {{parameters: [{{name: b, in: query, style: simple, schema: {{}}}}], {FINE}}}}}",
            ["4:48: 'simple' is not one of 'form', 'spaceDelimited', 'pipeDelimited', 'deepObject'"],
        ),
        (
            f"/a: {{get: {{parameters: [{{name: b, in: query, schema: {{}}, content: {{a/b: {{}}}}}}], {FINE}}}}}",
            ["4:60: 'schema' and 'content' exclude each other: only one may be given"],
        ),
        (
            "/a: {get: {responses: {200: {description: x, content: {a/b: {examples: {e: {id: 1}}}}}}}}",
            ["4:79: 'id' is not expected here"],
        ),
        (
            "/a: {get: {responses: {200: {description: x, content: {$ref: '#/x'}}}}}",
            ['4:58: "#/x" is not of type "object"; a reference stands for one schema, and not for several of them'],
        ),
    ],
)
def test_objects(tmp_path: Path, version: str, paths: str, expected: list[str]) -> None:
    """What an object lacks is found at its key, what it must not have at that, with what was probably meant."""
    found = problems(tmp_path, {"api.yaml": document(paths, version=version)})
    assert found == [f"api.yaml:{line}" for line in expected]


SCHEMA = "/a: {{get: {{responses: {{default: {{description: x, content: {{a/json: {{schema: {}}}}}}}}}}}}}"


@pytest.mark.parametrize(
    ("schema", "of_3_0", "of_3_1"),
    [
        ("{type: string, nullable: true}", [], []),
        (
            "{type: [string, nul]}",
            [
                (
                    "4:80: ['string', 'nul'] is not one of "
                    "'array', 'boolean', 'integer', 'number', 'object', 'string'; "
                    "one type stands here, and `nullable: true` beside it for null"
                )
            ],
            [
                (
                    "4:95: 'nul' is not one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'; "
                    "did you mean 'null'?"
                )
            ],
        ),
        (
            "{items: []}",
            ['4:80: [] is not of type "object"'],
            ['4:80: [] is not of types "boolean", "object"'],
        ),
        (
            "{properties: {$ref: '#/x'}}",
            ['4:93: "#/x" is not of type "object"; a reference stands for one schema, and not for several of them'],
            [
                (
                    '4:93: "#/x" is not of types "boolean", "object"; '
                    "a reference stands for one schema, and not for several of them"
                )
            ],
        ),
        (
            "{$ref: 5}",
            ['4:80: 5 is not of type "string"; in quotes it is'],
            ['4:80: 5 is not of type "string"; in quotes it is'],
        ),
        (
            "{properties: {a: {required: true}}}",
            ['4:97: true is not of type "array"; in a schema it lists the properties that have to be there'],
            ['4:97: true is not of type "array"; in a schema it lists the properties that have to be there'],
        ),
        ("{type: [string, 'null']}", None, []),
        (
            "{minimum: 1, exclusiveMinimum: true}",
            [],
            [
                (
                    '4:92: true is not of type "number"; '
                    "since OpenAPI 3.1 it is the number itself, in the place of `minimum`"
                )
            ],
        ),
        ("{exclusiveMinimum: 1}", ['4:80: 1 is not of type "boolean"'], []),
        ("{examples: [1]}", ["4:80: 'examples' is not expected here; did you mean 'example'?"], []),
        ("{example: 1}", [], []),
        ("{typ: string}", ["4:80: 'typ' is not expected here; did you mean 'type'?"], []),
        ("{const: 1}", ["4:80: 'const' is not expected here; OpenAPI 3.0 has `enum` with one member for it"], []),
        ("true", None, []),
        ("{minLength: -1}", ["4:80: -1 is less than the minimum of 0"], ["4:80: -1 is less than the minimum of 0"]),
        ("{pattern: '['}", ['4:80: "[" is not a "regex"'], ['4:80: "[" is not a "regex"']),
        ("{properties: {a: {patternProperties: {'(': true}}}}", None, ['4:117: "(" is not a "regex"']),
        (
            "{type: strng}",
            [
                (
                    "4:80: 'strng' is not one of 'array', 'boolean', 'integer', 'number', 'object', 'string'; "
                    "did you mean 'string'?"
                )
            ],
            [
                (
                    "4:80: 'strng' is not one of 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'; "
                    "did you mean 'string'?"
                )
            ],
        ),
        (
            "{required: [a, a]}",
            ["4:94: 'a' stands here before: once is enough"],
            ["4:94: 'a' stands here before: once is enough"],
        ),
    ],
)
def test_schemas(tmp_path: Path, schema: str, of_3_0: list[str] | None, of_3_1: list[str]) -> None:
    """A Schema Object is one of its version: of OpenAPI's own dialect in 3.0, of JSON Schema 2020-12 in 3.1."""
    for version, expected in (("3.0.3", of_3_0), ("3.1.0", of_3_1)):
        found = problems(tmp_path, {"api.yaml": document(SCHEMA.format(schema), version=version)})
        if expected is None:
            assert found, version
        else:
            assert found == [f"api.yaml:{line}" for line in expected], version


URL = '"authorizationUrl" is a required property'


@pytest.mark.parametrize(
    ("scheme", "of_3_0", "of_3_1"),
    [
        ("{type: http}", ['6:21: "scheme" is a required property'], None),
        (
            "{type: apikey, in: header, name: X}",
            ["6:25: 'apikey' is not one of 'apiKey', 'http', 'oauth2', 'openIdConnect'; did you mean 'apiKey'?"],
            [
                (
                    "6:25: 'apikey' is not one of 'apiKey', 'http', 'mutualTLS', 'oauth2', 'openIdConnect'; "
                    "did you mean 'apiKey'?"
                )
            ],
        ),
        (
            "{type: apiKey, in: body, name: X}",
            ["6:39: 'body' is not one of 'header', 'query', 'cookie'"],
            ["6:39: 'body' is not one of 'query', 'header', 'cookie'"],
        ),
        ("{type: oauth2, flows: {implicit: {scopes: {}}}}", [f"6:47: {URL}"], None),
    ],
)
def test_a_security_scheme_is_that_of_its_type(
    tmp_path: Path, scheme: str, of_3_0: list[str], of_3_1: list[str] | None
) -> None:
    """What it lacks is said of the type that it has, and nothing of what is right in it."""
    for version, expected in (("3.0.3", of_3_0), ("3.1.0", of_3_1 or of_3_0)):
        text = document("x-none: {}", f"securitySchemes: {{s: {scheme}}}", version=version)
        assert problems(tmp_path, {"api.yaml": text}) == [f"api.yaml:{line}" for line in expected], version


@pytest.mark.parametrize("version", BOTH)
@pytest.mark.parametrize(
    ("paths", "components", "text", "expected"),
    [
        ("/a: {$ref: f.yaml}", "", "gt: {}", "f.yaml:1:1: 'gt' is not expected here"),
        (
            f"/a: {{get: {{parameters: [{{$ref: f.yaml}}], {FINE}}}}}",
            "",
            "name: a\nin: query\n",
            "f.yaml:1:1: one of 'schema', ",
        ),
        ("/a: {get: {responses: {200: {$ref: f.yaml}}}}", "", "{}", 'f.yaml:1:1: "description" is a required property'),
        (f"/a: {{put: {{requestBody: {{$ref: f.yaml}}, {FINE}}}}}", "", "{}", 'f.yaml:1:1: "content" is a required'),
        (
            "/a: {}",
            "headers: {H: {$ref: f.yaml}}",
            "schema: {}\nrequird: 1",
            "f.yaml:2:1: 'requird' is not expected here",
        ),
        ("/a: {}", "examples: {E: {$ref: f.yaml}}", "valu: 1", "f.yaml:1:1: 'valu' is not expected here"),
        ("/a: {}", "schemas: {S: {$ref: f.yaml}}", "type: strng", "f.yaml:1:1: 'strng' is not one of "),
        ("/a: {}", "links: {L: {$ref: f.yaml}}", "operatonId: x", "f.yaml:1:1: 'operatonId' is not expected here"),
        ("/a: {}", "callbacks: {C: {$ref: f.yaml}}", "x: {gt: 1}", "f.yaml:1:5: 'gt' is not expected here"),
        ("/a: {}", "securitySchemes: {S: {$ref: f.yaml}}", "type: htp", "f.yaml:1:1: "),
        (
            "/a: {$ref: 'f.yaml#/P'}",
            "",
            "P: {get: {responses: {200: {$ref: '#/R'}}}}\nR: {}",
            'f.yaml:2:1: "description"',
        ),
    ],
)
def test_fragments_in_other_files(
    tmp_path: Path, version: str, paths: str, components: str, text: str, expected: str
) -> None:
    """What a reference leads to in another file has the structure of what it is used as."""
    files = {"api.yaml": document(paths, components, version=version), "f.yaml": text}
    found = problems(tmp_path, files)
    assert any(line.startswith(expected) for line in found), found
    assert all(line.startswith("f.yaml:") for line in found), found


def test_fragments_beside_the_known_fields(tmp_path: Path) -> None:
    """What a reference leads to is checked wherever in the document it stands."""
    text = document("/a: {get: {responses: {200: {$ref: '#/x-r'}}}}") + "\nx-r:\n  descr: x\n"
    assert problems(tmp_path, {"api.yaml": text}) == [
        'api.yaml:5:1: "description" is a required property',
        "api.yaml:6:3: 'descr' is not expected here; did you mean 'description'?",
    ]


@pytest.mark.parametrize("key", ["200", "01", "+1", "-1", "1e3", "0", "99999999999999999999"])
def test_keys_that_look_like_numbers_have_places(tmp_path: Path, key: str) -> None:
    """A finding below a key of digits stands at what is wrong, not further out."""
    text = document("x-none: {}", f"schemas:\n  A:\n    properties:\n      '{key}':\n        minLength: x")
    (finding,) = problems(tmp_path, {"api.yaml": text})
    assert finding.startswith("api.yaml:10:11: ")


def test_findings_in_yaml_and_json_are_the_same(tmp_path: Path) -> None:
    """A document in JSON is read and judged as one in YAML is."""
    text = '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"},\n "paths": {"/a": {"gt": {}}}}'
    assert problems(tmp_path, {"api.json": text}) == [
        "api.json:2:19: 'gt' is not expected here; did you mean 'get'?",
    ]


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    """A message repeats no more than 300 characters of what somebody wrote."""
    (finding,) = problems(tmp_path, {"api.yaml": document(f"/a: {{get: [{'x' * 5000}]}}")})
    assert len(finding) < 350
    assert finding.endswith("…")


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize(
    "link",
    [
        "{operationId: a, server: {url: /b}, parameters: {query.c: 1, d: [true]}}",
        "{operationRef: '#/paths/~1a~1{id}/get'}",
    ],
)
def test_a_link_has_a_server_and_gives_constants_and_leads_into_templates(
    version: str, link: str, tmp_path: Path
) -> None:
    """As the specification says, and its examples do; the schemas that are published do not."""
    text = document(
        f"/a: {{get: {{operationId: a, responses: {{default: {{description: Fine, links: {{l: {link}}}}}}}}}}}"
    )
    assert problems(tmp_path, {"openapi.yaml": text.replace("3.1.0", version)}) == []


def test_what_a_document_is_read_with_is_made_again(tmp_path: Path) -> None:
    """When it was dropped, and there is another document after all."""
    files = {"api.yaml": document("/a: {get: []}")}
    before = problems(tmp_path, files)
    structure.forget()
    assert before
    assert problems(tmp_path, files) == before


WHOLE = "{name: v, in: querystring, content: {text/plain: {}}}"


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        (
            f"get: {{parameters: [{WHOLE}, {WHOLE.replace('v', 'w')}], {FINE}}}",
            "a parameter in 'querystring' is the whole query: there is none beside it, nor one in 'query'",
        ),
        (
            f"get: {{parameters: [{WHOLE}, {{name: q, in: query, schema: {{}}}}], {FINE}}}",
            "a parameter in 'querystring' is the whole query: there is none beside it, nor one in 'query'",
        ),
        (
            f"additionalOperations: {{POST: {{{FINE}}}}}",
            "POST has a field of its own: it is written as 'post', beside this one",
        ),
        (f"additionalOperations: {{a b: {{{FINE}}}}}", '"a b" does not match "^[a-zA-Z0-9!#$%&\'*+.^_`|~-]+$"'),
    ],
)
def test_what_openapi_3_2_lets_nobody_say(item: str, expected: str, tmp_path: Path) -> None:
    """Is said in words."""
    (found,) = problems(tmp_path, {"a.yaml": document(f"/a: {{{item}}}", version="3.2.0")})
    assert found.partition(": ")[2] == expected


def test_what_is_broken_beside_a_whole_query_is_said_too(tmp_path: Path) -> None:
    found = problems(tmp_path, {"a.yaml": document(f"/a: {{parameters: [{WHOLE}, 5, {WHOLE}]}}", version="3.2.0")})
    assert any("is the whole query" in line for line in found)
    assert any("5 is not of type" in line for line in found)
