"""What the log says of a request that is refused."""

import logging
from pathlib import Path

import pytest
from support import ask, mock

from understudy.server.app import Mock
from understudy.source import kept

DOCUMENT = """\
openapi: 3.1.0
info: {title: Things, version: "1"}
paths:
  /things:
    post:
      parameters:
        - {name: page, in: query, schema: {type: integer, minimum: 1}}
      requestBody:
        content:
          application/json:
            schema:
              additionalProperties: false
              properties: {name: {type: string}, of: {required: [name]}}
      responses: {"204": {description: Done}}
    get:
      security: [{key: []}]
      responses: {"200": {description: All, content: {application/json: {}}}}
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
"""


@pytest.fixture
def things(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Mock:
    """A mock that is told from the directory where its document lies, and a log that somebody reads."""
    (tmp_path / "openapi.yaml").write_text(DOCUMENT)
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.INFO, "understudy")
    return mock(Path("openapi.yaml"))


def post(app: Mock, body: str, query: str = "") -> int:
    """The status of the answer to a thing that is sent."""
    return ask(app, f"/things{query}", "POST", headers={"Content-Type": "application/json"}, body=body.encode()).status


def test_each_violation_has_a_line_with_its_place(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Every time that such a request comes, and none for one that is good."""
    assert post(things, "{}", "?page=1") == 204
    for _ in range(2):
        caplog.clear()
        assert post(things, '{"name": 3}', "?page=0") == 422
        assert caplog.messages == [
            "openapi.yaml:7:59: POST /things refuses query.page: Input should be greater than or equal to 1",
            "openapi.yaml:13:35: POST /things refuses body.name: Input should be a valid string",
        ]


def test_many_violations_are_told_by_their_number(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Three have a line of their own."""
    post(things, '{"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}')
    assert len(caplog.messages) == 4
    assert caplog.messages[-1] == "openapi.yaml:5:5: POST /things refuses 2 more"


def test_a_line_is_one_line_and_no_longer_than_a_few(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever a client calls its members."""
    post(things, '{"a\\nb\\u001b[31m": 1}')
    assert r"refuses body.a\nb\x1b[31m: Extra inputs" in caplog.messages[0]
    caplog.clear()
    post(things, f'{{"{"x" * 1000}": 1}}')
    assert len(caplog.messages[0]) < 400
    assert caplog.messages[0].endswith("x…")


def test_what_has_no_place_of_its_own_has_the_operation_s(
    things: Mock, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A body that is no JSON is wrong wherever the contract is read; in a large one no place is looked for."""
    post(things, "{")
    monkeypatch.setattr(kept, "LARGE", 1)
    post(things, "{")
    said = "POST /things refuses body: Input should be valid JSON: Expecting property name enclosed in double quotes"
    assert [line.partition(" at ")[0] for line in caplog.messages] == [
        f"openapi.yaml:5:5: {said}",
        f"openapi.yaml: {said}",
    ]


def test_what_is_missing_is_named(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Where it should have been, which is where an answer says it too."""
    post(things, '{"of": {}}')
    assert caplog.messages == ["openapi.yaml:13:55: POST /things refuses body.of.name: Field required"]


@pytest.mark.parametrize(
    ("method", "target", "accept", "said"),
    [
        ("GET", "/thongs%0A", "*/*", r": GET /thongs\n: The contract has no path '/thongs\n'; it has '/things'"),
        ("GET", "/things/", "*/*", ": GET /things/: The contract has no path '/things/'; it has '/things'"),
        (
            "GET",
            "/_understudy/clocks",
            "*/*",
            ": GET /_understudy/clocks: The control API has no path '/_understudy/clocks'; it has '/_understudy/clock'",
        ),
        ("PUT", "/things", "*/*", ": PUT /things: 'PUT' is not a method of this path: it has GET, POST, HEAD, OPTIONS"),
        ("GET", "/things", "a/b", ": GET /things: Nothing that 'a/b' accepts: the operation answers application/json"),
        (
            "GET",
            "/things",
            "*/*",
            ":15:5: GET /things refuses a request: No usable credentials: this operation asks for the header X-Key",
        ),
    ],
)
def test_who_is_turned_away_is_told_why(
    method: str, target: str, accept: str, said: str, things: Mock, caplog: pytest.LogCaptureFixture
) -> None:
    """What comes to no operation is told of the document."""
    for _ in range(2):
        caplog.clear()
        headers = {"Accept": accept, "Host": "localhost"}
        assert ask(things, target, method, headers=headers).status in (401, 404, 405, 406)
        assert [line.removeprefix("understudy/server/control/") for line in caplog.messages] == [f"openapi.yaml{said}"]
        assert caplog.messages[0].startswith("openapi.yaml") is not target.startswith("/_understudy/")


def test_a_browser_s_icon_is_nobody_s_mistake(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """Who opens a URL of the banner has asked for nothing else."""
    assert ask(things, "/favicon.ico").status == 404
    assert caplog.messages == []


def test_nobody_who_wants_no_lines_is_told(things: Mock, caplog: pytest.LogCaptureFixture) -> None:
    """`serve --quiet` turns them off."""
    caplog.set_level(logging.WARNING, "understudy.asked")
    assert post(things, "{") == 400
    assert caplog.messages == []
