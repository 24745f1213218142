"""Conversations with a mock, told as YAML stories; tests/cases/conversations/README.md says how they are written."""

import asyncio
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from shutil import copytree
from time import monotonic
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from starlette.types import Scope
from support import ROOT, Outside, Reply, fetch, scope, write
from wired import connected, replied

from understudy import project
from understudy.errors import did_you_mean
from understudy.project import Project
from understudy.server.app import Memory, Mock, build
from understudy.server.control import Access
from understudy.server.layers import faults
from understudy.server.preferences import usual
from understudy.server.reload import Stage
from understudy.server.sent import CUT
from understudy.server.wire import Protocol
from understudy.source import Pointer, Source, read
from understudy.state.moments import duration, moment
from understudy.state.session import Sessions


class Absence(Enum):
    """What a story says of something that is not there."""

    ABSENT = "nothing"


ABSENT = Absence.ABSENT
TAGS = {"!absent": lambda _: ABSENT}

PROJECTS = ROOT / "tests" / "cases" / "conversations" / "projects"

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")

STORY = ("says", "project", "files", "serve", "steps")
SERVE = ("clock", "scenario", "seed", "host", "control_token", "dynamic", "delay")
REQUEST = (*METHODS, "session", "prefer", "headers", "body", "text", "times", "answers", "takes", "keep")
ANSWERS = ("status", "headers", "body", "text", "same", "other", "ends")

_HOST = "127.0.0.1:4010"


class Unlike(AssertionError):
    """A story does not go as it is told: where, and what was expected and what came."""


@cache
def _own() -> Project:
    return project.load(ROOT)


def tell(file: Path, directory: Path) -> None:
    """Go through a story, in a directory for the files that it brings. Raises Unlike where it goes otherwise."""
    _Telling(_story(file), directory).tell()


def echoed(file: Path, directory: Path, *, replay: bool, on_wire: bool = False) -> tuple[list[Any], int]:
    """All that is answered when each request of a story is made several times, whatever the story says of that.

    And how many of the answers were given again; `on_wire`, how many took the shortcut.
    """
    if on_wire:
        wired = _OnWire(_story(file), directory, replay=replay)
        wired.tell()
        return wired.heard, wired.shortened
    echoing = _Echoing(_story(file), directory, replay=replay)
    echoing.tell()
    proven = [mock.proven for mock in echoing.mocks if mock.proven is not None]
    return echoing.heard, sum(each.count for each in proven)


def _story(file: Path) -> Source:
    return read(file, str(file.relative_to(ROOT) if file.is_relative_to(ROOT) else file.name), TAGS)


@dataclass
class _Cut:
    """How a connection was cut."""

    how: str | None = None

    def __call__(self, *, reset: bool) -> None:
        self.how = "reset" if reset else "early"


@dataclass
class _Telling:
    """One story while it is told."""

    story: Source
    directory: Path
    outside: Outside = field(default_factory=Outside)
    held: timedelta = timedelta()
    kept: dict[str, bytes] = field(default_factory=dict)
    replay: bool = True
    mocks: list[Mock] = field(default_factory=list)

    def tell(self) -> None:
        """Set the mock up, and go step by step."""
        value = self.story.value
        self._know((), value, STORY, ("says", "steps"))
        options = value.get("serve", {})
        self._know(("serve",), options, SERVE)
        clock = moment(options["clock"]) if "clock" in options else None
        sessions = Sessions(
            clock=clock, scenario=options.get("scenario"), wall=self.outside, monotonic=self.outside.monotonic
        )
        access = Access(options.get("host", "127.0.0.1"), options.get("control_token"))
        memory = Memory(sessions)
        own = "files" in value or "project" in value
        if "project" in value:
            places = (PROJECTS / value["project"], ROOT / "tests" / "projects" / value["project"])
            copytree(next(filter(Path.is_dir, places)), self.directory, dirs_exist_ok=True)
        write(self.directory, value.get("files", {}))

        def load() -> Mock:
            loaded = project.load(self.directory, clock) if own else _own()
            self.mocks.append(
                build(
                    loaded,
                    memory,
                    seed=options.get("seed", ""),
                    access=access,
                    sleep=self._sleep,
                    replay=self.replay,
                    usual=usual(dynamic=options.get("dynamic", False), delay=duration(options.get("delay", "0s"))),
                )
            )
            return self.mocks[-1]

        asyncio.run(self._steps(Stage(load(), load)))

    async def _steps(self, stage: Stage) -> None:
        for index, step in enumerate(self.story.value["steps"]):
            at = ("steps", index)
            if "after" in step:
                self._know(at, step, ("after",))
                self.outside.passes(duration(step["after"]))
            elif "reload" in step:
                self._know(at, step, ("reload", "holds"))
                write(self.directory, step["reload"])
                before = stage.mock
                await stage.reload()
                if (stage.mock is not before) != step.get("holds", True):
                    self._fail(
                        at, "reload", ["the project holds" if step.get("holds") is False else "it does not hold"]
                    )
            else:
                await self._request(stage, at, step)

    async def _request(self, stage: Stage, at: Pointer, step: Mapping[str, Any]) -> None:
        self._know(at, step, REQUEST)
        if len(methods := [name for name in METHODS if name in step]) != 1:
            self._fail(at, "", ["a step is one request, `after` or `reload`"])
        method, target = methods[0], step[methods[0]]
        headers = {"Host": _HOST}
        if "session" in step:
            headers["Understudy-Session"] = step["session"]
        if "prefer" in step:
            headers["Prefer"] = step["prefer"]
        body = step["text"].encode() if "text" in step else b""
        if "body" in step:
            headers["Content-Type"], body = "application/json", json.dumps(step["body"]).encode()
        sent = [
            (name, str(text)) for name, text in {**headers, **step.get("headers", {})}.items() if text is not ABSENT
        ]
        for time in range(1, step.get("times", 1) + 1):
            cut = _Cut()
            self.held, began = timedelta(), monotonic()
            try:
                reply = await self._reply(stage, scope(target, method, sent, extensions={CUT: cut}), body)
            except Exception as error:
                error.add_note(f"{self._where(at)}, {method} {target}")
                raise
            took = timedelta(seconds=monotonic() - began)
            answers = step.get("answers", {})
            self._know((*at, "answers"), answers, ANSWERS)
            found = [*self._unlike(answers, reply, cut.how), *self._untimely(step, took)]
            if found:
                which = f", time {time} of {step['times']}" if "times" in step else ""
                self._fail(at, f"{method} {target}{which}", [*found, f"it answered {_shown(reply, cut.how)}"])
            if "keep" in step:
                self.kept[step["keep"]] = reply.body

    async def _reply(self, stage: Stage, request: Scope, body: bytes) -> Reply:
        return await fetch(stage, request, body)

    def _unlike(self, answers: Mapping[str, Any], reply: Reply, cut: str | None) -> Iterator[str]:
        yield from _unlike(answers.get("ends", ABSENT), cut or (ABSENT if reply.is_whole else "unsaid"), "ends")
        if "status" in answers:
            yield from _unlike(answers["status"], reply.status or ABSENT, "status")
        for name, wanted in answers.get("headers", {}).items():
            text = wanted if wanted is ABSENT else str(wanted)
            lines = [value for known, value in reply.lines if known == name.lower()]
            yield from _unlike(text, ", ".join(lines) if lines else ABSENT, name)
        if "body" in answers:
            yield from _unlike(answers["body"], _json(reply.body), "body")
        if "text" in answers:
            yield from _unlike(answers["text"], reply.body.decode(errors="backslashreplace"), "text")
        if "same" in answers and self.kept[answers["same"]] != reply.body:
            yield f"the same body expected as in {answers['same']!r}: {_text(self.kept[answers['same']])}"
        if "other" in answers and self.kept[answers["other"]] == reply.body:
            yield f"another body expected than in {answers['other']!r}, and it is the same"

    def _untimely(self, step: Mapping[str, Any], took: timedelta) -> Iterator[str]:
        """An answer that was not held back for just as long as it should: what it took to make it counts."""
        if "takes" in step:
            expected = duration(step["takes"])
            if not (self.held <= expected <= self.held + took):
                held = f"{self.held.total_seconds():g} s"
                yield f"{step['takes']} expected until the answer, which was held back for {held}"

    async def _sleep(self, seconds: float) -> None:
        self.held += timedelta(seconds=seconds)
        self.outside.passes(timedelta(seconds=seconds))

    def _know(self, at: Pointer, value: Any, known: tuple[str, ...], required: tuple[str, ...] = ()) -> None:
        """Refuse a story that says something of which nobody knows what it means."""
        if not isinstance(value, dict):
            self._fail(at, "", [f"an object is expected, of {', '.join(known)}"])
        unknown = [f"unknown field {name!r}{did_you_mean(name, known)}" for name in value if name not in known]
        missing = [f"the field {name!r} is missing" for name in required if name not in value]
        if unknown or missing:
            self._fail(at, "", unknown + missing)

    def _where(self, at: Pointer) -> str:
        place = self.story.place(at)
        step = f"step {int(at[1]) + 1}" if at[:1] == ("steps",) and len(at) > 1 else "the story"
        return f"{place.file}:{place.line}: {step}"

    def _fail(self, at: Pointer, what: str, found: list[str]) -> None:
        says = self.story.value.get("says", "") if isinstance(self.story.value, dict) else ""
        lines = [", ".join(filter(None, [self._where(at), what])), *(f"  {sentence}" for sentence in found)]
        raise Unlike("\n".join([*lines, f"  told is: {says}"]))


class _Echoing(_Telling):
    """A story of which each request is made several times, and all that is answered is heard."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.heard: list[Any] = []

    async def _request(self, stage: Stage, at: Pointer, step: Mapping[str, Any]) -> None:
        with patch.object(faults, "time", SimpleNamespace(monotonic=float)):  # as if it took no time to make an answer
            for _ in range(3):
                await super()._request(stage, at, step)

    def _unlike(self, answers: Mapping[str, Any], reply: Reply, cut: str | None) -> Iterator[str]:  # noqa: ARG002
        body = re.sub(rb'"milliseconds":[0-9.]+', b"", reply.body)
        lines = [line for line in reply.lines if line[0] != "content-length" or body == reply.body]
        self.heard.append((reply.status, lines, body, reply.is_whole, cut))
        return iter(())

    def _untimely(self, step: Mapping[str, Any], took: timedelta) -> Iterator[str]:  # noqa: ARG002
        self.heard.append(self.held)
        return iter(())


class _OnWire(_Echoing):
    """The same, where a client reads paths on a connection that it keeps, with the same lines each time."""

    shortened = 0

    async def _reply(self, stage: Stage, request: Scope, body: bytes) -> Reply:
        lines = request["headers"]
        names = {name for name, _ in lines}
        if request["method"] != "GET" or body or len(names) < len(lines):
            return await super()._reply(stage, request, body)
        target = b"?".join(filter(None, (request["raw_path"], request["query_string"])))
        head = [b"GET %b HTTP/1.1" % target, *(b"%b: %b" % line for line in lines), b"", b""]
        protocol, transport = connected(stage, is_logged=False)
        tell = Protocol._tell

        def shortened(*args: Any) -> Any:
            self.shortened += 1
            return tell(*args)

        with patch.object(Protocol, "_tell", shortened):
            protocol.data_received(b"\r\n".join(head))
        await asyncio.gather(*protocol.tasks)
        if transport.how:
            request["extensions"][CUT](reset=transport.how == "reset")
        protocol.connection_lost(None)
        return replied(b"".join(transport.pieces))


def _unlike(wanted: Any, came: Any, where: str) -> Iterator[str]:
    """In what a value is not as it is told: of an object the members that are named, of texts with `*` for anything."""
    if wanted is ABSENT or came is ABSENT:
        if wanted is not came:
            yield f"{where}: {_value(wanted)} expected, {_value(came)} came"
    elif isinstance(wanted, dict) and isinstance(came, dict):
        for name, member in wanted.items():
            yield from _unlike(member, came.get(name, ABSENT), f"{where}.{name}")
    elif isinstance(wanted, list) and isinstance(came, list) and len(wanted) == len(came):
        for index, (element, other) in enumerate(zip(wanted, came, strict=True)):
            yield from _unlike(element, other, f"{where}.{index}")
    elif isinstance(wanted, str) and isinstance(came, str):
        if not re.fullmatch(".*".join(map(re.escape, wanted.split("*"))), came, re.DOTALL):
            yield f"{where}: {_value(wanted)} expected, {_value(came)} came"
    elif isinstance(wanted, bool) is not isinstance(came, bool) or wanted != came:
        yield f"{where}: {_value(wanted)} expected, {_value(came)} came"


def _json(body: bytes) -> Any:
    """The value of a body; the text of one that is no JSON."""
    if not body:
        return ABSENT
    try:
        return json.loads(body)
    except ValueError:
        return _text(body)


def _text(body: bytes) -> str:
    return body.decode(errors="backslashreplace")


def _value(value: Any) -> str:
    return "nothing" if value is ABSENT else json.dumps(value, ensure_ascii=False, default=lambda _: "nothing")


def _shown(reply: Reply, cut: str | None) -> str:
    head = "nothing" if not reply.status else f"{reply.status} {_text(reply.body)}".rstrip()
    return f"{head}, and ended {cut}" if cut else head
