"""Faker, asked with the dice of the sample that is being made."""

import ast
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from itertools import accumulate
from pathlib import Path
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


@cache
def phrases() -> Sequence[Sequence[str]]:
    """The lists of which a `catch_phrase` has a word each: as it is said most often, Faker is not asked for each."""
    return _words("catch_phrase_words")


@cache
def businesses() -> Sequence[Sequence[str]]:
    """Those of what Faker calls `bs`, likewise."""
    return _words("bsWords")


def _words(name: str) -> Sequence[Sequence[str]]:
    """Lists of words that Faker has under a name, read in its file: its import takes as long as a start, and 16 MB."""
    spec = find_spec("faker")
    for directory in (spec and spec.submodule_search_locations) or ():
        with suppress(OSError, SyntaxError, ValueError):
            file = Path(directory, "providers", "company", "__init__.py")
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                match node:
                    case ast.AnnAssign(ast.Name(found), value=ast.Tuple() as value) if found == name:
                        lists: Sequence[Sequence[str]] = ast.literal_eval(value)
                        return lists
    own: Sequence[Sequence[str]] = getattr(_generator().provider("faker.providers.company"), name)
    return own


def country(rng: Random) -> Any:
    """A country, as Faker knows them: with its name, code and time zones."""
    return rng.choice(_generator().provider("faker.providers.date_time").countries)


def _generator() -> Any:
    """One in each thread: it remembers whose dice it has in hand."""
    if not hasattr(_OF_THREAD, "generator"):
        # Its import costs as much as the whole start of a mock that may never make up anything.
        from faker import Factory  # noqa: PLC0415

        generator: Any = Factory.create(_LOCALE, _PROVIDERS)
        _OF_THREAD.generator = generator
        choose = _chooser(generator)
        for provider in generator.providers:
            provider.random_element = choose
    return _OF_THREAD.generator


def _chooser(generator: Any) -> Callable[[Collection[Any]], Any]:
    """Chooses as Faker does, with the same dice, without adding up a thousand weights for each name."""
    added: dict[int, tuple[OrderedDict[Any, float], list[Any], list[float]]] = {}

    def choose(elements: Collection[Any]) -> Any:
        if not isinstance(elements, OrderedDict):
            return generator.random.choice(elements if isinstance(elements, list | tuple | str) else tuple(elements))
        if id(elements) not in added:  # they belong to Faker's classes, and are few; kept, so that the id stays theirs
            added[id(elements)] = elements, list(elements), list(accumulate(elements.values()))
        _, words, weights = added[id(elements)]
        return generator.random.choices(words, cum_weights=weights)[0]

    return choose
