"""What a project says in its refusals itself, in `handlers/errors.py`, and what becomes of words that do not hold."""

import logging
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.app import Mock

OWN = document(
    """
    /things/{id}:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      get:
        operationId: get_thing
        responses:
          '200': {description: '', content: {application/json: {}}}
          '401': {description: No, content: {application/json: &fault {schema: {$ref: '#/components/schemas/Fault'}}}}
          '404': {description: No, content: {application/json: *fault, text/plain: {schema: {type: string}}}}
          '409': {description: No, content: {application/json: *fault}}
          '410': {description: No}
          '418': {description: No, content: {image/png: {}}}
          '422': {description: No, content: {application/json: *fault}}
          '500': {description: No, content: {application/json: *fault}}
      delete:
        security: [{key: []}]
        responses: {'204': {description: ''}, '401': {description: No, content: {application/json: *fault}}}
    """,
    """
    securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}
    schemas:
      Fault:
        type: object
        required: [fault]
        additionalProperties: false
        properties:
          fault: {type: object, required: [why], properties: {why: {type: string}, seen: {}}}
          status: {type: integer}
    """,
)

GET_THING = """
    from understudy import Refusal

    async def get_thing(id):
        if id == 1:
            return 1 / 0
        details = {"id": id} if id == 9 else None
        raise Refusal(400 + id, f"No {id}", code="own", details=details, headers={"X-Id": str(id)})
"""

SEEN = """
    def word(refusal):
        seen = [refusal.status, refusal.message, refusal.type, refusal.code, refusal.details, dict(refusal.headers)]
        return {"fault": {"why": "It is so", "seen": seen}}
"""


def wording(directory: Path, word: str) -> Mock:
    """A mock that words its refusals by this module."""
    files = {"openapi.yaml": OWN, "handlers/things.py": GET_THING, "handlers/errors.py": word}
    return mock(directory, files)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock whose refusals say what is known of them."""
    return wording(tmp_path_factory.mktemp("seen"), SEEN)


LOC = [{"loc": ["path", "id"], "msg": "Input should be a valid integer", "type": "int_parsing"}]
BEARER, KEY = {"WWW-Authenticate": 'Bearer realm="mock"'}, {"WWW-Authenticate": 'ApiKey realm="mock"'}
BROKEN = "The mock could not answer in the way that the contract allows; its log says why"
LACKING = "No usable credentials: this operation asks for the header X-Key"
ENDED = "Credentials are missing, or they are no longer good"

NO_INTEGER = "path.id: Input should be a valid integer"
NOWHERE, PATH = "The contract has no path '/nowhere'", {"path": "/nowhere"}
ALLOWED = "GET, DELETE, HEAD, OPTIONS"
NO_METHOD = f"'POST' is not a method of this path: it has {ALLOWED}"

FACTS: list[tuple[str, str, str, list[Any]]] = [
    ("GET", "/things/9", "", [409, "No 9", "ConflictError", "own", {"id": 9}, {"X-Id": "9"}]),
    ("GET", "/things/4", "", [404, "No 4", "NotFoundError", "own", None, {"X-Id": "4"}]),
    ("GET", "/things/x", "", [422, NO_INTEGER, "ValidationError", None, {"violations": LOC}, {}]),
    ("GET", "/things/1", "", [500, BROKEN, "InternalServerError", None, None, {}]),
    ("GET", "/things/9", "code=401", [401, ENDED, "UnauthorizedError", None, None, BEARER]),
    ("DELETE", "/things/9", "", [401, LACKING, "UnauthorizedError", None, None, KEY]),
    ("GET", "/nowhere", "", [404, NOWHERE, "NotFoundError", None, PATH, {}]),
    ("POST", "/things/9", "", [405, NO_METHOD, "MethodNotAllowedError", None, None, {"Allow": ALLOWED}]),
]


@pytest.mark.parametrize(("method", "target", "value", "facts"), FACTS)
def test_a_project_may_word_its_refusals(method: str, target: str, value: str, facts: list[Any], seen: Mock) -> None:
    """Every one of them, with what is known of it; status and headers stay what they are."""
    reply = ask(seen, target, method, headers={"Prefer": value})
    assert (reply.status, reply.headers["content-type"]) == (facts[0], "application/json")
    assert reply.json == {"fault": {"why": "It is so", "seen": facts}}
    assert facts[-1].items() <= {name.title().replace("Www", "WWW"): v for name, v in reply.headers.items()}.items()


def test_what_has_no_body_needs_no_words(seen: Mock) -> None:
    """Where none is declared, nothing is said."""
    reply = ask(seen, "/things/10")
    assert (reply.status, reply.body, reply.headers["x-id"]) == (410, b"", "10")


def test_an_error_made_up_has_the_projects_words(seen: Mock) -> None:
    """In what it says at least; the rest may be made up."""
    reply = ask(seen, "/things/9", headers={"Prefer": "code=404, dynamic=true"})
    assert (reply.status, reply.json["fault"]["why"]) == (404, "It is so")


ENGINES = {"fault": {"why": "No 9"}, "status": 409}

RAISED = {"return 1 / 0": "2:12", "raise SystemExit": "2:5"}
"""Where somebody would look."""

FAILING = [
    ("    return None", None),
    ("    return 1 / 0", "word() says nothing that can be sent: raised ZeroDivisionError: 'division by zero'"),
    ("    raise SystemExit", "word() says nothing that can be sent: raised SystemExit: ''"),
    (
        "    return {1, 2}",
        "word() says nothing that can be sent: raised TypeError: 'Object of type set is not JSON serializable'",
    ),
    ("    return float('nan')", "word() says nothing that can be sent: raised ValueError: 'Out of range float"),
    (
        "    return {'why': '\\ud800'}",
        "word() says nothing that can be sent: raised UnicodeEncodeError: ",
    ),
    ("    loop = []; loop.append(loop); return loop", "word() says nothing that can be sent: raised ValueError: "),
    ("    yield 1", "word() says nothing that can be sent: raised TypeError: "),
    (
        "    return {'fault': {}, 'x\\ny': refusal.status}",
        (
            'what word() says for 409 does not hold: fault: "why" is a required property (openapi.yaml:28:31); '
            r"x\ny: 'x\ny' is not expected here (openapi.yaml:26:7)"
        ),
    ),
    (
        "    return 'a text'",
        'what word() says for 409 does not hold: "a text" is not of type "object" (openapi.yaml:24:7)',
    ),
]


@pytest.mark.parametrize(("code", "reason"), FAILING)
def test_what_does_not_hold_is_worded_by_the_engine(
    code: str, reason: str | None, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """And a line on the log says where and why; none where the project left it to the engine."""
    caplog.set_level(logging.ERROR, "understudy")
    reply = ask(wording(tmp_path, f"def word(refusal):\n{code}"), "/things/9")
    assert (reply.status, reply.headers["x-id"]) == (409, "9")
    assert reply.json["fault"]["why"] == "No 9"
    lines = [line.replace(f"{tmp_path}/", "") for line in caplog.messages]
    assert len(lines) == (reason is not None)
    for line in lines:
        assert line.startswith(f"handlers/errors.py:{RAISED.get(code.strip(), '1:1')}: {reason}")
        assert line.isprintable()


def test_words_may_be_a_text(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where text is declared, behind whatever JSON there is that it could not be."""
    caplog.set_level(logging.ERROR, "understudy")
    app = wording(tmp_path, "def word(refusal):\n    return refusal.message.upper()")
    reply = ask(app, "/things/4")
    assert (reply.headers["content-type"], reply.body) == ("text/plain", b"NO 4")
    assert ask(app, "/things/9", headers={"Prefer": "code=404, dynamic=true"}).json.keys() == {"fault", "status"}
    assert caplog.messages == []


def test_where_nothing_fits_the_engine_says_so_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A picture is no refusal that anybody could word."""
    caplog.set_level(logging.ERROR, "understudy")
    reply = ask(wording(tmp_path, SEEN), "/things/18")
    assert (reply.status, reply.headers["content-type"]) == (418, "application/problem+json")
    own, engines = (line.replace(f"{tmp_path}/", "") for line in caplog.messages)
    assert own == (
        "handlers/errors.py:2:1: what word() says for 418 does not hold: nothing is declared for 418 that it could be"
    )
    assert engines.endswith("no error body could be made for 418 of GET /things/{id}")


def test_a_contract_without_errors_has_the_projects(tmp_path: Path) -> None:
    """Nothing is declared that they could break."""
    files = {"openapi.yaml": document("/x: {get: {responses: {'204': {description: ''}}}}")}
    app = mock(tmp_path, {**files, "handlers/errors.py": "def word(refusal):\n    return [refusal.status]"})
    reply = ask(app, "/nowhere")
    assert (reply.status, reply.headers["content-type"], reply.json) == (404, "application/json", [404])


def test_words_know_no_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """They are about the refusal alone: what is remembered in a session is for handlers."""
    caplog.set_level(logging.ERROR, "understudy")
    word = "from understudy import records\n\ndef word(refusal):\n    return records('things').list()"
    assert ask(wording(tmp_path, word), "/things/9").json == ENGINES
    assert (
        "errors.py:4:12: word() says nothing that can be sent: raised MockError: 'records() is for handlers"
        in caplog.text
    )


def test_who_words_a_refusal_may_ask_connexion_about_the_request(tmp_path: Path) -> None:
    """Where no function answers, too: of a refusal that is asked for, say."""
    paths = """
    /a:
      get:
        responses:
          '200': {description: '', content: {application/json: {schema: {type: integer}}}}
          '418': {description: '', content: {application/json: {schema: {type: object}}}}
    """
    word = """
    from connexion.context import scope

    def word(refusal):
        return {"at": scope["path"]}
    """
    app = mock(tmp_path, {"openapi.yaml": document(paths), "handlers/errors.py": word})
    assert ask(app, "/a?__code=418").json == {"at": "/a"}
