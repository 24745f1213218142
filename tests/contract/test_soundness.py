"""What no schema of a document can say holds too: names, paths, parameters, examples, security."""

from pathlib import Path

import pytest
from support import document, problems, write

from understudy.contract import contract
from understudy.contract.validators import Validator
from understudy.contract.violations import Violation

FINE = "responses: {default: {description: Fine}}"
Q = "{name: q, in: query, schema: {}}"
AGAIN = "{description: again, name: q, in: query, schema: {}}"
X_A = "{name: X-A, in: header, schema: {}}"
FIRST_OF_A = "{$ref: '#/paths/~1a~1%7Bid%7D/parameters/0'}"
ID = "{name: id, in: path, required: true, schema: {}}"


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (
            f"/a:\n  get: {{operationId: x, {FINE}}}\n  put: {{operationId: x, {FINE}}}",
            ["6:11: duplicate operationId 'x', first given at a.yaml:5:11"],
        ),
        (f"/a:\n  get: {{operationId: x, {FINE}}}\n  put: {{operationId: X, {FINE}}}", []),
        (
            f"/a/{{item_id}}:\n  get:\n    parameters: [{ID.replace('id', 'itemid')}]\n    {FINE}",
            [
                "5:5: path parameter 'item_id' is not declared; did you mean 'itemid'?",
                "6:20: path parameter 'itemid' does not stand in the path; did you mean 'item_id'?",
            ],
        ),
        (
            f"/a/{{id}}:\n  get: {{{FINE}}}\n  put:\n    parameters: [{ID}]\n    {FINE}",
            ["5:5: path parameter 'id' is not declared"],
        ),
        (f"/a/{{id}}:\n  parameters: [{ID}]\n  get: {{{FINE}}}\n  put: {{parameters: [{ID}], {FINE}}}", []),
        (
            f"/a:\n  parameters: [{ID}]\n  get: {{{FINE}}}\n  put: {{{FINE}}}",
            ["5:18: path parameter 'id' does not stand in the path"],
        ),
        (
            f"/a/{{id}}: {{parameters: [{ID}]}}\n/b: {{get: {{parameters: [{FIRST_OF_A}], {FINE}}}}}",
            ["5:27: path parameter 'id' does not stand in the path"],
        ),
        (
            f"/a/{{id}}: {{get: {{parameters: [{{name: id, in: query, schema: {{}}}}], {FINE}}}}}",
            ["4:13: path parameter 'id' is not declared"],
        ),
        (
            f"/{{id}}/{{id}}: {{get: {{parameters: [{ID}], {FINE}}}}}",
            ["4:3: path parameter 'id' stands in the path 2 times"],
        ),
        (
            f"/a:\n  get:\n    parameters:\n    - {Q}\n    - {Q.replace('query', 'header')}\n    - {AGAIN}\n    {FINE}",
            ["9:9: query parameter 'q' is declared twice"],
        ),
        (
            f"/a: {{get: {{parameters: [{X_A}, {X_A.lower()}], {FINE}}}}}",
            [],
        ),
        (
            f"/a:\n  parameters: [{Q}]\n  get: {{parameters: [{Q}, {Q.replace('q,', 'Q,')}], {FINE}}}",
            [],
        ),
        (
            "\n".join(f"{path}: {{get: {{{FINE}}}}}" for path in ("/a?x=1", "/b", "/b?x=1", "/a?x=2")),
            [
                "4:3: a path has no query, which parameters describe: /a is served, whatever its query",
                "6:3: a path has no query, which parameters describe: the other /b is served instead",
                "7:3: a path has no query, which parameters describe: the other /a is served instead",
            ],
        ),
        (
            f"/a#x?y: {{delete: {{{FINE}}}}}\n/a: {{get: {{{FINE}}}}}\n/a#z: {{delete: {{{FINE}}}}}",
            [
                "4:3: a path has no fragment, which is never sent: /a is served",
                "6:3: a path has no fragment, which is never sent: the other /a is served instead",
            ],
        ),
        ("/a/{x}: {}\n/a/{y}: {}\n/a/b: {}\n/{x}/{y}: {}", ["5:3: /a/{y} is the same path as /a/{x}"]),
        ("/a/{x}.json: {}\n/a/{x}: {}\n/a/{x}{y}: {}\n/a/x: {}", []),
        (f"/a: {{get: {{security: [{{oath: []}}, {{}}], {FINE}}}}}", ["4:26: no security scheme is called 'oath'"]),
        ("x-a: {get: 5}", []),
    ],
)
def test_operations_and_paths(tmp_path: Path, version: str, paths: str, expected: list[str]) -> None:
    """Operations are named once, paths differ, and a path's parameters are those that it declares."""
    assert problems(tmp_path, {"a.yaml": document(paths, version=version)}) == [f"a.yaml:{line}" for line in expected]


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ("[{oath: []}]", ["8:13: no security scheme is called 'oath'; did you mean 'oauth'?"]),
        ("[{}, {oauth: []}]", []),
        ("[]", []),
    ],
)
def test_security_requirements(tmp_path: Path, security: str, expected: list[str]) -> None:
    """A requirement at the top of the document names a declared scheme."""
    text = document("/a: {}", "securitySchemes:\n  oauth: {type: http, scheme: basic}") + f"\nsecurity: {security}"
    assert problems(tmp_path, {"a.yaml": text}) == [f"a.yaml:{line}" for line in expected]


@pytest.mark.parametrize(
    ("name", "version", "is_found"),
    [
        ("#/components/securitySchemes/key", "3.2.0", True),
        ("a.yaml#/components/securitySchemes/key", "3.2.0", True),
        ("#/components/securitySchemes/key", "3.1.0", False),
        ("#/components/securitySchemes/keys", "3.2.0", False),
        ("./keys", "3.2.0", False),
        ("keys", "3.2.0", False),
        *[(f"#/x-schemes/{index}", "3.2.0", index > 3) for index in range(6)],
    ],
)
def test_a_requirement_may_name_a_scheme_by_its_uri(name: str, version: str, is_found: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Since OpenAPI 3.2, and what is there has to be one."""
    schemes = "[5, {type: basic}, {type: apiKey, name: a}, {type: oauth2, flows: 5}, {type: oauth2, flows: {}}, *key]"
    text = document("/a: {}", "securitySchemes:\n  key: &key {type: http, scheme: basic}", version=version)
    found = problems(tmp_path, {"a.yaml": f"{text}\nsecurity: [{{'{name}': []}}]\nx-schemes: {schemes}"})
    assert len(found) == (not is_found)
    assert all(f"no security scheme is called {name!r}" in line for line in found)


def test_one_path_item_at_two_paths_names_its_operations_twice(tmp_path: Path) -> None:
    """A path item that two paths refer to gives one operationId to two operations."""
    paths = "/a: {$ref: '#/components/pathItems/A'}\n/b: {$ref: '#/components/pathItems/A'}"
    (finding,) = problems(
        tmp_path, {"a.yaml": document(paths, f"pathItems: {{A: {{get: {{operationId: x, {FINE}}}}}}}")}
    )
    assert "duplicate operationId 'x'" in finding


@pytest.mark.parametrize("reference", ["o.yaml#/item", "o.yaml#/paths/item", "o.yaml#/paths/~1other~1%7Bid%7D"])
def test_a_path_item_elsewhere_belongs_to_the_path_that_refers_to_it(tmp_path: Path, reference: str) -> None:
    """Path parameters are judged by the path in the document, whatever the path item is called in its own file."""
    other = f"item: &i {{get: {{parameters: [{ID}], {FINE}}}}}\npaths: {{item: *i, '/other/{{id}}': *i}}"
    assert problems(tmp_path, {"a.yaml": document(f"/a/{{id}}: {{$ref: '{reference}'}}"), "o.yaml": other}) == []
    assert problems(tmp_path, {"b.yaml": document(f"/a/{{x}}: {{$ref: '{reference}'}}"), "o.yaml": other}) != []


def content(*, schema: str = "", rest: str = "", media_type: str = "a/json", version: str = "3.1.0") -> str:
    """A document with one response, whose schema begins on line 11 and whose examples begin on line 12."""
    blocks = ["/a:", "  get:", "    responses:", "      default:", "        description: Fine", "        content:"]
    blocks += [f"          {media_type}:", f"            schema: {schema}", f"            {rest}"]
    return document("\n".join(blocks), "examples: {E: {value: 5}}", version=version)


@pytest.mark.parametrize(
    ("schema", "of_3_0", "of_3_1"),
    [
        (
            "{type: integer, default: x}",
            ['39: default does not satisfy its own schema: "x" is not of type "integer"'],
            None,
        ),
        (
            "{type: integer, example: x}",
            ['39: example does not satisfy its own schema: "x" is not of type "integer"'],
            None,
        ),
        ("{type: integer, default: 1, example: 2}", [], None),
        (
            "{type: integer, default: null}",
            ['39: default does not satisfy its own schema: null is not of type "integer"'],
            None,
        ),
        (
            "{type: integer, nullable: true, default: null}",
            [],
            ['55: default does not satisfy its own schema: null is not of type "integer"'],
        ),
        (
            "{properties: {a: {type: string, default: 1}}}",
            ['55: default does not satisfy its own schema: 1 is not of type "string"'],
            None,
        ),
        (
            "{default: {a: 1}, properties: {a: {type: string}}}",
            ['34: default does not satisfy its own schema: 1 is not of type "string"'],
            None,
        ),
    ],
)
def test_defaults_and_examples_of_schemas(
    tmp_path: Path, schema: str, of_3_0: list[str], of_3_1: list[str] | None
) -> None:
    """A schema's own default and examples satisfy it."""
    for version, expected in (("3.0.3", of_3_0), ("3.1.0", of_3_0 if of_3_1 is None else of_3_1)):
        found = problems(tmp_path, {"a.yaml": content(schema=schema, version=version)})
        assert found == [f"a.yaml:11:{line}" for line in expected], version


def test_what_an_example_breaks_is_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it holds for one of the two sides is told without: a long one breaks its schema in thousands of ways."""
    looked: list[object] = []
    violations = Validator.violations

    def looking(self: Validator, value: object) -> list[Violation]:
        looked.append(value)
        return violations(self, value)

    monkeypatch.setattr(Validator, "violations", looking)
    schema = "{type: object, properties: {a: {type: integer, readOnly: true}, b: {type: integer, writeOnly: true}}}"
    assert len(problems(tmp_path, {"a.yaml": content(schema=schema, rest="example: {a: x, b: y}")})) == 2
    assert looked == [{"a": "x", "b": "y"}]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            "{type: integer, examples: [1, x, 2]}",
            ['11:53: example does not satisfy its own schema: "x" is not of type "integer"'],
        ),
        ("{$dynamicRef: '#none'}", ["11:15: this schema does not compile: Anchor 'none' does not exist"]),
        ("{$dynamicRef: 'http://x/y'}", ["11:15: this schema does not compile: "]),
        ("{properties: {a: {$dynamicRef: '#none'}}, default: {}}", ["11:15: this ", "11:37: this "]),
        ("{$ref: '#/info/title'}", ["11:24: $ref '#/info/title' leads to the value 'Test'"]),
        ("{const: {$ref: 5}, default: {$ref: 5}}", []),
        ("{allOf: [{type: integer}], default: 1}", []),
        ("true", []),
    ],
)
def test_schemas_of_3_1(tmp_path: Path, schema: str, expected: list[str]) -> None:
    """A schema compiles before anything is held against it, and every example of it is."""
    found = problems(tmp_path, {"a.yaml": content(schema=schema)})
    assert len(found) == len(expected), found
    assert all(line.startswith(f"a.yaml:{start}") for line, start in zip(found, expected, strict=True)), found


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("example: {a: 1}", []),
        ("example: {a: x}", ['12:25: example does not satisfy its own schema: "x" is not of type "integer"']),
        ("example: null", ['12:15: example does not satisfy its own schema: null is not of type "object"']),
        (
            "examples: {E: {value: {a: x}}}",
            ['12:38: example \'E\' does not satisfy its own schema: "x" is not of type "integer"'],
        ),
        ("examples: {E: {value: {a: 1}}, F: {externalValue: 'http://x/y'}, G: {summary: none}}", []),
        (
            "examples: {E: {$ref: '#/components/examples/E'}}",
            ["14:18: example 'E' does not satisfy its own schema: 5 is not of type \"object\""],
        ),
    ],
)
def test_examples_of_media_types(tmp_path: Path, version: str, rest: str, expected: list[str]) -> None:
    """The examples of a body satisfy its schema, those that are referred to as well."""
    schema = "{type: object, properties: {a: {type: integer}}}"
    found = problems(tmp_path, {"a.yaml": content(schema=schema, rest=rest, version=version)})
    assert found == [f"a.yaml:{line}" for line in expected]


@pytest.mark.parametrize("media_type", ["application/xml", "text/csv", "application/x-www-form-urlencoded"])
def test_an_example_that_is_no_json_is_text(tmp_path: Path, media_type: str) -> None:
    """An example in another notation than JSON is text, whatever its schema describes."""
    assert (
        problems(tmp_path, {"a.yaml": content(schema="{type: object}", rest="example: <a/>", media_type=media_type)})
        == []
    )


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize(
    ("parameters", "headers", "expected"),
    [
        ("[{name: q, in: query, schema: {type: integer}, example: x}]", "{}", ["4:73: example does not satisfy"]),
        ("[{name: q, in: query, schema: {type: integer}, example: 1}]", "{}", []),
        (
            "[{name: q, in: query, schema: {type: integer}, examples: {E: {value: x}}}]",
            "{}",
            ["4:88: example 'E' does not"],
        ),
        (
            "[{name: q, in: query, content: {a/json: {schema: {type: integer}, example: x}}}]",
            "{}",
            ["4:92: example does"],
        ),
        ("[]", "{X: {schema: {type: integer}, example: x}}", ["4:110: example does not satisfy its own schema"]),
        ("[]", "{X: {schema: {type: integer}, example: 1}}", []),
        ("[]", "{X: {content: {a/json: {example: 1}}}}", []),
    ],
)
def test_examples_of_parameters_and_headers(
    tmp_path: Path, version: str, parameters: str, headers: str, expected: list[str]
) -> None:
    """The examples of a parameter or header satisfy its schema."""
    paths = (
        f"/a: {{get: {{parameters: {parameters}, responses: {{default: {{description: Fine, headers: {headers}}}}}}}}}"
    )
    found = problems(tmp_path, {"a.yaml": document(paths, version=version)})
    assert len(found) == len(expected), found
    assert all(line.startswith(f"a.yaml:{start}") for line, start in zip(found, expected, strict=True)), found


def test_findings_are_sorted_and_said_once(tmp_path: Path) -> None:
    """What two paths share by a YAML alias is found once, and findings are in the order of their places."""
    schema = "content: {a/json: {schema: {type: integer, default: x}}}"
    paths = f"/b: {{get: {{operationId: x, {FINE}}}}}\n"
    paths += f"/c: {{get: &g {{responses: {{default: {{description: x, {schema}}}}}}}}}\n"
    paths += f"/d: {{get: *g}}\n/e: {{get: {{operationId: x, {FINE}}}}}"
    found = problems(tmp_path, {"a.yaml": document(paths)})
    assert [line.split(": ")[0] for line in found] == ["a.yaml:5:98", "a.yaml:7:14"]


def test_the_contract_as_one_value(tmp_path: Path) -> None:
    """A document that holds gives its title, its operations and its security schemes, references followed."""
    schemes = "securitySchemes: {a: {$ref: '#/components/securitySchemes/b'}, b: {type: http, scheme: basic}}"
    write(tmp_path, {"a.yaml": document(f"/a: {{get: {{{FINE}}}}}", schemes) + "\nsecurity: [{a: []}]"})
    loaded = contract.load(tmp_path / "a.yaml", "a.yaml")
    assert loaded.title == "Test"
    assert loaded.security_schemes["a"] == {"type": "http", "scheme": "basic"}
    assert [(str(operation), operation.name, operation.id, operation.security) for operation in loaded.operations] == [
        ("GET /a", "GET /a", None, ({"a": []},))
    ]


@pytest.mark.parametrize(
    ("dialect", "is_known"),
    [
        ("https://spec.openapis.org/oas/3.1/dialect/base", True),
        ("https://spec.openapis.org/oas/3.1/dialect/2024-11-10", True),
        ("https://spec.openapis.org/oas/3.2/dialect/2025-09-17", True),
        ("https://json-schema.org/draft/2020-12/schema", True),
        ("http://json-schema.org/draft-07/schema#", False),
        ("https://example.com/own", False),
    ],
)
def test_another_dialect_is_said(dialect: str, is_known: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Of the whole document, and of a schema; what it says beyond ours would not be enforced."""
    expected = f"schemas of the dialect {dialect!r} are judged as JSON Schema 2020-12, which may differ"
    text = f"jsonSchemaDialect: {dialect}\n{document('x-none: {}', f'schemas: {{A: {{$schema: {dialect!r}}}}}')}"
    found = problems(tmp_path, {"a.yaml": text})
    assert [line.partition(": ")[2] for line in found] == ([] if is_known else [expected] * 2)
    assert [line.split(":")[1] for line in found] == ([] if is_known else ["1", "7"])
