"""A clock that is held, set, moved on and made faster shows what it should, and never a moment that there is not."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from state.worlds import START

from understudy.state.clock import FASTEST, Clock, wall
from understudy.state.moments import FIRST, LAST, shifted

ELSEWHERE = datetime(1999, 12, 31, 23, 59, tzinfo=UTC)


class Wall:
    """The time outside, in our hands."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def passes(self, seconds: float) -> None:
        """Let time pass, or with less than none go back."""
        self.at = shifted(self.at, timedelta(seconds=seconds))


Step = Callable[[Clock, Wall], None]


def seconds(count: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=count)


def passes(count: float) -> Step:
    """So many seconds pass outside."""
    return lambda _, wall: wall.passes(count)


def freeze(at: datetime | None = None) -> Step:
    return lambda clock, _: clock.freeze(at)


def advance(count: float) -> Step:
    return lambda clock, _: clock.advance(seconds(count))


def run_at(rate: float) -> Step:
    return lambda clock, _: clock.run_at(rate)


def set_(at: datetime) -> Step:
    return lambda clock, _: clock.set(at)


def thaw(clock: Clock, _: Wall) -> None:
    clock.thaw()


def reset(clock: Clock, _: Wall) -> None:
    clock.reset()


@pytest.mark.parametrize(
    ("steps", "shown", "frozen", "rate"),
    [
        ([], START, False, 1),
        ([passes(5)], START + seconds(5), False, 1),
        ([passes(5), freeze(), passes(5)], START + seconds(5), True, 1),
        ([freeze(ELSEWHERE), passes(5)], ELSEWHERE, True, 1),
        ([freeze(ELSEWHERE), passes(5), freeze(), passes(5)], ELSEWHERE, True, 1),
        ([freeze(), passes(5), thaw], START, False, 1),
        ([freeze(), passes(5), thaw, passes(2)], START + seconds(2), False, 1),
        ([passes(5), thaw, passes(2)], START + seconds(7), False, 1),
        ([set_(ELSEWHERE), passes(5)], ELSEWHERE + seconds(5), False, 1),
        ([freeze(), set_(ELSEWHERE), passes(5)], ELSEWHERE, True, 1),
        ([freeze(), set_(ELSEWHERE), thaw, passes(5)], ELSEWHERE + seconds(5), False, 1),
        ([advance(10), passes(5)], START + seconds(15), False, 1),
        ([freeze(), advance(10), passes(5)], START + seconds(10), True, 1),
        ([run_at(60), passes(5)], START + seconds(300), False, 60),
        ([passes(5), run_at(60), passes(5), run_at(0.5), passes(5)], START + seconds(307.5), False, 0.5),
        ([run_at(60), passes(5), advance(10), passes(1)], START + seconds(370), False, 60),
        ([run_at(60), freeze(), passes(5), thaw, passes(1)], START + seconds(60), False, 60),
        ([run_at(60), freeze(ELSEWHERE), advance(1), reset], START, False, 1),
        ([passes(5), run_at(60), set_(ELSEWHERE), reset, passes(1)], START + seconds(6), False, 1),
        ([passes(-5)], START, False, 1),
        ([passes(-5), passes(7)], START + seconds(2), False, 1),
        ([set_(LAST), passes(5)], LAST, False, 1),
        ([set_(LAST), advance(5), set_(FIRST), advance(-5)], FIRST, False, 1),
        ([run_at(FASTEST), passes(1_000_000_000)], LAST, False, FASTEST),
        ([run_at(FASTEST), passes(-1_000_000_000)], START, False, FASTEST),
    ],
)
def test_a_clock_goes_on_from_what_it_shows(steps: list[Step], shown: datetime, frozen: bool, rate: float) -> None:  # noqa: FBT001 - a column of a table
    """Frozen it stands still, thawed it goes on from there; every jump and change of speed begins where it stands."""
    wall = Wall()
    clock = Clock(wall)
    for step in steps:
        step(clock, wall)
    assert (clock.now(), clock.frozen, clock.rate) == (shown, frozen, rate)


@pytest.mark.parametrize("steps", [[], [thaw, passes(5)], [set_(START), run_at(9)], [advance(5)], [freeze(START)]])
def test_a_clock_that_was_frozen_from_the_start_is_so_again(steps: list[Step]) -> None:
    """`reset` leads back to the moment that it stood at first."""
    wall = Wall()
    clock = Clock(wall, ELSEWHERE)
    for step in [passes(7), *steps, reset, passes(7)]:
        step(clock, wall)
    assert (clock.now(), clock.frozen, clock.rate) == (ELSEWHERE, True, 1)


@pytest.mark.parametrize("rate", [0, -1, FASTEST + 1, float("nan"), float("inf"), -float("inf"), 10**400, -(10**400)])
def test_a_rate_is_above_zero_and_not_beyond_the_fastest(rate: float) -> None:
    """A clock that is told another one says what it expects, and runs as before."""
    wall = Wall()
    clock = Clock(wall)
    clock.run_at(2)
    with pytest.raises(ValueError, match=r"^a rate is a number above 0, at most 1,000,000$"):
        clock.run_at(rate)
    wall.passes(5)
    assert (clock.now(), clock.rate) == (START + seconds(10), 2)


def test_the_time_outside_has_its_zone() -> None:
    """Clocks run beside that of the machine, in UTC."""
    before = datetime.now(UTC)
    assert before <= wall() <= datetime.now(UTC)
    assert before <= Clock().now() <= datetime.now(UTC)


MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.sampled_from([FIRST, LAST])
BYS = st.timedeltas()
RATES = st.floats(0, FASTEST, exclude_min=True) | st.sampled_from([1, FASTEST, 5e-324])
STEPS = st.lists(
    st.tuples(st.just("passes"), st.floats(-1e15, 1e15) | st.floats(0, 1e4))
    | st.tuples(st.just("freeze"), st.none() | MOMENTS)
    | st.tuples(st.sampled_from(["thaw", "reset"]), st.none())
    | st.tuples(st.just("set"), MOMENTS)
    | st.tuples(st.just("advance"), BYS)
    | st.tuples(st.just("run_at"), RATES),
    max_size=12,
)


def take(clock: Clock, wall: Wall, step: tuple[str, Any]) -> None:
    """Do what a step says."""
    what, value = step
    if what == "passes":
        days = max(-900_000.0, min(900_000.0, value / 86400))
        wall.passes(days * 86400)
    elif what == "freeze" or value is not None:
        getattr(clock, what)(value)
    else:
        getattr(clock, what)()


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(STEPS, st.none() | MOMENTS)
def test_no_clock_leaves_the_calendar(steps: list[tuple[str, Any]], frozen_at: datetime | None) -> None:
    """Whatever is done to a clock, and whatever happens outside: it shows a moment in UTC, twice the same one."""
    wall = Wall()
    clock = Clock(wall, frozen_at)
    for step in steps:
        take(clock, wall, step)
        assert FIRST <= clock.now() <= LAST
        assert clock.now() == clock.now()
        assert clock.now().tzinfo is UTC


@settings(derandomize=True, deadline=None, database=None)
@given(STEPS.map(lambda steps: [step for step in steps if step[0] in ("passes", "thaw", "run_at")]), st.booleans())
def test_a_clock_that_nobody_sets_never_goes_back(steps: list[tuple[str, Any]], is_frozen: bool) -> None:  # noqa: FBT001
    """As long as time passes forward outside."""
    wall = Wall()
    clock = Clock(wall, START if is_frozen else None)
    shown = clock.now()
    for what, value in steps:
        take(clock, wall, (what, abs(value) if what == "passes" else value))
        assert clock.now() >= shown
        shown = clock.now()


@settings(derandomize=True, deadline=None, database=None)
@given(st.lists(st.timedeltas(timedelta(), timedelta(days=1000)), max_size=6), st.booleans())
def test_many_small_advances_are_one_large_one(parts: list[timedelta], is_frozen: bool) -> None:  # noqa: FBT001
    """A minute is sixty seconds, also for a clock that is moved on."""
    one, other = Clock(Wall(), START if is_frozen else None), Clock(Wall(), START if is_frozen else None)
    one.advance(sum(parts, timedelta()))
    for part in parts:
        other.advance(part)
    assert one.now() == other.now()
