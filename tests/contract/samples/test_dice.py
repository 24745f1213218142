"""Dice fall for a seed, and anything that they choose from comes up."""

from collections import Counter
from random import Random
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.samples.dice import between, lots, thrown


@given(st.text())
def test_dice_are_thrown_as_those_of_python(seed: str) -> None:
    """Whatever they were thrown for before."""
    dice, random = thrown(seed), Random(seed)
    assert (dice.random(), dice.getstate()) == (random.random(), random.getstate())


@given(st.text(), st.integers(-(10**40), 10**40), st.integers(0, 10**40) | st.integers(0, 3))
def test_numbers_are_between_their_bounds(seed: str, low: int, more: int) -> None:
    """Those that no fraction could tell apart included."""
    drawn = thrown(seed).randint(low, low + more)
    assert low <= drawn <= low + more
    assert drawn == between(low, low + more)(thrown(seed))


@pytest.mark.parametrize("high", [7, 1 << 40])
def test_numbers_are_drawn_again_and_again(high: int) -> None:
    """As they are each by itself, few or many."""
    dice, draw = thrown("a"), between(-7, high)
    each = [dice.randint(-7, high) for _ in range(20)]
    dice.throw("a")
    assert [draw(dice) for _ in range(20)] == each


@pytest.mark.parametrize("count", [1, 2, 3, 7, 64, 100])
def test_each_of_several_things_comes_up(count: int) -> None:
    """None of them much more often than another one."""
    dice, (bits, among) = thrown("each"), lots(range(count))
    chosen = Counter(dice.choice(range(count)) for _ in range(100 * count))
    numbers = Counter(dice.randint(1, count) - 1 for _ in range(100 * count))
    drawn = Counter(among[dice.getrandbits(bits)] for _ in range(100 * count))
    for found in (chosen, numbers, drawn):
        assert set(found) == set(range(count))
        assert all(50 <= often <= 160 for often in found.values()), found


def test_each_thread_has_dice_of_its_own() -> None:
    """So that none of them throws those that another one reads."""
    found = []
    other = Thread(target=lambda: found.append(thrown("a")))
    other.start()
    other.join()
    assert found[0] is not thrown("a")
    assert thrown("a") is thrown("b")
