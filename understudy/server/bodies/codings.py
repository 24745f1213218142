"""Bodies that were sent encoded (RFC 9110, 8.4): gzip and deflate are undone, others are refused."""

import zlib

from understudy.errors import Refusal, quoted

_GZIP, _ZLIB, _RAW = 31, 15, -15
"""How zlib is told what deflate lies in (RFC 1952, RFC 1950): from some clients, in nothing."""

_WINDOWS = {"gzip": (_GZIP,), "x-gzip": (_GZIP,), "deflate": (_ZLIB, _RAW)}
_IDENTITY = ("", "identity")


class Undecodable(Exception):
    """A body that is not what its coding says."""


class TooLarge(Exception):
    """A body that is larger than it may be, once it is decoded."""


def decoded(body: bytes, codings: str, largest: int) -> bytes:
    """A body without its codings, which were applied in the order that they are named in.

    Raises Undecodable, TooLarge, and Refusal for a coding that is not known (RFC 9110, 15.5.16).
    """
    for coding in reversed([each.strip().lower() for each in codings.split(",")]):
        if coding in _IDENTITY:
            continue
        if coding not in _WINDOWS:
            headers = {"Accept-Encoding": "gzip, deflate"}
            raise Refusal(
                415, f"The content coding {quoted(coding)} is not known: gzip and deflate are", headers=headers
            )
        body = _inflated(body, coding, largest)
    return body


def _inflated(body: bytes, coding: str, largest: int) -> bytes:
    for window in _WINDOWS[coding]:
        stream = zlib.decompressobj(window)
        try:
            found = stream.decompress(body, largest + 1)
        except zlib.error:
            continue
        if len(found) > largest:
            raise TooLarge
        if stream.eof and not stream.unused_data:
            return found
    raise Undecodable(coding)
