"""Values that name a record in a path."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from understudy.contract.document import Node
from understudy.contract.resources import Resource
from understudy.contract.samples import Samples
from understudy.contract.samples.known import readings


def is_key(value: Any) -> bool:
    """Whether a value can be asked for in a path."""
    return isinstance(value, str | int | float) and value != ""


def text_of(value: Any) -> str:
    """A part of a key as a path has it; 7.0 is the integer 7 (JSON Schema Core 2020-12, 4.2.3)."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, str) else repr(value)


class Names:
    """What the path of a collection may call its records."""

    def __init__(self, resource: Resource, samples: Samples, fits: Callable[[Node, Any], bool]) -> None:
        """A value `fits` a schema or not."""
        parameters = next(iter(resource.operations.values())).parameters
        asked = (each.schema for each in parameters if each.location == "path" and each.name == resource.key[-1])
        self._schema, self._samples, self._fits = next(asked, None), samples, fits

    def may_be(self, value: Any) -> bool:
        """Whether the path may have a value, be it as another type."""
        return self._schema is None or any(self._fits(self._schema, each) for each in readings(value))

    def others(self, seed: str) -> Iterator[Any]:
        """A name that is made up, as each type that it may be of. Raises Unsatisfied."""
        assert self._schema is not None  # or else any value may be one
        return iter(readings(self._samples.sample(self._schema, f"{seed} name", {}, given=False)))

    def some(self, seed: str, numbers: Iterable[int]) -> Iterator[Any]:
        """Names of records that do not say what they are called: numbers, where they may stand there."""
        for number in numbers:
            if self._schema is None or self.may_be(number):
                yield str(number)
            else:
                yield self._samples.sample(self._schema, f"{seed} {number}", {}, given=False)
