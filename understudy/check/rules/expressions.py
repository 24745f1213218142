"""Runtime expressions: what links give, and where callbacks go (OpenAPI 3.1, 4.8.20.4)."""

import re
from collections.abc import Iterator

from understudy.check.subject import Subject
from understudy.contract.document import Node
from understudy.errors import quoted
from understudy.findings import Finding

_SOURCE = r"(?:header\.[!#$%&'*+.^_`|~0-9A-Za-z-]+|(?:query|path)\.[^{}]+|body(?:#[^{}]*)?)"
_EXPRESSION = re.compile(rf"\$(?:url|method|statusCode|(?:request|response)\.{_SOURCE})")
_EMBEDDED = re.compile(r"\{(\$[^{}]*)\}")
_BARE = re.compile(r"\$[A-Za-z]")


def malformed(subject: Subject) -> Iterator[Finding]:
    """What begins as an expression is one that says something."""
    for link in subject.of("link"):
        given = link.get("parameters")
        values = [node for _, node in given.items()] if given else []
        for node in [*values, *filter(None, [link.get("requestBody")])]:
            if isinstance(node.value, str):
                yield from _wrong(node.value, node)
    for callback in subject.of("callback"):
        for key, node in callback.items():
            yield from _wrong(key, node) if not key.startswith("x-") else ()


def _wrong(text: str, at: Node) -> Iterator[Finding]:
    said = _EMBEDDED.findall(text) or ([text] if _BARE.match(text) else [])
    for expression in said:
        if not _EXPRESSION.fullmatch(expression):
            message = f"{quoted(expression)} is no runtime expression: one is written as in '$request.body#/url'"
            yield at.finding(message, "contract/expression")
