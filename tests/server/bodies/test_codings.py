"""Bodies that are sent encoded: they are read as what they were before."""

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import ask, document, mock

from understudy.server.app import Mock
from understudy.server.bodies.codings import Undecodable, decoded
from understudy.server.bodies.receiving import LARGEST_BODY

PATHS = """
    /echo:
      post:
        operationId: echo
        requestBody:
          required: true
          content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}}}}}
        responses:
          '200': {description: What came, content: {application/json: {}}}
          4XX: {description: No, content: {text/plain: {}}}
    """
HANDLER = "async def echo(body): return body\n"
BODY = b'{"id": 7}'


def raw(body: bytes) -> bytes:
    """Deflate that lies in nothing, as some clients send it."""
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(body) + stream.flush()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    files = {"openapi.yaml": document(PATHS), "handlers/echo.py": HANDLER}
    return mock(tmp_path_factory.mktemp("codings"), files)


@pytest.mark.parametrize(
    ("coding", "body", "status", "says"),
    [
        ("gzip", gzip.compress(BODY, mtime=0), 200, '{"id":7}'),
        ("x-gzip", gzip.compress(BODY, mtime=0), 200, '{"id":7}'),
        ("GZIP", gzip.compress(BODY, mtime=0), 200, '{"id":7}'),
        ("deflate", zlib.compress(BODY), 200, '{"id":7}'),
        ("deflate", raw(BODY), 200, '{"id":7}'),
        ("deflate, gzip", gzip.compress(zlib.compress(BODY), mtime=0), 200, '{"id":7}'),
        ("identity", BODY, 200, '{"id":7}'),
        ("", BODY, 200, '{"id":7}'),
        ("gzip", gzip.compress(b'{"id": "x"}', mtime=0), 422, "body.id: Input should be a valid integer"),
        ("gzip", BODY, 400, "body: not gzip"),
        ("gzip", gzip.compress(BODY, mtime=0)[:-3], 400, "body: not gzip"),
        ("gzip", gzip.compress(BODY, mtime=0) + b"more", 400, "body: not gzip"),
        ("deflate", b"", 422, "body: Field required"),
        ("gzip", gzip.compress(bytes(LARGEST_BODY + 1), mtime=0), 413, "The body is larger than 10 MB"),
        ("br", BODY, 415, "The content coding 'br' is not known: gzip and deflate are"),
    ],
)
def test_a_body_is_judged_as_it_was_before_it_was_encoded(
    coding: str, body: bytes, status: int, says: str, app: Mock
) -> None:
    """What is not what it says it is, or of a coding that nobody here knows, is refused."""
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    reply = ask(app, "/echo", "POST", headers=headers, body=body)
    assert (reply.status, reply.body.decode()) == (status, says)
    assert ("accept-encoding" in reply.headers) == (status == 415)


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_read_or_is_none(body: bytes) -> None:
    """What was encoded comes out as it was; nothing else is raised for what was not."""
    assert decoded(gzip.compress(body, mtime=0), "gzip", 200) == body
    for coding in ("gzip", "deflate"):
        with suppress(Undecodable):
            decoded(body, coding, LARGEST_BODY)
