"""Answers of which a range of media types is declared: which of them is sent."""

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

OBJECT = "{type: object, required: [id], properties: {id: {type: integer, const: 7}}}"
CONTENTS = {
    "/any": f"'*/*': {{schema: {OBJECT}}}",
    "/untyped": "'*/*': {schema: {required: [id], properties: {id: {const: 7}}}}",
    "/nullable": "'*/*': {schema: {type: [object, 'null'], properties: {id: {const: 7}}}}",
    "/application": f"application/*: {{schema: {OBJECT}}}",
    "/text": "text/*: {schema: {const: Hello, type: string}}",
    "/image": "image/*: {}",
    "/free": "'*/*': {}",
    "/example": "'*/*': {example: {id: 7}}",
    "/said": "'*/*': {example: Hello}",
    "/both": f"text/*: {{schema: {{type: string}}}}, application/json: {{schema: {OBJECT}}}",
}
PATHS = "\n".join(
    f"{path}: {{get: {{responses: {{'200': {{description: Good, content: {{{content}}}}}, "
    f"'404': {{description: None, content: {{{content}}}}}}}}}}}"
    for path, content in CONTENTS.items()
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
JSON, XML = '{"id":7}', "<?xml version='1.0' encoding='utf-8'?>\n<root><id>7</id></root>"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    return mock(tmp_path_factory.mktemp("ranges"), {"openapi.yaml": document(PATHS)})


@pytest.mark.parametrize(
    ("path", "accept", "media_type", "body"),
    [
        ("/any", None, "application/json", JSON),
        ("/any", "*/*", "application/json", JSON),
        ("/any", "application/json, text/plain, */*", "application/json", JSON),
        ("/any", "application/xml", "application/xml", XML),
        ("/any", "application/xml, */*", "application/xml", XML),
        ("/any", "application/xml;q=0.9, */*;q=0.1", "application/xml", XML),
        ("/any", "application/xml;q=0.1, */*", "application/json", JSON),
        ("/any", "application/json;q=0.1, application/vnd.api+json", "application/vnd.api+json", JSON),
        ("/any", BROWSER, "application/json", JSON),
        ("/any", "text/plain, */*;q=0.1", "application/json", JSON),
        ("/any", "text/*", "text/plain", JSON),
        ("/any", "text/plain", "text/plain", JSON),
        ("/any", "multipart/form-data", "application/json", JSON),
        ("/any", "application/json;q=0", None, None),
        ("/untyped", "application/xml", "application/xml", XML),
        ("/untyped", "text/plain, */*;q=0.1", "application/json", JSON),
        ("/nullable", "application/xml;q=0.9, */*;q=0.1", "application/xml", None),
        ("/application", "application/xml", "application/xml", XML),
        ("/application", "application/json;q=0.5, application/hal+json", "application/hal+json", JSON),
        ("/application", BROWSER, "application/json", JSON),
        ("/text", "text/html", "text/html", "Hello"),
        ("/text", "text/plain;q=0, text/html;q=0.5", "text/html", "Hello"),
        ("/text", "text/csv;header=absent", "text/csv", "Hello"),
        ("/text", BROWSER, "text/html", "Hello"),
        ("/text", "application/xml", None, None),
        ("/image", "image/svg+xml, image/*;q=0.5", "image/svg+xml", None),
        ("/image", "image/gif", "image/gif", None),
        ("/image", BROWSER, "image/png", None),
        ("/image", "image/avif", "image/avif", None),
        ("/free", "text/html", "text/html", None),
        ("/free", "application/json", "application/json", "{}"),
        ("/example", "text/html, */*;q=0.1", "application/json", JSON),
        ("/said", "text/html, */*;q=0.1", "text/html", "Hello"),
        ("/both", "text/html;q=0.5, application/json", "application/json", JSON),
        ("/both", "text/html", "text/html", None),
    ],
)
def test_a_client_gets_what_it_likes_best(
    path: str, accept: str | None, media_type: str | None, body: str | None, app: Mock
) -> None:
    """Of that which such a value is usually written in, else what it asks for; nothing where that is not declared."""
    reply = ask(app, path, headers={} if accept is None else {"Accept": accept})
    if media_type is None:
        assert reply.status == 406
        return
    assert (reply.status, reply.headers["content-type"]) == (200, media_type)
    assert body is None or reply.body.decode() == body


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [("application/xml", "application/xml"), ("text/html", "text/html"), ("*/*", "application/json")],
)
def test_a_refusal_is_written_as_its_reader_likes(accept: str, media_type: str, app: Mock) -> None:
    """As far as words can be."""
    reply = ask(app, "/any", headers={"Accept": accept, "Prefer": "code=404"})
    assert (reply.status, reply.headers["content-type"]) == (404, media_type)
