"""What exchanges have in common."""

import pytest

from understudy.server.sharing import LONGEST, Once, _known, same, shared


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


def test_what_is_found_out_for_a_key_is_kept_while_it_is_small() -> None:
    """Of so many; the first of them goes when there is one more."""
    asked: list[str] = []
    known = Once(lambda key: asked.append(key) or len(key), len, most=2, largest=3)  # type: ignore[func-returns-value]
    assert [known[key] for key in ("a", "b", "a", "b", "long", "long")] == [1, 1, 1, 1, 4, 4]
    assert asked == ["a", "b", "long", "long"]
    assert [known[key] for key in ("ccc", "b", "a")] == [3, 1, 1]
    assert asked[4:] == ["ccc", "a"]


def test_what_cannot_be_found_out_is_not_kept() -> None:
    """Whoever asks again is told so again."""
    known = Once(int, len)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            _ = known["x"]
    assert (known["7"], dict(known)) == (7, {"7": 7})
