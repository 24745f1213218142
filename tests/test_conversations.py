"""Conversations with the mock, each a story in tests/cases/conversations: what is promised, as a client sees it."""

import re
from pathlib import Path
from shutil import rmtree
from textwrap import dedent

import pytest
from conversation import PROJECTS, Unlike, echoed, tell
from support import ROOT, write

DIRECTORY = ROOT / "tests" / "cases" / "conversations"
STORIES = sorted(set(DIRECTORY.rglob("*.yaml")) - set(PROJECTS.rglob("*.yaml")))


@pytest.mark.parametrize("story", STORIES, ids=lambda story: str(story.relative_to(DIRECTORY).with_suffix("")))
def test_a_conversation_goes_as_it_is_told(story: Path, tmp_path: Path) -> None:
    """Request, answer, wait, request: each step is answered as the story says."""
    try:
        tell(story, tmp_path)
    except Unlike as unlike:
        pytest.fail(str(unlike), pytrace=False)


def test_nobody_can_tell_an_answer_that_is_given_again(tmp_path: Path) -> None:
    """Each request of each story, made several times, is answered with the same bytes with and without replay."""
    total = 0
    for story in STORIES:
        made, none = echoed(story, tmp_path / "project", replay=False)
        rmtree(tmp_path / "project", ignore_errors=True)
        heard, count = echoed(story, tmp_path / "project", replay=True)
        rmtree(tmp_path / "project", ignore_errors=True)
        assert heard == made, story
        assert none == 0
        total += count
    assert total > 100, "answers are given again"


def test_nobody_can_tell_who_took_the_shortcut(tmp_path: Path) -> None:
    """Each of them that reads a path is answered so on a connection as well, whether its way was short or long."""
    total = 0
    for story in STORIES:
        made, none = echoed(story, tmp_path / "project", replay=False, on_wire=True)
        rmtree(tmp_path / "project", ignore_errors=True)
        heard, count = echoed(story, tmp_path / "project", replay=True, on_wire=True)
        rmtree(tmp_path / "project", ignore_errors=True)
        assert heard == made, story
        assert none == 0
        total += count
    assert total > 100, "there is a shortcut"


LIVE = "/v1/retrievers/ret_products_hybrid/evaluations/eval_live"


@pytest.mark.parametrize(
    ("step", "says"),
    [
        ("answers: {status: 404}", "status: 404 expected, 200 came"),
        ("answers: {body: {status: completed}}", 'body.status: "completed" expected, "pending" came'),
        ("answers: {body: {status: '*ended'}}", 'body.status: "*ended" expected, "pending" came'),
        ("answers: {body: {config: {k_values: [1, 5, 10]}}}", "[1, 5, 10] expected, [1, 5, 10, 20] came"),
        ("answers: {body: {config: {k_values: [1, 5, 10, 2]}}}", "body.config.k_values.3: 2 expected, 20 came"),
        ("answers: {body: {query_count: false}}", "body.query_count: false expected, 0 came"),
        ("answers: {body: {query_count: null}}", "body.query_count: null expected, 0 came"),
        ("answers: {body: {colour: red}}", 'body.colour: "red" expected, nothing came'),
        ("answers: {body: {colour: null}}", "body.colour: null expected, nothing came"),
        ("answers: {body: {status: !absent }}", 'body.status: nothing expected, "pending" came'),
        ("answers: {body: !absent }", "body: nothing expected, "),
        ("answers: {body: {status: {}}}", 'body.status: {} expected, "pending" came'),
        (
            "answers: {headers: {Content-Type: text/html}}",
            'Content-Type: "text/html" expected, "application/json" came',
        ),
        ("answers: {headers: {X-Nowhere: 1}}", 'X-Nowhere: "1" expected, nothing came'),
        ("answers: {headers: {Content-Type: !absent }}", "Content-Type: nothing expected"),
        ("answers: {text: '{*}]'}", "text: "),
        ("answers: {other: first}", "another body expected than in 'first'"),
        ("answers: {same: second}", "the same body expected as in 'second'"),
        ("answers: {ends: reset}", 'ends: "reset" expected, nothing came'),
        ("prefer: fault=reset", 'ends: nothing expected, "reset" came'),
        ("prefer: fault=truncate", 'ends: nothing expected, "early" came'),
        ("prefer: fault=empty\n      answers: {ends: early, status: 200}", "status: 200 expected, nothing came"),
        ("takes: 1 s", "1 s expected until the answer, which was held back for 0 s"),
        ("prefer: wait=2\n      takes: 1 s", "1 s expected until the answer, which was held back for "),
        ("prefer: wait=2\n      takes: 3 s", "3 s expected until the answer, which was held back for "),
        ("answer: {status: 200}", "unknown field 'answer'; did you mean 'answers'?"),
        ("answers: {statuss: 200}", "unknown field 'statuss'; did you mean 'status'?"),
        ("answers: 200", "an object is expected, of status, headers, "),
        ("POST: /", "a step is one request, `after` or `reload`"),
        ("after: 1 s", "unknown field 'GET'"),
    ],
)
def test_a_story_that_goes_otherwise_says_where_and_how(step: str, says: str, tmp_path: Path) -> None:
    """It names its file, the line, the step, what was expected, what came, and what it is about."""
    story = f"""\
    says: The evaluation is pending
    steps:
    - GET: {LIVE}
      keep: first
    - GET: /nowhere
      keep: second
    - GET: {LIVE}
      {step}
    """
    file = write(tmp_path, {"told.yaml": dedent(story)}) / "told.yaml"
    with pytest.raises(Unlike) as caught:
        tell(file, tmp_path)
    first, *found, last = str(caught.value).splitlines()
    assert re.match("told.yaml:[78]: step 3", first)
    assert any(says in line for line in found), found
    assert last == "  told is: The evaluation is pending"


def test_everything_that_is_otherwise_is_said_at_once(tmp_path: Path) -> None:
    """What was asked, which time of several, every difference, and the whole of what came."""
    story = f"says: So\nsteps:\n- GET: {LIVE}x\n  times: 3\n  answers: {{status: 200, body: {{status: pending}}}}\n"
    with pytest.raises(Unlike) as caught:
        tell(write(tmp_path, {"told.yaml": story}) / "told.yaml", tmp_path)
    first, status, body, came, _ = str(caught.value).splitlines()
    assert first == f"told.yaml:3: step 1, GET {LIVE}x, time 1 of 3"
    assert status == "  status: 200 expected, 404 came"
    assert body == '  body.status: "pending" expected, 404 came'
    assert came.startswith('  it answered 404 {"success":false,"status":404')


@pytest.mark.parametrize(
    ("story", "says"),
    [
        ("steps: []", "told.yaml:1: the story\n  the field 'says' is missing"),
        (
            "says: So\nserve: {clok: 1}\nsteps: []",
            "told.yaml:2: the story\n  unknown field 'clok'; did you mean 'clock'?",
        ),
        ("- GET: /", "told.yaml:1: the story\n  an object is expected, of says, "),
        (
            "says: So\nproject: shop\nsteps:\n- reload: {fixtures/products.yaml: '[]'}",
            "told.yaml:4: step 1, reload\n  it does not hold",
        ),
        (
            "says: So\nproject: shop\nsteps:\n- reload: {fixtures/note.txt: Hello}\n  holds: false",
            "told.yaml:4: step 1, reload\n  the project holds",
        ),
    ],
)
def test_a_story_that_is_none_says_why(story: str, says: str, tmp_path: Path) -> None:
    """What nobody knows how to tell is no story."""
    with pytest.raises(Unlike) as caught:
        tell(write(tmp_path, {"told.yaml": story}) / "told.yaml", tmp_path / "project")
    assert str(caught.value).startswith(says)
