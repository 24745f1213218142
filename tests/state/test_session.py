"""Sessions: made when they are named, bounded in number and age, each a world of its own."""

from datetime import UTC, datetime, timedelta

import pytest

from understudy.state.session import DEFAULT, MOST, MOST_MODIFIED, SILENCE, Sessions

NOW = datetime(2026, 1, 1, tzinfo=UTC)


class Time:
    """Time in our hands."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    def wall(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)


@pytest.fixture
def time() -> Time:
    """A time that stands still until it is moved."""
    return Time()


@pytest.fixture
def sessions(time: Time) -> Sessions:
    """Sessions in that time."""
    return Sessions(wall=time.wall, monotonic=time.monotonic)


def test_a_session_is_made_once(sessions: Sessions) -> None:
    """When it is first named."""
    assert sessions.get("a") is sessions.get("a")
    assert sessions.get("a") is not sessions.get("b")
    assert (len(sessions), [session.name for session in sessions]) == (2, ["a", "b"])


def test_an_hour_of_silence_forgets_a_session(sessions: Sessions, time: Time) -> None:
    """And no less; but the default one is never forgotten."""
    kept, default = sessions.get("a"), sessions.get(DEFAULT)
    time.seconds += SILENCE
    assert sessions.get("a") is kept
    time.seconds += SILENCE + 1
    assert sessions.get("a") is not kept
    assert sessions.get(DEFAULT) is default
    sessions.get("b")
    time.seconds += SILENCE + 1
    sessions.get("c")
    assert sorted(session.name for session in sessions) == ["c", DEFAULT]


def test_who_asks_for_the_default_one_forgets_others_too(sessions: Sessions, time: Time) -> None:
    """Though it is had at once where there is no other."""
    default = sessions.get(DEFAULT)
    assert sessions.get(DEFAULT) is default
    sessions.get("a")
    time.seconds += SILENCE + 1
    assert sessions.get(DEFAULT) is default
    assert [session.name for session in sessions] == [DEFAULT]


def test_beyond_a_thousand_the_one_used_longest_ago_goes(sessions: Sessions) -> None:
    """Whatever is used again stays."""
    sessions.get(DEFAULT)
    kept = sessions.get("kept")
    for number in range(MOST):
        sessions.get(str(number))
        assert sessions.get("kept") is kept
    assert len(sessions) == MOST
    names = {session.name for session in sessions}
    assert {DEFAULT, "kept", str(MOST - 1)} <= names
    assert "0" not in names


def test_of_ten_thousand_paths_it_is_known_when_they_were_written(sessions: Sessions) -> None:
    """Beyond them the one that was written longest ago is forgotten."""
    session = sessions.get("a")
    for number in range(MOST_MODIFIED + 1):
        session.note(str(number), NOW)
        session.note("0", NOW)
    assert len(session.modified) == MOST_MODIFIED
    assert ("0" in session.modified, "1" in session.modified) == (True, False)


def test_sessions_begin_where_they_are_told_to(time: Time) -> None:
    """With a clock that stands, and in a scenario; a reset leads back there."""
    sessions = Sessions(clock=NOW, scenario="flaky", wall=time.wall, monotonic=time.monotonic)
    session = sessions.get("a")
    session.choose(None)
    session.clock.advance(timedelta(hours=1))
    session.tally("x", 200).count += 1
    session.made["/things"] = {}
    session.reset()
    assert (session.scenario, session.clock.now(), session.clock.frozen) == ("flaky", NOW, True)
    assert (session.answers, session.made, session.started) == ({}, {}, None)


def test_what_is_counted_is_counted_in_its_window(sessions: Sessions) -> None:
    """From the first of them on; a new one begins when it has passed, or when the clock was turned back."""
    session, per = sessions.get("a"), timedelta(seconds=10)
    counted = [session.count("x", NOW + timedelta(seconds=second), per) for second in (0, 1, 9.9, 10, 11, 5)]
    assert counted == [0, 1, 2, 0, 1, 0]
    assert [session.count("y", NOW) for _ in range(3)] == [0, 1, 2]
    session.choose("other")
    assert session.count("y", NOW) == 0


def test_a_session_starts_with_its_first_read(sessions: Sessions) -> None:
    """And stays started."""
    session = sessions.get("a")
    assert session.start(NOW) == NOW
    assert session.start(NOW + timedelta(1)) == NOW


def test_what_is_written_has_an_origin_of_its_own(sessions: Sessions) -> None:
    """So that each write has a life of its own."""
    session = sessions.get("a")
    assert session.origin() != session.origin()
    session.forget("nothing", ("x",))
    assert session.written == {}
