"""Credentials: present, in the right form and good, or 401 with what to bring."""

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

import pytest
from live import receive, send, serving
from support import ask, document, write

from understudy import project
from understudy.project import Project
from understudy.server.app import Mock, build
from understudy.server.control import Access
from understudy.server.run import Options
from understudy.server.security import Credentials

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


TOKENS = ("s3cret", "anna:pa:ss", "clé d'or", "\udcff")
"""The last one is a byte that is no text, as a shell may hand it over."""

NO_AUTH = Credentials(is_checked=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one path for each requirement."""
    answers = "responses: {'204': {description: Good}, '401': {description: No, content: {application/json: {}}}}"
    paths = "\n".join(f"/{name}: {{get: {{security: {asked}, {answers}}}}}" for name, asked in REQUIREMENTS.items())
    return write(tmp_path_factory.mktemp("guarded"), {"openapi.yaml": document(paths, SCHEMES)})


@pytest.fixture(scope="module")
def loaded(path: Path) -> Project:
    """The project, read."""
    return project.load(path)


@pytest.fixture(scope="module")
def guarded(loaded: Project) -> Mock:
    """A mock to which any credentials are good."""
    return build(loaded)


@pytest.fixture(scope="module")
def closed(loaded: Project) -> Mock:
    """A mock to which the tokens alone are good."""
    return build(loaded, credentials=Credentials(TOKENS))


@pytest.fixture(scope="module")
def unguarded(loaded: Project) -> Mock:
    """A mock that checks no credentials."""
    return build(loaded, credentials=NO_AUTH)


def basic(pair: str, encoding: str = "utf-8") -> str:
    """User and password as they are sent."""
    return f"Basic {b64encode(pair.encode(encoding)).decode()}"


def on_the_wire(text: str) -> str:
    """A text in UTF-8, as the bytes of a header."""
    return text.encode().decode("latin-1")


BASIC = basic("user:pass")
AUTHORIZATION = ("Authorization: Bearer x\r\n", "Authorization: Bearer s3cret\r\n")


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
    ("target", "challenge", "said"),
    [
        ("/bearer", 'Bearer realm="mock"', "Authorization: Bearer"),
        ("/basic", 'Basic realm="mock"', "Authorization: Basic"),
        ("/header", 'ApiKey realm="mock"', "the header X-Key"),
        ("/query", 'ApiKey realm="mock"', "the query parameter key"),
        ("/cookie", 'ApiKey realm="mock"', "the cookie sid"),
        ("/oauth", 'Bearer realm="mock"', "Authorization: Bearer"),
        ("/either", 'Bearer realm="mock", ApiKey realm="mock"', "Authorization: Bearer, or the header X-Key"),
        ("/both", 'Basic realm="mock", ApiKey realm="mock"', "Authorization: Basic and the header X-Key"),
    ],
)
def test_a_401_says_what_to_bring(target: str, challenge: str, said: str, guarded: Mock) -> None:
    """`WWW-Authenticate` names a challenge for every scheme (RFC 9110, 11.6.1), and the body where to put what."""
    reply = ask(guarded, target)
    assert reply.headers["www-authenticate"] == challenge
    assert reply.json["status"] == 401
    assert reply.json["detail"] == f"No usable credentials: this operation asks for {said}"


@pytest.mark.parametrize(
    ("target", "headers", "status"),
    [
        ("/bearer", {"Authorization": "Bearer s3cret"}, 204),
        ("/bearer", {"Authorization": "bearer  s3cret "}, 204),
        ("/bearer", {"Authorization": "Bearer anna:pa:ss"}, 204),
        ("/bearer", {"Authorization": on_the_wire("Bearer clé d'or")}, 204),
        ("/bearer", {"Authorization": "Bearer \xff"}, 204),
        ("/bearer", {"Authorization": "Bearer clé d'or"}, 401),
        ("/bearer", {"Authorization": "Bearer s3cre"}, 401),
        ("/bearer", {"Authorization": "Bearer s3crets"}, 401),
        ("/bearer", {"Authorization": "Bearer S3CRET"}, 401),
        ("/bearer", {"Authorization": "Bearer s3cret, Bearer x"}, 401),
        ("/bearer", {"Authorization": "Bearer "}, 401),
        ("/bearer", {"Authorization": "s3cret"}, 401),
        ("/bearer", {"Authorization": basic("user:s3cret")}, 401),
        ("/bearer", {}, 401),
        ("/basic", {"Authorization": basic("anna:pa:ss")}, 204),
        ("/basic", {"Authorization": basic("anyone:s3cret")}, 204),
        ("/basic", {"Authorization": basic(":s3cret")}, 204),
        ("/basic", {"Authorization": basic("otto:anna:pa:ss")}, 204),
        ("/basic", {"Authorization": basic("otto:clé d'or")}, 204),
        ("/basic", {"Authorization": basic("otto:clé d'or", "latin-1")}, 401),
        ("/basic", {"Authorization": basic("otto:pa:ss")}, 401),
        ("/basic", {"Authorization": basic("anna:ss")}, 401),
        ("/basic", {"Authorization": basic("s3cret:")}, 401),
        ("/basic", {"Authorization": basic("s3cret:x")}, 401),
        ("/basic", {"Authorization": basic("s3cret")}, 401),
        ("/basic", {"Authorization": "Basic s3cret"}, 401),
        ("/basic", {"Authorization": "Basic anna:pa:ss"}, 401),
        ("/basic", {"Authorization": "Bearer s3cret"}, 401),
        ("/basic", {}, 401),
        ("/digest", {"Authorization": "Digest s3cret"}, 204),
        ("/digest", {"Authorization": "Digest username=s3cret"}, 401),
        ("/digest", {}, 401),
        ("/header", {"X-Key": "s3cret"}, 204),
        ("/header", {"X-Key": on_the_wire("clé d'or")}, 204),
        ("/header", {"X-Key": "x"}, 401),
        ("/header", {"X-Key": "Bearer s3cret"}, 401),
        ("/header", {"Authorization": "Bearer s3cret"}, 401),
        ("/header", {}, 401),
        ("/query?key=s3cret", {}, 204),
        ("/query?key=s3%63ret", {}, 204),
        ("/query?key=cl%C3%A9+d'or", {}, 204),
        ("/query?key=cl%E9+d'or", {}, 401),
        ("/query?key=x", {}, 401),
        ("/query?other=s3cret", {}, 401),
        ("/query", {"X-Key": "s3cret"}, 401),
        ("/query", {}, 401),
        ("/cookie", {"Cookie": "a=b; sid=s3cret"}, 204),
        ("/cookie", {"Cookie": "sid=x; a=s3cret"}, 401),
        ("/cookie", {}, 401),
        ("/oauth", {"Authorization": "Bearer s3cret"}, 204),
        ("/oauth", {"Authorization": "Bearer x"}, 401),
        ("/oauth", {}, 401),
        ("/oidc", {"Authorization": "Bearer s3cret"}, 204),
        ("/oidc", {"Authorization": "Bearer x"}, 401),
        ("/oidc", {}, 401),
        ("/mtls", {}, 204),
        ("/either", {"X-Key": "s3cret"}, 204),
        ("/either", {"Authorization": "Bearer s3cret"}, 204),
        ("/either", {"Authorization": "Bearer x", "X-Key": "s3cret"}, 204),
        ("/either", {"Authorization": "Bearer x", "X-Key": "x"}, 401),
        ("/either", {}, 401),
        ("/both", {"Authorization": basic("otto:s3cret"), "X-Key": "s3cret"}, 204),
        ("/both", {"Authorization": basic("anna:pa:ss"), "X-Key": "s3cret"}, 204),
        ("/both", {"Authorization": basic("otto:s3cret"), "X-Key": "x"}, 401),
        ("/both", {"Authorization": basic("otto:x"), "X-Key": "s3cret"}, 401),
        ("/both", {"Authorization": basic("otto:s3cret")}, 401),
        ("/both", {}, 401),
        ("/optional", {"Authorization": "Bearer x"}, 204),
        ("/optional", {}, 204),
        ("/none", {}, 204),
    ],
)
def test_only_a_token_is_good(target: str, headers: dict[str, str], status: int, closed: Mock) -> None:
    """Of basic credentials the whole or the password, of all others the whole is one of the tokens, byte for byte."""
    assert ask(closed, target, headers=headers).status == status


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        ("/bearer", {"Authorization": "Bearer x"}),
        ("/basic", {"Authorization": BASIC}),
        ("/digest", {"Authorization": "Digest x"}),
        ("/header", {"X-Key": "x"}),
        ("/query?key=x", {}),
        ("/cookie", {"Cookie": "sid=x"}),
        ("/oauth", {"Authorization": "Bearer x"}),
        ("/oidc", {"Authorization": "Bearer x"}),
        ("/either", {"Authorization": "Bearer x", "X-Key": "x"}),
        ("/both", {"Authorization": BASIC, "X-Key": "s3cret"}),
    ],
)
def test_a_wrong_token_is_answered_as_a_missing_one(
    target: str, headers: dict[str, str], closed: Mock, guarded: Mock
) -> None:
    """The same status, body and challenge."""
    wrong, missing = ask(closed, target, headers=headers), ask(guarded, target.partition("?")[0])
    assert (wrong.status, wrong.body) == (401, missing.body)
    assert wrong.headers["www-authenticate"] == missing.headers["www-authenticate"]


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic !!!", "X-Key": ""}])
@pytest.mark.parametrize("name", REQUIREMENTS)
def test_without_auth_everybody_is_let_in(name: str, headers: dict[str, str], unguarded: Mock) -> None:
    """Whatever the contract asks for, and whatever is brought."""
    assert ask(unguarded, f"/{name}", headers=headers).status == 204


def test_without_auth_a_401_can_still_be_asked_for(unguarded: Mock) -> None:
    """It is an answer that the contract declares, with its challenge."""
    reply = ask(unguarded, "/basic", headers={"Prefer": "code=401"})
    assert (reply.status, reply.headers["www-authenticate"]) == (401, 'Basic realm="mock"')


@pytest.mark.parametrize("credentials", [Credentials(), Credentials(TOKENS), NO_AUTH])
@pytest.mark.parametrize(
    ("token", "authorization", "status"),
    [
        (None, [], 200),
        (None, ["Bearer x"], 200),
        ("open", [], 401),
        ("open", ["Bearer s3cret"], 401),
        ("open", ["Bearer open"], 200),
    ],
)
def test_the_control_api_has_a_token_of_its_own(
    token: str | None, authorization: Sequence[str], status: int, credentials: Credentials, loaded: Project
) -> None:
    """What the contract's operations are open to neither opens it nor closes it."""
    app = build(loaded, access=Access(token=token), credentials=credentials)
    headers = [("Host", "127.0.0.1:4010"), *(("Authorization", value) for value in authorization)]
    assert ask(app, "/_understudy/health", headers=headers).status == status


@pytest.mark.parametrize(
    ("options", "statuses"),
    [
        (Options(), [401, 204, 204]),
        (Options(tokens=("s3cret", "other")), [401, 401, 204]),
        (Options(no_auth=True), [204, 204, 204]),
    ],
)
def test_a_server_lets_in_whom_its_options_say(options: Options, statuses: list[int], path: Path) -> None:
    """Nobody's, any, and a good token."""
    requests = [f"GET /bearer HTTP/1.1\r\nHost: a\r\n{line}\r\n".encode() for line in ("", *AUTHORIZATION)]
    with serving(path, options) as live, live.connect() as connection:
        send(connection, b"".join(requests))
        assert [answer.status for answer in receive(connection, len(requests))] == statuses


def test_schemes_are_what_the_contract_says_and_no_more(tmp_path: Path) -> None:
    """Two of one type may be asked for together, and what a vendor says of a scheme changes nothing."""
    schemes = """
    securitySchemes:
      one: &flow {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.test', scopes: {}}}}
      two: *flow
      key: {type: apiKey, in: header, name: X-Key, x-authentication-scheme: Bearer}
    """
    answers = "responses: {'204': {description: Good}, '401': {description: No}}"
    paths = f"""
    /both: {{get: {{security: [{{one: [], two: []}}], {answers}}}}}
    /key: {{get: {{security: [{{key: []}}], {answers}}}}}
    """
    app = build(project.load(write(tmp_path, {"openapi.yaml": document(paths, schemes)})))
    statuses = [
        ask(app, target, headers=headers).status
        for target, headers in [("/both", {"Authorization": "Bearer x"}), ("/both", {}), ("/key", {"X-Key": "x"})]
    ]
    assert statuses == [204, 401, 204]


BY_URI = """
/named: {get: {security: [{key: []}], responses: {'200': {description: Fine}}}}
/local: {get: {security: [{'#/components/securitySchemes/key': []}], responses: {'200': {description: Fine}}}}
/file: {get: {security: [{'./schemes.yaml#/bearer': []}], responses: {'200': {description: Fine}}}}
/usual: {get: {responses: {'200': {description: Fine}}}}
/elsewhere: {$ref: 'paths.yaml#/one'}
"""


@pytest.mark.parametrize("target", ["/named", "/local", "/file", "/usual", "/elsewhere"])
def test_a_scheme_may_be_asked_for_by_its_uri(target: str, tmp_path: Path) -> None:
    """Wherever it is described (OpenAPI 3.2): nobody comes in without."""
    text = document(BY_URI, "securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}", version="3.2.0")
    one = "one: {get: {security: [{'schemes.yaml#/again': []}], responses: {'200': {description: Fine}}}}"
    files = {
        "openapi.yaml": f"{text}\nsecurity: [{{'schemes.yaml#/again': []}}]",
        "schemes.yaml": "bearer: {type: http, scheme: bearer}\nagain: {$ref: '#/bearer'}",
        "paths.yaml": one,
    }
    app = build(project.load(write(tmp_path, files)))
    assert ask(app, target).status == 401
    assert ask(app, target, headers={"X-Key": "k", "Authorization": "Bearer t"}).status == 200
