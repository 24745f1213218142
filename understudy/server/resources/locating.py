"""Where a record can be read, and what is below it."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, unquote

from connexion.context import scope

from understudy.contract.decoding import Decoder
from understudy.contract.operations import Operation
from understudy.contract.paths import template_names
from understudy.contract.resources import Resource
from understudy.contract.schemas import Schemas
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.resources.keys import text_of

_LONGEST = 1_000
"""Characters of a `Location`: a client may name a record as it likes, and other servers drop what is much longer."""


def address(path: str, key: Iterable[Any]) -> str:
    """The path of the contract with these values in it, below the server that was asked, in the session that is."""
    exchange = Exchange.of(scope)
    for name, value in zip(template_names(path), key, strict=False):
        path = path.replace("{" + name + "}", quote(text_of(value), safe=""), 1)
    assert exchange.call is not None
    operation = exchange.call.operation
    base = unquote(exchange.path.rsplit("/", operation.path.count("/"))[0])
    return f"{exchange.prefix}{quote(base) if base in operation.bases else ''}{path}"


def origin() -> str:
    """What a path stands behind in a whole URL."""
    return f"{scope['scheme']}://{header(scope, 'host') or 'localhost'}"


def location(resource: Resource, schemas: Schemas, operation: Operation, key: Mapping[str, Any]) -> str | None:
    """Where the record with this key is: as a path, or as a whole URL where the contract wants that."""
    resource = resource.whole or resource
    path = address(resource.path, map(key.get, resource.key))
    if len(path) > _LONGEST:
        return None
    _, response = operation.success
    declared = [h for h in (response.headers if response else ()) if h.name.lower() == "location"]
    for text in (path, f"{origin()}{path}"):
        if all(not Decoder(h.parameter, schemas).decode([(h.name, text)])[1] for h in declared):
            return text
    return None
