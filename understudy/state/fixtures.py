"""One record as a person writes it, with the stages that it passes through."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from understudy.errors import MockError, nearest, quoted
from understudy.findings import Finding
from understudy.source import Pointer, Source
from understudy.state.life import NO_STAGES, Lifecycle, Stage
from understudy.state.moments import Time, duration, told

TAGS = {"!time": Time.parse}
"""What a fixture file may say beyond JSON."""

_READS = re.compile(r"\s*([0-9]{1,9})\s*reads?\s*")

LONGEST_NAME = 200
"""Characters of the name of a record, a stage or a scenario; a client asks for them by it."""

NO_NAME = f"a name has 1 to {LONGEST_NAME} characters"

MOST_STAGES = 1000
"""Of one record: it is held against its rules in each of them."""

Record = dict[str, Any]
Key = tuple[Any, ...]
Wrong = list[tuple[Pointer, str]]
"""What is wrong with a value: where in it, and what."""


@dataclass(eq=False)
class Malformed(MockError):
    """What is meant as a record cannot be read as one."""

    wrong: Wrong

    def __str__(self) -> str:
        return "; ".join(message for _, message in self.wrong)


class Fixture(Struct, frozen=True, eq=False):
    """One record, by the name that `Prefer: example=` calls it.

    `origin` tells it from other records with its key, so that each of them has a life of its own.
    """

    name: str
    key: Key
    value: Mapping[str, Any]
    lifecycle: Lifecycle = NO_STAGES
    pointer: Pointer = ()
    source: Source | None = None
    origin: str = ""

    def at(self, index: int, start: datetime, entered: list[datetime], only: Collection[str] | None = None) -> Record:
        """A copy of the record as it is in a stage, or of those of its fields that are named in `only`.

        What a stage sets replaces what was there before. `!time now` counts from `start`, `!time stage` from the
        moment in `entered` of the stage that it stands in.
        """
        fields = {name: (value, entered[index] if entered else start) for name, value in self.value.items()}
        for stage, moment in zip(self.lifecycle.stages[: index + 1], entered, strict=False):
            fields |= {name: (value, moment) for name, value in stage.fields.items()}
        wanted = fields.items() if only is None else [(name, fields[name]) for name in only if name in fields]
        return {name: told(value, start, moment) for name, (value, moment) in wanted}

    def finding(self, message: str, code: str, index: int = 0, pointer: Pointer = ()) -> Finding:
        """A finding at the line of a part of the record, as it is in a stage."""
        assert self.source is not None
        stages = self.lifecycle.stages[: index + 1]
        within = f", stage {stages[-1].name}" if stages else ""
        return self.source.finding(self._locate(stages, pointer), f"{self.name}{within}: {message}", code)

    def _locate(self, stages: tuple[Stage, ...], pointer: Pointer) -> Pointer:
        for stage in reversed(stages):
            if pointer and pointer[0] in stage.fields:
                return (*stage.pointer, *pointer)
        if not stages or (pointer and pointer[0] in self.value):
            return (*self.pointer, *pointer)
        return stages[-1].pointer


class Form(Struct, frozen=True):
    """How the records of a collection are written: the fields of their key, and the field that holds stages, if any."""

    key: tuple[str, ...]
    stages: str | None = "stages"

    def read(
        self, name: str, raw: Mapping[str, Any], source: Source | None = None, at: Pointer = (), origin: str = ""
    ) -> Fixture:
        """The record that stands at a place. Raises Malformed with everything that is wrong with its form."""
        wrong: Wrong = []
        if not is_name(name):
            wrong.append(((), NO_NAME))
        key = self.key_of(raw)
        for part, value in zip(self.key, key, strict=True):
            if not isinstance(value, str | int | float):
                wrong.append(((), f"no {part!r}: it is part of the key that names a record"))
                break
        stages = tuple(self._read_stages(raw, self.stages, at, wrong)) if self.stages else ()
        if wrong:
            raise Malformed(wrong)
        value = MappingProxyType({field: value for field, value in raw.items() if field != self.stages})
        return Fixture(name, key, value, Lifecycle(stages), at, source, origin)

    def key_of(self, raw: Mapping[str, Any]) -> Key:
        """What a record would be found by; None for what it lacks."""
        return tuple(raw.get(part) for part in self.key)

    def _read_stages(self, record: Mapping[str, Any], within: str, at: Pointer, wrong: Wrong) -> Iterator[Stage]:
        raw = record.get(within)
        if not isinstance(raw, list | None) or len(raw or []) > MOST_STAGES:
            expected = "each a name, and below it the fields that change"
            wrong.append(((within,), f"stages are a list of at most {MOST_STAGES:,}: {expected}"))
            return
        names: set[str] = set()
        latest: dict[type, Any] = {timedelta: timedelta(), int: 0}
        for index, entry in enumerate(raw or []):
            here: Pointer = (within, index)
            if (
                not isinstance(entry, dict)
                or len(entry) != 1
                or not isinstance(next(iter(entry.values())), dict | None)
            ):
                wrong.append((here, "a stage is its name, and below it an object of the fields that change"))
                continue
            name, fields = next((name, fields or {}) for name, fields in entry.items())
            here = (*here, name)
            if not is_name(name):
                wrong.append((here, NO_NAME))
            if name in names:
                wrong.append((here, f"a second stage called {quoted(name)}"))
            names.add(name)
            wrong += [
                ((*here, part), f"{part!r} is part of the key, which no stage may change")
                for part in self.key
                if part in fields
            ]
            try:
                after = _after(fields, is_first=not index)
            except ValueError as error:
                wrong.append(((*here, "after") if "after" in fields else here, str(error)))
                continue
            if index and after <= latest[type(after)]:
                wrong.append(((*here, "after"), f"stage {quoted(name)} would be entered no later than one before it"))
            latest[type(after)] = after
            changes = {field: value for field, value in fields.items() if field != "after"}
            yield Stage(name, after, changes, (*at, *here))


def is_name(text: str) -> bool:
    """Whether a record, a stage or a scenario may be called so."""
    return 0 < len(text) <= LONGEST_NAME


def _after(fields: Mapping[str, Any], *, is_first: bool) -> timedelta | int:
    """When a stage is entered. Raises ValueError with what is expected."""
    if is_first:
        if "after" in fields:
            raise ValueError("the first stage is entered at once: leave out `after`")
        return timedelta()
    text = fields.get("after")
    if isinstance(text, str):
        if reads := _READS.fullmatch(text):
            return int(reads[1])
        try:
            return duration(text)
        except ValueError:
            pass
    near = None if "after" in fields else nearest("after", list(fields))
    hint = f"; did you mean it by {near!r}?" if near else ""
    raise ValueError(f"`after` says when a stage is entered: after a duration such as 10s, or after `4 reads`{hint}")
