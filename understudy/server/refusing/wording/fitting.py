"""The member of an enumeration that fits a status or a mistake best, by the words that APIs have for them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

_SYNONYMS: Final[Mapping[int, str]] = {
    400: "invalidargument invalidrequest validation malformed invalid",
    401: "unauthenticated authentication credentials token",
    403: "permissiondenied accessdenied permission authorization unauthorized",
    404: "nosuch doesnotexist missing",
    405: "notallowed unsupportedmethod",
    408: "timeout deadlineexceeded",
    409: "alreadyexists duplicate aborted",
    410: "notfound",
    412: "failedprecondition precondition",
    413: "payloadtoolarge toolarge",
    415: "mediatype unsupported",
    422: "unprocessable validation invalidrequest invalidargument invalid",
    428: "failedprecondition precondition",
    429: "toomany ratelimit resourceexhausted throttl quota",
    501: "unimplemented",
    503: "unavailable overloaded",
    504: "timeout deadlineexceeded",
}
_OF_A_CLASS: Final[Mapping[int, str]] = {
    4: "badrequest invalidrequest invalidargument validation client invalid fail error",
    5: "internal servererror apierror server unknown error fail",
}
_OF_A_MISTAKE: Final[Mapping[str, str]] = {
    "missing": "missingfield required",
    "extraforbidden": "unknown unexpected",
}


def of_status(options: Sequence[str], status: int, title: str) -> str | None:
    """The option that says a status, in its own words, in others for it, or in those for errors of its class."""
    own = next((option for option in options if str(status) in option), None)
    return own or _first(options, [_letters(title), *_words(status)])


def of_mistake(options: Sequence[str], mistake: str, status: int) -> str:
    """The option that says the kind of a mistake, else that a value is invalid; the first where none does."""
    name = _letters(str(mistake)).removesuffix("error")  # a handler may say anything
    words = [*_OF_A_MISTAKE.get(name, "").split(), name, "invalid", *_words(status)]
    return _first(options, words) or options[0]


def _words(status: int) -> list[str]:
    return [*_SYNONYMS.get(status, "").split(), *_OF_A_CLASS.get(status // 100, "").split()]


def _first(options: Sequence[str], words: Iterable[str]) -> str | None:
    """The option that is the first of these words which any is, or has in it."""
    known = {option: _letters(option) for option in options}
    for word in filter(None, words):
        own = (word, f"{word}error", f"{word}exception")
        found = [option for option in options if known[option] in own] or [o for o in options if word in known[o]]
        if found:
            return found[0]
    return None


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())
