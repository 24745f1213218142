"""What a request prefers, as it is written in the header `Prefer` (RFC 7240) and in the query, and as it is echoed."""

from time import process_time
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from understudy.server.preferences import LONGEST_VALUE, NOTHING, Preferences, applied, listed, preferences, without


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("code=404", [("code", "404")]),
        ("code=404, example=empty", [("code", "404"), ("example", "empty")]),
        ("code=404; example=empty", [("code", "404"), ("example", "empty")]),
        ("code = 404 \t,\texample\t=\tempty", [("code", "404"), ("example", "empty")]),
        ("CODE=404, Respond-Async", [("code", "404"), ("respond-async", None)]),
        ("example=Empty", [("example", "Empty")]),
        ('example="a, b; c=d"', [("example", "a, b; c=d")]),
        (r'example="a\"b\\c", seed=1', [("example", r'a"b\c'), ("seed", "1")]),
        ('example="", seed', [("example", None), ("seed", None)]),
        ("example=, seed", [("example", None), ("seed", None)]),
        ("code=1, code=2", [("code", "1"), ("code", "2")]),
        (",, code=404 ,;", [("code", "404")]),
        ('return=minimal; foo="some parameter"', [("return", "minimal"), ("foo", "some parameter")]),
        ("seed=a=b", [("seed", "a=b")]),
        ("seed=a b", [("seed", "a b")]),
        ('seed=5" pipe, code=404', [("seed", '5" pipe'), ("code", "404")]),
        ('seed="a"b, code=404', [("seed", 'a"b'), ("code", "404")]),
        ('seed="no end, code=404', [("seed", "no end, code=404")]),
        ('seed="no end\\', [("seed", "no end\\")]),
        ("no token=1, /=2, =3, code=404", [("code", "404")]),
        ("", []),
    ],
)
def test_the_grammar_of_the_header(text: str, pairs: list[tuple[str, str | None]]) -> None:
    """Tokens and quoted strings between commas; names in any case; a semicolon is as good as a comma."""
    assert list(listed(text)) == pairs


GIVEN = {
    "code": "404",
    "example": "empty",
    "dynamic": "true",
    "seed": "x y",
    "stage": "done",
    "scenario": "slow",
    "wait": "1.5",
    "fault": "reset",
}
READ = Preferences(404, "empty", True, "x y", "done", "slow", 1.5, "reset", GIVEN)  # noqa: FBT003 - in their order


def test_both_forms_say_the_same() -> None:
    """Each key can be written in the header, and with two underscores in the query."""
    header = ", ".join(f'{name}="{value}"' for name, value in GIVEN.items())
    query = "&".join(f"__{name}={quote_plus(value)}" for name, value in GIVEN.items())
    assert preferences(header, "") == (READ, [])
    assert preferences(None, query) == (READ, [])
    assert preferences(None, query.replace("_", "%5F").replace("+", "%20")) == (READ, [])


@pytest.mark.parametrize(
    ("header", "query", "code", "stage"),
    [
        ("code=404", "__code=500&__stage=done", 404, None),
        ("respond-async", "__code=500", None, None),
        (",", "__code=500", None, None),
        ("", "__code=500", 500, None),
        (" \t", "__code=500", 500, None),
        ("Code=404, code=500", "", 404, None),
        ("handling=strict, code=404", "", 404, None),
        (None, "a=1&__code=404&b&=&__other=1&__", 404, None),
        (None, "_code=404&code=404&__other=404", None, None),
        (None, "__code=404;__stage=done", None, None),
    ],
)
def test_which_preferences_count(header: str | None, query: str, code: int | None, stage: str | None) -> None:
    """The header wins over the query as a whole, the first of equal names over the others, unknown ones are ignored."""
    found, wrong = preferences(header, query)
    assert (found.code, found.stage) == (code, stage)
    assert bool(wrong) == (";" in query)


MALFORMED = [
    ("code", "abc", "a status of three digits"),
    ("code", "44", "a status of three digits"),
    ("code", "4040", "a status of three digits"),
    ("code", "4XX", "a status of three digits"),
    ("code", "404 ", "a status of three digits"),
    ("code", "-04", "a status of three digits"),
    ("code", "٤٠٤", "a status of three digits"),
    ("dynamic", "True", "true or false"),
    ("dynamic", "1", "true or false"),
    ("seed", "x" * (LONGEST_VALUE + 1), "a text of at most 200 characters"),
    ("example", "x" * (LONGEST_VALUE + 1), "a text of at most 200 characters"),
    ("stage", "x" * (LONGEST_VALUE + 1), "a text of at most 200 characters"),
    ("scenario", "x" * (LONGEST_VALUE + 1), "a text of at most 200 characters"),
    ("wait", "-1", "a number of seconds, at most 300"),
    ("wait", "1e3", "a number of seconds, at most 300"),
    ("wait", ".5", "a number of seconds, at most 300"),
    ("wait", "inf", "a number of seconds, at most 300"),
    ("wait", "300.1", "a number of seconds, at most 300"),
    ("wait", "9" * 100, "a number of seconds, at most 300"),
    ("fault", "Reset", "one of reset, empty, truncate, garbage"),
    *((name, "", expected) for name, expected in [("code", "a status of three digits"), ("dynamic", "true or false")]),
    *((name, "", "a text of at most 200 characters") for name in ("example", "seed", "stage", "scenario")),
    ("wait", "", "a number of seconds, at most 300"),
    ("fault", "", "one of reset, empty, truncate, garbage"),
]


@pytest.mark.parametrize(("name", "value", "expected"), MALFORMED)
def test_a_value_that_cannot_be_meant_is_found(name: str, value: str, expected: str) -> None:
    """It is found where it was written, and nothing is obeyed in its place."""
    for header, query, place in [
        (f'{name}="{value}"', "", ("header", "Prefer")),
        (None, f"__{name}={quote(value)}", ("query", f"__{name}")),
    ]:
        found, wrong = preferences(header, query)
        assert found == NOTHING
        (violation,) = wrong
        assert (violation.keyword, violation.pointer) == ("preference", place)
        shown = "nothing" if not value else repr(value) if len(value) < 80 else f"{value!r:.80}…"
        assert violation.message == f"The preference {name} is {expected}, not {shown}"


def test_everything_malformed_is_found_at_once() -> None:
    """What is well formed beside it is read all the same."""
    found, wrong = preferences("code=x, dynamic=y, seed=z", "")
    assert ([violation.message.split()[2] for violation in wrong], found.seed) == (["code", "dynamic"], "z")


def test_a_key_may_stand_in_a_query_but_once() -> None:
    """Which of the two is meant, nobody knows."""
    found, (wrong,) = preferences(None, "__code=404&__code=500&__seed=1")
    assert (found.code, found.seed) == (None, "1")
    assert wrong.message == "The preference code is a status of three digits, not '404', '500'"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("__cod=404", "There is no preference 'cod'; did you mean __code?"),
        ("__Code=404&__code=404", "There is no preference 'Code'; did you mean __code?"),
        ("__exmaple=a", "There is no preference 'exmaple'; did you mean __example?"),
        ("__other=1&__=2&_cod=3&cod=4", None),
        ("__a=1&__b=1&__c=1&__d=1&__e=1&__f=1&__g=1&__h=1&__i=1&__j=1&__cod=1", None),
    ],
)
def test_what_is_nearly_a_preference_is_found(query: str, said: str | None) -> None:
    """In a query, where nobody else says anything so; it is not looked for behind many others."""
    _, wrong = preferences(None, query)
    assert [violation.message for violation in wrong] == ([said] if said else [])
    assert preferences("cod=404", "") == (NOTHING, [])
    assert preferences(None, query, {"__cod", "__Code", "__exmaple"})[1] == []


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("code", "100", 100),
        ("code", "999", 999),
        ("code", "000", 0),
        ("dynamic", "false", False),
        ("wait", "0", 0.0),
        ("wait", "300", 300.0),
        ("wait", "0.000001", 0.000001),
        ("seed", "x" * LONGEST_VALUE, "x" * LONGEST_VALUE),
        ("example", "größe", "größe"),
    ],
)
def test_values_at_the_edge_are_read(name: str, value: str, read: object) -> None:
    """Any three digits are a status: which of them can be had is another question."""
    assert getattr(preferences(f"{name}={value}", "")[0], name) == read


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("", ""),
        ("a=1&b=2", "a=1&b=2"),
        ("__code=404", ""),
        ("a=1&__code=404&b=2&__stage", "a=1&b=2"),
        ("%5F%5Fcode=404&a=%20", "a=%20"),
        ("__other=1&__=2&___code=3&_code=4", "__other=1&__=2&___code=3&_code=4"),
        ("&&a&", "&&a&"),
    ],
)
def test_a_query_without_its_preferences(query: str, left: str) -> None:
    """What is no preference stays as it was written."""
    assert without(query) == left


def test_a_parameter_of_the_contract_is_no_preference() -> None:
    """An API that has a parameter of such a name is mocked with it."""
    query = "__code=404&__stage=done"
    assert preferences(None, query, {"__code"}) == preferences(None, "__stage=done")
    assert without(query, {"__code"}) == "__code=404"


PRINTABLE = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))
TEXTS = st.text(st.sampled_from('code=404,;"\\ \t\x00é%&_+') | st.characters(codec="utf-8"))


@given(TEXTS, TEXTS)
@example('code="\\', "__code=%")
@example("=,=;=", "&=&__=&__code")
def test_any_text_can_be_read(header: str, query: str) -> None:
    """Nothing that a client writes is an error, and what is read is bounded."""
    for name, value in listed(header):
        assert name == name.lower()
        assert value != ""
    for found, wrong in (preferences(header, query), preferences(None, query)):
        assert all(0 < len(text) <= LONGEST_VALUE for text in found.given.values())
        assert len(found.given) + len(wrong) <= len(GIVEN)
    rest = without(query)
    assert without(rest) == rest
    assert preferences(None, rest) == (NOTHING, [])


@given(st.dictionaries(st.sampled_from(sorted(GIVEN)), PRINTABLE.filter(bool)))
def test_what_is_echoed_reads_as_it_was_given(values: dict[str, str]) -> None:
    """`Preference-Applied` in printable ASCII is a field in the same grammar."""
    assert dict(listed(applied(values))) == values


@given(st.dictionaries(st.sampled_from(sorted(GIVEN)), st.text(min_size=1)))
def test_an_echo_is_a_line_of_ascii(values: dict[str, str]) -> None:
    """Whatever was preferred, no header is broken by it."""
    echo = applied(values)
    assert echo.isascii()
    assert echo.isprintable()
    assert [name for name, _ in listed(echo)] == list(values)


@given(st.dictionaries(st.sampled_from(sorted(GIVEN)), PRINTABLE, max_size=4), st.sampled_from([", ", ",", ";", " ; "]))
def test_header_and_query_agree(values: dict[str, str], between: str) -> None:
    """Whatever is preferred, and however it is written: quoted in the header or escaped in the query."""
    escaped = {name: value.replace("\\", "\\\\").replace('"', '\\"') for name, value in values.items()}
    header = between.join(f'{name.upper()}="{value}"' for name, value in escaped.items())
    query = "&".join(f"__{name}={quote_plus(value)}" for name, value in values.items())
    (by_header, wrong), (by_query, also_wrong) = preferences(header, ""), preferences(None, query)
    assert by_header == by_query
    assert [violation.message for violation in wrong] == [violation.message for violation in also_wrong]


@given(st.lists(st.tuples(st.sampled_from(["seed", "Seed", "SEED", "stage"]), PRINTABLE.filter(bool)), min_size=1))
def test_the_first_of_equal_names_counts(pairs: list[tuple[str, str]]) -> None:
    """Also where the field comes in several lines, which are one line with commas (RFC 9110, 5.3)."""
    lines = [applied({name: value}) for name, value in pairs]
    found, _ = preferences(", ".join(lines), "")
    first: dict[str, str] = {}
    for name, value in pairs:
        first.setdefault(name.lower(), value)
    assert found.given == {name: value for name, value in first.items() if len(value) <= LONGEST_VALUE}


PIECES = [
    '"',
    "\\",
    "=",
    '="',
    '="\\',
    ",",
    ";",
    "a",
    "a=",
    'a="b",',
    " ",
    "\t,",
    "__",
    "%5F",
    "&",
    "__code=1&",
    "__a=+&",
]


@pytest.mark.uncounted
@pytest.mark.parametrize("piece", PIECES)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    """Eight times the text takes about eight times as long, not sixty-four times; the best of three."""

    def seconds(count: int) -> float:
        text, best = piece * count, 1.0
        for _ in range(3):
            began = process_time()
            preferences(text, "")
            preferences(None, text)
            without(text)
            best = min(best, process_time() - began)
        return best

    assert seconds(16_000) < 30 * max(seconds(2_000), 0.00025)
