"""What a request sees of a session: records by their key, as far along as they are, and what was written over them."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from state.worlds import START, World, world

from understudy import MockError, RecordInvalid, RecordNotFound, clock, records
from understudy.state import view
from understudy.state.collections import Collection
from understudy.state.fixtures import Fixture
from understudy.state.records import Records, current

FILE = """
    collection: runs
    schema: '#'
    key: [owner_id, run_id]
    records:
      one: {owner_id: a, run_id: 1, state: done}
      two: {owner_id: a, run_id: 2, state: open}
      other: {owner_id: b, run_id: 1, state: done}
      live:
        owner_id: c
        run_id: 1
        state: new
        at: !time stage
        stages:
          - new:
          - old: {after: 10s, state: old}
      counted:
        owner_id: c
        run_id: 2
        state: new
        stages:
          - new:
          - old: {after: 2 reads, state: old}
"""
OVERLAYS = """
    empty:
      runs: {one: null, two: {state: closed}, extra: {owner_id: z, run_id: 9, state: new}}
"""


@pytest.fixture
def runs(tmp_path: Path) -> World:
    """The records of the file above."""
    return world(tmp_path, FILE, OVERLAYS)


@pytest.fixture
def asked(runs: World) -> Iterator[Records]:
    """The same, as a handler asks for them."""
    token = current.set(runs.view())
    yield records("runs")
    current.reset(token)


def test_a_record_is_found_by_its_key(runs: World) -> None:
    """Its parts in order, by name, or mixed."""
    found = runs.records()
    assert found.get("a", 2) == found.get(run_id=2, owner_id="a") == found.get("a", run_id=2)
    assert found.get("a", 2)["state"] == "open"


@pytest.mark.parametrize(
    ("key", "resource", "id_", "message"),
    [
        (("a", 3), "run", 3, "Run 3 not found"),
        (("aa", 1), "owner", "aa", "Owner 'aa' not found; did you mean 'a'?"),
        (("b", 2), "run", 2, "Run 2 not found"),
        (("a", None), "run", None, "Run None not found"),
        (("a", "x" * 500), "run", "x" * 500, f"Run '{'x' * 79}… not found"),
    ],
)
def test_the_first_part_of_a_key_that_is_missing_is_named(
    key: tuple[object, object], resource: str, id_: object, message: str, runs: World
) -> None:
    """An unknown owner is missing as an owner, whatever its run is called."""
    with pytest.raises(RecordNotFound) as caught:
        runs.records().get(*key)
    assert (caught.value.resource, caught.value.id, str(caught.value)) == (resource, id_, message)


@pytest.mark.parametrize(
    ("positional", "named"), [((), {}), (("a",), {}), (("a", 1, 2), {}), (("a",), {"owner_id": "a"}), ((), {"id": 1})]
)
def test_a_key_has_the_parts_of_its_collection(
    positional: tuple[object, ...], named: dict[str, object], runs: World
) -> None:
    """No more, no fewer, none twice."""
    with pytest.raises(TypeError, match="the key of runs is owner_id, run_id; given "):
        runs.records().get(*positional, **named)


def test_records_are_listed_by_their_fields(runs: World) -> None:
    """All of them, or those that have these values, in the order of the file."""
    assert [record["run_id"] for record in runs.records().list()] == [1, 2, 1, 1, 2]
    assert [record["owner_id"] for record in runs.records().list(state="done")] == ["a", "b"]
    assert runs.records().list(state="none") == []


def test_no_record_has_a_list_or_an_object_in_its_key(asked: Records) -> None:
    """To ask for one is to ask for one that is not there."""
    parts: list[Any] = [[], {}, [1], None]
    for part in parts:
        with pytest.raises(RecordNotFound):
            asked.get("a", part)


def test_a_collection_that_is_not_there_is_named(asked: Records) -> None:
    """With the one that was probably meant."""
    assert asked
    with pytest.raises(MockError, match=r"^no collection is called 'rums'; did you mean 'runs'\?$"):
        records("rums")


@pytest.mark.parametrize("ask", [lambda: records("runs"), clock])
def test_records_and_clock_are_for_handlers(ask: Any) -> None:
    """Outside of a request there is nothing to see."""
    with pytest.raises(MockError, match="is for handlers"):
        ask()


def test_the_clock_of_a_handler_stands_still(runs: World, asked: Records) -> None:
    """Until the request has been answered; as a text it is a date-time."""
    assert asked
    runs.passes(5)
    assert clock().now() == START
    assert str(clock()) == "2026-01-01T12:00:00Z"


def test_a_record_grows_with_the_time_of_its_session(runs: World) -> None:
    """From its first read on, whenever that is."""
    runs.passes(100)
    assert runs.poll("c", 1)[0] == {"owner_id": "c", "run_id": 1, "state": "new", "at": "2026-01-01T12:01:40Z"}
    runs.passes(9.999)
    assert runs.poll("c", 1)[0]["state"] == "new"
    runs.passes(0.001)
    assert runs.poll("c", 1)[0] == {"owner_id": "c", "run_id": 1, "state": "old", "at": "2026-01-01T12:01:50Z"}


def test_a_record_grows_with_its_reads(runs: World) -> None:
    """One request reads it once, however often its handler asks; a look or a wanted stage does not count."""
    view = runs.view()
    assert [Records.of(view, "runs").get("c", 2)["state"] for _ in range(5)] == ["new"] * 5
    assert runs.records(stage="old").get("c", 2)["state"] == "old"
    assert [record["state"] for record in runs.poll("c", 2, count=3)] == ["new", "old", "old"]


def test_a_stage_is_asked_for_of_those_that_have_it(runs: World) -> None:
    """The others are as they are; a record in its own stage is what it is now."""
    view = runs.view(stage="old")
    assert [record["state"] for record in Records.of(view, "runs").list(owner_id="c")] == ["old", "old"]
    assert view.stages == ["new", "old"]
    assert runs.records(stage="nothing").get("a", 1)["state"] == "done"


def test_a_handler_cannot_change_what_is_remembered(runs: World) -> None:
    """What it is given is its own."""
    runs.records().get("a", 1)["state"] = "spoiled"
    view = runs.view()
    Records.of(view, "runs").get("a", 1)["state"] = "spoiled"
    assert Records.of(view, "runs").get("a", 1)["state"] == "done"


def test_what_is_written_lives_in_the_session(runs: World) -> None:
    """It stands in the place of what it names, is listed last where it is new, and goes with the session's reset."""
    put = runs.records().put({"owner_id": "a", "run_id": 1, "state": "written"})
    assert put["state"] == "written"
    assert runs.fixture("one").value["state"] == "written"
    runs.records().put({"owner_id": "n", "run_id": 1, "state": "new"})
    assert runs.fixture("n/1").key == ("n", 1)
    assert [record["state"] for record in runs.records().list()] == ["written", "open", "done", "new", "new", "new"]
    runs.records().delete("a", 2)
    with pytest.raises(RecordNotFound):
        runs.records().get("a", 2)
    with pytest.raises(RecordNotFound):
        runs.records().delete("a", 2)
    runs.session.reset()
    assert len(runs.records().list()) == 5
    assert runs.records().get("a", 1)["state"] == "done"


def test_what_is_written_may_hold_what_would_be_stages(runs: World) -> None:
    """A handler writes records that never change, so that `stages` is a field of theirs like any other."""
    runs.records().put({"owner_id": "a", "run_id": 1, "stages": ["a"]})
    assert runs.records().get("a", 1)["stages"] == ["a"]


def test_what_is_written_is_judged(runs: World) -> None:
    """By whoever knows schema and rules; and it needs its key."""

    def judge(_: Collection, fixture: Fixture, __: object) -> Sequence[str]:
        return ["state is odd"] if fixture.value.get("state") == "odd" else []

    runs.judge = judge
    with pytest.raises(RecordInvalid, match="is no record of runs: state is odd"):
        runs.records().put({"owner_id": "a", "run_id": 1, "state": "odd"})
    with pytest.raises(RecordInvalid, match="part of the key"):
        runs.records().put({"owner_id": "a"})
    for nothing in (object(), float("nan"), {1, 2}, "\ud800"):
        with pytest.raises(RecordInvalid, match="it is no JSON: "):
            runs.records().put({"owner_id": "a", "run_id": 1, "state": nothing})
    assert runs.records().get("a", 1)["state"] == "done"


def test_there_is_an_end_to_writing(runs: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A session does not grow for ever; what is there can still be changed."""
    monkeypatch.setattr(view, "MOST_WRITTEN", 2)
    for number in (1, 2):
        runs.records().put({"owner_id": "n", "run_id": number})
    with pytest.raises(RecordInvalid, match="2 records have been written in this session"):
        runs.records().put({"owner_id": "n", "run_id": 3})
    runs.records().put({"owner_id": "n", "run_id": 2, "state": "changed"})
    assert runs.records().get("n", 2)["state"] == "changed"


def test_a_scenario_lies_over_the_file_and_under_what_is_written(runs: World) -> None:
    """It takes records away, changes them, and adds some."""
    runs.session.choose("empty")
    assert [record["state"] for record in runs.records().list()] == ["closed", "done", "new", "new", "new"]
    runs.records().put({"owner_id": "a", "run_id": 2, "state": "written"})
    assert runs.records().get("a", 2)["state"] == "written"
    beneath = {fixture.name for fixture in runs.view().beneath(next(iter(runs.collections.values())))}
    assert {"two", "extra", "other"} <= beneath
    runs.session.choose(None)
    assert runs.records().get("a", 1)["state"] == "done"


def test_a_record_can_be_moved_to_a_stage(runs: World) -> None:
    """It has just entered it then, and goes on from there."""
    view = runs.view()
    known = next(iter(runs.collections.values()))
    fixture = runs.fixture("live")
    view.move(known, fixture, "old")
    assert runs.poll("c", 1)[0]["at"] == "2026-01-01T12:00:00Z"
    assert view.look(known, fixture)[1] == "old"
    life = view.life(known, fixture)
    assert life is not None
    assert (life.born, life.ahead) == (START, timedelta(seconds=10))


def test_an_override_may_have_a_life(runs: World) -> None:
    """It is read as a fixture file has it."""
    view = runs.view()
    known = next(iter(runs.collections.values()))
    stages = [{"first": None}, {"second": {"after": "1 read", "state": "second"}}]
    fixture = view.read_form(known, "one", {"owner_id": "a", "run_id": 1, "state": "first", "stages": stages})
    view.write(known, fixture)
    assert [record["state"] for record in runs.poll("a", 1, count=3)] == ["first", "second", "second"]
    with pytest.raises(RecordInvalid, match="stages are a list"):
        view.read_form(known, "one", {"owner_id": "a", "run_id": 1, "stages": 3})


def test_two_clients_see_one_life(runs: World) -> None:
    """Each of their reads is counted once, whoever comes first."""
    threads = [Thread(target=runs.poll, args=("c", 2), kwargs={"count": 50}) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (life,) = runs.session.lives.values()
    assert life.reads == 200


def test_a_reload_keeps_what_still_is(runs: World, tmp_path: Path) -> None:
    """Births and writes of records that still exist; what is no more, or holds no longer, is forgotten and named."""
    runs.poll("c", 1)
    runs.poll("c", 2)
    runs.records().put({"owner_id": "a", "run_id": 1, "state": "good"})
    runs.records().put({"owner_id": "a", "run_id": 2, "state": "odd"})
    runs.records().delete("b", 1)
    anew = world(tmp_path, FILE[: FILE.index("      counted:")])
    anew.judge = lambda _, fixture, __: ["odd"] if fixture.value.get("state") == "odd" else []
    assert anew.store.reconcile(runs.session) == ["runs/two"]
    anew.session = runs.session
    assert [record["state"] for record in anew.records().list()] == ["good", "open", "new"]
    assert {key for _, key, _ in runs.session.lives} >= {("c", 1)}
    assert ("c", 2) not in {key for _, key, _ in runs.session.lives}
    anew.scenarios = runs.scenarios
    runs.session.choose("empty")
    anew.records().get("z", 9)
    assert anew.store.reconcile(runs.session) == []
    assert ("z", 9) in {key for _, key, _ in runs.session.lives}
    runs.session.choose(None)
    nothing = World({})
    assert nothing.store.reconcile(runs.session) == ["runs/one"]
    assert runs.session.written.get("runs", {}) == {}
