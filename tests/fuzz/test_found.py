"""What schemathesis has found, each told by the smallest request that shows it."""

from pathlib import Path

import pytest
from fuzz.test_schemathesis import PROJECTS
from support import ask, document, findings, mock, write

from understudy.server.app import Mock


@pytest.fixture(scope="module")
def nursery() -> Mock:
    return mock(PROJECTS / "crud")


def styled(style: str, schema: str) -> dict[str, str]:
    """A project with one path parameter, `x`, whose example answers as long as it holds."""
    path = f"""
        /at/{{x}}:
          get:
            parameters:
              - {{name: x, in: path, required: true, style: {style}, schema: {schema}}}
            responses:
              "200": {{description: Here, content: {{application/json: {{example: here}}}}}}
              "422": {{description: Not here}}
        """
    return {"openapi.yaml": document(path)}


@pytest.mark.parametrize(
    ("style", "schema", "holds", "breaks"),
    [
        ("label", "{enum: [north]}", ".north", ".south"),
        ("label", "{type: integer}", ".5", ".five"),
        ("matrix", "{enum: [north]}", ";x=north", ";x=south"),
        ("matrix", "{type: integer}", ";x=5", ";x=five"),
        ("matrix", "{type: array, items: {type: integer}}", ";x=5,6", ";x=5,six"),
        ("label", "{type: array, items: {type: integer}}", ".5,6", ".5,six"),
    ],
)
def test_label_and_matrix_begin_with_what_they_are_named_after(
    tmp_path: Path, style: str, schema: str, holds: str, breaks: str
) -> None:
    """A value of these styles follows `.` or `;name=`, be it one value or several (RFC 6570, 3.2.5 and 3.2.7)."""
    at = mock(tmp_path, styled(style, schema))
    assert (ask(at, f"/at/{holds}").status, ask(at, f"/at/{breaks}").status) == (200, 422)


def test_missing_credentials_are_refused_in_words_of_the_contract(
    nursery: Mock, capfd: pytest.CaptureFixture[str]
) -> None:
    """A 401 is a `Problem` as every refusal, challenges for each scheme, and prints nothing."""
    reply = ask(nursery, "/labels", "POST")
    assert (reply.status, reply.headers["content-type"]) == (401, "application/problem+json")
    assert reply.json["type"] == "UnauthorizedError"
    challenges = reply.headers["www-authenticate"]
    assert challenges == 'ApiKey realm="mock", Bearer realm="mock", Basic realm="mock"'
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("cookies", "status"),
    [
        ("visits=7", 200),
        ("visits=many", 422),
        ("visits=many; odd", 422),
        ("odd; visits=many", 422),
        ('preferences={"a": 1}; visits=many', 422),
        ("name=Zoë; visits=many", 422),
    ],
)
def test_an_odd_cookie_hides_no_other(nursery: Mock, cookies: str, status: int) -> None:
    """A cookie is judged whatever stands beside it."""
    assert ask(nursery, "/plants", headers={"Cookie": cookies}).status == status


def test_an_odd_cookie_hides_no_credentials(nursery: Mock) -> None:
    """Credentials in a cookie are seen whatever stands beside it: what the request lacks then is all else."""
    assert ask(nursery, "/labels", "POST", headers={"Cookie": "odd; session=spade"}).status == 422


def test_a_handler_may_import_the_request(tmp_path: Path) -> None:
    """What Connexion calls `request` is bound to a request being answered, and no obstacle when a module is loaded."""
    handler = "from connexion import request\n\nasync def ask():\n    return request.headers['x-name']\n"
    paths = (
        "/ask: {get: {operationId: ask, responses: {'200': {description: A name, content: {application/json: {}}}}}}"
    )
    directory = write(tmp_path, {"openapi.yaml": document(paths), "handlers/asking.py": handler})
    assert findings(directory) == []
    assert ask(mock(directory), "/ask", headers={"X-Name": "Ada"}).json == "Ada"
