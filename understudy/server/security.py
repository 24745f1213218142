"""Credentials: whether a request brings what its operation asks for, in the right form, and good ones."""

import base64
import binascii
from _operator import _compare_digest as compare_digest  # which is that of hmac, without hashlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

from connexion.security import NO_VALUE, AbstractSecurityHandler
from msgspec import Struct
from starlette.types import Scope

from understudy.contract.contract import Contract
from understudy.contract.operations import Operation
from understudy.server.call import cookies
from understudy.server.fields import header

_TYPE = "understudy"


class Credentials(Struct, frozen=True):
    """Which credentials are good: these tokens, or any where there are none. Those not checked need not be there."""

    tokens: tuple[str, ...] = ()
    is_checked: bool = True

    def admit(self, brought: bytes) -> bool:
        """Whether what a request brings is good."""
        good = [token.encode(errors="surrogateescape") for token in self.tokens]
        return not good or any(compare_digest(brought, token) for token in good)


class Admission(AbstractSecurityHandler):
    """Connexion's security handler for every scheme: one of the credentials that a request brings is good."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def get_fn(self, security_scheme: Mapping[str, Any], required_scopes: list[str]) -> Callable[[Any], Any]:  # noqa: ARG002
        """The check of one scheme."""
        declared = security_scheme["declared"]

        async def check(request: Any) -> Any:
            return {} if self._lets_in(declared, request.scope) else NO_VALUE

        return check

    def _lets_in(self, scheme: Mapping[str, Any], scope: Scope) -> bool:
        if scheme["type"] == "mutualTLS":
            return True  # decided below HTTP, where a mock has nothing to ask for
        return any(map(self._credentials.admit, _brought(scheme, scope)))


def presented(schemes: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Security schemes as Connexion is told of them: of one type that is ours, for it has its own ways with others."""
    return {name: {"type": _TYPE, "declared": scheme} for name, scheme in schemes.items()}


def security_map(credentials: Credentials) -> dict[str, Callable[[], Admission]]:
    """The handler of that type."""
    return {_TYPE: partial(Admission, credentials)}


def challenges(operation: Operation, contract: Contract) -> str:
    """The value of `WWW-Authenticate` for a request without credentials (RFC 9110, 11.6.1)."""
    asked = [name for requirement in operation.security for name in requirement]
    return ", ".join(dict.fromkeys(_challenge(contract.security_schemes[name]) for name in asked))


def wanted(operation: Operation, contract: Contract) -> str:
    """What a request has to bring, for a person: all of one way, in whichever of the ways."""
    ways = (" and ".join(_carrier(contract.security_schemes[name]) for name in way) for way in operation.security)
    return ", or ".join(dict.fromkeys(filter(None, ways)))


def _carrier(scheme: Mapping[str, Any]) -> str:
    if scheme["type"] == "apiKey":
        kind = "query parameter" if scheme["in"] == "query" else scheme["in"]
        return f"the {kind} {scheme['name']}"
    kind = str(scheme["scheme"]).capitalize() if scheme["type"] == "http" else "Bearer"
    return "a certificate" if scheme["type"] == "mutualTLS" else f"Authorization: {kind}"


def _challenge(scheme: Mapping[str, Any]) -> str:
    if scheme["type"] == "http":
        name = str(scheme["scheme"]).capitalize()
        return f'{name} realm="mock"'
    return 'Bearer realm="mock"' if scheme["type"] in ("oauth2", "openIdConnect") else 'ApiKey realm="mock"'


def _brought(scheme: Mapping[str, Any], scope: Scope) -> list[bytes]:
    """What a request brings for a scheme in the right form, each in every way that it may be meant."""
    if scheme["type"] == "apiKey":
        return [key for key in _keys(scheme["in"], scheme["name"], scope) if key]
    kind, _, text = (header(scope, "authorization") or "").partition(" ")
    wanted = scheme["scheme"].lower() if scheme["type"] == "http" else "bearer"
    credentials = text.encode("latin-1").strip()
    if kind.lower() != wanted or not credentials:
        return []
    return _basic(credentials) if wanted == "basic" else [credentials]


def _keys(location: str, name: str, scope: Scope) -> list[bytes]:
    if location == "header":
        return [(header(scope, name.lower()) or "").encode("latin-1")]
    if location == "query":
        return [value.encode() for key, value in parse_qsl(scope["query_string"].decode("latin-1")) if key == name]
    return [value.encode("latin-1") for key, value in cookies(scope) if key == name]


def _basic(credentials: bytes) -> list[bytes]:
    """User and password, joined by a colon, and the password alone (RFC 7617, 2); nothing where that is no base64."""
    try:
        pair = base64.b64decode(credentials, validate=True)
    except binascii.Error:
        return []
    _, colon, password = pair.partition(b":")
    return [pair, password] if colon else []
