"""Credentials: present and in the right form, or 401 with what to bring."""

from pathlib import Path

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

SCHEMES = """
securitySchemes:
  bearer: {type: http, scheme: bearer}
  basic: {type: http, scheme: Basic}
  digest: {type: http, scheme: digest}
  header: {type: apiKey, in: header, name: X-Key}
  query: {type: apiKey, in: query, name: key}
  cookie: {type: apiKey, in: cookie, name: sid}
  oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.test', scopes: {read: Read}}}}
  oidc: {type: openIdConnect, openIdConnectUrl: 'https://example.test'}
  mtls: {type: mutualTLS}
"""

REQUIREMENTS = {
    "bearer": "[{bearer: []}]",
    "basic": "[{basic: []}]",
    "digest": "[{digest: []}]",
    "header": "[{header: []}]",
    "query": "[{query: []}]",
    "cookie": "[{cookie: []}]",
    "oauth": "[{oauth: [read]}]",
    "oidc": "[{oidc: []}]",
    "mtls": "[{mtls: []}]",
    "either": "[{bearer: []}, {header: []}]",
    "both": "[{basic: [], header: []}]",
    "optional": "[{bearer: []}, {}]",
    "none": "[]",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock with one path for each requirement."""
    answers = "responses: {'204': {description: Good}, '401': {description: No, content: {application/json: {}}}}"
    paths = "\n".join(f"/{name}: {{get: {{security: {asked}, {answers}}}}}" for name, asked in REQUIREMENTS.items())
    directory: Path = tmp_path_factory.mktemp("guarded")
    return mock(directory, {"openapi.yaml": document(paths, SCHEMES)})


BASIC = "Basic dXNlcjpwYXNz"


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/bearer", {}, 401),
        ("/bearer", {"Authorization": "Bearer x"}, 204),
        ("/bearer", {"Authorization": "bearer x"}, 204),
        ("/bearer", {"Authorization": "Bearer "}, 401),
        ("/bearer", {"Authorization": BASIC}, 401),
        ("/bearer", {"Authorization": "\xff"}, 401),
        ("/basic", {"Authorization": BASIC}, 204),
        ("/basic", {"Authorization": "Basic !!!"}, 401),
        ("/basic", {"Authorization": "Basic dXNlcg=="}, 401),
        ("/digest", {"Authorization": "Digest username=x"}, 204),
        ("/digest", {"Authorization": "Bearer x"}, 401),
        ("/header", {"X-Key": "1"}, 204),
        ("/header", {"X-Key": ""}, 401),
        ("/query?key=1", {}, 204),
        ("/query?key=", {}, 401),
        ("/query?other=1", {}, 401),
        ("/cookie", {"Cookie": "a=b; sid=1"}, 204),
        ("/cookie", {"Cookie": "a=b"}, 401),
        ("/cookie", {"Cookie": "\x00=1"}, 401),
        ("/oauth", {"Authorization": "Bearer x"}, 204),
        ("/oauth", {}, 401),
        ("/oidc", {"Authorization": "Bearer x"}, 204),
        ("/mtls", {}, 204),
        ("/either", {"X-Key": "1"}, 204),
        ("/either", {"Authorization": "Bearer x"}, 204),
        ("/either", {}, 401),
        ("/both", {"Authorization": BASIC, "X-Key": "1"}, 204),
        ("/both", {"Authorization": BASIC}, 401),
        ("/optional", {}, 204),
        ("/none", {}, 204),
    ],
)
def test_what_an_operation_asks_for_must_be_there(
    target: str, headers: dict[str, str], status: int, guarded: Mock
) -> None:
    """Alternatives are one of, schemes within one are all of; any value is good that has the right form."""
    assert ask(guarded, target, headers=headers).status == status


@pytest.mark.parametrize(
    ("target", "challenge"),
    [
        ("/bearer", 'Bearer realm="mock"'),
        ("/basic", 'Basic realm="mock"'),
        ("/header", 'ApiKey realm="mock"'),
        ("/oauth", 'Bearer realm="mock"'),
        ("/either", 'Bearer realm="mock", ApiKey realm="mock"'),
    ],
)
def test_a_401_says_what_to_bring(target: str, challenge: str, guarded: Mock) -> None:
    """`WWW-Authenticate` names a challenge for every scheme (RFC 9110, 11.6.1)."""
    reply = ask(guarded, target)
    assert reply.headers["www-authenticate"] == challenge
    assert reply.json["status"] == 401
