"""An alarm, with a loop whose time is told."""

from collections.abc import Callable
from contextvars import Context
from typing import Any

import pytest

from understudy.server.wire.alarm import Alarm


class Timer:
    def __init__(self, at: float, ring: Callable[[], None]) -> None:
        self.at, self.ring, self.is_cancelled = at, ring, False

    def cancel(self) -> None:
        self.is_cancelled = True


class Loop:
    """Sets timers, and lets time pass."""

    def __init__(self) -> None:
        self.now = 0.0
        self.timers: list[Timer] = []

    def time(self) -> float:
        return self.now

    def call_at(self, at: float, ring: Callable[[], None], *, context: Context) -> Timer:  # noqa: ARG002
        self.timers.append(Timer(at, ring))
        return self.timers[-1]

    @property
    def running(self) -> list[Timer]:
        return [timer for timer in self.timers if not timer.is_cancelled]

    def until(self, moment: float) -> None:
        while due := [timer for timer in self.running if timer.at <= moment]:
            self.now = due[0].at
            self.timers.remove(due[0])
            due[0].ring()
        self.now = moment


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def rung() -> list[float]:
    return []


@pytest.fixture
def alarm(loop: Any, rung: list[float]) -> Alarm:
    return Alarm(loop, lambda: rung.append(loop.now))


def test_it_rings_once_at_its_moment(alarm: Alarm, loop: Loop, rung: list[float]) -> None:
    alarm.ring_at(5)
    loop.until(100)
    assert rung == [5]
    alarm.ring_at(105)
    loop.until(200)
    assert rung == [5, 105]


def test_to_put_it_off_sets_no_timer(alarm: Alarm, loop: Loop, rung: list[float]) -> None:
    """However often that is done; the timer that there is goes off in vain, and is set once more."""
    for at in range(75, 1075):
        alarm.ring_at(at)
    assert len(loop.timers) == 1
    loop.until(1074)
    assert (rung, len(loop.running)) == ([1074], 0)


def test_an_earlier_moment_takes_the_place_of_a_later_one(alarm: Alarm, loop: Loop, rung: list[float]) -> None:
    alarm.ring_at(75)
    alarm.ring_at(30)
    assert len(loop.running) == 1
    loop.until(100)
    assert rung == [30]


def test_it_can_be_called_off(alarm: Alarm, loop: Loop, rung: list[float]) -> None:
    alarm.ring_at(5)
    alarm.never_mind()
    loop.until(10)
    alarm.ring_at(15)
    alarm.never_mind()
    alarm.ring_at(18)
    loop.until(20)
    assert rung == [18]


def test_it_leaves_nothing_behind(alarm: Alarm, loop: Loop, rung: list[float]) -> None:
    alarm.stop()
    alarm.ring_at(5)
    alarm.stop()
    assert loop.running == []
    loop.until(10)
    assert rung == []
