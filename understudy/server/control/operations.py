"""The operations of the control API, each by its operationId."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from functools import cached_property
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any

from connexion.context import scope

from understudy.answers import Answer
from understudy.contract import contract, media
from understudy.contract.violations import Violation
from understudy.errors import RecordInvalid, Refusal, did_you_mean, not_among, quoted
from understudy.findings import Place
from understudy.handlers import Handler
from understudy.project import Project
from understudy.server.control.patterns import matches
from understudy.server.control.telling import Json, clock_told, exchange, operation_told, record_told
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.requests import InvalidRequest
from understudy.state.clock import Clock
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.journal import Entry, Journal
from understudy.state.moments import LAST, duration, moment
from understudy.state.scenarios import Scenarios
from understudy.state.session import Session, Sessions
from understudy.state.view import View

_DIRECTORY = Path(__file__).parent
_MOST_FOUND = 500

_AT_ONCE = 20
"""Exchanges that are looked at before others have their turn."""


class Control:
    """What a tester may ask of a mock and tell it. Each public coroutine is the operation of its name."""

    def __init__(self, project: Project, sessions: Sessions, journal: Journal) -> None:
        self._mocked, self._sessions, self._journal = project, sessions, journal

    @cached_property
    def _promised(self) -> contract.Contract:
        return contract.load(_DIRECTORY / "openapi.yaml", "understudy/server/control/openapi.yaml")

    @property
    def project(self) -> Project:
        """The control API as a mock project: its contract, and these functions as its handlers."""
        names = [operation.name for operation in self._promised.operations]
        place = Place(Path(__file__).name)
        return Project(
            contract=self._promised,
            handlers={name: Handler(name, getattr(self, name), place, is_marked=True) for name in names},
            collections={},
            scenarios=Scenarios(),
            schemas={},
            directory=_DIRECTORY,
            forget=lambda: None,
        )

    async def get_index(self) -> Json:
        asked = Exchange.of(scope)
        listed = [operation_told(each, asked.prefix) for each in self._promised.operations]
        return {"title": self._mocked.contract.title, "session": asked.session.name, "operations": listed}

    async def get_clock(self) -> Json:
        return clock_told(_session().clock)

    async def put_clock(self, body: Json) -> Json:
        session = _session()
        with session.lock:
            try:
                _turn(session.clock, body)
            except ValueError as error:
                raise Refusal(409, f"The clock cannot be turned so: {error}") from None
            return clock_told(session.clock)

    async def get_scenario(self) -> Json:
        known = self._mocked.scenarios.known
        scenario = known.get(_session().scenario or "")
        return {
            "scenario": scenario.name if scenario else None,
            "says": scenario.says if scenario else None,
            "known": [{"name": each.name, "says": each.says} for each in known.values()],
        }

    async def put_scenario(self, body: Json) -> Json:
        name, known = body["scenario"], list(self._mocked.scenarios.known)
        if name is not None and name not in known:
            raise Refusal(404, f"No scenario is called {quoted(name)}{not_among(name, known)}")
        _session().choose(name)
        return await self.get_scenario()

    async def list_collections(self) -> Json:
        view = _view()
        told = [
            {"name": known.name, "key": list(known.key), "records": [fixture.name for fixture in view.fixtures(known)]}
            for known in self._mocked.collections.values()
        ]
        return {"collections": told}

    async def get_record(self, collection: str, name: str) -> Json:
        known = self._collection(collection)
        return record_told(_view(), known, self._fixture(known, name))

    async def put_record(self, collection: str, name: str, body: Json) -> Json:
        known, view = self._collection(collection), _view()
        with view.session.lock:
            try:
                fixture = view.read_form(known, name, body)
                named = _named(known, name)
                holder = view.find(known, fixture.key)
                if (holder and holder.name != name) or (named and named.key != fixture.key):
                    taken = f"its key is that of {holder.name}" if holder else f"the key of {name} is another one"
                    raise Refusal(409, f"{quoted(name)} cannot be put: {taken}")
                view.write(known, fixture)
            except RecordInvalid as invalid:
                found = [Violation("fixture", ("body",), problem) for problem in invalid.problems]
                raise InvalidRequest(found, (422,)) from None
            return record_told(_view(), known, fixture)

    async def delete_record(self, collection: str, name: str) -> Answer:
        known, view = self._collection(collection), _view()
        with view.session.lock:
            own = filter(None, view.session.written.get(known.name, {}).values())
            named = [fixture for fixture in chain(own, view.beneath(known)) if fixture.name == name]
            if not named:
                raise self._no_record(known, name)
            for fixture in named:
                view.session.forget(known.name, fixture.key)
                view.session.lead((known.name, fixture.key, fixture.origin), None)
        return Answer(204)

    async def put_stage(self, collection: str, name: str, body: Json) -> Json:
        known, view = self._collection(collection), _view()
        fixture, wanted = self._fixture(known, name), body["stage"]
        names = fixture.lifecycle.names
        if wanted not in names:
            raise Refusal(404, f"{quoted(name)} has no stage called {quoted(wanted)}{not_among(wanted, names)}")
        view.move(known, fixture, wanted)
        return record_told(_view(), known, fixture)

    async def reset(self) -> Answer:
        session = _session()
        with session.lock:
            session.reset()
            self._journal.clear(session)
        return Answer(204)

    async def list_journal(  # noqa: PLR0917 - by name, as all arguments are passed
        self,
        operation: str | None = None,
        status: int | None = None,
        violations: bool | None = None,  # noqa: FBT001 - by name
        since: int = 0,
        page: int = 1,
        page_size: int = 50,
    ) -> Json:
        wanted = {"operation": operation, "status": status, "violations": violations}
        pattern = {name: value for name, value in wanted.items() if value is not None}
        found = [entry async for entry in self._found(pattern) if entry.id > since]
        shown = found[(page - 1) * page_size : page * page_size]
        told = [exchange(entry, _session().name) for entry in shown]
        return {"exchanges": told, "total": len(found), "page": page, "page_size": page_size}

    async def clear_journal(self) -> Answer:
        self._journal.clear(_session())
        return Answer(204)

    async def get_exchange(self, id: int) -> Json:  # noqa: A002 - as the contract calls it
        if (entry := self._journal.get(_session(), id)) is None:
            raise Refusal(404, f"The journal of this session has no exchange {id}, or has it no longer")
        return exchange(entry, _session().name)

    async def count_exchanges(self, body: Json) -> Json:
        return {"count": len([entry async for entry in self._found(body)])}

    async def find_exchanges(self, body: Json) -> Json:
        found = [entry async for entry in self._found(body)]
        told = [exchange(entry, _session().name) for entry in islice(found, _MOST_FOUND)]
        return {"exchanges": told, "total": len(found)}

    async def get_contract(self) -> Answer:
        source = self._mocked.contract.document.root
        is_json = source.path.suffix.lower() == ".json"
        first, second = ("application/json", "application/yaml")[:: 1 if is_json else -1]
        accept = header(scope, "accept")
        chosen = first if media.is_open(accept) else media.negotiate(accept, [first, second]) or first
        if chosen == "application/json" and not is_json:
            return Answer(200, source.value, {"Content-Type": chosen})
        return Answer(200, source.text.encode(), {"Content-Type": chosen})

    async def get_coverage(self) -> Json:
        answers = _session().answers
        operations: list[Json] = []
        for operation in self._mocked.contract.operations:
            own = {status: tally.count for (name, status), tally in answers.items() if name == operation.name}
            declared = dict.fromkeys(operation.responses, 0)
            undeclared = []
            for status, count in sorted(own.items()):
                response = operation.response(status)
                if response:
                    declared[response.status] += count
                else:
                    undeclared.append({"status": status, "answers": count})
            operations.append(
                {
                    "operation": operation.name,
                    "method": operation.method,
                    "path": operation.path,
                    "requests": sum(own.values()),
                    "statuses": [{"status": status, "answers": count} for status, count in declared.items()],
                    "undeclared": undeclared,
                }
            )
        statuses = [status for operation in operations for status in operation["statuses"]]
        covered = sum(1 for status in statuses if status["answers"])
        return {"operations": operations, "covered": covered, "declared": len(statuses)}

    async def get_health(self) -> Json:
        title, count = self._mocked.contract.title, len(self._sessions)
        return {"status": "ok", "version": version("understudy"), "title": title, "sessions": count}

    def _collection(self, name: str) -> Collection:
        if known := self._mocked.collections.get(name):
            return known
        names = list(self._mocked.collections)
        raise Refusal(404, f"No collection is called {quoted(name)}{not_among(name, names)}")

    def _fixture(self, known: Collection, name: str) -> Fixture:
        if fixture := _named(known, name):
            return fixture
        raise self._no_record(known, name)

    @staticmethod
    def _no_record(known: Collection, name: str) -> Refusal:
        names = [fixture.name for fixture in _view().fixtures(known)]
        return Refusal(404, f"No record of {known.name} is called {quoted(name)}{did_you_mean(name, names)}")

    async def _found(self, pattern: Mapping[str, Any]) -> AsyncIterator[Entry]:
        named = {str(operation): operation.name for operation in self._mocked.contract.operations}
        if "operation" in pattern:
            pattern = {**pattern, "operation": named.get(pattern["operation"], pattern["operation"])}
        for at, entry in enumerate(self._journal.of(_session())):
            if at % _AT_ONCE == 0:  # thousands may have to be told, and others want to be answered meanwhile
                await asyncio.sleep(0)
            if matches(pattern, entry):
                yield entry


def _session() -> Session:
    return Exchange.of(scope).session


def _view() -> View:
    view = Exchange.of(scope).view
    assert view is not None
    return view


def _turn(clock: Clock, body: Json) -> None:
    """Do to a clock what a body asks for. Raises ValueError for a moment that no calendar has."""
    ((what, value),) = body.items()
    if what == "freeze":
        clock.thaw() if value is False else clock.freeze(None if value is True else moment(value))
    elif what == "set":
        clock.set(moment(value))
    elif what == "advance":
        by = duration(value)
        if LAST - clock.now() < by:
            raise ValueError(f"{value} from now is after the year 9999")
        clock.advance(by)
    elif what == "rate":
        clock.run_at(value)
    else:
        clock.reset()


def _named(known: Collection, name: str) -> Fixture | None:
    return next((fixture for fixture in _view().fixtures(known) if fixture.name == name), None)
