"""A record grows up by time and by reads, one stage after the other, and never back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from state.worlds import START

from understudy.state.life import NO_STAGES, Life, Lifecycle, Stage
from understudy.state.moments import FIRST, LAST, shifted


def lifecycle(*afters: float) -> Lifecycle:
    """Stages after so many seconds, or as a whole number after so many reads; the first one is entered at once."""
    entered = [after if isinstance(after, int) else timedelta(seconds=after) for after in afters]
    return Lifecycle(tuple(Stage(f"s{index}", after, {}, ()) for index, after in enumerate([timedelta(), *entered])))


def seconds(count: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=count)


def built(steps: list[tuple[bool, int]]) -> Lifecycle:
    """A lifecycle of stages that each come so much later than the last one of its kind: of seconds, or of reads."""
    age, reads, afters = 0.0, 0, []
    for is_read, step in steps:
        age, reads = (age, reads + step) if is_read else (age + step, reads)
        afters.append(reads if is_read else age)
    return lifecycle(*afters)


LIFECYCLES = st.lists(st.tuples(st.booleans(), st.integers(1, 9)), max_size=6).map(built)
HISTORIES = st.lists(st.just("read") | st.floats(0, 12).map(seconds), max_size=30)
MOMENTS = st.datetimes(timezones=st.just(UTC)) | st.sampled_from([FIRST, LAST])


@pytest.mark.parametrize(
    ("afters", "age", "reads", "index"),
    [
        ([], 10, 10, 0),
        ([2.0, 10.0], 0, 99, 0),
        ([2.0, 10.0], 1.999999, 0, 0),
        ([2.0, 10.0], 2, 0, 1),
        ([2.0, 10.0], 9.9, 0, 1),
        ([2.0, 10.0], 10, 0, 2),
        ([2.0, 10.0], 1e9, 0, 2),
        ([2.0, 10.0], -5, 0, 0),
        ([1, 3], 99, 0, 0),
        ([1, 3], 0, 1, 1),
        ([1, 3], 0, 2, 1),
        ([1, 3], 0, 3, 2),
        ([2.0, 3], 0, 3, 0),
        ([2.0, 3], 2, 2, 1),
        ([2.0, 3], 2, 3, 2),
        ([3, 2.0], 2, 2, 0),
        ([3, 2.0], 1, 3, 1),
        ([3, 2.0], 2, 3, 2),
    ],
)
def test_the_stage_of_a_record(afters: list[float], age: float, reads: int, index: int) -> None:
    """A stage is entered once the record is so old, or has been read so often, and the stage before has been."""
    assert lifecycle(*afters).at(seconds(age), reads) == index


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(LIFECYCLES, HISTORIES, st.floats(0, 100).map(seconds))
def test_a_life_never_goes_back(cycle: Lifecycle, history: list[str | timedelta], since: timedelta) -> None:
    """Through reads and time: its stage never goes back, and the moments that stages were entered at stay, in order."""
    now, start = START, START - since
    life = Life(now)
    index, told = 0, [START]
    for event in history:
        if isinstance(event, timedelta):
            now += event
        else:
            cycle.read(life, now)
        before, index = index, cycle.at(life.age(now), life.reads)
        entered = cycle.entered(life, start)
        assert before <= index < len(cycle.stages)
        assert entered == sorted(entered)
        assert start <= entered[0] <= entered[index] <= now
        assert entered[: before + 1] == told
        told = entered[: index + 1]


@settings(derandomize=True, deadline=None, database=None)
@given(LIFECYCLES, HISTORIES)
def test_the_same_age_and_reads_give_the_same_stage(cycle: Lifecycle, history: list[str | timedelta]) -> None:
    """In whichever order the time passed and the reads came."""
    now, life = START, Life(START)
    for event in history:
        if isinstance(event, timedelta):
            now += event
        else:
            cycle.read(life, now)
    assert cycle.at(life.age(now), life.reads) == cycle.at(now - START, history.count("read"))


@pytest.mark.parametrize(
    ("afters", "events", "entered"),
    [
        ([2.0, 10.0], [], [0, 2, 10]),
        ([1, 3], [5, "read", 1, "read", 1, "read"], [0, 5, 7]),
        ([1, 3], ["read"], [0, 0, 0]),
        ([5.0, 2], ["read", "read", 9], [0, 5, 5]),
        ([5.0, 2], [9, "read", 1, "read"], [0, 5, 10]),
        ([2, 5.0], [9, "read", "read"], [0, 9, 9]),
    ],
)
def test_when_the_stages_were_entered(afters: list[float], events: list[str | float], entered: list[float]) -> None:
    """At an age, at a read, and no sooner than the stage before."""
    cycle, life, now = lifecycle(*afters), Life(START), START
    for event in events:
        if isinstance(event, str):
            cycle.read(life, now)
        else:
            now += seconds(event)
    assert cycle.entered(life, START) == [START + seconds(count) for count in entered]


def test_no_stage_is_entered_before_the_session_began() -> None:
    """Also where the clock has been set back since: what was told of the start stays the earliest of all."""
    assert lifecycle(2.0, 1).entered(Life(START - seconds(60)), START) == [START, START, START]


@settings(derandomize=True, deadline=None, database=None, max_examples=300)
@given(LIFECYCLES, st.data(), MOMENTS)
def test_a_life_in_a_stage_is_in_it(cycle: Lifecycle, data: st.DataObject, now: datetime) -> None:
    """A record that is moved to a stage has just entered it, whatever moment it is, and goes on from there."""
    index = data.draw(st.integers(0, len(cycle.stages) - 1))
    life = cycle.life_in(index, now)
    assert cycle.at(life.age(now), life.reads) == index
    assert cycle.entered(life, FIRST)[index] == now
    assert cycle.entered(life, FIRST) == sorted(cycle.entered(life, FIRST))
    later = data.draw(HISTORIES)
    for event in later:
        if isinstance(event, timedelta):
            now = shifted(now, event)
        else:
            cycle.read(life, now)
        before, index = index, cycle.at(life.age(now), life.reads)
        assert index >= before


@pytest.mark.parametrize(
    ("afters", "index", "passed", "reads", "then"),
    [
        ([2.0, 10.0], 1, 7.9, 99, 1),
        ([2.0, 10.0], 1, 8, 0, 2),
        ([2.0, 10.0], 0, 1.9, 0, 0),
        ([2.0, 10.0], 2, 0, 0, 2),
        ([3, 5], 1, 99, 1, 1),
        ([3, 5], 1, 0, 2, 2),
        ([3, 10.0, 5], 2, 0, 1, 2),
        ([3, 10.0, 5], 2, 0, 2, 3),
        ([3, 10.0, 5], 1, 9.9, 9, 1),
        ([3, 10.0, 5], 1, 10, 2, 3),
    ],
)
def test_a_stage_that_was_moved_to_lasts_as_long_as_always(
    afters: list[float], index: int, passed: float, reads: int, then: int
) -> None:
    """From one stage to the next are the same seconds, or reads, as in a life that came there by itself."""
    cycle = lifecycle(*afters)
    life = cycle.life_in(index, START)
    for _ in range(reads):
        cycle.read(life, START)
    assert cycle.at(life.age(START + seconds(passed)), life.reads) == then


def test_the_longest_stage_there_may_be() -> None:
    """A stage after as many years as there are can still be moved to, in the first year as in the last."""
    cycle = Lifecycle((Stage("new", timedelta(), {}, ()), Stage("old", LAST - FIRST, {}, ())))
    for now in (FIRST, START, LAST):
        life = cycle.life_in(1, now)
        assert cycle.at(life.age(now), life.reads) == 1
        assert cycle.entered(life, FIRST) == [FIRST, now]


def test_a_record_without_stages_has_no_life() -> None:
    """It has no stage, none was entered, and to read it changes nothing but the count."""
    life = Life(START)
    NO_STAGES.read(life, START)
    assert (bool(NO_STAGES), NO_STAGES.names, NO_STAGES.at(seconds(9), 9)) == (False, [], 0)
    assert (NO_STAGES.entered(life, START), life.reads, life.reached) == ([], 1, {})


def test_only_reads_that_matter_are_remembered() -> None:
    """A page that polls for a day takes no more memory than one that looks once."""
    cycle, life = lifecycle(2, 5.0, 40), Life(START)
    for count in range(1000):
        cycle.read(life, START + seconds(count))
    assert life.reached == {2: START + seconds(1), 40: START + seconds(39)}
