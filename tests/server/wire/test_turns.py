"""Who is answered last in a long turn of the event loop is given a moment to ask again."""

import time
from collections.abc import Callable
from typing import Any, cast

import pytest

from understudy.server.wire.turns import LONG, PAUSE, Turn, turn_of


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
    answered: int, took: float, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where one waits for others, and each turn counts its own."""
    now, slept = [0.0], list[float]()
    monkeypatch.setattr(time, "perf_counter", lambda: now[0])
    monkeypatch.setattr(time, "sleep", slept.append)
    loop: Any = Loop()
    turn = Turn()
    for number in range(1, 3):
        for _ in range(answered):
            turn.answered(loop)
        assert len(loop.soon) == 1
        now[0] += took
        loop.end()
        assert slept == waited * number


def test_those_of_one_loop_are_in_one_turn() -> None:
    """And who has another loop is not."""
    one, other = cast(tuple[Any, Any], (Loop(), Loop()))
    assert turn_of(one) is turn_of(one)
    assert turn_of(other) is not turn_of(one)
