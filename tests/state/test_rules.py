"""Rules in CEL."""

import subprocess
import sys

import pytest

from understudy.state.rules import Rule, broken


@pytest.mark.parametrize(
    ("expression", "record", "reason"),
    [
        ("record.a == 1", {"a": 1}, None),
        ("record.a == 1", {"a": 2}, "says so"),
        ("record.a == 1.0", {"a": 1}, None),
        ("record.a == null", {"a": None}, None),
        ("has(record.b) || record.a > 0", {"a": 1}, None),
        ("record.a", {"a": 1}, "says so (the rule says 1, which is neither true nor false)"),
        ("record.a", {"a": "some text"}, "says so (the rule says 'some text', which is neither true nor false)"),
        ("record.b == 1", {"a": 1}, "says so (the rule cannot tell: there is no 'b')"),
        ("record.nmae == 1", {"name": 1}, "says so (the rule cannot tell: there is no 'nmae'; did you mean 'name'?)"),
        ("record.a + 'x' == 1", {"a": 1}, "says so (the rule cannot tell: *"),
        ("nothing.a == 1", {"a": 1}, "says so (the rule cannot tell: Undefined variable or function: 'nothing')"),
    ],
)
def test_a_rule_is_kept_only_when_it_is_true(expression: str, record: dict[str, object], reason: str | None) -> None:
    """Anything but true breaks it; what cannot be evaluated says why."""
    said = [said for _, said in broken([Rule.compile(expression, "says so")], record)]
    if reason and reason.endswith("*"):
        assert len(said) == 1
        assert said[0].startswith(reason[:-1])
    else:
        assert said == [reason] * (reason is not None)


@pytest.mark.parametrize("expression", ["", "record.a ==", "((", "record.a = 1", "'", "(" * 500])
def test_what_is_not_cel_is_refused_in_one_line(expression: str) -> None:
    """With the line and column inside of the rule."""
    with pytest.raises(ValueError, match=r"^1:\d+: .*error|expression") as caught:
        Rule.compile(expression, "never")
    assert "\n" not in str(caught.value)


def test_the_package_around_the_extension_is_not_imported() -> None:
    """It would bring a terminal toolkit along, and a quarter of the time that a start takes."""
    code = "import sys; from understudy.state.rules import Rule, broken; Rule.compile('1 == 1', '')\n"
    code += "sys.exit(', '.join({'cel', 'typer', 'rich', 'prompt_toolkit'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True).stderr == "\n"
