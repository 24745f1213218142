"""What exchanges have in common."""

from understudy.server.sharing import LONGEST, _known, same, shared


def test_equal_headers_are_kept_once() -> None:
    """Whoever they came with, and as whatever ASGI lets a server hand them on."""
    one, other = ([[name, bytes([118]) + b"alue"] for name in (b"a", b"b")] for _ in range(2))
    assert shared(one) == ((b"a", b"value"), (b"b", b"value"))
    assert [first is second for first, second in zip(shared(one), shared(other), strict=True)] == [True, True]


def test_what_is_large_is_kept_with_its_own_exchange_alone() -> None:
    """What is shared outlives those that share it, and has to be small."""
    before = _known.cache_info().currsize
    for number in range(3):
        large = b"%d" % number * LONGEST + b"x"
        assert same(large) is large
        assert shared([(b"a", large), (large, b"a")]) == ((b"a", large), (large, b"a"))
    assert _known.cache_info().currsize == before
