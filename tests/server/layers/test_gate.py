"""Which operation a request is for: routing, base paths, methods, and what pages of other origins may do."""

import asyncio
from pathlib import Path

import pytest
from starlette.types import Message, Receive, Scope, Send
from support import Reply, ask, document, mock

from understudy.server.app import Mock


def contract(paths: str) -> str:
    """A document whose operations answer with their own operationId."""
    lines = ["servers:", "  - {url: 'https://example.test/api/{version}/', variables: {version: {default: v2}}}"]
    lines += ["  - {url: 'http://[broken'}", "  - {url: /other}"]
    return document(paths).replace("paths:\n", "\n".join(lines) + "\npaths:\n", 1)


def operation(path: str, method: str = "get") -> str:
    """A path with one operation that says where it is."""
    names = [part.partition("}")[0] for part in path.split("{")[1:]]
    declared = ", ".join(f"{{name: {name}, in: path, required: true, schema: {{type: string}}}}" for name in names)
    example = f"{{example: '{method} {path}'}}"
    return (
        f"'{path}':\n  {method}:\n    parameters: [{declared}]\n"
        f"    responses: {{'200': {{description: '', content: {{application/json: {example}}}}}}}\n"
    )


PATHS = ["/a/{x}", "/a/me", "/a/{x}/b", "/a/me/c", "/report.{format}", "/{from}..{to}", "/pets/", "/caf\u00e9", "/"]


@pytest.fixture(scope="module")
def routed(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock with paths that stand in each other's way."""
    directory: Path = tmp_path_factory.mktemp("routed")
    return mock(directory, {"openapi.yaml": contract("".join(map(operation, PATHS)))})


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/a/1", "/a/{x}"),
        ("/a/me", "/a/me"),
        ("/a/m%65", "/a/me"),
        ("/a/me/b", "/a/{x}/b"),
        ("/a/me/c", "/a/me/c"),
        ("/a/x%2Fy", "/a/{x}"),
        ("/a/x%2Fy/b", "/a/{x}/b"),
        ("/a/%2E%2E", "/a/{x}"),
        ("/a/..", "/a/{x}"),
        ("/a/1%0A", "/a/{x}"),
        ("/report.json", "/report.{format}"),
        ("/1..2", "/{from}..{to}"),
        ("/pets/", "/pets/"),
        ("/caf%C3%A9", "/caf\u00e9"),
        ("/", "/"),
        ("/api/v2/a/me", "/a/me"),
        ("/other/a/me", "/a/me"),
        ("/a", None),
        ("/a/", None),
        ("/a/1/", None),
        ("//a/1", None),
        ("/pets", None),
        ("/report.", None),
        ("/api/v2", None),
        ("/api/v1/a/me", None),
        ("a/me", None),
        ("*", None),
        ("", None),
    ],
)
def test_a_target_finds_its_path(target: str, path: str | None, routed: Mock) -> None:
    """Concrete beats templated wherever it stands; each server's base path works, and none does too."""
    reply = ask(routed, target)
    assert reply.status == (200 if path else 404)
    if path:
        assert reply.json == f"get {path}"


@pytest.fixture(scope="module")
def methods(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock with its own HEAD and OPTIONS on one path, and without GET on another."""
    answers = "responses: {'204': {description: '', headers: {X-Own: {schema: {type: string}}}}}"
    paths = f"/own: {{get: {{{answers}}}, head: {{operationId: head, {answers}}}, options: {{{answers}}}}}\n"
    paths += f"/put: {{put: {{{answers}}}}}"
    handler = "from understudy import Answer\nasync def head():\n    return Answer(204, headers={'X-Own': 'yes'})\n"
    directory: Path = tmp_path_factory.mktemp("methods")
    return mock(directory, {"openapi.yaml": document(paths), "handlers/own.py": handler})


@pytest.mark.parametrize(
    ("target", "method", "status", "allow"),
    [
        ("/own", "HEAD", 204, None),
        ("/own", "OPTIONS", 204, None),
        ("/own", "POST", 405, "GET, OPTIONS, HEAD"),
        ("/put", "HEAD", 405, "PUT, OPTIONS"),
        ("/put", "OPTIONS", 204, "PUT, OPTIONS"),
        ("*", "OPTIONS", 204, "GET, OPTIONS, HEAD, PUT"),
    ],
)
def test_declared_methods_come_first(target: str, method: str, status: int, allow: str | None, methods: Mock) -> None:
    """HEAD and OPTIONS are the mock's only where the contract has none."""
    reply = ask(methods, target, method)
    assert (reply.status, reply.headers.get("allow")) == (status, allow)
    declared = target == "/own" and method in ("HEAD", "OPTIONS")
    assert ("x-own" in reply.headers) is declared


def preflight(app: Mock, target: str, **headers: str) -> Reply:
    """What a browser asks before it lets a page ask."""
    asked = {"Origin": "https://page.test", "Access-Control-Request-Method": "PUT", **headers}
    return ask(app, target, "OPTIONS", headers=asked)


@pytest.mark.parametrize("target", ["/own", "/put", "/nowhere", "*"])
def test_a_preflight_is_answered(target: str, methods: Mock) -> None:
    """For unknown paths too: the page then sees the 404 and not a riddle."""
    reply = preflight(methods, target, **{"Access-Control-Request-Headers": "x-a, x-b"})
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["access-control-allow-origin"] == "https://page.test"
    assert reply.headers["access-control-allow-methods"] == "PUT"
    assert reply.headers["access-control-allow-headers"] == "x-a, x-b"
    assert reply.headers["access-control-allow-credentials"] == "true"
    assert reply.headers["vary"] == "Origin"
    assert preflight(methods, target).headers["access-control-allow-headers"] == "*"


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        ("/own/", "; it has '/own'"),
        ("/nowhere/", ""),
        ("/nowhere", ""),
        ("/with/slash", "; it has '/with/slash/'"),
        ("/onw", "; it has '/own'"),
        ("/OWN", "; it has '/own'"),
        ("/witch/slash/", "; it has '/with/slash/'"),
        ("/witch/slosh/", ""),
        ("/with/1/coments", "; it has '/with/1/comments'"),
        ("/with/1/comments/coments/x y", "; it has '/with/1/comments/comments/x y'"),
        ("/wiht/1/comments", "; it has '/with/1/comments'"),
        ("/comments", ""),
        ("own", ""),
    ],
)
def test_a_slash_or_a_letter_too_many_or_too_few_is_pointed_out(target: str, hint: str, tmp_path: Path) -> None:
    """No path is taken for another one, and who asks for it learns of the other."""
    get, declared = "get: {responses: {'204': {description: Own}}}", "in: path, required: true, schema: {}"
    own = f"parameters: [{{name: id, {declared}}}], {get}"
    deep = f"parameters: [{{name: id, {declared}}}, {{name: text, {declared}}}], {get}"
    below = f"'/with/{{id}}/comments': {{{own}}}, '/with/{{id}}/comments/comments/{{text}}': {{{deep}}}"
    app = mock(tmp_path, {"openapi.yaml": document(f"{{/own: {{{get}}}, /with/slash/: {{{get}}}, {below}}}")})
    assert ask(app, target).json["detail"] == f"The contract has no path '{target}'{hint}"


@pytest.mark.parametrize(
    ("paths", "hint"),
    [("abc", "; it has /a, /b, /c"), ("abcde", "; it has /a, /b, /c and 2 more"), ("", "")],
)
def test_who_asks_for_no_path_is_told_some(paths: str, hint: str, tmp_path: Path) -> None:
    """As who opens the mock's address in a browser."""
    items = ", ".join(f"/{each}: {{get: {{responses: {{'204': {{description: Done}}}}}}}}" for each in paths)
    app = mock(tmp_path, {"openapi.yaml": document(f"{{{items}}}")})
    assert ask(app, "/").json["detail"] == f"The contract has no path '/'{hint}"


@pytest.mark.parametrize(("asked", "answered"), [("true", "true"), ("false", None)])
def test_a_page_that_is_deployed_may_ask_a_mock_at_home(asked: str, answered: str | None, methods: Mock) -> None:
    """A browser wants to know that separately, where it wants to know it (Private Network Access)."""
    headers = preflight(methods, "/own", **{"Access-Control-Request-Private-Network": asked}).headers
    assert headers.get("access-control-allow-private-network") == answered


def test_answers_are_open_to_pages(methods: Mock) -> None:
    """With the origin that asked, and with the names of the headers that a page could not read otherwise."""
    reply = ask(methods, "/own", "HEAD", headers={"Origin": "null"})
    assert reply.headers["access-control-allow-origin"] == "null"
    assert reply.headers["access-control-expose-headers"] == "date, vary, x-own"
    assert ask(methods, "/own").headers["access-control-allow-origin"] == "*"


def test_whom_an_answer_is_open_to_is_said_once(tmp_path: Path) -> None:
    """By the handler that says it: a page refuses an answer that says it twice."""
    handler = """\
from understudy import Answer

async def own():
    headers = {"Access-Control-Allow-Origin": "https://own.test", "Access-Control-Expose-Headers": "*"}
    return Answer(204, headers=headers)
"""
    paths = "{/own: {get: {operationId: own, responses: {'204': {description: Own}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths), "handlers/own.py": handler})
    reply = ask(app, "/own", headers={"Origin": "https://page.test"})
    said = [pair for pair in reply.lines if pair[0].startswith("access-control-")]
    assert said == [("access-control-allow-origin", "https://own.test"), ("access-control-expose-headers", "*")]


def test_a_path_below_the_first_base_goes_before_those_below_others(tmp_path: Path) -> None:
    """What the contract calls so itself is not hidden by a server of which somebody may choose another name."""
    servers = "servers: [{url: '/{base}', variables: {base: {default: '', enum: ['', v2]}}}]\npaths:\n"
    text = document("".join(map(operation, ["/{id}", "/v2/{id}"]))).replace("paths:\n", servers, 1)
    app = mock(tmp_path, {"openapi.yaml": text})
    assert [ask(app, target).json for target in ("/5", "/v2/5", "/v2/v2/5")] == [
        "get /{id}",
        "get /v2/{id}",
        "get /v2/{id}",
    ]


def test_websockets_are_closed(methods: Mock) -> None:
    """The contract has none."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    asyncio.run(methods({"type": "websocket", "path": "/own", "headers": []}, receive, send))
    assert [(each["type"], each["code"]) for each in sent] == [("websocket.close", 1000)]


def test_the_lifespan_is_somebody_elses(methods: Mock) -> None:
    """An ASGI server that insists on it finds it handled."""
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def send(message: Message) -> None:
        sent.append(message["type"])

    async def receive() -> Message:
        return messages.pop(0)

    asyncio.run(methods({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_a_server_may_leave_the_raw_path_out(routed: Mock) -> None:
    """ASGI does not ask for it; the decoded path then has to do."""

    async def without(scope: Scope, receive: Receive, send: Send) -> None:
        del scope["raw_path"]
        await routed(scope, receive, send)

    assert ask(without, "/caf%C3%A9").json == "get /caf\u00e9"
