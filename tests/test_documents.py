"""Whole documents, as people publish them: each operation is asked as its contract says, and answers as it says."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from support import ROOT, Reply, ask

from understudy import project
from understudy.contract import media
from understudy.contract.operations import Operation
from understudy.contract.parameters import Parameter
from understudy.contract.samples import Samples
from understudy.server.app import Mock, build
from understudy.server.security import Credentials

DOCUMENTS = sorted((ROOT / "tests" / "cases" / "documents").glob("*.*"))


@dataclass(frozen=True)
class Asking:
    """Requests that a contract describes, made up from it."""

    app: Mock

    @property
    def samples(self) -> Samples:
        """Values of what is sent."""
        return Samples(self.app.project.contract.schemas.requests, sent=True)

    def request(self, operation: Operation) -> tuple[str, dict[str, str], bytes]:
        """A target, headers and a body for an operation, with everything that is required."""
        path, headers, query = operation.path, dict[str, str](), list[tuple[str, str]]()
        for parameter in operation.parameters:
            if not parameter.required:
                continue
            text = self._text(parameter)
            if parameter.location == "path":
                path = path.replace("{" + parameter.name + "}", quote(text, safe=","))
            elif parameter.location == "query":
                query.append((parameter.name, text))
            else:
                headers[parameter.name if parameter.location == "header" else "Cookie"] = text
        body = b""
        if operation.body:
            headers["Content-Type"], body = self._body(operation)
        return f"{path}?{urlencode(query)}" if query else path, headers, body

    def _text(self, parameter: Parameter) -> str:
        value = self.samples.sample(parameter.schema, "asked", {}) if parameter.schema else "x"
        given = parameter.node.value.get("example", value)
        return given if isinstance(given, str) else json.dumps(given)

    def _body(self, operation: Operation) -> tuple[str, bytes]:
        assert operation.body
        content = operation.body.content
        name = next((name for name in content if "json" in name), next(iter(content)))
        media_type = media.parse(media.concrete(name))
        schema = content[name].get("schema")
        value: Any = self.samples.sample(schema, "asked", {}) if schema else {}
        assert media_type
        if media_type.is_json:
            patch = operation.method == "PATCH" and isinstance(value, list)  # which would have to fit what is there
            return str(media_type), json.dumps([] if patch else value).encode()
        if media_type.subtype == "x-www-form-urlencoded":
            flat = {
                key: member if isinstance(member, str) else json.dumps(member)
                for key, member in value.items()
                if not isinstance(member, dict | list)
            }
            return str(media_type), urlencode(flat, doseq=True).encode()
        if media_type.type == "multipart":
            lines = [
                f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{member}\r\n'
                for key, member in value.items()
            ]
            return f"{media_type}; boundary=b", "".join([*lines, "--b--\r\n"]).encode()
        return str(media_type), b"bytes"

    def answers(self) -> Iterator[tuple[Operation, Reply]]:
        """What comes back for each operation."""
        for operation in self.app.project.contract.operations:
            if operation.success[1] is None:
                continue  # nothing good is declared
            target, headers, body = self.request(operation)
            headers["Understudy-Session"] = f"of-{operation.method}-{operation.place.line}"  # nobody deletes its record
            yield operation, ask(self.app, target, operation.method, headers=headers, body=body)


@pytest.fixture(params=DOCUMENTS, ids=lambda file: file.stem)
def app(request: pytest.FixtureRequest) -> Mock:
    """The mock of a document."""
    return build(project.load(request.param, strict=True), credentials=Credentials(is_checked=False))


def test_every_operation_answers_as_its_contract_says(app: Mock) -> None:
    """With the status of a good answer, in a media type that is declared for it; the mock has judged its body."""
    for operation, reply in Asking(app).answers():
        status, response = operation.success
        assert (reply.status, reply.body[:300] if reply.status != status else b"") == (status, b""), str(operation)
        if response and response.body.content and reply.body:
            media_type = media.parse(reply.headers["content-type"])
            assert media_type
            assert media.describing(response.body.content, media_type), reply.headers["content-type"]


def test_every_declared_answer_can_be_had(app: Mock) -> None:
    """For the asking, with a body that holds."""
    asking = Asking(app)
    for operation in app.project.contract.operations:
        target, headers, body = asking.request(operation)
        for key in operation.responses:
            status = {"default": "599"}.get(key, key.replace("XX", "00"))
            reply = ask(app, target, operation.method, headers={**headers, "Prefer": f"code={status}"}, body=body)
            assert reply.status == int(status), f"{operation} {key}: {reply.body!r}"


def test_a_document_answers_the_same_in_every_mock_of_it(app: Mock) -> None:
    """To the byte, save for the time."""
    again = build(app.project, credentials=Credentials(is_checked=False))
    for (operation, one), (_, other) in zip(Asking(app).answers(), Asking(again).answers(), strict=True):
        if operation.method == "GET":
            assert one.body == other.body, str(operation)


def test_there_are_documents() -> None:
    assert len(DOCUMENTS) >= 10
    assert all(isinstance(file, Path) for file in DOCUMENTS)
