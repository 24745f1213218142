"""A collection remembers what a model of it does, in each session by itself, and the same with replay and without."""

import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from support import Reply, ask, document, write

from understudy import project
from understudy.server.app import Memory, Mock, build
from understudy.state.session import Sessions

PATHS = """
    /things:
      get:
        parameters:
          - {name: limit, in: query, schema: {type: integer, minimum: 1, default: 100}}
          - {name: offset, in: query, schema: {type: integer, minimum: 0}}
          - {name: sort, in: query, schema: {type: string}}
          - {name: rank, in: query, schema: {type: integer}}
        responses:
          "200":
            description: Things
            content: {application/json: {schema: {type: array, items: &it {$ref: '#/components/schemas/Thing'}}}}
      post: &create
        requestBody: {required: true, content: {application/json: {schema: *it}}}
        responses: &responses
          "200": &thing {description: A thing, content: {application/json: {schema: *it}}}
          "201": *thing
          "204": {description: Gone}
          "404": {description: No such thing}
          "409": {description: There is one already}
          "422": {description: Not like that}
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: string, minLength: 1}}]
      get: {responses: {"200": *thing, "404": {description: No such thing}}}
      put: *create
      patch:
        requestBody: {required: true, content: {application/merge-patch+json: {schema: {type: object}}}}
        responses: {"200": *thing, "404": {description: No such thing}, "422": {description: Not like that}}
      delete: {responses: {"204": {description: Gone}, "404": {description: No such thing}}}
"""
COMPONENTS = """
    schemas:
      Thing:
        type: object
        required: [id, rank]
        properties:
          id: {type: string, minLength: 1}
          rank: {type: integer, minimum: 0}
          name: {type: string, maxLength: 5}
        additionalProperties: false
"""
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)

ids = st.sampled_from(["a", "b", "c/d", "ü", "..", "%41", "1"])
ranks = st.sampled_from([0, 1, 2, 5])
broken = st.sampled_from([{"rank": -1}, {"rank": "x"}, {"name": "too long"}, {"rank": None}])
changes = st.fixed_dictionaries({}, optional={"rank": ranks, "name": st.sampled_from(["one", "two", "", None])})
things = st.fixed_dictionaries({"id": ids, "rank": ranks}, optional={"name": st.sampled_from(["one", "two", ""])})
sessions = st.sampled_from(["left", "right"])


def started(directory: Path, *, replay: bool) -> Mock:
    """A mock of a collection that nobody has written to, whose time stands still."""
    return build(project.load(directory), Memory(Sessions(clock=BEGAN)), replay=replay)


class Collection(RuleBasedStateMachine):
    """What is there by what has been written, as far as anything has."""

    def __init__(self) -> None:
        super().__init__()
        with TemporaryDirectory() as directory:
            here = write(Path(directory), {"openapi.yaml": document(PATHS, COMPONENTS)})
            self.mocks = [started(here, replay=True), started(here, replay=False)]
        self.began = self.listed("none")
        self.known: dict[str, dict[str, Any]] = {"left": {}, "right": {}}
        """The records by their ids; None of one that was deleted."""

    def ask(self, session: str, method: str, target: str, body: Any = None, *, kind: str = "application/json") -> Reply:
        """What both answer, which is the same."""
        headers = {"Host": "127.0.0.1", "Understudy-Session": session, "Content-Type": kind}
        sent = b"" if body is None else json.dumps(body).encode()
        first, second = (ask(each, target, method, headers=headers, body=sent) for each in self.mocks)
        assert first == second
        return first

    def listed(self, session: str, query: str = "") -> list[dict[str, Any]]:
        """The records of a list."""
        found: list[dict[str, Any]] = self.ask(session, "GET", f"/things{query}").json
        return found

    @rule(session=sessions, thing=things)
    def create(self, session: str, thing: dict[str, Any]) -> None:
        """It is there afterwards; what is written under its id already is not replaced."""
        reply = self.ask(session, "POST", "/things", thing)
        if self.known[session].get(thing["id"]):
            assert reply.status == 409
        else:
            assert (reply.status, reply.json.items() >= thing.items()) == (200, True)
            self.known[session][thing["id"]] = reply.json

    @rule(session=sessions, thing=things)
    def replace(self, session: str, thing: dict[str, Any]) -> None:
        """It is there afterwards, unless it was deleted."""
        reply = self.ask(session, "PUT", at(thing["id"]), thing)
        if reply.status != 404:
            assert (reply.status in (200, 201), reply.json.items() >= thing.items()) == (True, True)
            self.known[session][thing["id"]] = reply.json

    @rule(session=sessions, key=ids, change=changes)
    def change(self, session: str, key: str, change: dict[str, Any]) -> None:
        """What is said is other than it was (RFC 7396), and nothing else."""
        before = self.ask(session, "GET", at(key))
        reply = self.ask(session, "PATCH", at(key), change, kind="application/merge-patch+json")
        assert reply.status == before.status
        if reply.status == 200:
            assert reply.json == {name: value for name, value in {**before.json, **change}.items() if value is not None}
            self.known[session][key] = reply.json

    @rule(session=sessions, key=ids, change=broken, method=st.sampled_from(["POST", "PUT", "PATCH"]))
    def break_it(self, session: str, key: str, change: dict[str, Any], method: str) -> None:
        """What cannot be is refused, and nothing is other than it was."""
        if method == "PATCH" and change == {"rank": None}:
            return  # what is required is kept
        before = self.ask(session, "GET", at(key))
        target, kind = ("/things" if method == "POST" else at(key)), "merge-patch+" if method == "PATCH" else ""
        reply = self.ask(session, method, target, {"id": key, "rank": 1, **change}, kind=f"application/{kind}json")
        assert reply.status in (422, 404)
        assert self.ask(session, "GET", at(key)) == before

    @rule(session=sessions, key=ids)
    def delete(self, session: str, key: str) -> None:
        """It is gone."""
        was_gone = key in self.known[session] and self.known[session][key] is None
        assert self.ask(session, "DELETE", at(key)).status == (404 if was_gone else 204)
        self.known[session][key] = None

    @rule(session=sessions)
    def reset(self, session: str) -> None:
        """All is as on the first day."""
        self.ask(session, "POST", "/_understudy/reset")
        self.known[session] = {}
        assert self.listed(session) == self.began

    @rule(session=sessions, limit=st.integers(1, 4))
    def turn_pages(self, session: str, limit: int) -> None:
        """All pages are the whole list."""
        whole = self.listed(session)
        pages = [self.listed(session, f"?limit={limit}&offset={at}") for at in range(0, len(whole) + 1, limit)]
        assert [thing for page in pages for thing in page] == whole

    @rule(session=sessions, name=st.sampled_from(["rank", "id"]), sign=st.sampled_from(["", "-"]))
    def sort(self, session: str, name: str, sign: str) -> None:
        """The whole list, in its order."""
        found = self.listed(session, f"?sort={sign}{name}")
        values = [thing[name] for thing in found]
        assert values == sorted(values, reverse=bool(sign))
        assert sorted(map(str, found)) == sorted(map(str, self.listed(session)))

    @rule(session=sessions, rank=ranks)
    def filter(self, session: str, rank: int) -> None:
        """What is so, and nothing else."""
        whole = self.listed(session)
        assert self.listed(session, f"?rank={rank}") == [thing for thing in whole if thing["rank"] == rank]

    @invariant()
    def is_as_it_was_written(self) -> None:
        """Each record is read, and listed once."""
        for session, known in self.known.items():
            listed = self.listed(session)
            for key, record in known.items():
                reply = self.ask(session, "GET", at(key))
                assert (reply.status, listed.count(record)) == ((404, 0) if record is None else (200, 1))
                assert record is None or reply.json == record
            written = {thing["id"] for thing in listed if thing["id"] in known}
            assert written == {key for key, record in known.items() if record is not None}


def at(key: str) -> str:
    """The path of a record."""
    return f"/things/{quote(key, safe='')}"


TestCollection = Collection.TestCase
TestCollection.settings = settings(
    max_examples=6, stateful_step_count=15, derandomize=True, deadline=None, database=None, phases=[Phase.generate]
)
