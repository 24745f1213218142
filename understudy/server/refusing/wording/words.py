"""Refusals in the words of a contract. What was found out for one is tried first for others of its kind."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from understudy.contract.document import Identity, Node
from understudy.contract.samples import Samples
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.validators import Validator
from understudy.server.bodies.writing import Write, dumped, encoded, plainly
from understudy.server.refusing.wording.facts import Facts, Kind, Occasion, Said, kind
from understudy.server.refusing.wording.filling import Filling, Judged
from understudy.server.refusing.wording.parts import Tell, telling
from understudy.server.refusing.wording.readings import Readings

_MOST = 256
"""Kinds of refusals of which it is known how one of them was worded."""


class _Way(Struct, frozen=True):
    """How a refusal was worded, and all that was judged on the way there: where that is the same, so are the words.

    What it came to was judged by the validator, where that is not the same in all refusals of a kind. What it comes to
    is what `write` writes.
    """

    judged: Sequence[Judged]
    tell: Tell
    validator: Validator | None
    write: Write


class Words:
    """Words refusals by the schemas of a contract."""

    def __init__(self, schemas: Schemas, samples: Samples) -> None:
        self._schemas, self._samples, self._readings = schemas, samples, Readings(schemas)
        self._ways: dict[tuple[Identity, Kind], _Way] = {}

    def word(self, facts: Facts, schema: Node, occasion: Occasion | None = None) -> tuple[Any, Write]:
        """A body for this refusal that satisfies the schema, and what writes it; MISSING where none could be made."""
        said, known = Said(facts, occasion), (schema.identity, kind(facts, occasion))
        way = self._ways.get(known)
        if way is not None and (not way.judged or all(judged.holds(said) for judged in way.judged)):
            value = way.tell(said)
            if way.validator is None or way.validator.is_valid(value):
                return value, way.write
        if len(self._ways) >= _MOST:
            self._ways.clear()
        way = self._ways[known] = self._way(schema, said)
        return way.tell(said), way.write

    def _way(self, schema: Node, said: Said) -> _Way:
        filling = Filling(self._schemas, self._samples, self._readings, said)
        part, judged = filling.fill(schema), filling.judged
        if part is None:
            return _Way(judged, lambda _: MISSING, None, dumped)
        validator, tell = self._schemas.validator(schema), telling(part, said)
        whole = next((each for each in judged if each.part is part and each.validator is validator), None)
        if whole is not None:
            judged, tell = [each for each in judged if each is not whole], whole.tell
        write = plainly if said.facts.is_plain and _is_plain(tell(said)) else dumped
        return _Way(judged, tell, validator if whole else None, write)


def _is_plain(value: Any) -> bool:
    """Whether a value is written in one way, with all that a schema has put into it."""
    try:
        return encoded(value) == dumped(value)
    except ValueError:  # half of a surrogate pair
        return False
