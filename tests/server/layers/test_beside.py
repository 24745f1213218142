"""Several projects behind one address."""

import asyncio
import json
from pathlib import Path

import pytest
from live import serving
from support import ask, document, write

from understudy import project
from understudy.errors import ProjectError
from understudy.server.app import Memory, Mock, build, together
from understudy.server.banner import banner
from understudy.server.control import Access
from understudy.server.reload import Stage
from understudy.server.run import Options

THING = "schemas: {Thing: {type: object, required: [id], properties: {id: {type: string}, of: {type: string}}}}"


def files(name: str, *paths: str) -> dict[str, str]:
    """A project called so, with these collections, of which the first has records."""
    one = "content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}"
    blocks = [
        f"""
/{path}/{{id}}:
  parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
  get: {{responses: {{'200': {{description: One, {one}}}, '404': {{description: No}}}}}}
  put: {{requestBody: {{{one}}}, responses: {{'200': {{description: One, {one}}}}}}}
"""
        for path in paths
    ]
    fixtures = f"""
        collection: {paths[0]}
        schema: '#/components/schemas/Thing'
        key: [id]
        records: {{one: {{id: '1', of: {name}}}}}
        """
    scenarios = f"{name}-day: {{{paths[0]}: {{one: {{of: a day of {name}}}}}}}\n"
    contract = document("\n".join(blocks), THING).replace("title: Test", f"title: {name}")
    return {
        f"{name}/openapi.yaml": contract,
        f"{name}/fixtures/{paths[0]}.yaml": fixtures,
        f"{name}/fixtures/scenarios.yaml": scenarios,
    }


@pytest.fixture
def both(tmp_path: Path) -> Mock:
    """One project with cats and one with dogs, both with pets."""
    write(tmp_path, {**files("first", "cats", "pets"), **files("second", "dogs", "pets")})
    memory = Memory()
    return together([build(project.load(tmp_path / name), memory) for name in ("first", "second")])


def test_each_answers_what_its_contract_has(both: Mock) -> None:
    """Where both have a path, the first; what none has is the first one's to refuse."""
    assert ask(both, "/cats/1").json["of"] == "first"
    assert ask(both, "/dogs/1").json["of"] == "second"
    assert ask(both, "/~a/dogs/1").json["of"] == "second"
    assert ask(both, "/nowhere").status == 404
    assert ask(both, "/dogs/1", "DELETE").status == 405
    journal = ask(both, "/_understudy/journal", headers={"Host": "localhost"}).json
    assert journal["total"] == 4


def test_a_session_is_one_for_all(both: Mock) -> None:
    """Its clock, its writes, and a scenario in each project that has it."""
    headers = {"Content-Type": "application/json", "Host": "localhost"}
    for kind in ("cats", "dogs", "pets"):
        body = json.dumps({"id": "2", "of": "mine"}).encode()
        assert ask(both, f"/{kind}/2", "PUT", headers=headers, body=body).status == 200
        assert ask(both, f"/{kind}/2").json["of"] == "mine"
    assert ask(both, "/cats/1?__scenario=first-day").json["of"] == "a day of first"
    assert ask(both, "/dogs/1?__scenario=second-day").json["of"] == "a day of second"
    ask(both, "/_understudy/clock", "PUT", headers=headers, body=b'{"freeze": "2030-01-01T00:00:00Z"}')
    assert {ask(both, f"/{kind}/1").headers["date"] for kind in ("cats", "dogs")} == {"Tue, 01 Jan 2030 00:00:00 GMT"}


def test_a_reload_keeps_what_is_written_in_each(both: Mock, tmp_path: Path) -> None:
    """And drops what holds no longer, in whichever."""

    def load() -> Mock:
        return together([build(project.load(tmp_path / name), both.memory) for name in ("first", "second")])

    stage = Stage(both, load)
    headers = {"Content-Type": "application/json"}
    for kind in ("cats", "dogs"):
        ask(stage, f"/{kind}/2", "PUT", headers=headers, body=b'{"id": "2", "of": "mine"}')
    stricter = (
        (tmp_path / "second" / "openapi.yaml")
        .read_text()
        .replace("of: {type: string}", "of: {enum: [second, a day of second]}")
    )
    write(tmp_path, {"second/openapi.yaml": stricter})
    asyncio.run(stage.reload())
    assert [ask(stage, f"/{kind}/2").status for kind in ("cats", "dogs")] == [200, 404]


def test_collections_of_one_name_cannot_stand_together(tmp_path: Path) -> None:
    """What is written to the one would be written to the other."""
    write(tmp_path, {**files("first", "cats"), **files("second", "cats")})
    projects = [build(project.load(tmp_path / name)) for name in ("first", "second")]
    with pytest.raises(
        ProjectError, match=r"second/fixtures/cats\.yaml:2:.*collection 'cats' is already given in .*first/"
    ):
        together(projects)


def test_several_are_served_and_announced(both: Mock, tmp_path: Path) -> None:
    """Each with its operations and its records."""
    text = banner(both, "127.0.0.1", 4010, Access())
    assert "Understudy stands in for first and second at http://127.0.0.1:4010\n" in text
    assert text.index("GET /cats/{id}") < text.index("GET /dogs/{id}") < text.index("cats, 1 record:")
    assert text.index("cats, 1 record:") < text.index("dogs, 1 record:")
    with serving(tmp_path / "first", Options(beside=(tmp_path / "second" / "openapi.yaml",))) as live:
        assert "stands in for first and second" in live.announced[0]
