"""Texts of the formats that JSON Schema (Validation 2020-12, 7.3) and OpenAPI (3.1, 4.4) name.

Each tells of a subject, for a member of some name, and has some filling in it: letters of which more make it longer.
"""

import base64
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from understudy.contract.samples.subject import Subject, uuid

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST_LABEL = 60
_LONGEST_LOCAL = 30


def letters(count: int, rng: Random) -> str:
    """So many letters."""
    return "".join(rng.choices(_LETTERS, k=count)) if count > 0 else ""


def _date(subject: Subject, name: str, _fill: str) -> str:
    return subject.moment(name).date().isoformat()


def _time(subject: Subject, name: str, fill: str) -> str:
    fraction = "." + "0" * (len(fill) - 1) if len(fill) > 1 else ""
    return f"{subject.moment(name).time().isoformat()}{fraction}Z"


def _duration(subject: Subject, _name: str, fill: str) -> str:
    return f"PT{'1' * len(fill)}{subject['two']}M"


def _word(subject: Subject, _name: str, fill: str) -> str:
    return f"{subject['noun']}{fill}"


def _email(subject: Subject, _name: str, fill: str) -> str:
    return f"{subject['user']}{fill[:_LONGEST_LOCAL]}@{_labels(fill[_LONGEST_LOCAL:])}example.com"


def _labels(fill: str) -> str:
    """A filling as labels of a domain name, none of them too long."""
    parts = [fill[at : at + _LONGEST_LABEL] for at in range(0, len(fill), _LONGEST_LABEL)]
    return "".join(f"{part}." for part in parts)


def _hostname(subject: Subject, _name: str, fill: str) -> str:
    return f"{_labels(fill)}{subject['house']}.example.com"


def _ipv4(subject: Subject, _name: str, _fill: str) -> str:
    return f"192.0.2.{subject['octet']}"  # for documentation (RFC 5737)


def _ipv6(subject: Subject, _name: str, fill: str) -> str:
    if fill:
        return "2001:0db8:" + ":".join(f"{subject.rng.getrandbits(16):04x}" for _ in range(6))
    return f"2001:db8::{subject.rng.getrandbits(16) | 1:x}"  # for documentation (RFC 3849)


def _uri(subject: Subject, _name: str, fill: str) -> str:
    return f"https://example.com/{subject['slug']}{fill}"


def _path(subject: Subject, _name: str, fill: str) -> str:
    return f"/{subject['slug']}{fill}"


ENCODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    **dict.fromkeys(("byte", "base64"), base64.b64encode),
    "base64url": base64.urlsafe_b64encode,
    "base32": base64.b32encode,
    "base16": base64.b16encode,
}
"""How bytes are written in texts (RFC 4648), by what formats and encodings are called."""


def _encoded(encode: Callable[[bytes], bytes]) -> Callable[[Subject, str, str], str]:
    return lambda subject, name, fill: encode(_word(subject, name, fill).encode()).decode()


FORMATS: Final[Mapping[str, Callable[[Subject, str, str], str]]] = {
    "date-time": lambda subject, name, fill: f"{_date(subject, name, '')}T{_time(subject, name, fill)}",
    "date": _date,
    "time": _time,
    "duration": _duration,
    "email": _email,
    "idn-email": _email,
    "hostname": _hostname,
    "idn-hostname": _hostname,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    **dict.fromkeys(("uri", "iri", "url"), _uri),
    **dict.fromkeys(("uri-reference", "iri-reference", "json-pointer"), _path),
    "uri-template": lambda subject, name, fill: f"{_uri(subject, name, fill)}/{{id}}",
    "relative-json-pointer": lambda subject, name, fill: f"1{_path(subject, name, fill)}",
    "uuid": lambda subject, _name, _fill: uuid(subject.rng),
    "regex": lambda subject, name, fill: f"^{_word(subject, name, fill)}$",
    **{name: _encoded(encode) for name, encode in ENCODINGS.items()},
    "binary": _word,
}

SHORT: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("email", "idn-email"), ("a@b.io", "a@b.c")),
    **dict.fromkeys(("hostname", "idn-hostname"), ("a.io", "a")),
    "ipv6": ("::1", "::"),
    "ipv4": ("1.1.1.1",),
    **dict.fromkeys(("uri", "iri", "url"), ("http://a.io", "a:b")),
    **dict.fromkeys(("uri-reference", "iri-reference", "json-pointer"), ("/a", "")),
    "uri-template": ("/{a}", "a"),
    "relative-json-pointer": ("0",),
    "regex": ("a", ""),
    **{name: (encode(b"a").decode(), "") for name, encode in ENCODINGS.items()},
    "duration": ("P1D",),
}
"""The shortest that there are, for where others are too long."""
