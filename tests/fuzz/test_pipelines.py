"""However requests are put on the wire, each gets the answer that it gets alone: none is lost, none is another's."""

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from live import Answer, Live, receive, send, serving
from support import ROOT

COLLECTIONS = ROOT / "tests" / "projects" / "collections"

TARGETS = [
    b"/members",
    b"/members?per_page=2",
    b"/members?per_page=x",
    b"/members/ada",
    b"/members/%ff",
    b"/none",
    b"/",
]
FIELDS = [
    *(b"Accept: */*", b"Accept: ,,;q=x", b"Accept-Encoding: identity;q=0", b"Range: bytes=0-1", b"Origin: null"),
    *(b"Prefer: dynamic=true", b"Prefer: ;;==,,", b"Prefer: code=404", b'If-None-Match: "x", W/"y"', b"If-Match: *"),
    *(
        b"Prefer: wait=0.01",
        b"Cookie: ;;=",
        b"X-Empty:",
        b"X-Long: " + b"a" * 3000,
        b"X-Odd: \xff\xfe",
        b"Connection: keep-alive",
    ),
]
BODIES = [b'{"name": "Ada"}', b"{", b"", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"x" * 5000]


def drawn(chance: random.Random) -> tuple[str, bytes]:
    """The method of a request that changes nothing, and the request."""
    method = chance.choice(["GET", "GET", "GET", "HEAD", "OPTIONS", "PROPFIND"])
    fields, body = chance.sample(FIELDS, chance.choice([0, 0, 1, 2])), b""
    if chance.random() < 0.3:
        body = chance.choice(BODIES)
        fields.append(b"Content-Length: %d" % len(body))
        if chance.random() < 0.5:
            fields[-1] = b"Transfer-Encoding: chunked"
            body = b"%x;a=b\r\n%b\r\n0\r\nX-Trailer: a\r\n\r\n" % (len(body), body) if body else b"00\r\n\r\n"
    lines = [b"%b %b HTTP/1.1" % (method.encode(), chance.choice(TARGETS)), b"Host: localhost", *fields]
    return method, b"\r\n".join(lines) + b"\r\n\r\n" + body


def new(data: bytes, number: int) -> bytes:
    """The same request as nobody has sent it before, in what makes no difference."""
    return data.replace(b"\r\nHost:", b"\r\nX-Number: %d\r\nHost:" % number, 1)


def pieces(data: bytes, count: int, chance: random.Random) -> list[bytes]:
    """The same bytes, cut anywhere."""
    spots = sorted(chance.sample(range(1, len(data)), min(count, len(data) - 1)))
    return [data[begin:end] for begin, end in pairwise([0, *spots, len(data)])]


def without_time(answers: list[Answer]) -> list[tuple[int, dict[str, str], bytes]]:
    return [(each.status, {**each.headers, "date": ""}, each.body) for each in answers if each.status >= 200]


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with serving(COLLECTIONS / "openapi.yaml") as server:
        yield server


@pytest.mark.parametrize("seed", range(4))
def test_a_pipeline_is_answered_as_its_requests_are_alone(seed: int, live: Live) -> None:
    """In one piece, in its own ones or in hundreds, the first time or when it is given again."""
    chance = random.Random(f"pipelines {seed}")
    requests = [drawn(chance) for _ in range(20)]
    alone = {}
    for method, data in requests:
        with live.connect() as connection:
            send(connection, data)
            alone[data] = without_time(receive(connection, 1, [method]))
    for number in range(60):
        chosen = chance.choices(requests, k=chance.randint(1, 12))
        each = [data if chance.random() < 0.8 else new(data, number) for _, data in chosen]
        sent = each if chance.random() < 0.3 else pieces(b"".join(each), chance.choice([0, 1, 5, 100]), chance)
        with live.connect() as connection:
            send(connection, *sent)
            found = without_time(receive(connection, len(chosen), [method for method, _ in chosen]))
        assert found == [answer for _, data in chosen for answer in alone[data]]
