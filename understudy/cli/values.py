"""What options take: texts of the command line, read, or told what was expected."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from understudy.errors import quoted


class Moment(click.ParamType[datetime]):
    """A date-time with its time zone."""

    name = "date-time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """The moment that a text names; click says what is expected where it names none."""
        from understudy.state.moments import moment  # noqa: PLC0415

        try:
            return moment(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Duration(click.ParamType[timedelta]):
    """A length of time that somebody may be made to wait."""

    name = "duration"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The duration that a text names; click says what is expected where it names none."""
        from understudy.state.faults import LONGEST  # noqa: PLC0415 - `--help` need not wait for the engine
        from understudy.state.moments import duration  # noqa: PLC0415

        if isinstance(value, timedelta):
            return value
        try:
            given = duration(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if given > LONGEST:
            self.fail(f"nobody is made to wait longer than {LONGEST.total_seconds() / 60:g}m", param, ctx)
        return given


class Token(click.ParamType[str]):
    """A credential, which is some text; in the environment there is one."""

    name = "token"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The token as it is; click says what is expected where there is none."""
        if not value.strip():
            self.fail("an empty token is nobody's: name one, or leave it out", param, ctx)
        return str(value)

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """The whole value, spaces included."""
        return [rv]


class Port(click.IntRange):
    """Where to listen: a number that click asks for by that name."""

    name = "port"

    def __init__(self) -> None:
        super().__init__(0, 65535)


class Output(click.ParamType[tuple[str, Path]]):
    """A file that a report is written to, and the report's format."""

    name = "output"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Path]:
        """The format that is named or that the file's ending says; click says which there are where neither does."""
        from understudy.check.reports import ENDINGS, FORMATS  # noqa: PLC0415

        named, equals, file = value.partition("=")
        if equals and named in FORMATS:
            if not file:
                self.fail(f"in which file? Say {value}FILE", param, ctx)
            return named, Path(file)
        path = Path(value)
        if path.suffix.lower() not in ENDINGS:
            self.fail(
                f"in which format is {quoted(value)}? Say FORMAT=FILE, with one of {', '.join(FORMATS)}", param, ctx
            )
        return ENDINGS[path.suffix.lower()], path
