"""Credentials: whether a request brings what its operation asks for, in the right form. Any value is good."""

import base64
import binascii
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from connexion.security import NO_VALUE, AbstractSecurityHandler
from starlette.types import Scope

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.call import cookies, header


class Presence(AbstractSecurityHandler):
    """Connexion's security handler for every scheme: the credentials are there, whatever they are."""

    def get_fn(self, security_scheme: Mapping[str, Any], required_scopes: list[str]) -> Callable[[Any], Any]:  # noqa: ARG002
        """The check of one scheme."""

        async def check(request: Any) -> Any:
            return {} if _present(security_scheme, request.scope) else NO_VALUE

        return check


def security_map(contract: Contract) -> dict[str, type[Presence]]:
    """The handler of each scheme that the contract declares, by the names that Connexion looks it up with."""
    schemes = contract.security_schemes.values()
    names = {scheme["type"] for scheme in schemes} | {scheme.get("scheme", "").lower() for scheme in schemes}
    return dict.fromkeys(names, Presence)


def challenges(operation: Operation, contract: Contract) -> str:
    """The value of `WWW-Authenticate` for a request without credentials (RFC 9110, 11.6.1)."""
    asked = [name for requirement in operation.security for name in requirement]
    return ", ".join(dict.fromkeys(_challenge(contract.security_schemes[name]) for name in asked))


def _challenge(scheme: Mapping[str, Any]) -> str:
    if scheme["type"] == "http":
        name = str(scheme["scheme"]).capitalize()
        return f'{name} realm="mock"'
    return 'Bearer realm="mock"' if scheme["type"] in ("oauth2", "openIdConnect") else 'ApiKey realm="mock"'


def _present(scheme: Mapping[str, Any], scope: Scope) -> bool:
    if scheme["type"] == "apiKey":
        return _key(scheme["in"], scheme["name"], scope)
    if scheme["type"] == "mutualTLS":
        return True  # decided below HTTP, where a mock has nothing to ask for
    kind, _, credentials = (header(scope, "authorization") or "").partition(" ")
    wanted = scheme["scheme"].lower() if scheme["type"] == "http" else "bearer"
    if kind.lower() != wanted or not credentials.strip():
        return False
    return wanted != "basic" or _is_basic(credentials.strip())


def _key(location: str, name: str, scope: Scope) -> bool:
    if location == "header":
        return bool(header(scope, name.lower()))
    if location == "query":
        return any(key == name and value for key, value in parse_qsl(scope["query_string"].decode("latin-1")))
    return any(key == name and value for key, value in cookies(scope))


def _is_basic(credentials: str) -> bool:
    """User and password, joined by a colon, in base64 (RFC 7617, 2)."""
    try:
        return b":" in base64.b64decode(credentials, validate=True)
    except (binascii.Error, ValueError):
        return False
