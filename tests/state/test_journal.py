"""The journal: it never grows beyond its bounds, and each session reads its own exchanges."""

import gc
import tracemalloc
from datetime import UTC, datetime
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from understudy.state.clock import Clock
from understudy.state.journal import LARGEST, MOST, Entry, Fault, Headers, Journal, Message, Noted
from understudy.state.session import SILENCE, Session, Sessions
from understudy.state.view import Reading

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 1, 1, 13, tzinfo=UTC)
NOTHING = Message((), b"", 0, truncated=False)


def session(name: str = "default") -> Session:
    return Session(name, Clock(lambda: NOON))


def entry(
    of: Session,
    *,
    target: str = "/",
    headers: Headers = (),
    body: bytes = b"",
    violations: tuple[Fault, ...] = (),
    records: tuple[Reading, ...] = (),
) -> Entry:
    message = Message(headers, body, len(body), truncated=False)
    return Entry(
        id=0,
        session=ref(of),
        at=NOON,
        milliseconds=1.0,
        method="GET",
        target=target,
        request=NOTHING,
        status=200,
        response=message,
        operation=None,
        violations=violations,
        records=records,
        preferences=(),
        scenario=None,
        fault=None,
    )


def noted(found: Entry) -> Noted:
    return Noted(found.weight, found)


def added(journal: Journal, *entries: Entry) -> None:
    for each in entries:
        journal.add(noted(each), NOON, 1.0)


def kept(journal: Journal, of: Session) -> list[int]:
    return [found.id for found in journal.of(of)]


def test_its_bounds_are_those_that_are_promised() -> None:
    """10,000 exchanges and 64 MB."""
    assert (MOST, LARGEST) == (10_000, 67_108_864)


headers = st.lists(st.tuples(st.text(max_size=5), st.text(max_size=300)), max_size=4).map(tuple)
faults = st.builds(
    Fault,
    side=st.just("request"),
    keyword=st.just("type"),
    location=st.lists(st.text(max_size=300) | st.integers(0, 9), max_size=3).map(tuple),
    message=st.text(max_size=300),
    place=st.none() | st.just("openapi.yaml:1:1"),
)
readings = st.builds(Reading, collection=st.just("a"), name=st.text(max_size=300), stage=st.none())
parts = st.fixed_dictionaries(
    {
        "target": st.text(max_size=300),
        "headers": headers,
        "body": st.binary(max_size=5000),
        "violations": st.lists(faults, max_size=3).map(tuple),
        "records": st.lists(readings, max_size=3).map(tuple),
    }
)


@given(st.lists(parts, max_size=30), st.integers(1, 10), st.integers(0, 20_000))
def test_it_never_holds_more_than_it_may(contents: list[dict[str, object]], most: int, largest: int) -> None:
    """Whatever is added, it has at most so many exchanges and bytes, and those are the newest."""
    journal, own, weights = Journal(most, largest), session(), {}
    for number, content in enumerate(contents, start=1):
        made = entry(own, **content)  # type: ignore[arg-type] # as the strategy makes them
        weights[number] = made.weight
        added(journal, made)
        found = kept(journal, own)
        assert len(journal) == len(found) <= most
        assert sum(weights[number] for number in found) <= largest
        assert found == list(range(number, number - len(found), -1))


@given(st.lists(parts, max_size=5))
def test_it_forgets_no_more_than_it_has_to(contents: list[dict[str, object]]) -> None:
    """With room for all of them, all are there, and with one byte less the oldest is not."""
    own = session()
    entries = [entry(own, **content) for content in contents]  # type: ignore[arg-type]
    whole = sum(each.weight for each in entries)
    for largest, forgotten in ((whole, 0), (whole - 1, 1)):
        journal = Journal(len(entries) or 1, largest)
        added(journal, *entries)
        assert len(journal) == max(len(entries) - forgotten, 0)


@pytest.mark.parametrize(("most", "largest"), [(2, LARGEST), (10, 2 * entry(session(), body=bytes(1000)).weight)])
def test_the_oldest_makes_room_for_the_newest(most: int, largest: int) -> None:
    """Whether it is their number that is at its bound, or what they weigh."""
    own, journal = session(), Journal(most, largest)
    added(journal, *(entry(own, body=bytes(1000)) for _ in range(4)))
    assert (len(journal), kept(journal, own)) == (2, [4, 3])


def test_what_was_cleared_takes_no_room() -> None:
    """A session that clears its exchanges leaves their room to others, and theirs as they are."""
    left, right = session("left"), session("right")
    room = entry(left, body=bytes(1000)).weight
    journal = Journal(10, 2 * room)
    for of in (left, right):
        added(journal, entry(of, body=bytes(1000)))
    journal.clear(left)
    assert (kept(journal, left), kept(journal, right)) == ([], [2])
    added(journal, entry(left, body=bytes(1000)))
    assert (kept(journal, left), kept(journal, right)) == ([3], [2])


def test_each_session_has_its_own() -> None:
    """The newest first, and an exchange by its number only in the session that it belongs to."""
    left, right, journal = session("left"), session("right"), Journal()
    for of in (left, right, left):
        added(journal, entry(of))
    assert (kept(journal, left), kept(journal, right)) == ([3, 1], [2])
    assert (found := journal.get(left, 3)) is not None
    assert found.id == 3
    assert journal.get(right, 3) is None
    assert journal.get(right, 4) is None


def test_a_session_that_was_forgotten_leaves_no_exchanges() -> None:
    """Another one of its name, made after an hour of silence, begins with none."""
    now, journal = 0.0, Journal()
    sessions = Sessions(monotonic=lambda: now)
    added(journal, entry(sessions.get("nightly")))
    assert kept(journal, sessions.get("nightly")) == [1]
    now = SILENCE + 1
    assert kept(journal, sessions.get("nightly")) == []


def test_the_journal_keeps_no_session_alive() -> None:
    """What a session has written is not held by its exchanges."""
    own, journal = session(), Journal()
    added(journal, entry(own))
    alive = ref(own)
    del own
    gc.collect()
    assert alive() is None
    assert len(journal) == 1


def test_an_exchange_is_told_once() -> None:
    """However often it is asked for, and however often it came; and nothing is kept of what it was told from."""
    own, journal, told = session(), Journal(), []

    class Raw:
        """What an exchange is told from."""

        session = ref(own)

        def told(self) -> Entry:
            told.append(self.__class__)
            return entry(own)

    raw = Raw()
    alive, same = ref(raw), Noted(entry(own).weight, raw)
    del raw
    journal.add(same, NOON, 1.0)
    journal.add(same, LATER, 2.0)
    assert (told, alive() is None) == ([], False)
    for _ in range(2):
        found = [(each.id, each.at, each.milliseconds) for each in journal.of(own)]
        assert found == [(2, LATER, 2000.0), (1, NOON, 1000.0)]
    assert (len(told), alive()) == (1, None)


def test_what_grows_when_it_is_told_is_told_anew() -> None:
    """A journal holds no more than it was told to, whoever reads it."""
    own, journal, told = session(), Journal(), []

    class Raw:
        session = ref(own)

        def told(self) -> Entry:
            told.append(1)
            return entry(own, body=bytes(1000))

    journal.add(Noted(1, Raw()), NOON, 1.0)
    assert [kept(journal, own) for _ in range(2)] == [[1], [1]]
    assert len(told) == 2


@pytest.mark.parametrize("count", [0, 20])
def test_an_exchange_weighs_no_less_than_it_takes(count: int) -> None:
    """So that 64 MB are 64 MB of memory."""
    own, number = session(), 300

    def made(index: int) -> Entry:
        unique = str(index)
        return entry(
            own,
            target=f"/{unique}",
            headers=tuple((f"name-{unique}-{at}", f"value-{unique}-{at}") for at in range(count)),
            body=bytes([index % 256]) * 2000,
            violations=tuple(
                Fault("request", "type", ("body", f"{unique}-{at}"), f"{unique} is none", f"{unique}:{at}")
                for at in range(count // 5)
            ),
            records=tuple(Reading("a", f"{unique}-{at}", None) for at in range(count // 5)),
        )

    tracemalloc.start()
    try:
        entries = [made(index) for index in range(number)]
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    weight = sum(each.weight for each in entries)
    assert taken <= weight <= 4 * taken
