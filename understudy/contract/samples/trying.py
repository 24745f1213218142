"""What makes up values: tries, until one of them holds against its schema."""

from collections.abc import Mapping
from random import Random
from typing import Any, Final

from understudy.contract.document import Identity, Node
from understudy.contract.samples.composing import Composed
from understudy.contract.samples.dice import thrown
from understudy.contract.samples.known import knowing
from understudy.contract.samples.making import Maker
from understudy.contract.samples.parts import Reader
from understudy.contract.samples.samples import STEPS
from understudy.contract.samples.spot import Spot
from understudy.contract.samples.subject import Subject
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Exhausted, Impossible, Unsatisfied
from understudy.contract.samples.view import LEAST, Views
from understudy.contract.schemas import Schemas
from understudy.contract.validators import Validator
from understudy.contract.violations import Violation

_TRIES: Final = 10
_MOST_KEPT: Final = 10_000


class Trying:
    """Makes up values for the schemas of one document, each in so many tries, which take `steps` together at most."""

    def __init__(self, schemas: Schemas, side: str, steps: int) -> None:
        self._schemas, self._steps = schemas, steps
        self._views = Views(Reader(schemas), side)
        self._wholes: dict[tuple[Identity, bool], tuple[Composed, Validator] | None] = {}

    def sample(self, schema: Node, seed: str, known: Mapping[str, Any], *, given: bool) -> Any:
        """A value that satisfies a schema. Raises Unsatisfied."""
        failed: Impossible | None = None
        violations: list[Violation] = []
        spent, first = STEPS - self._steps, 0
        whole = self._whole(schema, given=given)
        if whole and spent + whole[0].cost <= STEPS:
            composed, validator = whole
            value = composed.draw(Subject(thrown(f"{seed}\0{first}")))
            told = knowing(value, known, validator.is_valid, has_lists=composed.has_lists)
            if told is not value or validator.is_valid(value):
                return told
            violations, spent, first = validator.violations(value), spent + composed.cost, 1
        view = self._views.of((schema,))
        for tried in range(first, _TRIES):
            attempt = Try(schema, thrown(f"{seed}\0{tried}"), tried, spent, given=given)
            try:
                value = Maker(attempt).value(view)
            except Impossible as impossible:
                failed = failed or impossible
            except Exhausted as exhausted:
                failed = failed or exhausted.cause
            else:
                validator = self._schemas.validator(schema)
                told = knowing(value, known, validator.is_valid)
                if told is not value or validator.is_valid(value):
                    return told
                violations = validator.violations(value)
            spent = attempt.spent
        if violations:
            place = self._schemas.place(violations[0]) or schema.place
            raise Unsatisfied(place, violations)
        assert failed is not None
        raise Unsatisfied(failed.place, [failed.violation])

    def _whole(self, schema: Node, *, given: bool) -> tuple[Composed, Validator] | None:
        """What draws the whole of a schema at once, as the first try does if it can, and what holds it against that."""
        key = schema.identity, given
        if key not in self._wholes:
            view, attempt = self._views.of((schema,)), Try(schema, Random(0), 0, 0, given=given)  # noqa: S311
            attempt.spend(LEAST)
            whole = Maker(attempt).composed(view, Spot(Subject(attempt.rng)))
            if len(self._wholes) >= _MOST_KEPT:
                self._wholes.clear()
            self._wholes[key] = (whole, self._schemas.validator(schema)) if whole else None
        return self._wholes[key]
