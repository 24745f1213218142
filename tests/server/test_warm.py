"""What is done once is not done again for each request, and what no request needs is not done at all."""

import builtins
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, Reply, ask, document, write

from understudy import project
from understudy.contract.operations import Operation
from understudy.contract.paths import Router
from understudy.server.app import Mock, build
from understudy.server.banner import banner
from understudy.server.binding import BoundOperation
from understudy.server.control import Access
from understudy.source import Source
from understudy.source.kept import LARGE

ID = "/v1/retrievers/ret_products_bm25/evaluations"
JSON = {"host": "127.0.0.1", "content-type": "application/json"}

REQUESTS: dict[str, Callable[[Mock], Reply]] = {
    "a record": lambda mock: ask(mock, f"{ID}/eval_baseline"),
    "none": lambda mock: ask(mock, f"{ID}/none"),
    "an unknown path": lambda mock: ask(mock, "/nowhere"),
    "another method": lambda mock: ask(mock, f"{ID}/eval_baseline", "POST"),
    "a preflight": lambda mock: ask(mock, f"{ID}/x", "OPTIONS", headers={"origin": "http://a"}),
    "made up": lambda mock: ask(mock, f"{ID}/x?__dynamic=true&__seed=1"),
    "a refusal asked for": lambda mock: ask(mock, f"{ID}/x?__code=422"),
    "a broken preference": lambda mock: ask(mock, f"{ID}/x?__code=x"),
    "the control API": lambda mock: ask(mock, "/_understudy/journal?page_size=1", headers=JSON),
    "a broken request": lambda mock: ask(mock, "/_understudy/clock", "PUT", headers=JSON, body=b"{}"),
}


@pytest.mark.parametrize("asked", REQUESTS.values(), ids=REQUESTS)
def test_a_warm_request_makes_no_import(monkeypatch: pytest.MonkeyPatch, asked: Callable[[Mock], Reply]) -> None:
    """Nothing is imported for a request that was not for the first of its kind."""
    mock = build(project.load(ROOT), replay=False)
    first = asked(mock)
    imported: list[str] = []
    usual = builtins.__import__

    def noted(name: str, *args: Any, **more: Any) -> Any:
        if name != "time":  # which datetime asks for in C whenever it makes a time tuple
            imported.append(name)
        return usual(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", noted)
    again = asked(mock)
    monkeypatch.undo()
    assert again.status == first.status
    assert imported == []


def test_a_path_is_matched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many there are on the way who have something for one operation alone, one looks at the path."""
    mock = build(project.load(ROOT), replay=False)
    matched: Counter[str] = Counter()
    find = Router.find

    def counted(router: Router, path: str) -> Any:
        matched[path] += 1
        return find(router, path)

    monkeypatch.setattr(Router, "find", counted)
    for query in ("", "?size=3"):
        assert ask(mock, f"{ID}/eval_baseline{query}").status == 200
    assert matched == {f"{ID}/eval_baseline": 2}


def test_no_file_is_read_for_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """Contract, fixtures and handlers are read when the mock is built."""
    mock = build(project.load(ROOT), replay=False)

    def never(*_: object, **__: object) -> Any:
        pytest.fail("a file is read")

    monkeypatch.setattr(Path, "read_bytes", never)
    monkeypatch.setattr(Source, "__init__", never)
    assert ask(mock, f"{ID}/eval_baseline").status == 200
    assert ask(mock, f"{ID}/none").status == 404


NEEDLESS = (
    "anyio",
    "attrs",
    "connexion.lifecycle",
    "difflib",
    "faker",
    "http.client",
    "hashlib",  # and with it more of OpenSSL than the event loop has need of
    "http.cookies",
    "httpx._client",  # httpx itself waits, and so do the others of which a part is named
    "hypothesis",
    "importlib.abc",  # and with it archives and temporary files
    "jinja2",
    "jsonschema.validators",
    "logging.config",
    "openapi_spec_validator",
    "pickle",
    "pytest",
    "python_multipart.multipart",
    "requests",
    "rich",
    "schemathesis",
    "shutil",
    "starlette.routing",
    "starlette.testclient",
    "understudy.check",
    "understudy.contract.samples.trying",
    "understudy.server.control.operations",
    "understudy.server.resources",
    "uvicorn.main",
    "werkzeug.http",
    "werkzeug.serving",
    "xml.etree.ElementTree",
)


def imported(directory: Path, tmp_path: Path, needless: Sequence[str] = NEEDLESS) -> set[str]:
    """Those of the needless that are there once a mock of this project is."""
    script = """
        import sys
        from pathlib import Path
        import understudy.server.run
        from understudy import project
        from understudy.server.app import build
        from understudy.server.banner import banner
        from understudy.server.control import Access
        mock = build(project.load(Path(sys.argv[1])))
        banner(mock, "127.0.0.1", 4010, Access())
        print(*sorted(set(sys.argv[2:]) & set(sys.modules)))
        """
    file = write(tmp_path, {"start.py": script}) / "start.py"
    command = [sys.executable, str(file), str(directory), *needless]
    return set(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split())


def test_a_start_imports_nothing_that_no_request_needs(tmp_path: Path) -> None:
    """What tests, makes up and lints is no part of a start, nor is what Connexion has for others."""
    assert imported(ROOT, tmp_path) == set()


def test_nobody_waits_for_a_parser_that_nothing_is_left_to(tmp_path: Path) -> None:
    """JSON has one of its own, and large YAML is read by its lines."""
    answers = {"200": {"description": "A cat"}}
    holding = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/cat": {"get": {"responses": answers}}},
    }
    small = yaml.safe_dump(holding)
    for name, text, expected in [
        ("openapi.json", json.dumps(holding), set()),
        ("openapi.yaml", small + "# large\n" * LARGE, set()),
        ("openapi.yaml", small, {"yaml"}),
    ]:
        assert imported(write(tmp_path / f"{len(text)}", {name: text}), tmp_path, ["yaml"]) == expected


def test_credentials_need_requests_of_connexion(tmp_path: Path) -> None:
    """Where there are any: a start imports what they are made of, and nothing that the others would need."""
    paths = "/cat: {get: {security: [{key: []}], responses: {'200': {description: A cat}}}}"
    secured = write(
        tmp_path / "cats",
        {"openapi.yaml": document(paths, "securitySchemes: {key: {type: http, scheme: bearer}}")},
    )
    assert imported(secured, tmp_path) == {"anyio", "connexion.lifecycle"}


def test_an_operation_is_bound_when_it_is_first_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """There may be thousands, of which a mock is asked for a few: once for all requests."""
    bound: list[str] = []
    usual = BoundOperation.__init__

    def counted(operation: BoundOperation, contract: Operation, *more: Any) -> None:
        bound.append(contract.name)
        usual(operation, contract, *more)

    monkeypatch.setattr(BoundOperation, "__init__", counted)
    mock = build(project.load(ROOT), replay=False)
    assert bound == []
    for name in ("eval_baseline", "none"):
        ask(mock, f"{ID}/{name}")
    assert len(bound) == 1


def test_no_line_of_a_large_document_is_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The banner says who answers; in a large document it would take longer than all of the start to say where."""
    monkeypatch.setenv("UNDERSTUDY_NO_CACHE", "1")
    monkeypatch.setattr("understudy.source.kept.LARGE", 0)
    monkeypatch.setattr(Source, "place", lambda *_: pytest.fail("a place is looked for"))
    content = "{application/json: {example: Miau}}"
    paths = f"/cat: {{get: {{responses: {{'200': {{description: A cat, content: {content}}}}}}}}}"
    mock = build(project.load(write(tmp_path, {"openapi.yaml": document(paths)})))
    assert "GET /cat  (example)" in banner(mock, "127.0.0.1", 4010, Access())
