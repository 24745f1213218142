"""What is secret in an exchange, and what is kept in its place.

A secret is known by the name that it goes under: that of a header, a cookie, a parameter, a member of JSON or a field
of a form. Where it shows up again in the same exchange, as in an error that repeats it, it is hidden there too.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import quote, unquote_plus

from understudy.source import json_value

HIDDEN = "[hidden]"
"""What stands in the place of a secret."""

SHORTEST = 6
"""Characters of a secret that is told from other texts where it shows up without its name; of a cookie, 16."""

_HEAD = 8
"""Characters by which the beginning of a secret is known, where a message cuts off what it repeats."""

_MOST = 200
"""Spellings of secrets that are looked for in an exchange; where there are more, all of it is hidden."""

_LONGEST_NAME = 100

_SECRET = re.compile(
    "passw(?:or)?d|passphrase|secret"
    "|(?:authorization|cookie|(?:api|access|private|subscription)key|passcode|pwd|credentials?|assertion|jwt"
    "|(?<!page)(?<!next)(?<!sync)(?<!continuation)token)$"
)

_HINTS = (*b"authorization cookie key pass pwd secret credential assertion jwt token".split(), b"%", b"@", rb"\u00")
"""One of them is in every text that has a secret in it, or might have."""

_WORD = re.compile(r"[\w.\[\]-]+")
_ESCAPED_LETTER = re.compile(r"\\u00[4-7][0-9A-Fa-f]")

# None of these goes back.
_USER = re.compile(r"(?<=//)([^/?#\s@\"'<>\\]++)(?=@)")
_FIELD = re.compile(r"([?&#;])([^=?&#;\s\"'<>]++)=([^&#;\s\"'<>]*+)")
# A name with its value, as JSON, Python and JavaScript write them.
_MEMBER = re.compile(
    r"(?<![\w.\[\]-])([\w.\[\]-]++)(?:\\*+[\"']\s*+[:=]|\s*+=|\s*+:\s*+\\*+[\"'])(?!\s*+\\*+[\"']?\[hidden\])"
)
_PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
_SCHEMES = ("basic", "bearer", "digest")


class Secrets:
    """Which names stand for secrets: those that do in most APIs, and those of an API's own keys."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        known = [key.lower() for key in keys]
        self._keys = frozenset(map(_bare, known))
        parts = (re.findall("[a-z0-9]+", key) for key in known)
        self._hints = (*_HINTS, *(max(words, key=len).encode() for words in parts if words))
        self._judged = lru_cache(maxsize=1024)(self._judge)

    def named(self, name: str) -> bool:
        """Whether what goes under this name is secret."""
        return self._judged(name[-_LONGEST_NAME:])

    def hinted(self, raw: bytes) -> bool:
        """Whether there may be a secret in this at all, found out fast."""
        lowered = raw.replace(b"\0", b"").lower()
        return any(hint in lowered for hint in self._hints)

    def _judge(self, name: str) -> bool:
        bare = _bare(name)
        return bare in self._keys or _SECRET.search(bare) is not None


class Redaction:
    """Hides the secrets of one exchange, and remembers them until all of it has been looked through."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._found: set[str] = set()
        self._is_blind = False

    def target(self, path: str, query: str, parameters: Mapping[str, str]) -> str:
        """The target of a request; `parameters` are those that stand in its path, as they were sent."""
        path = "/".join(_FIELD.sub(self._field, segment) for segment in path.split("/"))
        for name, raw in parameters.items():
            if self._secrets.named(name):
                path = path.replace(raw, self._hide(raw))
        return f"{path}?{self._fields(query)}" if query else path

    def headers(self, headers: Iterable[tuple[bytes, bytes]]) -> tuple[tuple[str, str], ...]:
        """The lines of a head."""
        lines = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
        hinted = self._secrets.hinted(b"\n".join(value for _, value in headers))
        return tuple((name, self._header(name, value, hinted=hinted)) for name, value in lines)

    def body(self, raw: bytes, media_type: str) -> bytes:
        """The bytes of a body, or of its beginning; those that hold no secret are kept as they are."""
        if not raw or not self._secrets.hinted(raw):
            return raw
        mentions = self._mentions(raw.replace(b"\0", b"").decode("latin-1"))
        with suppress(ValueError):
            value = json_value(raw)
            hidden = self._value(value)
            # Of equal names the last one counts, but the bytes still have the others.
            is_kept = hidden == value and not (mentions and _has_twice(raw))
            return raw if is_kept else json.dumps(hidden, ensure_ascii=False).encode()
        if "x-www-form-urlencoded" in media_type.lower():
            return self._fields(raw.decode("latin-1")).encode("latin-1")
        if mentions:
            self._is_blind = True  # which of it was secret is not known, nor what repeats it
            return HIDDEN.encode()
        return _USER.sub(self._user, raw.decode("latin-1")).encode("latin-1")

    def text(self, text: str) -> str:
        """A text that people read, in which there may be URLs, or something that a program wrote."""
        text = _FIELD.sub(self._field, _USER.sub(self._user, text))
        is_told = any(self._secrets.named(found[1]) for found in _MEMBER.finditer(text))
        return HIDDEN if is_told or (self._is_blind and self._mentions(text)) else text

    def repeated(self, texts: Iterable[str]) -> bool:
        """Whether any of the secrets that were found by now shows up once more."""
        whole = "\n".join(texts) if self._found else ""
        return any(spelling[:_HEAD] in whole for spelling in self._spellings)

    def again(self, text: str) -> str:
        """A text without the secrets that were found by now, and without the beginning of one that is cut off."""
        if len(self._spellings) > _MOST:
            return HIDDEN
        for spelling in self._spellings:
            text = _without(text, spelling)
        return text

    @cached_property
    def _spellings(self) -> frozenset[str]:
        return frozenset(twice for found in self._found for once in _spelled(found) for twice in _spelled(once))

    def _header(self, name: str, value: str, *, hinted: bool) -> str:
        if name.lower() in ("cookie", "set-cookie"):
            cookies = value.split(";")[: 1 if name.lower() == "set-cookie" else None]
            return ";".join(map(self._cookie, cookies))
        if self._secrets.named(name):
            scheme, space, credentials = value.partition(" ")
            known = space and scheme.lower() in _SCHEMES
            return f"{scheme} {self._hide(credentials)}" if known else self._hide(value)
        return self.text(value) if hinted else value

    def _cookie(self, cookie: str) -> str:
        name, equals, value = cookie.partition("=")
        return f"{name}={self._hide(value, 16)}" if equals else self._hide(cookie, 16)

    def _fields(self, text: str) -> str:
        """A query, or a form."""
        return "&".join(map(self._part, text.split("&"))) if self._secrets.hinted(text.encode()) else text

    def _part(self, part: str) -> str:
        name, equals, value = part.partition("=")
        if self.text(plain := unquote_plus(name)) != plain:
            return HIDDEN
        if self._secrets.named(plain):
            return f"{name}{equals}{self._hide(value)}"
        inner = unquote_plus(value)
        return part if self.text(inner) == inner else f"{name}={HIDDEN}"

    def _field(self, found: re.Match[str]) -> str:
        before, name, value = found.groups()
        return f"{before}{name}={self._hide(value)}" if self._secrets.named(unquote_plus(name)) else found[0]

    def _user(self, found: re.Match[str]) -> str:
        self._hide(found[1].partition(":")[2])
        return HIDDEN

    def _value(self, value: Any, *, is_secret: bool = False) -> Any:
        if isinstance(value, dict):
            return {
                name: self._value(member, is_secret=is_secret or self._secrets.named(name))
                for name, member in value.items()
            }
        if isinstance(value, list):
            return [self._value(element, is_secret=is_secret) for element in value]
        if isinstance(value, str):
            return self._hide(value) if is_secret else self.text(value)
        return self._hide(str(value)) if is_secret and isinstance(value, int | float) and value not in (0, 1) else value

    def _mentions(self, text: str) -> bool:
        """Whether a text has the name of a secret in it, or letters that are spelled so that it might."""
        text = unquote_plus(text) if "%" in text else text
        return bool(_ESCAPED_LETTER.search(text)) or any(map(self._secrets.named, _WORD.findall(text)))

    def _hide(self, secret: str, shortest: int = SHORTEST) -> str:
        """What stands in the place of a secret; nothing does in that of nothing."""
        self._found |= {known for known in (secret, unquote_plus(secret)) if len(known) >= shortest and known != HIDDEN}
        return HIDDEN if secret else ""


def _has_twice(raw: bytes) -> bool:
    """Whether an object in a JSON text has a name twice."""
    is_twice = False

    def look(members: list[tuple[str, Any]]) -> None:
        nonlocal is_twice
        is_twice = is_twice or len({name for name, _ in members}) < len(members)

    json.loads(raw, object_pairs_hook=look)
    return is_twice


def _bare(name: str) -> str:
    """A name without case and punctuation."""
    return re.sub(r"[\W_]+", "", name.lower())


def _spelled(text: str) -> Iterator[str]:
    """The ways in which a text may stand in another one."""
    yield text
    if not _PLAIN.fullmatch(text):
        yield from (json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], repr(text)[1:-1])
        yield quote(text, safe="", errors="replace")


def _without(text: str, secret: str) -> str:
    """A text in which nothing is left of a secret, be it whole or only its beginning."""
    head, start = secret[:_HEAD], 0
    pieces = []
    while (at := text.find(head, start)) >= 0:
        pieces += [text[start:at], HIDDEN]
        start = at + len(head)
        while start < len(text) and start - at < len(secret) and text[start] == secret[start - at]:
            start += 1
    return "".join([*pieces, text[start:]])
