"""Tags: names that are given twice, parents that are none, and operations without any."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding


def duplicate(subject: Subject) -> Iterator[Finding]:
    """The names of tags are unique (OpenAPI 3.1, 4.8.1)."""
    first: dict[str, Node] = {}
    for name, tag in _declared(subject):
        if (earlier := first.setdefault(name, tag)) is not tag:
            found = tag.finding(f"a second tag is called {quoted(name)}", "contract/duplicate-tag")
            yield found.beside(earlier.place, "the first of that name")


def parents(subject: Subject) -> Iterator[Finding]:
    """What is called the parent of a tag is a tag, and none of its own descendants (OpenAPI 3.2, 4.22)."""
    named = {name: tag for name, tag in _declared(subject) if isinstance(tag.value.get("parent", ""), str)}
    above = {name: tag.value.get("parent") for name, tag in named.items()}
    seen: set[str] = set()
    for name, tag in named.items():
        if above[name] is not None and above[name] not in above:
            message = f"no tag is called {quoted(above[name])}{did_you_mean(above[name], list(above))}"
            yield tag.child("parent").finding(message, "contract/tag-parent")
        way: list[str] = []
        at: str | None = name
        while at in above and at not in seen:
            seen.add(at)
            way.append(at)
            at = above[at]
        if at in way:
            circle = " > ".join([*way[way.index(at) :], at])
            yield named[at].child("parent").finding(f"tags are their own parents: {circle}", "contract/tag-parent")


def missing(subject: Subject) -> Iterator[Finding]:
    """Each operation has a tag, by which documentation groups it."""
    for name, operation in subject.operations:
        if not operation.value.get("tags"):
            yield operation.finding(f"{name} has no tags", "style/tags")


def undeclared(subject: Subject) -> Iterator[Finding]:
    """A tag that operations have is described in the document's own list."""
    known = [name for name, _ in _declared(subject)]
    for _, operation in subject.operations:
        tags = operation.get("tags")
        for tag in tags.elements() if tags else ():
            if isinstance(tag.value, str) and tag.value not in known:
                message = f"the document's `tags` have no {quoted(tag.value)}{did_you_mean(tag.value, known)}"
                yield tag.finding(message, "style/undeclared-tag")


def _declared(subject: Subject) -> Iterator[tuple[str, Node]]:
    tags = subject.root.get("tags")
    for tag in tags.elements() if tags else ():
        if isinstance(tag.value, dict) and isinstance(tag.value.get("name"), str):
            yield tag.value["name"], tag
