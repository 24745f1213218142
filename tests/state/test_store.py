"""Records by their key, and what a handler is told when there is none."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support import write

from understudy import MockError, RecordNotFound, records
from understudy.source import read
from understudy.state.fixtures import collection
from understudy.state.store import Records, Store, current

FILE = """
    collection: runs
    schema: '#'
    key: [owner_id, run_id]
    records:
      one: {owner_id: a, run_id: 1, state: done}
      two: {owner_id: a, run_id: 2, state: open}
      other: {owner_id: b, run_id: 1, state: done}
"""


@pytest.fixture
def runs(tmp_path: Path) -> Iterator[Records]:
    """The records of the file above, as a handler sees them."""
    write(tmp_path, {"runs.yaml": FILE})
    loaded = collection(read(tmp_path / "runs.yaml", "runs.yaml"))
    token = current.set(Store({"runs": loaded}))
    yield records("runs")
    current.reset(token)


def test_a_record_is_found_by_its_key(runs: Records) -> None:
    """Its parts in order, by name, or mixed."""
    assert runs.get("a", 2) == runs.get(run_id=2, owner_id="a") == runs.get("a", run_id=2)
    assert runs.get("a", 2)["state"] == "open"


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
    key: tuple[object, object], resource: str, id_: object, message: str, runs: Records
) -> None:
    """An unknown owner is missing as an owner, whatever its run is called."""
    with pytest.raises(RecordNotFound) as caught:
        runs.get(*key)
    assert (caught.value.resource, caught.value.id, str(caught.value)) == (resource, id_, message)


@pytest.mark.parametrize(
    ("positional", "named"), [((), {}), (("a",), {}), (("a", 1, 2), {}), (("a",), {"owner_id": "a"}), ((), {"id": 1})]
)
def test_a_key_has_the_parts_of_its_collection(
    positional: tuple[object, ...], named: dict[str, object], runs: Records
) -> None:
    """No more, no fewer, none twice."""
    with pytest.raises(TypeError, match="the key of runs is owner_id, run_id; given "):
        runs.get(*positional, **named)


def test_records_are_listed_by_their_fields(runs: Records) -> None:
    """All of them, or those that have these values, in the order of the file."""
    assert [record["run_id"] for record in runs.list()] == [1, 2, 1]
    assert [record["owner_id"] for record in runs.list(state="done")] == ["a", "b"]
    assert runs.list(state="none") == []


def test_a_collection_that_is_not_there_is_named(runs: Records) -> None:
    """With the one that was probably meant."""
    assert runs
    with pytest.raises(MockError, match=r"^no collection is called 'rums'; did you mean 'runs'\?$"):
        records("rums")


def test_records_are_for_handlers() -> None:
    """Outside of a request there is no store to read."""
    with pytest.raises(MockError, match="is for handlers"):
        records("runs")
