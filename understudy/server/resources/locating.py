"""Where a record can be read that was created."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, unquote

from connexion.context import scope

from understudy.contract.decoding import Decoder
from understudy.contract.operations import Operation
from understudy.server.exchange import Exchange
from understudy.server.fields import header
from understudy.server.resources.forms import Forms
from understudy.server.resources.shelves import text_of

_LONGEST = 1_000
"""Characters of a `Location`: a client may name a record as it likes, and other servers drop what is much longer."""


def location(forms: Forms, operation: Operation, key: Mapping[str, Any]) -> str | None:
    """Where the record with this key is: as a path, or as a whole URL where the contract wants that."""
    exchange, resource = Exchange.of(scope), forms.resource.whole or forms.resource
    path = resource.path
    for name in resource.key:
        path = path.replace("{" + name + "}", quote(text_of(key.get(name)), safe=""))
    base = unquote(exchange.path.rsplit("/", operation.path.count("/"))[0])
    path = f"{exchange.prefix}{quote(base) if base in operation.bases else ''}{path}"
    if len(path) > _LONGEST:
        return None
    whole = f"{scope['scheme']}://{header(scope, 'host') or 'localhost'}{path}"
    _, response = operation.success
    declared = [h for h in (response.headers if response else ()) if h.name.lower() == "location"]
    for text in (path, whole):
        if all(not Decoder(h.parameter, forms.schemas).decode([(h.name, text)])[1] for h in declared):
            return text
    return None
