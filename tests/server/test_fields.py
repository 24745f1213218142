"""The header fields of a request."""

from typing import Any

import pytest

from understudy.server.fields import MOST, Fields, _known, fields, header
from understudy.server.sharing import LONGEST


def test_lines_of_one_name_are_one_field() -> None:
    """RFC 9110, 5.3."""
    scope: dict[str, Any] = {}
    fields([(b"a", b"1"), (b"b", b"\xe9"), (b"a", b""), (b"a", b"3")]).enter(scope)
    assert [header(scope, name) for name in ("a", "b", "c")] == ["1, , 3", "é", None]
    assert scope["headers"] == ((b"a", b"1"), (b"b", b"\xe9"), (b"a", b""), (b"a", b"3"))
    assert Fields.of(scope).size == 7


@pytest.mark.parametrize(
    ("name", "has_body"), [(b"host", False), (b"content-length", True), (b"transfer-encoding", True), (b"expect", True)]
)
def test_a_head_says_whether_a_body_follows(name: bytes, *, has_body: bool) -> None:
    """Who expects to be told to go on has one to send."""
    assert fields([(b"a", b"b"), (name, b"0")]).has_body is has_body


def test_equal_heads_are_read_once() -> None:
    """As whatever a server hands them on, and whatever has come between them, as long as they are few and small."""
    one, other = ([[b"host", b"here"], [b"accept", b"*/*"]] for _ in range(2))
    kept = fields(one)
    assert fields(tuple(map(tuple, other))) is fields(tuple(other)) is kept
    large = [(b"a", b"x" * LONGEST)]
    assert fields(large) is not fields(large)
    assert fields(large).lines not in _known
    for number in range(MOST):
        fields([(b"number", b"%d" % number)])
    assert len(_known) <= MOST
    assert fields(one) is not kept
