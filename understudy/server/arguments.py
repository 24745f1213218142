"""The parameters of a request, read and judged, as the arguments that they become."""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

from starlette.types import Scope

from understudy.contract.decoding import Decoder
from understudy.contract.operations import Operation
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.violations import Violation
from understudy.server.call import cookies
from understudy.server.exchange import Exchange
from understudy.server.fields import Fields

_Find = Callable[[str], Any]
"""What was sent under a name; all that was sent, where it takes more than a name to find one."""

_Reading = tuple[str, str | None, Callable[[Any], tuple[Any, list[Violation]]]]
"""The name that a parameter is sent under, the argument that it becomes, and what reads it."""


class Arguments:
    """Reads the parameters of requests for one operation."""

    def __init__(self, operation: Operation, schemas: Schemas) -> None:
        self._names = {origin: name for name, origin in operation.arguments.items()}
        self._schemas, self._all = schemas, frozenset(parameter.name for parameter in operation.parameters)
        self._by_location = [
            (_SENT[location], [*map(self._reading, parameters)])
            for location, parameters in groupby(operation.parameters, attrgetter("location"))
        ]

    def _reading(self, parameter: Parameter) -> _Reading:
        location, name = parameter.location, parameter.name
        decoder = Decoder(parameter, self._schemas, self._all)
        decode = decoder.decode_alone if location in ("path", "header") else decoder.decode
        return name.lower() if location == "header" else name, self._names.get((location, name)), decode

    def read(self, scope: Scope) -> tuple[dict[str, Any], list[Violation]]:
        """The arguments by their names, and what is wrong with the parameters."""
        given: dict[str, Any] = {}
        violations: list[Violation] = []
        for sent, parameters in self._by_location:
            find = sent(scope)
            for name, argument, decode in parameters:
                value, found = decode(find(name))
                if found:
                    violations += found
                if value is not MISSING and argument:
                    given[argument] = value
        return given, violations


def _in_path(scope: Scope) -> _Find:
    call = Exchange.of(scope).call
    assert call is not None
    return call.path.get


def _in_query(scope: Scope) -> _Find:
    query = scope["query_string"].decode("latin-1")
    parts = [part.partition("=") for part in query.split("&") if part]
    pairs = [(name, value) for name, _, value in parts]
    return lambda _: pairs


def _in_cookies(scope: Scope) -> _Find:
    pairs = cookies(scope)
    return lambda _: pairs


_SENT: Mapping[str, Callable[[Scope], _Find]] = {
    "path": _in_path,
    "header": lambda scope: Fields.of(scope).named.get,
    "query": _in_query,
    "querystring": _in_query,
    "cookie": _in_cookies,
}
"""What was sent in each location that parameters live in."""
