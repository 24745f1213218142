"""Numbers within their bounds."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, lcm
from random import Random
from typing import Any, TypeAlias

from msgspec import Struct

from understudy.contract.samples import names
from understudy.contract.samples.dice import between
from understudy.contract.samples.parts import Parts
from understudy.contract.samples.subject import Subject

_SPAN = 100
"""How far from its one bound a number is looked for that has no other."""

_SMALLEST = -400
"""The exponent of the finest step between numbers that is tried: no float is finer."""

_DRAWS = 12

_DIGITS, _SURE = 10**6, 10**15
"""A number with six decimal places, and fifteen digits in all, is written in the same way once it is a float."""

_LEAST, _GREATEST = {-(2**31), -(2**63)}, {2**31 - 1, 2**63 - 1}
"""Bounds of what a machine holds, which say nothing of what a number means."""


class Bound(Struct, frozen=True):
    """The end of a range, itself within it or not, and the keyword that says so."""

    at: Fraction
    open: bool
    keyword: str


Range: TypeAlias = tuple[Fraction, Fraction, int]
"""From where to where, and with how many decimal places."""


class Grid(Struct, frozen=True, dict=True):
    """Multiples of a step, so many `parts` of a whole, by the first and last factor.

    It `is_sure` where each of them is allowed.
    """

    first: int
    last: int
    step: int
    parts: int
    is_sure: bool

    @cached_property
    def draw(self) -> Callable[[Random], int | float]:
        """Draws one of them."""
        factor, step, parts = between(self.first, self.last), self.step, self.parts
        if step == parts == 1:
            return factor

        def draw(rng: Random) -> int | float:
            value = factor(rng) * step
            whole, rest = divmod(value, parts)
            return value / parts if rest else whole

        return draw


class Numbers(Struct, frozen=True, dict=True):
    """What is said of numbers: the bounds, and what they have to be a multiple of."""

    low: Bound | None
    high: Bound | None
    step: Fraction | None

    @classmethod
    def of(cls, parts: Parts) -> "Numbers":
        """All that the parts of a schema say."""
        lows = _bounds(parts, "minimum", "exclusiveMinimum")
        highs = _bounds(parts, "maximum", "exclusiveMaximum")
        step: Fraction | None = None
        for factor in map(exact, parts.said("multipleOf")):
            step = factor if step is None else common(step, factor)
        return cls(
            max(lows, key=lambda bound: (bound.at, bound.open), default=None),
            min(highs, key=lambda bound: (bound.at, not bound.open), default=None),
            step,
        )

    @cached_property
    def _grids(self) -> dict[tuple[names.Usual | None, bool], list[Grid]]:
        return {}

    @property
    def keyword(self) -> str:
        """The keyword that is the likeliest not to be met."""
        if self.step is not None:
            return "multipleOf"
        bound = self.high or self.low
        return bound.keyword if bound else "type"

    def candidates(self, name: str, subject: Subject, *, whole: bool) -> Iterator[int | float]:
        """Numbers that a member of this name may hold, the likeliest first."""
        if names.says_when(name):
            moment = int(subject.moment(name).timestamp())
            if self._allows(Fraction(moment)):
                yield moment
        for grid in self._found(names.number(name), whole=whole):
            for _ in range(_DRAWS):
                number = grid.draw(subject.rng)
                if grid.is_sure or self._allows(exact(number)):
                    yield number

    def drawing(self, name: str, *, whole: bool) -> Callable[[Subject], float] | None:
        """Draws the first of them where it is sure to be allowed; else None."""
        grids = self._found(names.number(name), whole=whole)
        if not grids or not grids[0].is_sure or names.says_when(name):
            return None
        draw = grids[0].draw
        return lambda subject: draw(subject.rng)

    def _found(self, usual: names.Usual | None, *, whole: bool) -> list[Grid]:
        """The grids among which numbers are, the likeliest first."""
        if (usual, whole) not in self._grids:  # so many as there are kinds of names
            grids = (self._grid(*found, whole=whole) for found in self._ranges(usual))
            self._grids[usual, whole] = [grid for grid in grids if grid.first <= grid.last]
        return self._grids[usual, whole]

    def _allows(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low.at or (value == self.low.at and not self.low.open)
        below = self.high is None or value < self.high.at or (value == self.high.at and not self.high.open)
        return above and below and (self.step is None or (value / self.step).denominator == 1)

    def _grid(self, low: Fraction, high: Fraction, places: int, *, whole: bool) -> Grid:
        """The multiples that lie within a range; finer ones where none does."""
        first, last, step = 1, 0, Fraction(1)
        for exponent in range(-places, _SMALLEST, -3):
            step = Fraction(10) ** exponent if self.step is None else self.step
            if whole:
                step = common(step, Fraction(1)) if self.step else Fraction(1)
            first, last = ceil(low / step), floor(high / step)
            first += 1 if self.low and self.low.open and first * step == self.low.at else 0
            last -= 1 if self.high and self.high.open and last * step == self.high.at else 0
            if first <= last or whole or self.step is not None:
                break
        is_sure = all(self._is_sure(factor, step) for factor in (first, last))
        return Grid(first, last, step.numerator, step.denominator, is_sure)

    def _is_sure(self, factor: int, step: Fraction) -> bool:
        """Whether a multiple is allowed, and so is the float that stands for it: none with so few digits differs."""
        is_short = _DIGITS % step.denominator == 0 and abs(factor * step) * _DIGITS < _SURE
        return (is_short or step.denominator == 1) and self._allows(factor * step)

    def _ranges(self, usual: names.Usual | None) -> Iterator[Range]:
        """Where a number is looked for: where it is likely by its name, if the bounds allow that, then anywhere."""
        low = self.low.at if self.low and self.low.at not in _LEAST else None
        high = self.high.at if self.high and self.high.at not in _GREATEST else None
        if usual:
            least, most = Fraction(usual[0]), Fraction(usual[1])
            least = least if low is None else max(least, low)
            most = most if high is None else min(most, high)
            if least <= most:
                yield least, most, usual[2]
        places = usual[2] if usual else 2 if self.step is None else 0
        if low is None:
            low = Fraction(1) if high is None or high > 1 else Fraction(0) if high >= 0 else high - self._span
        if high is None:
            high = low + self._span
        yield low, high, places
        if self.low and self.high:
            yield self.low.at, self.high.at, places
        # What else is said of the number may leave none of those that a reader expects.
        if self.low is None:
            yield low - 2 * self._span, low, places
        if self.high is None:
            yield high, high + 10 * self._span, places

    @property
    def _span(self) -> Fraction:
        return max(Fraction(_SPAN), 2 * (self.step or Fraction(0)))


def exact(number: float) -> Fraction:
    """A number as it is written: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def common(first: Fraction, second: Fraction) -> Fraction:
    """The least that is a multiple of both."""
    denominator = lcm(first.denominator, second.denominator)
    return Fraction(lcm(int(first * denominator), int(second * denominator)), denominator)


def _bounds(parts: Parts, keyword: str, exclusive: str) -> Iterator[Bound]:
    """The bounds of one side. In OpenAPI 3.0 what excludes a bound is a flag beside it."""
    for part in parts:
        flag: Any = part.value.get(exclusive)
        if keyword in part.value:
            yield Bound(exact(part.value[keyword]), flag is True, keyword)
        if flag is not None and not isinstance(flag, bool):
            yield Bound(exact(flag), open=True, keyword=exclusive)
