"""Headers: names that none can have, that are the same but for their case, or that the specification ignores."""

import re
from collections.abc import Iterable, Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.objects import operation_items
from understudy.errors import MockError, quoted
from understudy.findings import Finding

_ELSEWHERE = {
    "accept": "the media types of the responses say what may be asked for",
    "content-type": "the media types of the body say what may be sent",
    "authorization": "a security scheme says what credentials there are",
}
"""Header parameters that are ignored (OpenAPI 3.1, 4.8.12.1), and what is read in their place."""

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

_Named = tuple[str, Node]


def named(subject: Subject) -> Iterator[Finding]:
    """The name of a header is a token (RFC 9110, 5.1 and 5.6.2): no request and no answer can have another."""
    for given in subject.of("parameter", "security_scheme"):
        name = given.get("name")
        if name and given.value.get("in") == "header" and isinstance(name.value, str):
            yield from _no_token(name.value, name)
    for holder in subject.of("response", "encoding"):
        headers = holder.get("headers")
        for key, header in headers.items() if headers else ():
            yield from _no_token(key, header)


def _no_token(name: str, at: Node) -> Iterator[Finding]:
    if not _TOKEN.fullmatch(name):
        message = f"no header can be called {quoted(name)}: its name is letters, digits and some marks, without spaces"
        yield at.finding(message, "contract/header-name")


def clash(subject: Subject) -> Iterator[Finding]:
    """Names of headers are the same in any case (RFC 9110, 5.1)."""
    for holder in subject.of("response", "encoding"):
        headers = holder.get("headers")
        yield from _clashing(headers.items() if headers else ())
    for item in subject.of("path_item"):
        shared = list(_parameters(subject, item))
        yield from _clashing(shared)
        for _, operation in operation_items(item):
            yield from _clashing(_parameters(subject, operation), shared)


def ignored(subject: Subject) -> Iterator[Finding]:
    """What says nothing, since the specification has another place for it (OpenAPI 3.1, 4.8.12.1 and 4.8.17.1)."""
    for parameter in subject.of("parameter"):
        name = parameter.value.get("name")
        if parameter.value.get("in") == "header" and isinstance(name, str) and name.lower() in _ELSEWHERE:
            message = f"a header parameter {quoted(name)} is ignored: {_ELSEWHERE[name.lower()]}"
            yield parameter.child("name").finding(message, "contract/ignored-header")
    for holder in subject.of("response", "encoding"):
        headers = holder.get("headers")
        for name, header in headers.items() if headers else ():
            if name.lower() == "content-type":
                message = f"a header {quoted(name)} is ignored here: the media types of the content say what it is"
                yield header.finding(message, "contract/ignored-header")


def _parameters(subject: Subject, holder: Node) -> Iterator[_Named]:
    """The names of header parameters, and where they are given."""
    given = holder.get("parameters")
    for element in given.elements() if given else ():
        try:
            value = subject.contract.document.resolve(element).value
        except MockError:
            continue
        if isinstance(value, dict) and value.get("in") == "header" and isinstance(value.get("name"), str):
            yield value["name"], element


def _clashing(named: Iterable[_Named], before: Iterable[_Named] = ()) -> Iterator[Finding]:
    """Those whose names differ from earlier ones in case alone; equal ones replace each other, or are found as such."""
    first = {name.lower(): (name, node) for name, node in before}
    for name, node in named:
        earlier, where = first.setdefault(name.lower(), (name, node))
        if earlier != name and name.lower() not in _ELSEWHERE:
            message = f"{quoted(name)} is the same header as {quoted(earlier)}: names of headers have no case"
            yield node.finding(message, "contract/header-clash").beside(where.place, "the same header")
