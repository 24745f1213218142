"""The schemas that a contract has for errors: of an operation, and where it declares none, of others."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from understudy.contract import media
from understudy.contract.contract import Contract
from understudy.contract.document import Node
from understudy.contract.operations import Operation, Response
from understudy.server.bodies import kinds
from understudy.server.bodies.ranges import concrete
from understudy.server.responses import preferred
from understudy.server.sent import BODILESS

Offered = list[tuple[str, Node | None]]
"""Media types that a refusal may be written in, each with the schema of what is written, the best first."""


class Manner(NamedTuple):
    """How an operation refuses with a status: in a response with headers, without a body, in one of its own or another.

    It may be written in what is `offered`, and what is `wordable` of that can be worded by the engine, with XML last.
    """

    headed: Response | None
    is_bodiless: bool
    is_own: bool
    offered: Offered
    wordable: Offered


class ErrorSchemas:
    """Where a contract says what its errors are: by the `Accept` of a request, their status, and the operation."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.manners: kinds.ByField[Manner] = kinds.by_field(self._manner)

    def _manner(self, accept: str | None, status: int, operation: Operation | None) -> Manner:
        response = operation.response(status) if operation else None
        is_bodiless = response is not None and (status in BODILESS or not response.body.content)
        headed = response if response and response.headers else None
        return Manner(headed, is_bodiless, response is not None, *self._offered(accept, status, operation))

    def _offered(self, accept: str | None, status: int, operation: Operation | None) -> tuple[Offered, Offered]:
        """Where such an error is described: for this operation if it declares it, else elsewhere, else for any error.

        And of that, what can be worded.
        """
        if operation and (response := operation.response(status)):
            schemas = self._contract.schemas.answers
            found = preferred(response, accept)
            offered = [(concrete(name, content, accept, schemas), content.get("schema")) for name, content in found]
        else:
            by_status, anywhere = self._elsewhere
            offered = [*by_status.get(status, []), *anywhere]
        return offered, sorted(filter(_is_wordable, offered), key=_is_xml)

    @cached_property
    def _elsewhere(self) -> tuple[Mapping[int, list[Any]], list[Any]]:
        """Those of all operations, looked for when something is first refused."""
        return _error_schemas(self._contract.operations)


def _is_xml(offered: tuple[str, Node | None]) -> bool:
    media_type = media.parse(offered[0])
    return media_type is not None and media_type.is_xml


def _is_wordable(offered: tuple[str, Node | None]) -> bool:
    """Whether it is known how words are written in a media type."""
    return kinds.is_json(offered[0]) or offered[0].startswith("text/") or _is_xml(offered)


def _error_schemas(operations: tuple[Operation, ...]) -> tuple[Mapping[int, list[Any]], list[Any]]:
    """By status, and all of them, the most used first; each with its media type."""
    used: dict[int | None, Counter[tuple[str, str, int]]] = {}
    nodes: dict[tuple[str, str, int], tuple[str, Node]] = {}
    for operation in operations:
        for key, response in operation.responses.items():
            if not key.startswith(("4", "5", "default")):
                continue
            for name, media_type in response.body.content.items():
                schema = media_type.get("schema")
                if schema is None or not kinds.is_json(name):
                    continue
                reference = schema.get("$ref")
                identity = (name, str(reference.value if reference else schema.pointer), id(schema.source))
                nodes.setdefault(identity, (media.concrete(name), schema))
                for status in (int(key) if key.isdigit() else None, None):
                    used.setdefault(status, Counter())[identity] += 1
    ranked = {status: [nodes[name] for name, _ in counter.most_common()] for status, counter in used.items()}
    anywhere = ranked.pop(None, [])
    return {status: schemas for status, schemas in ranked.items() if status}, anywhere
