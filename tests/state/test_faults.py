"""Delays are drawn from their distributions, and no one waits for ever."""

from random import Random
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from understudy.state.faults import LONGEST, Delay, Fault


def drawn(delay: Delay, count: int = 2000) -> list[float]:
    """So many delays, in seconds."""
    chance = Random("seed")
    return [delay.seconds(chance) for _ in range(count)]


def test_a_fixed_delay_is_always_the_same() -> None:
    assert set(drawn(Delay("fixed", (1.5,)))) == {1.5}


def test_a_uniform_delay_is_anywhere_between_its_bounds() -> None:
    found = drawn(Delay("uniform", (1.0, 3.0)))
    assert 1.0 <= min(found) < 1.05
    assert 2.95 < max(found) <= 3.0
    assert 1.9 < sum(found) / len(found) < 2.1


def test_a_lognormal_delay_is_spread_around_its_median() -> None:
    """As many are shorter as are longer, and a few are much longer."""
    found = drawn(Delay("lognormal", (0.3, 0.6)))
    assert 0.28 < median(found) < 0.32
    assert 0 < min(found) < 0.1
    assert 1 < max(found) < 10
    assert drawn(Delay("lognormal", (0.3, 0.0)), 3) == pytest.approx([0.3] * 3)


@settings(derandomize=True, database=None, deadline=None)
@given(st.floats(0.001, LONGEST.total_seconds()), st.floats(0, 10), st.integers())
def test_no_delay_is_longer_than_the_longest(around: float, sigma: float, seed: int) -> None:
    """However wide it is spread."""
    assert 0 <= Delay("lognormal", (around, sigma)).seconds(Random(seed)) <= LONGEST.total_seconds()


def test_of_several_statuses_the_first_that_is_declared_counts() -> None:
    fault = Fault(statuses=(429, 403, 500))
    assert fault.status(lambda status: status in (500, 403)) == 403
    assert fault.status(lambda _: False) is None
    assert Fault(kind="reset").status(lambda _: True) is None
