"""A value made up for a schema: the same for the same seed, and held against the schema before anybody sees it."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from understudy.contract.document import Node
from understudy.contract.schemas import Schemas
from understudy.contract.sides import ANSWER, REQUEST

STEPS: Final = 30_000
"""Values that are made and choices that are taken for one sample, those that are given up again included."""


class Samples:
    """Makes up values for the schemas of one document: those that are answered, or `sent` in requests.

    Each may take so many `steps` until it is given up.
    """

    def __init__(self, schemas: Schemas, *, sent: bool = False, steps: int = STEPS) -> None:
        self._schemas, self._side, self._steps = schemas, REQUEST if sent else ANSWER, steps

    def sample(self, schema: Node, seed: str, known: Mapping[str, Any], *, given: bool = True) -> Any:
        """A value that satisfies a schema, and shows what is `known` of it where it has members of such names.

        With `given`, what the document gives as examples and defaults comes first. Raises Unsatisfied.
        """
        return self._made(schema, seed, known, given=given)

    @cached_property
    def _made(self) -> Callable[..., Any]:
        # A megabyte of modules, and where records or examples are what is answered, nobody has a need of them.
        from understudy.contract.samples.trying import Trying  # noqa: PLC0415

        return Trying(self._schemas, self._side, self._steps).sample
