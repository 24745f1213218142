"""Dice fall as Python's own do, for the same seed."""

from random import Random
from threading import Thread

from hypothesis import given
from hypothesis import strategies as st

from understudy.contract.samples.dice import each, lots, thrown


@given(st.text(), st.lists(st.integers(1, 2000), min_size=1))
def test_dice_fall_as_those_of_python(seed: str, counts: list[int]) -> None:
    """Whatever is chosen from, and whatever they were thrown for before."""
    dice, random = thrown(seed), Random(seed)
    for count in counts:
        assert dice.choice(range(count)) == random.choice(range(count))
        assert dice.randint(-count, count) == random.randint(-count, count)
    lists = [range(count) for count in counts]
    assert each(map(lots, lists), dice) == [random.choice(among) for among in lists]
    assert (dice.random(), dice.getstate()) == (random.random(), random.getstate())


def test_each_thread_has_dice_of_its_own() -> None:
    """So that none of them throws those that another one reads."""
    found = []
    other = Thread(target=lambda: found.append(thrown("a")))
    other.start()
    other.join()
    assert found[0] is not thrown("a")
    assert thrown("a") is thrown("b")
