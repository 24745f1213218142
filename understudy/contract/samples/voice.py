"""Faker, asked with the dice of the sample that is being made."""

import threading
from random import Random
from typing import Any, Final

_LOCALE: Final = "en_US"
_PROVIDERS: Final = [
    f"faker.providers.{name}"
    for name in (
        *("address", "barcode", "color", "company", "date_time", "file", "internet", "isbn", "job", "bank"),
        *("lorem", "person", "user_agent"),
    )
]

_OF_THREAD = threading.local()


def said(what: str, rng: Random) -> Any:
    """What Faker says of this kind."""
    generator = _generator()
    generator.random = rng
    return getattr(generator, what)()


def country(rng: Random) -> Any:
    """A country, as Faker knows them: with its name, code and time zones."""
    return rng.choice(_generator().provider("faker.providers.date_time").countries)


def _generator() -> Any:
    """One in each thread: it remembers whose dice it has in hand."""
    if not hasattr(_OF_THREAD, "generator"):
        # Its import costs as much as the whole start of a mock that may never make up anything.
        from faker import Factory  # noqa: PLC0415

        _OF_THREAD.generator = Factory.create(_LOCALE, _PROVIDERS)
    return _OF_THREAD.generator
