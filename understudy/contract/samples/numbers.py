"""Numbers within their bounds."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Any, TypeAlias

from understudy.contract.samples import names
from understudy.contract.samples.likely import LOWER, MOMENTS, UPPER
from understudy.contract.samples.parts import Parts
from understudy.contract.samples.subject import Subject

_SPAN = 100
"""How far from its one bound a number is looked for that has no other."""

_SMALLEST = -400
"""The exponent of the finest step between numbers that is tried: no float is finer."""

_DRAWS = 12

_LEAST, _GREATEST = {-(2**31), -(2**63)}, {2**31 - 1, 2**63 - 1}
"""Bounds of what a machine holds, which say nothing of what a number means."""

Range: TypeAlias = tuple[Fraction, Fraction, int]
"""From where to where, and with how many decimal places."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The end of a range, itself within it or not, and the keyword that says so."""

    at: Fraction
    open: bool
    keyword: str


@dataclass(frozen=True, slots=True)
class Numbers:
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

    @property
    def keyword(self) -> str:
        """The keyword that is the likeliest not to be met."""
        if self.step is not None:
            return "multipleOf"
        bound = self.high or self.low
        return bound.keyword if bound else "type"

    def candidates(self, name: str, subject: Subject, *, whole: bool) -> Iterator[int | float]:
        """Numbers that a member of this name may hold, the likeliest first."""
        if names.words(name)[-1:] and names.words(name)[-1] in MOMENTS:
            moment = int(subject.moment(name).timestamp())
            if self._allows(Fraction(moment)):
                yield moment
        for low, high, places in self._ranges(name):
            first, last, step = self._grid(low, high, places, whole=whole)
            for _ in range(_DRAWS if first <= last else 0):
                value = subject.rng.randint(first, last) * step
                number = int(value) if value.denominator == 1 else float(value)
                if self._allows(exact(number)):  # a float is not always the fraction that it is made from
                    yield number

    def _allows(self, value: Fraction) -> bool:
        above = self.low is None or value > self.low.at or (value == self.low.at and not self.low.open)
        below = self.high is None or value < self.high.at or (value == self.high.at and not self.high.open)
        return above and below and (self.step is None or (value / self.step).denominator == 1)

    def _grid(self, low: Fraction, high: Fraction, places: int, *, whole: bool) -> tuple[int, int, Fraction]:
        """The multiples that lie within a range, by the first and last factor; finer ones where none does."""
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
        return first, last, step

    def _ranges(self, name: str) -> Iterator[Range]:
        """Where a number is looked for: where it is likely by its name, if the bounds allow that, then anywhere."""
        low = self.low.at if self.low and self.low.at not in _LEAST else None
        high = self.high.at if self.high and self.high.at not in _GREATEST else None
        if usual := names.number(name):
            middle = Fraction(usual[0] + usual[1], 2)
            said = set(names.words(name))
            least = Fraction(usual[0]) if said.isdisjoint(UPPER) else middle
            most = Fraction(usual[1]) if said.isdisjoint(LOWER) else middle
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
