"""Contents: media types that are none or nobody's, where no content can be, and what belongs to no field of it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches

from understudy.check.subject import Subject
from understudy.contract import media
from understudy.errors import MockError, did_you_mean, quoted
from understudy.findings import Finding

_KINDS = (
    *("application", "audio", "example", "font", "haptics", "image", "message", "model", "multipart", "text"),
    *("video", "*", "chemical", "x-world", "x-conference", "x-epoc", "x-shader", "binary"),
)
"""The kinds of media types that are registered with IANA or, those behind `*`, in use all the same."""

_USUAL = {
    "application": ("json", "xml", "x-www-form-urlencoded", "octet-stream", "pdf"),
    "multipart": ("form-data", "mixed"),
    "text": ("plain", "html", "csv", "event-stream"),
}
"""Media types that are misspelt."""

_ALIKE = 0.8
_BODILESS = re.compile("1(?:[0-9]{2}|XX)|204|205|304")


def media_types(subject: Subject) -> Iterator[Finding]:
    """What is sent or answered is named by a media type or a range of them (3.1, 4.8.14; RFC 9110, 8.3.1)."""
    for holder in subject.of("parameter", "header", "request_body", "response"):
        content = holder.get("content")
        for name, node in content.items() if content else ():
            if not name.startswith("x-") and media.parse(name) is None:
                message = f"{quoted(name)} is no media type: one is written as in 'application/json'"
                yield node.finding(message, "contract/media-type")


def names(subject: Subject) -> Iterator[Finding]:
    """A media type is of one of the registered kinds (RFC 6838, 4.2), and is written as others write it."""
    for holder in subject.of("parameter", "header", "request_body", "response"):
        content = holder.get("content")
        for name, node in content.items() if content else ():
            parsed = media.parse(name)
            if parsed is None:
                continue
            if parsed.type not in _KINDS:
                message = f"no media type is of the kind {quoted(parsed.type)}{did_you_mean(parsed.type, _KINDS)}"
                yield node.finding(message, "contract/media-type-name")
            elif near := _misspelt(parsed):
                message = f"{quoted(name)} is nobody's media type: did you mean '{parsed.type}/{near}'?"
                yield node.finding(message, "contract/media-type-name")


def _misspelt(name: media.MediaType) -> str:
    """What a subtype was meant as: longer ones are others of the kind, as `jsonl` is."""
    longer = [usual for usual in _USUAL.get(name.type, ()) if len(usual) >= len(name.subtype)]
    near = "" if name.subtype in longer else get_close_matches(name.subtype, longer, n=1, cutoff=_ALIKE)
    return near[0] if near else ""


def bodiless(subject: Subject) -> Iterator[Finding]:
    """Some answers have no content, whatever they are (RFC 9110, 6.4.1)."""
    for responses in (operation.get("responses") for operation in subject.of("operation")):
        for status, node in responses.items() if responses else ():
            if not _BODILESS.fullmatch(status):
                continue
            with suppress(MockError):
                content = subject.contract.document.resolve(node).get("content")
                if content and content.value:
                    message = f"an answer of {status} never has content"
                    yield node.finding(message, "contract/no-content").beside(content.place, "what it is said to have")


def two(subject: Subject) -> Iterator[Finding]:
    """`example` and `examples` exclude each other (3.1, 4.8.12.2, 4.8.14.1), as a value and its place do (4.8.19).

    What is among the findings in the structure is not said twice.
    """
    said = {(found.place.file, found.pointer) for found in subject.parts.findings}
    for holder in subject.of("parameter", "header", "media_type", "schema"):
        one, more = holder.get("example"), holder.get("examples")
        if one and more and said.isdisjoint((holder.source.file, each.pointer) for each in (one, more)):
            message = "`example` stands beside `examples`, and only one of them is read: move it there"
            yield one.finding(message, "contract/two-examples").beside(more.place, "the others")
    for example in subject.of("example") if subject.is_3_0 else ():  # since 3.1 it is a matter of structure
        one, more = example.get("value"), example.get("externalValue")
        if one and more:
            message = "`externalValue` stands beside `value`, and only one of them is read: remove it"
            yield more.finding(message, "contract/two-examples").beside(one.place, "the value")
