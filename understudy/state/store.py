"""What the fixtures of a project say, all of them together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from understudy.errors import MockError, did_you_mean
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture, Key
from understudy.state.scenarios import Scenarios
from understudy.state.session import Session

Judge = Callable[[Collection, Fixture, datetime], Sequence[str]]
"""What does not hold about a record of a collection, in any of its stages, in a session that began at a moment."""


class Store(Struct, frozen=True):
    """What the fixtures of a project say, and who judges what is written to it."""

    collections: Mapping[str, Collection]
    scenarios: Scenarios
    judge: Judge

    def collection(self, name: str) -> Collection:
        """Raises MockError for one that no fixture file defines."""
        if name not in self.collections:
            hint = did_you_mean(name, list(self.collections))
            raise MockError(f"no collection is called {name!r}{hint}")
        return self.collections[name]

    def reconcile(self, session: Session) -> list[str]:
        """Forget what a session remembers of records that are no more, and what was written and holds no longer.

        The names of the latter, as `collection/name`.
        """
        with session.lock:
            start = session.started or session.clock.now()
            dropped = [
                (name, key, fixture)
                for name, written_ in session.written.items()
                for key, fixture in written_.items()
                if not (known := self.collections.get(name)) or (fixture and self._breaks(known, fixture, start))
            ]
            for name, key, _ in dropped:
                session.forget(name, key)
            alive = {
                (name, fixture.key, fixture.origin)
                for name, layer in self._all_layers(session)
                for fixture in layer.values()
                if fixture
            }
            session.lives = {key: life for key, life in session.lives.items() if key in alive}
        return [f"{name}/{fixture.name}" for name, _, fixture in dropped if fixture]

    def _breaks(self, known: Collection, fixture: Fixture, start: datetime) -> bool:
        return known.form.key_of(fixture.value) != fixture.key or bool(self.judge(known, fixture, start))

    def _all_layers(self, session: Session) -> Iterator[tuple[str, Mapping[Key, Fixture | None]]]:
        yield from session.written.items()
        for scenario in self.scenarios.known.values():
            yield from scenario.records.items()
        yield from ((name, collection.fixtures) for name, collection in self.collections.items())
