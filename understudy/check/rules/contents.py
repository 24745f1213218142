"""Contents: media types that are none, and examples that stand beside others, where only one can be meant."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract import media
from understudy.errors import quoted
from understudy.findings import Finding


def media_types(subject: Subject) -> Iterator[Finding]:
    """What is sent or answered is named by a media type or a range of them (3.1, 4.8.14; RFC 9110, 8.3.1)."""
    for holder in subject.of("parameter", "header", "request_body", "response"):
        content = holder.get("content")
        for name, node in content.items() if content else ():
            if not name.startswith("x-") and media.parse(name) is None:
                message = f"{quoted(name)} is no media type: one is written as in 'application/json'"
                yield node.finding(message, "contract/media-type")


def two(subject: Subject) -> Iterator[Finding]:
    """`example` and `examples` exclude each other (OpenAPI 3.1, 4.8.12.2 and 4.8.14.1).

    In a document of 3.0 that is among the findings in its structure, and not said twice.
    """
    said = {(found.place.file, found.pointer) for found in subject.parts.findings}
    for holder in subject.of("parameter", "header", "media_type", "schema"):
        one, more = holder.get("example"), holder.get("examples")
        if one and more and (holder.source.file, holder.pointer) not in said:
            message = "`example` stands beside `examples`, and only one of them is read: move it there"
            yield one.finding(message, "contract/two-examples").beside(more.place, "the others")
