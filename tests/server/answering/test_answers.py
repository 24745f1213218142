"""Who answers an operation that no handler claims: fixtures, examples, nobody."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

CONTRACT = document(
    """
    /shops/{shop}/products:
      parameters: [{name: shop, in: path, required: true, schema: {type: string}}]
      get:
        responses:
          '200': {description: All, content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}
      post:
        requestBody: {content: {application/json: {}}}
        responses:
          '201': {description: New, content: {application/json: {schema: {$ref: '#/components/schemas/Product'}}}}
    /shops/{shop}/products/{sku}:
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string}}
        - {name: sku, in: path, required: true, schema: {type: integer}}
      get:
        operationId: one
        responses:
          '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Alias'}}}}
          '404': {description: None, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
      delete:
        responses: {'204': {description: Gone}}
    /products:
      get:
        responses:
          '200': {description: Page, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}
    /best/{sku}:
      parameters: [{name: sku, in: path, required: true, schema: {type: integer}}]
      get:
        responses:
          '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Product'}}}}
    /inline:
      get:
        responses: {'200': {description: E, content: {application/json: {example: {a: 1}, schema: {type: object}}}}}
    /named:
      get:
        responses:
          '200': {description: E, content: {application/json: {examples: {x: {value: [1]}, y: {value: [2]}}}}}
    /referred:
      get:
        responses:
          '200': {description: E, content: {text/plain: {examples: {x: {$ref: '#/components/examples/Hi'}}}}}
    /schema:
      get:
        responses: {'200': {description: E, content: {application/json: {schema: {examples: [{b: 1}]}}}}}
    /schema30:
      get:
        responses: {'200': {description: E, content: {application/json: {schema: {example: {c: 1}}}}}}
    /nobody:
      get:
        responses: {'200': {description: E, content: {application/json: {schema: {type: object}}}}}
    /ranged:
      get:
        responses: {2XX: {description: E}}
    /default:
      get:
        responses: {default: {description: E}}
    /none:
      get: {}
    """,
    """
    examples: {Hi: {value: hello}}
    schemas:
      Product:
        type: object
        required: [shop, sku]
        properties: {shop: {type: string}, sku: {type: integer}, name: {type: string}}
      Alias: {allOf: [{$ref: '#/components/schemas/Product'}], description: The same}
      List: {type: array, items: {$ref: '#/components/schemas/Product'}}
      Page:
        type: object
        properties:
          products: {type: array, items: {$ref: '#/components/schemas/Alias'}}
          notes: {type: array, items: {}}
      Error: {type: object, properties: {message: {type: string}, details: {type: object}}}
    """,
)

FIXTURES = """
    collection: products
    schema: '#/components/schemas/Product'
    key: [shop, sku]
    records:
      boots: {shop: a, sku: 1, name: Boots}
      socks: {shop: a, sku: 2, name: Socks}
      hat: {shop: b, sku: 1, name: Hat}
"""

BOOTS, SOCKS, HAT = (
    {"shop": "a", "sku": 1, "name": "Boots"},
    {"shop": "a", "sku": 2, "name": "Socks"},
    {"shop": "b", "sku": 1, "name": "Hat"},
)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock without handlers."""
    directory: Path = tmp_path_factory.mktemp("shop")
    return mock(directory, {"openapi.yaml": CONTRACT, "fixtures/products.yaml": FIXTURES})


@pytest.mark.parametrize(
    ("target", "source", "body"),
    [
        ("/shops/a/products/1", "fixtures", BOOTS),
        ("/shops/b/products/1", "fixtures", HAT),
        ("/shops/a/products", "fixtures", [BOOTS, SOCKS]),
        ("/shops/nowhere/products", "fixtures", []),
        ("/products", "fixtures", {"products": [BOOTS, SOCKS, HAT]}),
        ("/inline", "example", {"a": 1}),
        ("/named", "example", [1]),
        ("/schema", "example", {"b": 1}),
        ("/schema30", "example", {"c": 1}),
    ],
)
def test_without_a_handler_fixtures_answer_and_then_examples(target: str, source: str, body: Any, shop: Mock) -> None:
    """One record by its key, an array or an object with one array of them lists; else the first example."""
    reply = ask(shop, target)
    assert (reply.status, reply.json) == (200, body)
    path = target.replace("/shops/a", "/shops/{shop}").replace("/shops/b", "/shops/{shop}")
    path = path.replace("/shops/nowhere", "/shops/{shop}").replace("products/1", "products/{sku}")
    operation = next(o for o in shop.project.contract.operations if o.path == path and o.method == "GET")
    assert source in shop.answers.source(operation)


def test_a_text_is_an_example_too(shop: Mock) -> None:
    """It is sent as it is, in its own media type."""
    reply = ask(shop, "/referred")
    assert (reply.headers["content-type"], reply.body) == ("text/plain", b"hello")


@pytest.mark.parametrize(
    ("target", "details"),
    [
        ("/shops/a/products/3", {"resource": "product", "id": 3}),
        ("/shops/c/products/1", {"resource": "product", "id": "c"}),
    ],
)
def test_a_record_that_is_not_there_is_a_404(target: str, details: dict[str, Any], shop: Mock) -> None:
    """In the declared error schema, as a handler's `records().get()` would have it."""
    reply = ask(shop, target)
    assert (reply.status, reply.json["details"]) == (404, details)


@pytest.mark.parametrize(
    ("target", "method", "status"),
    [
        ("/nobody", "GET", 200),
        ("/best/1", "GET", 200),
        ("/shops/a/products", "POST", 201),
        ("/shops/a/products/1", "DELETE", 204),
        ("/ranged", "GET", 200),
        ("/default", "GET", 200),
        ("/none", "GET", 501),
    ],
)
def test_what_nobody_answers_is_made_up(target: str, method: str, status: int, shop: Mock) -> None:
    """Where an operation declares any answer at all; one without a body needs nobody."""
    assert ask(shop, target, method).status == status


def test_records_are_handed_out_as_copies(tmp_path: Path) -> None:
    """What a handler does to a record changes nothing for the next request."""
    handler = """
        from understudy import records

        async def one(shop, sku):
            record = records("products").get(shop, sku)
            record["name"] += "!"
            records("products").list(shop=shop)[0]["name"] = "?"
            return record
    """
    files = {"openapi.yaml": CONTRACT, "fixtures/products.yaml": FIXTURES, "handlers/one.py": handler}
    app = mock(tmp_path, files)
    assert [ask(app, "/shops/a/products/1").json["name"] for _ in range(2)] == ["Boots!", "Boots!"]
    assert "handlers/one.py:4:1" in app.answers.source(
        next(operation for operation in app.project.contract.operations if operation.id == "one")
    )


def test_a_plain_function_may_block(tmp_path: Path) -> None:
    """It runs in a thread, and sees the store of its request there."""
    handler = """
        import threading
        from understudy import records

        def one(sku, shop):
            assert threading.current_thread() is not threading.main_thread()
            return records("products").get(sku=sku, shop=shop)
    """
    files = {"openapi.yaml": CONTRACT, "fixtures/products.yaml": FIXTURES, "handlers/one.py": handler}
    assert ask(mock(tmp_path, files), "/shops/a/products/2").json == SOCKS


def test_nothing_is_read_for_an_operation_that_nobody_calls(tmp_path: Path) -> None:
    """There may be thousands: what one answers is read when its collection is first asked for, or something refused."""
    made = mock(tmp_path, {"openapi.yaml": CONTRACT})

    def read() -> list[str]:
        return [operation.name for operation in made.project.contract.operations if "responses" in operation.__dict__]

    assert read() == []
    assert ask(made, "/shops/a/products/1").status == 200
    assert read() == ["GET /shops/{shop}/products", "one"]
    assert ask(made, "/nowhere").status == 404
    assert read() == list(made.project.contract.by_name)


@pytest.mark.parametrize(
    ("value", "status", "says"),
    [
        ("3", 200, ""),
        ("'3'", 200, ""),
        ("True", 500, "raised TypeError: \"header 'X-Total' is a text or a whole number, not True\""),
        ("None", 500, "raised TypeError: \"header 'X-Total' is a text or a whole number, not None\""),
    ],
)
def test_a_header_is_a_text_or_a_number(
    value: str, status: int, says: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A count is sent as it is written; of anything else the log says what it was."""
    handler = f"""
    from understudy import Answer

    def things():
        return Answer(200, [], {{"X-Total": {value}}})
    """
    content = "{application/json: {}}"
    paths = (
        f"{{/things: {{get: {{operationId: things, responses: {{'200': {{description: x, content: {content}}}}}}}}}}}"
    )
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths), "handlers/things.py": handler}), "/things")
    assert (reply.status, reply.headers.get("x-total")) == (status, "3" if status == 200 else None)
    assert says in caplog.text


@pytest.mark.parametrize("status", [200, 399, 600, "'x'"])
def test_a_refusal_says_no(status: int | str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One that says yes is a mistake of the handler, and not the good answer made up."""
    handler = f"""
    from understudy import Refusal

    def things():
        raise Refusal({status}, "Fine")
    """
    paths = "{/things: {get: {operationId: things, responses: {'200': {description: x}}}}}"
    reply = ask(mock(tmp_path, {"openapi.yaml": document(paths), "handlers/things.py": handler}), "/things")
    assert reply.status == 500
    assert "a refusal has a status from 400 to 599, not" in caplog.text
    assert "handlers/things.py:5:11: GET /things raised ValueError: " in caplog.text
