"""A mock behind a port: where it listens, why it cannot, and what it says when it is ready."""

import errno
import gc
import http.client
import os
import re
import socket
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from live import serving
from support import ROOT, document, mock, write

from understudy.contract import structure
from understudy.errors import ProjectError
from understudy.project import load
from understudy.server import run
from understudy.server.app import Memory, Mock, build
from understudy.server.banner import banner, passed_over
from understudy.server.control import Access
from understudy.server.preferences import usual
from understudy.server.run import CannotListen, NoScenario, Options, serve
from understudy.state.session import Sessions

EMPTY = {"openapi.yaml": "openapi: 3.1.0\ninfo: {title: Empty, version: '1'}\npaths: {}\n"}

REPOSITORY = """
Understudy stands in for Mixpeek API at http://127.0.0.1:4010

  GET /v1/retrievers/{retriever_id}/evaluations/{evaluation_id}  (handlers/evaluations.py:6:1)

  evaluations, 14 records:
    pending      http://127.0.0.1:4010/v1/retrievers/ret_products_hybrid/evaluations/eval_pending
    in_progress  http://127.0.0.1:4010/v1/retrievers/ret_products_hybrid/evaluations/eval_running
    completed    http://127.0.0.1:4010/v1/retrievers/ret_products_bm25/evaluations/eval_baseline
    failed       http://127.0.0.1:4010/v1/retrievers/ret_products_bm25/evaluations/eval_failed_at_once

  Time, scenarios and what was asked: http://127.0.0.1:4010/_understudy/journal

Stop with Ctrl-C.
"""


def has_ipv6() -> bool:
    """Whether this machine has an IPv6 loopback."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


def fails(path: Path, host: str, port: int) -> str:
    """Why serving fails."""
    with pytest.raises(CannotListen) as caught:
        serve(path, Options(host=host, port=port), pytest.fail)
    return str(caught.value)


def status(host: str, port: int, target: str) -> int:
    """The status of the answer to a GET."""
    connection = http.client.HTTPConnection(host, port, timeout=10)
    try:
        connection.request("GET", target)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The smallest project."""
    return write(tmp_path, EMPTY)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_port_0_is_any_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """The banner names the port that was found, and the mock answers there."""
    monkeypatch.chdir(ROOT)
    with serving(ROOT) as live:
        assert live.announced == [REPOSITORY.replace(":4010", f":{live.port}")]
        urls = re.findall(r"http://127\.0\.0\.1:\d+(/v1/\S+)", live.announced[0])
        assert [status("127.0.0.1", live.port, url) for url in urls] == [200] * 4


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
@pytest.mark.parametrize("host", ["::1", "::", "0.0.0.0"])
def test_what_the_banner_says_can_be_opened(host: str, project: Path) -> None:
    """Whatever the address, the URL that is shown leads to the mock."""
    with serving(project, Options(host=host)) as live:
        url = re.search(r"http://\[?([^\]\s]+?)\]?:(\d+)$", live.announced[0], re.MULTILINE)
        assert url
        assert int(url[2]) == live.port
        assert status(url[1], live.port, "/") == 404


def test_a_name_is_an_address_too(project: Path) -> None:
    """The host may be a name."""
    with serving(project, Options(host="localhost")) as live:
        assert f"http://localhost:{live.port}\n" in live.announced[0]
        assert status("localhost", live.port, "/") == 404


def test_a_port_that_is_taken(project: Path, taken: int) -> None:
    """It is said in one line, with a way out."""
    way_out = "try --port 0, which takes any that is free"
    assert (
        fails(project, "127.0.0.1", taken) == f"cannot listen on 127.0.0.1:{taken}: Address already in use; {way_out}"
    )


def test_a_project_that_does_not_hold_takes_no_port(tmp_path: Path, taken: int) -> None:
    """What is wrong with the project comes first."""
    with pytest.raises(ProjectError, match="no contract here"):
        serve(tmp_path, Options(port=taken), pytest.fail)


@pytest.mark.parametrize(
    "host",
    [
        "192.0.2.1",  # of nobody (RFC 5737)
        "2001:db8::1",  # of nobody (RFC 3849)
        "nowhere.invalid",  # no such name (RFC 6761)
        "999.999.999.999",
        "[::1]",
        "with space",
        "two..dots",
        "x" * 64,
        "x" * 300,
        "\N{SNOWMAN}" * 70,
        "",
        "-",
        "http://127.0.0.1",
        "127.0.0.1:4010",
        "nul\0inside",
    ],
    ids=lambda host: repr(host)[:20],
)
def test_an_address_that_is_not_ours(host: str, project: Path) -> None:
    """One line says so, and it has a reason."""
    message = fails(project, host, 4010)
    assert re.fullmatch(rf"cannot listen on {re.escape(host)}:4010: \S.*", message)
    assert "in use" not in message


def test_a_port_for_which_one_must_be_root(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own words say why, and there is a way out."""
    way_out = "ports from 1024 on are for everybody: try --port 4010"

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(socket, "create_server", refused)
    assert fails(project, "127.0.0.1", 80) == f"cannot listen on 127.0.0.1:80: Permission denied; {way_out}"


def test_an_address_of_another_machine(project: Path) -> None:
    """One of those that are kept for documents (RFC 5737, 3); it is said which ones there are."""
    way_out = "it is no address of this machine: try 127.0.0.1, or 0.0.0.0 for all that it has"
    said = fails(project, "192.0.2.1", 4010)
    assert said == f"cannot listen on 192.0.2.1:4010: {os.strerror(errno.EADDRNOTAVAIL)}; {way_out}"


@pytest.mark.parametrize("is_watched", [False, True])
def test_what_is_read_for_good_is_not_gone_through_again(
    is_watched: bool,  # noqa: FBT001 - two of a kind
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nor while it is read: it is set apart before anybody looks, unless another may take its place.

    And then nothing is kept to read another one with.
    """
    done = list[str]()
    monkeypatch.setattr(gc, "disable", lambda: done.append("off"))
    monkeypatch.setattr(gc, "enable", lambda: done.append("on"))
    monkeypatch.setattr(run, "_run", lambda *_, **__: done.append("serve"))
    monkeypatch.setattr(structure, "forget", lambda: done.append("forget"))
    monkeypatch.setattr(gc, "freeze", lambda: done.append("freeze"))
    monkeypatch.setattr(gc, "set_threshold", lambda _: done.append("spare"))
    serve(project, Options(port=0, reload=is_watched), lambda _: done.append("announce"))
    assert done == ["off", *([] if is_watched else ["forget", "freeze"]), "spare", "on", "announce", "serve"]


def test_an_answer_does_not_wait_until_another_one_has_come() -> None:
    """Of two in a row on a connection, the second would be held back for as long as nothing is heard of the first."""
    with (
        run._listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as accepted,
    ):
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_listening_socket_is_not_left_behind(project: Path) -> None:
    """When nothing can be announced, the port is free again."""

    def fail(_: str) -> None:
        raise BrokenPipeError

    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for _ in range(2):
        with pytest.raises(BrokenPipeError):
            serve(project, Options(port=port), fail)


# Banners. Every project has the same schema of a cat, and a path for one.

CATS = """
    /cats/{id}:
      get:
        parameters: [{name: id, in: path, required: true, schema: {type: string}}]
        responses: {"200": {$ref: "#/components/responses/Cat"}}
"""


def responses(*names: str) -> str:
    """The components that answer with each of these schemas."""
    schema = "{{description: One, content: {{application/json: {{schema: {{$ref: '#/components/schemas/{}'}}}}}}}}"
    return f"responses: {{{', '.join(f'{name}: {schema.format(name)}' for name in names)}}}\n"


CAT = responses("Cat") + "schemas: {Cat: {type: object, properties: {id: {type: string}, mood: {type: string}}}}"


def cats(records: str, name: str = "cats", schema: str = "Cat", key: str = "id") -> str:
    """A fixture file."""
    lines = "".join(f"  {line.strip()}\n" for line in records.strip().splitlines())
    return f"collection: {name}\nschema: '#/components/schemas/{schema}'\nkey: [{key}]\nrecords:\n{lines}"


def said(built: Mock, host: str = "127.0.0.1", port: int = 4010) -> str:
    """The banner, without the lines that every banner ends with."""
    text = banner(built, host, port, Access(host))
    head, control, tail = text.rpartition("\n\n  ")
    assert text[0] == "\n"
    assert control
    is_open = "Time, scenarios and what was asked: http://" in tail
    assert is_open or "control API is off" in tail
    assert tail.endswith("\n\nStop with Ctrl-C.\n")
    return head[1:]


BANNERS: Mapping[str, tuple[Mapping[str, str], str]] = {
    "nothing to serve": (
        EMPTY,
        """\
Understudy stands in for Empty at http://127.0.0.1:4010

  No operation: the document describes none""",
    ),
    "no collection": (
        {
            "openapi.yaml": document("""
                /cats:
                  get: {responses: {"204": {description: None}}}
                  delete: {responses: {"200": {description: x, content: {application/json: {example: 1}}}}}
                  post: {responses: {"200": {description: x, content: {application/json: {}}}}}
            """)
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET    /cats  (no body)
  POST   /cats  (made up)
  DELETE /cats  (example, DIR/openapi.yaml:6:79)""",
    ),
    "no states": (
        {"openapi.yaml": document(CATS, CAT), "fixtures/cats.yaml": cats("tom: {id: t-1}\nfelix the cat: {id: f-1}")},
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 2 records:
    tom            http://127.0.0.1:4010/cats/t-1
    felix the cat  http://127.0.0.1:4010/cats/f-1""",
    ),
    "one record": (
        {"openapi.yaml": document(CATS, CAT), "fixtures/cats.yaml": cats("tom: {id: t-1}")},
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 1 record:
    tom  http://127.0.0.1:4010/cats/t-1""",
    ),
    "an id after its thing": (
        {
            "openapi.yaml": document(CATS.replace("/{id}", "/{catId}").replace("name: id", "name: catId"), CAT),
            "fixtures/cats.yaml": cats("tom: {id: t-1}"),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{catId}  (DIR/fixtures/cats.yaml)

  cats, 1 record:
    tom  http://127.0.0.1:4010/cats/t-1""",
    ),
    "a record in an envelope": (
        {
            "openapi.yaml": document(
                CATS,
                CAT.replace("schemas/Cat", "schemas/Shown").replace(
                    "schemas: {", "schemas: {Shown: {properties: {data: {$ref: '#/components/schemas/Cat'}}}, "
                ),
            ),
            "fixtures/cats.yaml": cats("tom: {id: t-1}"),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 1 record:
    tom  http://127.0.0.1:4010/cats/t-1""",
    ),
    "states, some of them without a record": (
        {
            "openapi.yaml": document(
                CATS, CAT.replace("mood: {type: string}", "State: {enum: [asleep, awake, 3, gone]}")
            ),
            "fixtures/cats.yaml": cats(
                """
                a: {id: a, State: 3}
                b: {id: b, State: awake}
                c: {id: c, State: awake}
                d: {id: d, State: asleep}
                e: {id: e}
                """
            ),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 5 records:
    asleep  http://127.0.0.1:4010/cats/d
    awake   http://127.0.0.1:4010/cats/b
    3       http://127.0.0.1:4010/cats/a""",
    ),
    "states, and no record in any": (
        {
            "openapi.yaml": document(CATS, CAT.replace("mood: {type: string}", "phase: {enum: [asleep]}")),
            "fixtures/cats.yaml": cats("tom: {id: t-1}"),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 1 record:
    tom  http://127.0.0.1:4010/cats/t-1""",
    ),
    "more records than are shown": (
        {
            "openapi.yaml": document(CATS, CAT),
            "fixtures/cats.yaml": cats("\n".join(f"cat {n}: {{id: c{n}}}" for n in range(9))),
        },
        "Understudy stands in for Test at http://127.0.0.1:4010\n\n  GET /cats/{id}  (DIR/fixtures/cats.yaml)\n\n"
        "  cats, 9 records:" + "".join(f"\n    cat {n}  http://127.0.0.1:4010/cats/c{n}" for n in range(8)),
    ),
    "ids that a URL has to quote": (
        {
            "openapi.yaml": document(CATS, CAT),
            "fixtures/cats.yaml": cats(
                """
                slash: {id: a/b}
                space: {id: "a b?c#d"}
                percent: {id: "100%25"}
                braces: {id: "{id}"}
                Katze: {id: Mütze 😺}
                """
            ),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)

  cats, 5 records:
    slash    http://127.0.0.1:4010/cats/a%2Fb
    space    http://127.0.0.1:4010/cats/a%20b%3Fc%23d
    percent  http://127.0.0.1:4010/cats/100%2525
    braces   http://127.0.0.1:4010/cats/%7Bid%7D
    Katze    http://127.0.0.1:4010/cats/M%C3%BCtze%20%F0%9F%98%BA""",
    ),
    "a collection that no path is for": (
        {
            "openapi.yaml": document(CATS.replace("/{id}", "/{name}").replace("name: id", "name: name"), CAT),
            "fixtures/cats.yaml": cats("tom: {id: t-1}"),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{name}  (made up)""",
    ),
    "a collection without records": (
        {
            "openapi.yaml": document(CATS, CAT),
            "fixtures/cats.yaml": cats("").replace("records:", "records: {}"),
        },
        """\
Understudy stands in for Test at http://127.0.0.1:4010

  GET /cats/{id}  (DIR/fixtures/cats.yaml)""",
    ),
}


@pytest.mark.parametrize(("files", "lines"), BANNERS.values(), ids=BANNERS.keys())
def test_the_banner_says(files: Mapping[str, str], lines: str, tmp_path: Path) -> None:
    """What is served, by whom, and a URL for each state of a record."""
    built = mock(tmp_path, files)
    assert said(built).replace(str(tmp_path), "DIR") == lines


def test_the_banner_of_a_large_contract_is_cut(tmp_path: Path) -> None:
    """Fifty operations are named, the others counted."""
    responses = '{responses: {"204": {description: x}}}'
    paths = "".join(f"/{n}: {{get: {responses}}}\n" for n in range(51))
    lines = said(mock(tmp_path, {"openapi.yaml": document(paths)})).splitlines()
    assert lines[2:4] == ["  GET /0  (no body)", "  GET /1  (no body)"]
    assert lines[-2:] == ["  GET /49  (no body)", "  … and 1 more"]


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("0.0.0.0", "127.0.0.1"),
        ("::", "[::1]"),
        ("::1", "[::1]"),
        ("localhost", "localhost"),
        ("mock.example", "mock.example"),
    ],
)
def test_the_address_in_a_banner_can_be_clicked(host: str, shown: str, tmp_path: Path) -> None:
    """An address that stands for all is shown as one that a browser can open."""
    lines = said(mock(tmp_path, EMPTY), host, 80).splitlines()
    nothing = "  No operation: the document describes none"
    assert lines == [f"Understudy stands in for Empty at http://{shown}:80", "", nothing]


def test_a_title_is_one_line(tmp_path: Path) -> None:
    """Whatever the contract calls itself, the banner stays one that can be read."""
    title = '"Shop\\n\\e[31m\\tof\\r\\nthings\\n"'
    files = {"openapi.yaml": f"openapi: 3.1.0\ninfo:\n  title: {title}\n  version: '1'\npaths: {{}}\n"}
    first = said(mock(tmp_path, files)).split(" at http://")[0]
    assert first.isprintable()


LINKS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "two collections with the same key": (
        """
        /cats/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            responses: {"200": {$ref: "#/components/responses/Cat"}}
        /dogs/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            responses: {"200": {$ref: "#/components/responses/Dog"}}
        """,
        responses("Cat", "Dog") + "schemas: {Cat: {type: object}, Dog: {type: object}}",
        {"a-cats": cats("tom: {id: t-1}"), "b-dogs": cats("rex: {id: r-1}", "dogs", "Dog")},
    ),
    "a path below the record comes first": (
        """
        /cats/{id}/photo:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            responses: {"200": {description: x, content: {application/json: {}}}}
        /cats/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: string}}]
            responses: {"200": {$ref: "#/components/responses/Cat"}}
        """,
        responses("Cat") + "schemas: {Cat: {type: object}}",
        {"cats": cats("tom: {id: t-1}")},
    ),
    "a key of numbers": (
        """
        /cats/{id}/{weight}:
          get:
            parameters:
              - {name: id, in: path, required: true, schema: {type: integer}}
              - {name: weight, in: path, required: true, schema: {type: number}}
            responses: {"200": {$ref: "#/components/responses/Cat"}}
        """,
        responses("Cat") + "schemas: {Cat: {type: object}}",
        {"cats": cats("a: {id: -7, weight: 2.5}\nb: {id: 12345678901234567890, weight: 1e30}", key="id, weight")},
    ),
    "a key that is true or false": (
        """
        /cats/{id}:
          get:
            parameters: [{name: id, in: path, required: true, schema: {type: boolean}}]
            responses: {"200": {$ref: "#/components/responses/Cat"}}
        """,
        responses("Cat") + "schemas: {Cat: {type: object}}",
        {"cats": cats("yes: {id: true}\nno: {id: false}")},
    ),
    "a key in another style": (
        """
        /cats/{id}/{name}:
          get:
            parameters:
              - {name: id, in: path, required: true, style: label, schema: {type: string}}
              - {name: name, in: path, required: true, style: matrix, schema: {type: string}}
            responses: {"200": {$ref: "#/components/responses/Cat"}}
        """,
        responses("Cat") + "schemas: {Cat: {type: object}}",
        {"cats": cats("tom: {id: t-1, name: Tom}", key="id, name")},
    ),
}


@pytest.mark.parametrize(("paths", "components", "fixtures"), LINKS.values(), ids=LINKS.keys())
def test_every_url_in_a_banner_leads_to_its_record(
    paths: str, components: str, fixtures: Mapping[str, str], tmp_path: Path
) -> None:
    """What can be clicked on is answered."""
    write(tmp_path, {"openapi.yaml": document(paths, components)})
    write(tmp_path, {f"fixtures/{name}.yaml": text for name, text in fixtures.items()})
    with serving(tmp_path) as live:
        shown = re.findall(r"http://127\.0\.0\.1:\d+(/\S+)", live.announced[0])
        answered = {url: status("127.0.0.1", live.port, url) for url in shown}
    assert shown
    assert set(answered.values()) == {200}, answered


def test_the_banner_says_which_scenario_is_played_and_where_the_clock_stands() -> None:
    """Whoever forgets what they started it with is told."""
    held = datetime(2026, 1, 1, tzinfo=UTC)
    memory = Memory(Sessions(clock=held, scenario="provider-down"))
    text = banner(build(load(ROOT, held), memory), "127.0.0.1", 4010, Access())
    assert "\n  In the scenario provider-down: The evaluation service is down\n" in text
    assert "\n  The clock stands at 2026-01-01T00:00:00Z\n" in text


def test_the_banner_says_what_is_usual() -> None:
    """How bodies are made, and how long that takes."""
    expected = usual(dynamic=True, delay=timedelta(milliseconds=300))
    text = banner(build(load(ROOT), usual=expected), "127.0.0.1", 4010, Access())
    assert "\n  Bodies are made up from their schemas, where a request asks for nothing else\n" in text
    assert "\n  No answer comes sooner than after 0.3 s\n" in text


@pytest.mark.parametrize(
    ("access", "says"),
    [
        (Access(), "Time, scenarios and what was asked: http://127.0.0.1:4010/_understudy/journal\n"),
        (Access("::1"), "Time, scenarios and what was asked: http://127.0.0.1:4010/_understudy/journal\n"),
        (Access("0.0.0.0"), "The control API is off, since others can reach this address: --control-token switches"),
        (Access("0.0.0.0", "t"), "/_understudy/journal, for those who have its token\n"),
        (Access("localhost", "t"), "/_understudy/journal, for those who have its token\n"),
    ],
)
def test_the_banner_says_whether_there_is_a_control_api(access: Access, says: str) -> None:
    assert says in banner(mock(ROOT), "127.0.0.1", 4010, access)


def test_a_scenario_that_is_not_there_stops_the_start() -> None:
    """The ones that are there are named."""
    with pytest.raises(NoScenario, match=r"^no scenario is called 'flakey'; did you mean 'flaky'\?$"):
        serve(ROOT, Options(scenario="flakey"), pytest.fail)
    with pytest.raises(NoScenario, match=r"^no scenario is called 'x': there are provider-down, slow-run, flaky, "):
        serve(ROOT, Options(scenario="x"), pytest.fail)


def test_without_scenarios_there_is_none_to_play(project: Path) -> None:
    with pytest.raises(NoScenario, match=r"^no scenario is called 'x': there are none$"):
        serve(project, Options(scenario="x"), pytest.fail)


BROKEN = document("""
    /sound: {get: {responses: {'204': {description: OK}}}}
    /broken: {get: {responses: {'200': {description: OK, content: {application/json: {schema: {type: strin}}}}}}}
    """)


def test_what_does_not_hold_in_a_document_alone_is_said_and_passed_over(tmp_path: Path) -> None:
    """Each finding with its line, how many operations it concerns, and how to be strict."""
    write(tmp_path, {"openapi.yaml": BROKEN})
    with serving(tmp_path / "openapi.yaml") as live:
        found, welcome = live.announced
        assert status("127.0.0.1", live.port, "/sound") == 204
        assert status("127.0.0.1", live.port, "/broken") == 500
    first, last = found.splitlines()
    assert re.search(r"openapi\.yaml:5:\d+: 'strin' is not one of ", first)
    assert last == "1 finding: 1 of 2 operations answer 500 for that (--strict stops instead)."
    assert "GET /sound" in welcome
    with pytest.raises(ProjectError):
        serve(tmp_path / "openapi.yaml", Options(strict=True), pytest.fail)


def test_what_lies_where_nothing_is_read_is_said(tmp_path: Path) -> None:
    """In a directory that is called much like that of the fixtures or of the handlers; it stops nothing."""
    text = document("/pets: {get: {operationId: pets, responses: {'204': {description: OK}}}}")
    handler = "async def pets():\n    return None\n"
    write(
        tmp_path,
        {"openapi.yaml": text, "fixture/a.yaml": "collection: a", "handler/b.py": handler, "other/c.py": handler},
    )
    with serving(tmp_path) as live:
        said, _ = live.announced
    lines = [line.replace(f"{tmp_path}/", "") for line in said.splitlines()]
    assert lines == [
        "fixture/a.yaml:1:1: this collection is not read: those are that stand in fixtures/ itself",
        "handler/b.py:1:1: pets() answers nothing: handlers are read that stand in handlers/ itself",
    ]


def test_findings_that_touch_nothing_are_said_too(tmp_path: Path) -> None:
    text = document("/sound: {get: {responses: {'204': {description: OK}}}}", "schemas: {A: {type: strin}}")
    app = build(load(write(tmp_path, {"openapi.yaml": text}), strict=False))
    assert passed_over(app).splitlines()[-1] == "1 finding: all is served (--strict stops instead)."


def test_of_many_findings_those_are_said_that_matter_most(tmp_path: Path) -> None:
    """Before all those for which an operation answers 500; how many are left out is said."""
    bad = {f"/a{at}": "schema: {type: integer}, example: text" for at in range(60)} | {"/b": "schema: {type: strin}"}
    answers = "get: {{responses: {{'200': {{description: OK, content: {{application/json: {{{}}}}}}}}}}}"
    text = document("\n".join(f"{path}: {{{answers.format(said)}}}" for path, said in bad.items()))
    app = build(load(write(tmp_path, {"openapi.yaml": text}), strict=False))
    first, *middle, more, last = passed_over(app).splitlines()
    assert "'strin' is not one of" in first
    assert len(middle) == 49
    assert more == "… and 11 more: `understudy check` says all"
    assert last == "61 findings: 1 of 61 operations answer 500 for that (--strict stops instead)."


IMPOSSIBLE = document("""
    /fine:
      get:
        responses:
          '200': {description: OK, content: {application/json: {schema: {type: integer}}, text/plain: {}}}
    /never:
      get:
        responses:
          '200': {description: OK, content: {application/json: {schema: {type: integer, minimum: 0.1, maximum: 0.9}}}}
          '404': {description: No}
    """)
NEVER = r"openapi\.yaml:11:\d+: GET /never cannot answer 200: no value was found: maximum: "


def test_an_eager_mock_says_what_can_never_be_answered(tmp_path: Path) -> None:
    """Before it starts; a strict one does not start."""
    write(tmp_path, {"openapi.yaml": IMPOSSIBLE})
    with serving(tmp_path / "openapi.yaml", Options(eager=True)) as live:
        assert re.search(NEVER, live.announced[0])
        assert status("127.0.0.1", live.port, "/fine") == 200
    with pytest.raises(ProjectError, match=NEVER):
        serve(tmp_path / "openapi.yaml", Options(eager=True, strict=True), pytest.fail)
    with serving(ROOT, Options(eager=True)) as live:
        assert len(live.announced) == 1


def test_references_may_lead_to_where_it_is_allowed(tmp_path: Path) -> None:
    """And to nowhere else."""
    text = document("/a: {get: {responses: {'200': {$ref: '../shared/answers.yaml#/Good'}}}}")
    shared = "Good: {description: OK, content: {application/json: {schema: {$ref: 'schemas/a.yaml'}}}}"
    write(tmp_path, {"api/openapi.yaml": text, "shared/answers.yaml": shared, "shared/schemas/a.yaml": "const: 7"})
    with serving(tmp_path / "api", Options(allow_refs=(tmp_path / "shared",))) as live:
        assert status("127.0.0.1", live.port, "/a") == 200
    for allowed in ((), (tmp_path / "shared" / "schemas",)):
        with pytest.raises(ProjectError, match="leads out of the project's directory; --allow-refs DIR lets it"):
            serve(tmp_path / "api", Options(allow_refs=allowed, strict=True), pytest.fail)
