"""Refusals in the words of a contract. What was found out for one is tried first for others of its kind."""

from dataclasses import dataclass
from typing import Any

from understudy.contract.document import Identity, Node
from understudy.contract.samples import Samples
from understudy.contract.schemas import MISSING, Schemas
from understudy.server.refusing.wording.facts import Facts, Kind, Occasion, Said, kind
from understudy.server.refusing.wording.filling import Filling, Judged
from understudy.server.refusing.wording.parts import Tell, telling
from understudy.server.refusing.wording.readings import Readings

_MOST = 256
"""Kinds of refusals of which it is known how one of them was worded."""


@dataclass(frozen=True)
class _Way:
    """How a refusal was worded, and all that was judged on the way there: where that is the same, so are the words."""

    judged: list[Judged]
    tell: Tell | None


class Words:
    """Words refusals by the schemas of a contract."""

    def __init__(self, schemas: Schemas, samples: Samples) -> None:
        self._schemas, self._samples, self._readings = schemas, samples, Readings(schemas)
        self._ways: dict[tuple[Identity, Kind], _Way] = {}

    def word(self, facts: Facts, schema: Node, occasion: Occasion | None = None) -> Any:
        """A body for this refusal that satisfies the schema, or MISSING where none could be made."""
        said, known = Said(facts, occasion), (schema.identity, kind(facts, occasion))
        way = self._ways.get(known)
        if way is None or not all(judged.holds(said) for judged in way.judged):
            filling = Filling(self._schemas, self._samples, self._readings, said)
            part = filling.fill(schema)
            way = _Way(filling.judged, None if part is None else telling(part))
            if len(self._ways) >= _MOST:
                self._ways.clear()
            self._ways[known] = way
        return MISSING if way.tell is None else way.tell(said)
