"""Servers: the variables in their URLs."""

from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.contract.paths import template_names
from understudy.errors import did_you_mean, quoted
from understudy.findings import Finding


def variables(subject: Subject) -> Iterator[Finding]:
    """What stands in braces in a server's URL is described, and what it is by default may be (3.1, 4.8.5 and 4.8.6)."""
    for server in _servers(subject):
        url, declared = server.get("url"), server.get("variables")
        known = dict(declared.items()) if declared else {}
        for name in template_names(url.value) if url and isinstance(url.value, str) else ():
            if url and name not in known:
                message = f"the server has no variable {quoted(name)}{did_you_mean(name, list(known))}"
                yield url.finding(message, "contract/server-variable")
        for name, variable in known.items():
            default, members = variable.get("default"), variable.get("enum")
            if default and members and isinstance(members.value, list) and default.value not in members.value:
                message = f"the default of {quoted(name)} is none of its enum: {quoted(default.value)}"
                yield default.finding(message, "contract/server-variable").beside(members.place, "what it may be")


def _servers(subject: Subject) -> Iterator[Node]:
    for holder in [subject.root, *subject.of("path_item", "operation")]:
        if servers := holder.get("servers"):
            yield from servers.elements()
    for link in subject.of("link"):
        if server := link.get("server"):
            yield server
