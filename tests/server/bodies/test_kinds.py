"""What is asked of media types for each request."""

from understudy.contract.media import LONGEST
from understudy.server.bodies.kinds import by_field


def test_what_an_accept_leads_to_is_found_once() -> None:
    """Unless it is long: it is a client that writes it, and what is found is remembered."""
    asked: list[tuple[str | None, int]] = []

    def find(accept: str | None, number: int) -> int:
        asked.append((accept, number))
        return number

    found, long = by_field(find), "a" * (LONGEST + 1)
    assert [found(accept, 1) for accept in (None, None, "*/*", "*/*", long, long)] == [1] * 6
    assert found("*/*", 2) == 2
    assert asked == [(None, 1), ("*/*", 1), (long, 1), (long, 1), ("*/*", 2)]
