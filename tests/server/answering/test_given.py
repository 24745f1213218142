"""What is given as an example is written and judged once, where nothing that is asked makes a difference to it."""

from pathlib import Path

import pytest
from support import ask, counted, document, mock

from understudy.contract.schemas import Schemas
from understudy.server.answering import outgoing

CONTRACT = document(
    """
    /thing:
      get:
        responses:
          '200':
            description: Good
            content:
              application/json: {schema: {type: object}, example: {a: 1}}
              text/plain: {schema: {type: string}, example: words}
          '304': {description: The same}
          '409': {description: Bad, content: {application/json: {example: {b: 2}}}}
    /one:
      post:
        responses:
          '200': {description: Good, content: {application/json: {schema: {type: object}, example: {a: 1}}}}
    /any:
      post:
        responses: {'200': {description: Good, content: {'*/*': {example: {a: 1}}}}}
    /headed:
      get:
        responses:
          '200':
            description: Good
            headers: {X-Id: {required: true, schema: {type: string, format: uuid}}}
            content: {application/json: {example: {a: 1}}}
    """
)


def test_an_example_is_written_and_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often it is asked for, and by whom."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    written = counted(monkeypatch, outgoing, "encoded")
    first = ask(served, "/one", method="POST", headers={"X": "0"})
    judged = counted(monkeypatch, Schemas, "violations")
    assert ask(served, "/one", method="POST", headers={"X": "1"}) == first
    assert (first.status, first.body, len(written), judged) == (200, b'{"a":1}', 1, [])


def test_each_example_is_given_to_who_asks_for_it(tmp_path: Path) -> None:
    """By media type and status, and whatever was given before."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    for number in range(3):
        other = {"X": str(number)}
        assert ask(served, "/thing", headers=other).body == b'{"a":1}'
        assert ask(served, "/thing", headers={**other, "Accept": "text/plain"}).body == b"words"
        assert ask(served, "/thing", headers={**other, "Prefer": "code=409"}).body == b'{"b":2}'
        assert ask(served, f"/thing?x={number}", headers=other).body == b'{"a":1}'
        assert ask(served, "/any", method="POST", headers={"Accept": "text/x"}).headers["content-type"] == "text/x"


def test_what_is_added_to_an_example_is_true_of_it_each_time(tmp_path: Path) -> None:
    """A tag by which it is known again, and a header that follows from the request."""
    served = mock(tmp_path, {"openapi.yaml": CONTRACT})
    replies = [ask(served, "/thing", headers={"X": str(number)}) for number in range(3)]
    tag = replies[0].headers["etag"]
    assert [reply.lines.count(("etag", tag)) for reply in replies] == [1, 1, 1]
    assert ask(served, "/thing", headers={"If-None-Match": tag}).status == 304
    assert [reply.headers["etag"] for reply in [ask(served, "/thing", headers={"X": "4"})]] == [tag]
    assert len({ask(served, "/headed", headers={"Prefer": f"seed={seed}"}).headers["x-id"] for seed in "ab"}) == 2
