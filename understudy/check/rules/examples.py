"""Examples that stand beside others, where only one of them can be meant."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.findings import Finding


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
