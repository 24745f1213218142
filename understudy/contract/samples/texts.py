"""Strings: what a member's name suggests, or a format, or else what a pattern describes."""

from collections.abc import Callable, Iterator
from functools import cached_property, lru_cache
from typing import Final

import jsonschema_rs
from msgspec import Struct

from understudy.contract.samples import names
from understudy.contract.samples.formats import ENCODINGS, FORMATS, SHORT, letters
from understudy.contract.samples.likely import OTHERS
from understudy.contract.samples.parts import Parts
from understudy.contract.samples.patterns import meeting, parsed, spelled
from understudy.contract.samples.shapes import SHAPES
from understudy.contract.samples.subject import Subject, Tell, told
from understudy.contract.smallest import SMALLEST

LONGEST: Final = 50_000
"""Characters of a string that are made up for a schema that asks for so many."""

LETTERS_IN_STEP: Final = 100
"""Letters of a text that cost one of the steps that a try has."""

_SPELLINGS = 40
_MEETINGS = 12
_STRAYING = 4
"""One of so many of them is not guided by what is usually said."""

_KEPT = 1_000


class Texts(Struct, frozen=True, dict=True):
    """What is said of strings. `high` is LONGEST where they may be as long as they like.

    How they are encoded counts among their `formats`; `contents` are the media types of what they say.
    """

    low: int
    high: int
    patterns: tuple[str, ...]
    formats: tuple[str, ...]
    contents: tuple[str, ...]

    @classmethod
    def of(cls, parts: Parts) -> "Texts":
        """All that the parts of a schema say."""
        formats = [*parts.said("format"), *parts.said("contentEncoding")]
        contents = parts.said("contentMediaType")
        return cls(
            int(max(parts.said("minLength"), default=0)),
            int(min(parts.said("maxLength"), default=LONGEST)),
            tuple(dict.fromkeys(parts.said("pattern"))),
            tuple(dict.fromkeys(name for name in formats if isinstance(name, str))),
            tuple(dict.fromkeys(name for name in contents if isinstance(name, str))),
        )

    @property
    def keyword(self) -> str:
        """The keyword that is the likeliest not to be met."""
        if not self._are_any:
            return "minLength"
        return "pattern" if self.patterns else "format" if self.formats else "maxLength"

    def candidates(self, name: str, owner: str, subject: Subject, tried: int) -> Iterator[str]:
        """Strings that a member of this name may hold, the likeliest first; what was tried comes later."""
        found = self._suggested(name, owner, subject, tried)
        return (text for text in found if self.low <= len(text) <= self.high)

    def drawing(self, name: str, owner: str, holds: Callable[[str], bool]) -> Tell | None:
        """Draws the first of them where that is sure: it has a format that we know, or is made of words; else None."""
        templates = self._templates(name, owner)
        if self.formats:
            return self._formatted(templates, name, holds)
        if not self._are_any or (not templates and names.says_when(name)):
            return None
        tell, low, high = told(templates or OTHERS), self.low, self.high
        if not low and high == LONGEST:
            return tell

        def draw(subject: Subject) -> str:
            text = tell(subject)
            return text if low <= len(text) <= high else self._fitted(text, subject)

        return draw

    def _formatted(self, templates: tuple[str, ...], name: str, holds: Callable[[str], bool]) -> Tell | None:
        if [*self.formats] != self._known or len(self._known) > 1:
            return None
        form, tell = FORMATS[self._known[0]], told(templates) if templates else None

        def draw(subject: Subject) -> str:
            text = tell(subject) if tell else ""
            return text if tell and holds(text) else form(subject, name, "")

        return draw

    def _suggested(self, name: str, owner: str, subject: Subject, tried: int) -> Iterator[str]:
        if not self._are_any:
            return
        templates, formats = self._templates(name, owner), self._known
        if not templates and not formats and names.says_when(name):
            formats = ["date-time", "date"]
        guides = self._guides(formats, templates, name, subject, tried)
        if tried % 2 == 1:
            yield from self._described(guides, subject)
        yield from self._contained()
        if templates and (self._known or self.patterns):
            yield self._said(templates, subject)
        for kind in formats:
            text = FORMATS[kind](subject, name, "")
            yield text
            yield FORMATS[kind](subject, name, letters(self.low - len(text), subject.rng))
            if not self.patterns:
                yield from SHORT.get(kind, ())
        if not formats:
            yield self._fitted(self._said(templates or self._others, subject), subject)
        yield from self._described(guides, subject)
        yield self._fitted("", subject)
        yield self._fitted(letters(1, subject.rng), subject)

    def encoded(self, content: bytes) -> str | None:
        """A content as such a text has it; None where it cannot have it."""
        encodings = [ENCODINGS[kind] for kind in self._known if kind in ENCODINGS]
        try:
            return (encodings[0](content) if encodings else content).decode()
        except UnicodeDecodeError:
            return None

    def _contained(self) -> Iterator[str]:
        """The least that there is of a content."""
        contents = (SMALLEST[name] for name in self.contents if name in SMALLEST)
        yield from filter(None, map(self.encoded, contents))

    def _templates(self, name: str, owner: str) -> tuple[str, ...]:
        """What a member of this name says, in plain words."""
        return () if not ENCODINGS.keys().isdisjoint(self.formats) else names.templates(name, owner)

    @cached_property
    def _are_any(self) -> bool:
        """Whether there are strings of such a length, and not too long for us."""
        return self.low <= min(self.high, LONGEST)

    @cached_property
    def _known(self) -> list[str]:
        """The formats of which we know what they look like."""
        return [kind for kind in self.formats if kind in FORMATS]

    @cached_property
    def _others(self) -> tuple[str, ...]:
        """What is said where the member's name says nothing to us: what its format is called may say more."""
        return next((found for kind in self.formats if (found := names.templates(kind, ""))), OTHERS)

    @staticmethod
    def _said(templates: tuple[str, ...], subject: Subject) -> str:
        return told(templates)(subject)

    def _fitted(self, text: str, subject: Subject) -> str:
        """A text of words made as long as it has to be."""
        if self.low <= len(text) <= self.high:
            return text
        if len(text) > self.high:
            return text[: self.high].rstrip().ljust(self.low, "a")
        return text + letters(self.low - len(text), subject.rng)

    def _described(self, guides: Iterator[str], subject: Subject) -> Iterator[str]:
        """What the patterns describe: first what all of them do, and the formats, where there is more than one."""
        ways = [self._spelled(subject), self._joined(guides, subject)]
        for texts in reversed(ways) if len(self.patterns) + len(self._known) > 1 else ways:
            yield from texts

    def _joined(self, guides: Iterator[str], subject: Subject) -> Iterator[str]:
        """What has the shape of the formats and matches all patterns, and is otherwise like a guide."""
        if not (self.patterns or self.low or self.high < LONGEST):
            return
        shapes = (SHAPES[kind] for kind in self._known if kind in SHAPES)
        if together := meeting((*self.patterns, *shapes)):
            high = min(self.high, LONGEST)
            yield from (together.text(guide, self.low, high, subject.rng) for guide in guides)

    def _guides(
        self, formats: list[str], templates: tuple[str, ...], name: str, subject: Subject, tried: int
    ) -> Iterator[str]:
        """What is usually said, and now and then nothing, in case that this leads astray."""
        for at in range(tried, tried + _MEETINGS):
            if at % _STRAYING == _STRAYING - 1:
                yield ""
            elif formats:
                yield FORMATS[formats[at % len(formats)]](subject, name, "")
            else:
                yield self._said(templates or self._others, subject)

    def _spelled(self, subject: Subject) -> Iterator[str]:
        """What the patterns describe, each in turn."""
        high = min(self.high, LONGEST)
        pieces = [piece for piece in map(parsed, self.patterns) if piece and piece.low <= high]
        for tried in range(_SPELLINGS if pieces else 0):
            yield spelled(pieces[tried % len(pieces)], self.low, high, subject.rng, more=tried // len(pieces))


def matches(pattern: str, name: str) -> bool:
    """Whether a name matches a pattern, as the validator reads it."""
    return _matcher(pattern).is_valid(name)


@lru_cache(_KEPT)
def _matcher(pattern: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.Draft202012Validator({"pattern": pattern})
