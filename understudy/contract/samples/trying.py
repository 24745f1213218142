"""What makes up values: tries, until one of them holds against its schema."""

from collections.abc import Mapping
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.samples.dice import thrown
from understudy.contract.samples.known import knowing
from understudy.contract.samples.making import Maker
from understudy.contract.samples.parts import Reader
from understudy.contract.samples.samples import STEPS
from understudy.contract.samples.tries import Try
from understudy.contract.samples.unsatisfied import Exhausted, Impossible, Unsatisfied
from understudy.contract.samples.view import Views
from understudy.contract.schemas import Schemas
from understudy.contract.violations import Violation

_TRIES: Final = 10


class Trying:
    """Makes up values for the schemas of one document, each in so many tries, which take `steps` together at most."""

    def __init__(self, schemas: Schemas, side: str, steps: int) -> None:
        self._schemas, self._steps = schemas, steps
        self._views = Views(Reader(schemas), side)

    def sample(self, schema: Node, seed: str, known: Mapping[str, Any], *, given: bool) -> Any:
        """A value that satisfies a schema. Raises Unsatisfied."""
        view = self._views.of((schema,))
        failed: Impossible | None = None
        violations: list[Violation] = []
        spent = STEPS - self._steps
        for tried in range(_TRIES):
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
