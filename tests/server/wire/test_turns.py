"""Answers of a turn are sent in a row, and who is answered last in a long one is given a moment to ask again."""

import gc
import time
from collections.abc import Callable
from typing import Any, cast
from weakref import ref

import pytest
from wired import Transport

from understudy.server.wire.turns import LARGE, LONG, MANY, PAUSE, TOGETHER, Ordered, Turn, turn_of


class Loop:
    """Calls nothing before its turn is over."""

    def __init__(self) -> None:
        self.soon: list[Callable[[], None]] = []

    def call_soon(self, call: Callable[[], None]) -> None:
        self.soon.append(call)

    def end(self) -> None:
        soon, self.soon = self.soon, []
        for call in soon:
            call()


@pytest.fixture(name="turn")
def _turn() -> Turn:
    return Turn()


@pytest.mark.parametrize(
    ("answered", "took", "waited"),
    [
        (64, 2 * LONG, [PAUSE]),
        (2, 2 * LONG, [PAUSE]),
        (1, 2 * LONG, []),  # for nobody else has he to wait
        (64, LONG / 2, []),  # which is no time to speak of
    ],
)
def test_a_long_turn_ends_with_a_pause(
    answered: int, took: float, waited: list[float], turn: Turn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one waits for others, and each turn counts its own."""
    now, slept = [0.0], list[float]()
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(time, "sleep", slept.append)
    loop: Any = Loop()
    for number in range(1, 3):
        for _ in range(answered):
            turn.write(loop, Transport(), b"", now[0])
        assert len(loop.soon) == 1
        now[0] += took
        loop.end()
        assert slept == waited * number


def test_answers_of_a_turn_are_sent_in_a_row(turn: Turn) -> None:
    """The first at once, the others by the end, to each client its own in their order; to one that has gone, none."""
    loop: Any = Loop()
    one, other, gone = Transport(), Transport(), Transport()
    for _ in range(2):
        for at, transport in enumerate((one, gone, other, one)):
            turn.write(loop, transport, b"%d" % at, 0.0)
        gone.abort()
        assert (one.pieces, other.pieces, gone.pieces) == ([b"0"], [], [])
        loop.end()
        assert (one.pieces, other.pieces, gone.pieces) == ([b"0", b"3"], [b"2"], [])
        one.pieces.clear()
        other.pieces.clear()


def test_what_cannot_be_sent_to_one_is_nothing_to_others(turn: Turn, caplog: pytest.LogCaptureFixture) -> None:
    """They are sent theirs, in this turn and in the next one; its own connection is at an end."""

    class Broken(Transport):
        def write(self, data: Any) -> None:
            raise MemoryError(data)

    loop: Any = Loop()
    one, broken, other = Transport(), Broken(), Transport()
    for _ in range(2):
        for transport in (one, broken, other):
            turn.write(loop, transport, b"x", 0.0)
        loop.end()
    assert (one.pieces, other.pieces, broken.how) == ([b"x"] * 2, [b"x"] * 2, "reset")
    assert caplog.messages == ["An answer cannot be sent"]


@pytest.mark.parametrize(
    ("pieces", "passed"),
    [
        pytest.param([b"first", b"second", bytes(LARGE + 1)], 0.0, id="much"),
        pytest.param([b"first", b"second", b"third"], 2 * TOGETHER, id="long"),
        pytest.param([b"%d" % number for number in range(1 + MANY)], 0.0, id="many"),
    ],
)
def test_nobody_waits_for_long(pieces: list[bytes], passed: float, turn: Turn) -> None:
    """Nor where there is enough to be sent; and what comes then waits for others once more."""
    loop: Any = Loop()
    transport = Transport()
    for piece in pieces[:-1]:
        turn.write(loop, transport, piece, 0.0)
    assert transport.pieces == pieces[:1]
    turn.write(loop, transport, pieces[-1], passed)
    assert transport.pieces == pieces
    turn.write(loop, transport, b"last", passed)
    assert transport.pieces == pieces
    loop.end()
    assert transport.pieces == [*pieces, b"last"]


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda transport: transport.write(b"third"), [b"third"]),
        (lambda transport: transport.close(), []),
        (lambda transport: transport.abort(), []),
    ],
)
def test_nothing_comes_before_what_waits(act: Callable[[Ordered], None], left: list[bytes], turn: Turn) -> None:
    """Neither what others write at once, nor the end."""
    loop: Any = Loop()
    own = Transport()
    for piece in (b"first", b"second"):
        turn.write(loop, own, piece, 0.0)
    act(Ordered(own, turn, loop))
    assert own.pieces == [b"first", b"second", *left]
    assert own.is_closing() is (not left)
    loop.end()
    assert own.pieces == [b"first", b"second", *left]


def test_those_of_one_loop_are_in_one_turn() -> None:
    """And who has another loop is not."""
    one, other = cast(tuple[Any, Any], (Loop(), Loop()))
    assert turn_of(one) is turn_of(one)
    assert turn_of(other) is not turn_of(one)


def test_a_loop_that_has_ended_is_forgotten() -> None:
    """With what was to be sent in it."""
    loop: Any = Loop()
    transport: Any = Transport()
    transport.loop, turn = loop, turn_of(loop)
    for piece in (b"first", b"second"):
        turn.write(loop, transport, piece, 0.0)
    known = ref(loop)
    del loop, transport, turn
    gc.collect()
    assert known() is None
