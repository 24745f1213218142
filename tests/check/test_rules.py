"""What the rules find at the edges of what their cases show, and in documents that do not hold."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from support import document, write

from understudy.check.checking import check
from understudy.check.rules import secrets

RULES = """
    [tool.understudy.check.rules]
    "*" = "on"
    "contract/validator" = "off"
    "contract/unused-component" = "off"
    "style/*" = "off"
"""


def found(directory: Path, files: Mapping[str, str], rules: str = RULES) -> list[tuple[str, str]]:
    """The codes and messages of what is found."""
    told = check(write(directory, {**files, "pyproject.toml": rules})).findings
    return [(finding.code, finding.message) for finding in told]


def codes(directory: Path, files: Mapping[str, str], rules: str = RULES) -> list[str]:
    """The codes of what is found."""
    return [code for code, _ in found(directory, files, rules)]


@pytest.mark.parametrize(
    "paths",
    [
        "/a: {get: {parameters: [{$ref: '#/nowhere'}], responses: {'200': {description: A}}}}",
        "/a: {parameters: 5, get: {parameters: [5, {in: header}], responses: 5, tags: 5, security: 5}}",
        "/a: {get: {responses: {'200': {description: A, headers: [], content: {a/b: {example: 1, examples: 5}}}}}}",
        "/a: {get: {parameters: [{name: 5, in: header, schema: {type: 5, enum: 5, required: 5, nullable: true}}]}}",
        "/a: {get: {parameters: [{name: a, in: query, schema: {required: [5], properties: [], enum: [[]]}}]}}",
        "/a: 5\n/b: {get: 5, post: {operationId: [], tags: [[]]}}",
        "/a: {parameters: [5, {$ref: '#/b'}], get: {operationId: a, responses: {200: {links: {b: {operationId: a}}}}}}",
        "/a: {get: {requestBody: {content: {a/b: {schema: {$ref: '#/nowhere', required: [a], anyOf: [5]}}}}}}",
        "/a: {get: {requestBody: {content: {a/b: {encoding: {c: {}}, schema: {allOf: [{$ref: '#/nowhere'}, 5]}}}}}}",
        "/a: {get: {requestBody: {content: {multipart/form-data: {encoding: {c: {style: a}}, schema: {$ref: b}}}}}}",
    ],
)
def test_what_is_no_document_is_found_as_such(paths: str, tmp_path: Path) -> None:
    """No rule takes for granted what another finding says does not hold."""
    kinds = "discriminator: {propertyName: p, mapping: {b: '#/nowhere', c: 5}}, oneOf: [{$ref: 5}, {$ref: '#/nowhere'}]"
    text = document(paths, f"schemas: {{A: {{{kinds}, enum: [1]}}}}")
    text += "\ntags: [5, {name: 5}, {name: a, parent: 5}]\nservers: 5\n"
    every = '[tool.understudy.check.rules]\n"*" = "on"\n'
    assert {"contract/structure", "contract/unresolved-ref"} & set(codes(tmp_path, {"openapi.yaml": text}, every))


def test_a_name_is_no_longer_than_a_preference(tmp_path: Path) -> None:
    """An example of the document may have any; what has no value in it is no example that could be asked for."""
    content = f"{{text/plain: {{examples: {{{'n' * 201}: {{value: 1}}, b: {{externalValue: /b}}}}}}}}"
    paths = f"/a: {{get: {{responses: {{'200': {{description: A, content: {content}}}}}}}}}"
    assert [
        message for code, message in found(tmp_path, {"openapi.yaml": document(paths)}) if "preference" in code
    ] == ["no client can ask for this example: its name has 201 characters, and a preference at most 200"]


PRODUCTS = """
    /products/{id}:
      get:
        operationId: get_product
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        responses:
          "200": {description: One, content: {application/json: {schema: {$ref: "#/components/schemas/Product"}}}}
    /files:
      get:
        responses: {"200": {description: A file, content: {application/pdf: {}}}}
"""
PRODUCT = "schemas: {Product: {type: object, properties: {id: {type: string}, sku: {type: string}}}}"
BOOTS = "{collection: products, schema: '#/components/schemas/Product', key: [sku], records: {boots: {sku: b, id: ''}}}"


def test_a_handler_may_read_any_records(tmp_path: Path) -> None:
    """Where there is one, or one that cannot be loaded, nothing is out of reach; and what it answers is not made up."""
    files = {"openapi.yaml": document(PRODUCTS, PRODUCT), "fixtures/products.yaml": BOOTS}
    assert codes(tmp_path / "none", files) == ["fixture/unreachable", "binding/unanswered"]
    handled = {**files, "handlers/a.py": "def get_product(id): return None\n"}
    assert codes(tmp_path / "one", handled) == ["binding/unanswered"]
    assert codes(tmp_path / "broken", {**files, "handlers/a.py": "1/0\n"}) == ["handler/import"]


def test_an_operation_that_cannot_be_read_may_answer_with_any_records(tmp_path: Path) -> None:
    """What it answers is not known, and so not held against the fixtures."""
    paths = PRODUCTS.replace("description: A file", "description: A file, headers: 7")
    files = {"openapi.yaml": document(paths, PRODUCT), "fixtures/products.yaml": BOOTS}
    assert set(codes(tmp_path, files)) == {"contract/structure"}


def test_a_document_alone_is_answered_by_made_up_values(tmp_path: Path) -> None:
    """That is what it is for, and no finding."""
    assert codes(tmp_path, {"openapi.yaml": document(PRODUCTS, PRODUCT)}) == []


SECRETS = {
    "an access key of AWS": "ASIA" + "Q" * 16,
    "a token of GitHub": "github_pat_" + "a" * 60,
    "a token of GitLab": "glpat-" + "a" * 20,
    "a token of Slack": "xoxp-" + "1" * 12,
    "a key of Stripe": "rk_live_" + "a" * 24,
    "a key of OpenAI or Anthropic": "sk-ant-" + "a" * 40,
    "a key of Google": "GOCSPX-" + "a" * 28,
    "a key of SendGrid": "SG." + "a" * 22 + "." + "b" * 43,
    "a key of Twilio": "SK" + "ab" * 16,
    "a token of npm": "npm_" + "a" * 36,
    "a token of PyPI": "pypi-AgE" + "a" * 60,
    "a token of Docker": "dckr_pat_" + "a" * 27,
    "a token of Hugging Face": "hf_" + "a" * 34,
    "a token of Shopify": "shpat_" + "ab" * 16,
    "a token of DigitalOcean": "dop_v1_" + "ab" * 32,
    "a private key": "-----BEGIN OPENSSH PRIVATE KEY-----",
    "a JSON Web Token": "eyJ" + "a" * 20 + ".eyJ" + "b" * 20 + "." + "c" * 20,
    "a URL with a password": "amqps://shop:hunter2@queue.internal",
}


@pytest.mark.parametrize("what", secrets._KNOWN)
def test_a_secret_is_known_by_its_first_letters(what: str, tmp_path: Path) -> None:
    """Whose it is, is said, and no more of it than those."""
    files = {
        "openapi.yaml": document(PRODUCTS, PRODUCT),
        "fixtures/products.yaml": BOOTS.replace("id: ''", f"id: 'the key is {SECRETS[what]}, really'"),
    }
    told = [message for code, message in found(tmp_path, files) if code == "binding/secret"]
    assert told == [f"this looks like {what} ({SECRETS[what][:4]}…): put one in its place that opens nothing"]


@pytest.mark.parametrize("text", ["eyJ", "eyJaaaaaaaaaa.", "-eyJ", "a://b:", "-----BEGIN A ", "sk-", "AKIA", "xox-"])
def test_a_long_text_is_looked_through_in_linear_time(text: str) -> None:
    """Whatever is in it again and again."""
    began = time.process_time()
    assert secrets._ANY.search(text * (250_000 // len(text))) is None
    assert time.process_time() - began < 5


def test_a_record_that_breaks_a_rule_is_told_where_the_rule_stands(tmp_path: Path) -> None:
    """Also one whose rule cannot tell: that is where it has to be mended."""
    schema = "{type: object, required: [a], properties: {a: {type: string}}}"
    rules = "[{rule: record.a == 'y'}, {rule: record.a}]"
    collection = f"collection: things\nschema: '#/components/schemas/A'\nkey: [a]\nrules: {rules}\n"
    files = {
        "openapi.yaml": document("/a: {}", f"schemas: {{A: {schema}}}"),
        "fixtures/things.yaml": f"{collection}records: {{x: {{a: x}}}}\n",
    }
    found = check(write(tmp_path, files)).findings
    broken = [finding for finding in found if finding.code == "fixture/rule"]
    assert [(each.message, each.related[0].place.column, each.related[0].message) for each in broken] == [
        ("x: record.a (the rule says 'x', which is neither true nor false)", 35, "the rule"),
        ("x: record.a == 'y'", 10, "the rule"),
    ]


@pytest.mark.parametrize(
    ("schema", "hint"),
    [
        ("{type: object, required: [cents], properties: {cents: {}}}", "; 'cent' is there, and not declared"),
        ("{type: object, required: [cents], properties: {cents: {}, cent: {}}}", ""),
        ("{type: object, required: [weight], properties: {weight: {}}}", ""),
        ("{type: object, required: [cents]}", ""),
    ],
)
def test_what_is_missing_may_be_misspelt(schema: str, hint: str, tmp_path: Path) -> None:
    """Where something is there that is spelled much like it, and nobody declares."""
    files = {
        "openapi.yaml": document("/a: {}", f"schemas: {{A: {schema}}}"),
        "fixtures/things.yaml": "{collection: things, schema: '#/components/schemas/A', key: [a], "
        "records: {x: {a: x, cent: 5}}}\n",
    }
    (message,) = [said for code, said in found(tmp_path, files) if code == "fixture/schema"]
    assert message.partition(" is a required property")[2].partition(" (")[0] == hint


def test_a_scheme_that_is_asked_for_by_its_uri_is_used(tmp_path: Path) -> None:
    """As one that is asked for by its name (OpenAPI 3.2)."""
    schemes = "securitySchemes: {key: {type: http, scheme: basic}, old: {type: http, scheme: basic}}"
    text = document("/a: {get: {responses: {'200': {description: Fine}}}}", schemes, version="3.2.0")
    text += "\nsecurity: [{'#/components/securitySchemes/key': []}]"
    rules = RULES.replace('"contract/unused-component" = "off"', "")
    unused = [message for code, message in found(tmp_path, {"openapi.yaml": text}, rules) if "unused" in code]
    assert unused == ["nothing refers to 'old' in components.securitySchemes"]
