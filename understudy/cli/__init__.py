"""The doors: parse what was asked, call who does it, print, exit."""

import errno
import gc
import os
import sys
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import Any, cast

import click

from understudy.cli.values import Duration, Moment, Output, Port, Token
from understudy.errors import MockError, did_you_mean, quoted

_DOCUMENTS = (".yaml", ".yml", ".json")
"""What the names of documents end in."""


class Doors(click.Group):
    """The commands, of which none ends in a stack trace where the system refuses something."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What stands before a command; of its own options it is said that they stand behind it."""
        try:
            return super().parse_args(ctx, args)
        except click.NoSuchOption as error:
            name = error.option_name
            takes = [each for each, command in self.commands.items() if any(name in p.opts for p in command.params)]
            if not takes:
                raise
            hint = f"It stands behind a command: understudy {takes[0]} {name}"
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named; who names a project at once is told which command takes one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            path = Path(args[0])
            hint = f"There are: {', '.join(self.commands)}"
            if path.suffix.lower() in _DOCUMENTS or path.is_dir():
                hint = f"A project stands behind a command: understudy serve {args[0]}"
            raise click.UsageError(f"{error.format_message()} {hint}", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """What a command does; a place that cannot be looked into is said, and so is an output that is full."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever read has gone; click says nothing of it
            sys.stdout = StringIO()  # what is left to write would fail again
            click.echo(": ".join(filter(None, (error.filename, error.strerror))), err=True)
            sys.exit(2)


_allow_refs = click.option(
    "--allow-refs",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="Let references lead into this directory too, and not below the document's alone; several times for several.",
)


_no_cache = click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=lambda _, __, is_off: os.environ.setdefault("UNDERSTUDY_NO_CACHE", "1") if is_off else None,
    help="Read large YAML documents anew, and keep nothing of them in your cache directory.",
)


@click.group(cls=Doors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="understudy", message="%(prog)s %(version)s")
def main() -> None:
    """A contract-first mock server: your OpenAPI document, standing in for the API until the API is there."""
    for stream in (sys.stdout, sys.stderr):
        # a terminal that lacks a character still shows the rest
        cast(TextIOWrapper, stream).reconfigure(errors="backslashreplace")


@main.command(short_help="Serve mock PROJECTS: OpenAPI documents, answered.")
@click.argument("projects", type=click.Path(path_type=Path), nargs=-1)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "-p",
    "--port",
    metavar="PORT",
    type=Port(),
    default=4010,
    show_default=True,
    help="The port to listen at; 0 takes any that is free.",
)
@click.option("--reload", is_flag=True, help="Swap the mock when the contract, a handler or a fixture changes.")
@click.option(
    "--strict/--no-strict",
    default=None,
    help="Stop at anything wrong with the contract, or serve the rest; left out: stop in a project with fixtures or "
    "handlers.",
)
@click.option("--demo", is_flag=True, help="Serve the mock project that comes with Understudy.")
@click.option("--clock", metavar="DATE-TIME", type=Moment(), help="Hold the clock here, as at 2026-01-01T00:00:00Z.")
@click.option("--scenario", metavar="NAME", help="Let every session begin in this scenario.")
@click.option("--seed", metavar="TEXT", default="", help="Let chances and made-up answers follow from this.")
@click.option(
    "-d", "--dynamic", is_flag=True, help="Make bodies up from their schemas, also where there is an example."
)
@click.option(
    "--delay",
    metavar="DURATION",
    type=Duration(),
    default=timedelta(),
    help="Answer no sooner than after this, as 300ms.",
)
@click.option("--no-auth", is_flag=True, help="Let everybody in: what security the contract asks for is not checked.")
@click.option(
    "--token",
    "tokens",
    metavar="TOKEN",
    type=Token(),
    multiple=True,
    envvar="UNDERSTUDY_TOKEN",
    help="Let in only who brings this (or UNDERSTUDY_TOKEN) as token, API key, password or user:password; several "
    "times for several.",
)
@click.option(
    "--control-token",
    metavar="TOKEN",
    type=Token(),
    envvar="UNDERSTUDY_CONTROL_TOKEN",
    help="What the control API asks for (or UNDERSTUDY_CONTROL_TOKEN); without it, that is off on a --host that others "
    "can reach.",
)
@click.option("--quiet", is_flag=True, help="Print no line for each request; the journal has them all the same.")
@click.option("--stateless", is_flag=True, help="Remember nothing of what is created, changed and deleted.")
@click.option(
    "--no-replay", is_flag=True, help="Make and judge every answer anew, also where nothing can have changed."
)
@_allow_refs
@_no_cache
@click.option(
    "--eager", is_flag=True, help="Try every declared answer before the start, and say which cannot be given."
)
def serve(projects: tuple[Path, ...], *, demo: bool, **options: Any) -> None:
    """Serve mock PROJECTS, each a directory with an openapi.yaml or an OpenAPI document; this directory if left out.

    Of several, the first answers whose document has the path that is asked for.
    """
    if options["no_auth"] and options["tokens"]:
        raise click.UsageError("--no-auth lets everybody in, --token (or UNDERSTUDY_TOKEN) does not: leave one out")
    if demo and projects:
        raise click.UsageError(f"--demo serves its own project: leave out {projects[0]}, or --demo")
    gc.disable()  # until the mock is there: next to nothing of what is imported and loaded goes away again
    try:
        from understudy.server.run import Options  # noqa: PLC0415 - `--help` need not wait for a server
        from understudy.server.run import serve as run  # noqa: PLC0415

        first, *others = (_demo(),) if demo else projects or (Path(),)
        run(first, Options(**options, beside=tuple(others)), announce=click.echo)
    except MockError as error:
        click.echo(error, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
    finally:
        gc.enable()


@main.command(short_help="Say what does not hold about mock PROJECTS.")
@click.argument("projects", type=click.Path(path_type=Path), nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "sarif", "junit", "gitlab", "markdown"]),
    default="text",
    show_default=True,
    help="How findings are printed; github shows them beside the lines of a change.",
)
@click.option(
    "--output",
    "outputs",
    metavar="[FORMAT=]FILE",
    type=Output(),
    multiple=True,
    help="Write a report to a file too, in the format that is named or that its ending says: .txt, .json, .sarif, .xml "
    "(junit) or .md; several times for several.",
)
@click.option(
    "--against",
    metavar="REV|FILE|DIR",
    help="Compare the contract with what it was: at a revision of git, such as origin/main, in a file or in a project.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["breaking", "warning", "any"]),
    help="Exit with 1 at what is breaking, at a warning too, or at any finding, notes included; if left out, as "
    "pyproject.toml says, else at a warning.",
)
@_allow_refs
@_no_cache
@click.option(
    "--explain",
    is_flag=False,
    flag_value="*",
    metavar="[CODE]",
    help="Say what a code means, or all that begin so, as 'fixture', or list all of them.",
)
def check(  # noqa: PLR0917 - click passes options by name
    projects: tuple[Path, ...],
    form: str,
    outputs: tuple[tuple[str, Path], ...],
    against: str | None,
    fail_on: str | None,
    allow_refs: tuple[Path, ...],
    explain: str | None,
) -> None:
    """Say what does not hold about mock PROJECTS: in the contract, the handlers and the fixtures.

    With --against, it says what changed about the contract too, and whom that breaks.

    Exits with 0 where nothing is found but notes, 1 where something is, and 2 where there is nothing to check.
    """
    from understudy.check.catalogue import CODES  # noqa: PLC0415 - `--help` need not wait for the engine
    from understudy.check.checking import check as check_project  # noqa: PLC0415
    from understudy.check.reports import FORMATS  # noqa: PLC0415
    from understudy.check.reports.text import text  # noqa: PLC0415

    if against and len(projects) > 1 and os.path.exists(against):  # noqa: PTH110 - it may be no path at all
        raise click.UsageError("--against a file or a directory compares one project with it: name that one alone")
    if explain is not None:
        chosen = [code for code in CODES if explain in ("*", code) or code.startswith(f"{explain.rstrip('/*')}/")]
        if not chosen:
            kinds = dict.fromkeys(code.partition("/")[0] for code in CODES)
            hint = did_you_mean(explain, list(CODES)) or f": they begin with {', '.join(kinds)}"
            raise click.UsageError(f"there is no code {quoted(explain)}{hint}")
        for code in chosen:
            told = CODES[code]
            click.echo(f"{code} ({told.severity})\n  {told.means}\n  {told.advice}")
        return
    try:
        with redirect_stdout(sys.stderr):  # what a handler's module prints is no part of a report
            checked = [check_project(path, allow_refs, against) for path in projects or (Path(),)]
    except MockError as error:
        click.echo(error, err=True)
        sys.exit(2)
    found = sorted({finding for each in checked for finding in each.findings})
    try:
        for name, file in outputs:
            file.write_text(f"{FORMATS[name](found)}\n", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        click.echo(f"{error.filename}: cannot be written: {error.strerror}", err=True)
        sys.exit(2)
    if report := text(found, _paint) if form == "text" else FORMATS[form](found):
        click.echo(report)
    sys.exit(1 if any(each.fails(fail_on) for each in checked) else 0)


def _paint(text: str, colour: str) -> str:
    """A text in a colour, unless its reader wants none (no-color.org); click leaves it out where no terminal is."""
    return text if os.environ.get("NO_COLOR") else click.style(text, fg=colour, bold=True)


def _demo() -> Path:
    """The mock project that comes along: inside the package as installed, around it in its own repository."""
    package = Path(__file__).parents[1]
    installed = package / "demo"
    return installed if installed.is_dir() else package.parent
