"""A mock behind a port: a socket, uvicorn, and what a person is told when it is ready."""

import errno
import gc
import logging
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct
from uvicorn.config import Config
from uvicorn.server import Server

from understudy import project
from understudy.errors import MockError, ProjectError, did_you_mean
from understudy.server.app import Memory, Mock, build, together
from understudy.server.banner import banner, passed_over
from understudy.server.control import Access
from understudy.server.eager import impossible
from understudy.server.preferences import usual
from understudy.server.reload import Stage, snapshot
from understudy.server.security import Credentials
from understudy.server.wire import Protocol
from understudy.state.session import Sessions

_ACCEPTED = 16
"""Connections that are accepted in one turn of the event loop: libuv accepts one for each socket that listens.

A turn may answer many requests, and who comes to a busy server would wait for as many turns as others came with them.
"""

_GARBAGE = 10_000
"""Objects that come to be, more than are gone, before the collector looks for garbage among them."""


_WAYS_OUT = {
    errno.EADDRINUSE: "; try --port 0, which takes any that is free",
    errno.EADDRNOTAVAIL: "; it is no address of this machine: try 127.0.0.1, or 0.0.0.0 for all that it has",
    errno.EACCES: "; ports from 1024 on are for everybody: try --port 4010",
}
"""What to do where an address cannot be had."""


class CannotListen(MockError):
    """The address is taken, or not this machine's."""


class NoScenario(MockError):
    """The project has no scenario of this name."""


class Options(Struct, frozen=True):
    """How a mock is to be served.

    `clock` is where its clock stands from the start, `scenario` what every session begins in, `seed` what chances and
    made-up answers follow from, `control_token` what the control API asks for. `strict` stops at any finding in the
    contract; left out, it is so in a project and not for a document alone. `tokens` are the only good credentials, if
    there are any; with `no_auth` none are checked. Where it is `dynamic`, bodies are made up where a request does not
    ask for another one, and each answer takes a `delay`. A `stateless` mock remembers nothing but what handlers write.
    With `no_replay` every answer is made anew. A `quiet` one prints nothing for a request.
    References may lead into the directories of `allow_refs`, and below that of the document. An `eager` one tries every
    declared answer before it starts. Projects `beside` it answer what its contract has not.
    """

    host: str = "127.0.0.1"
    port: int = 4010
    reload: bool = False
    clock: datetime | None = None
    scenario: str | None = None
    seed: str = ""
    strict: bool | None = None
    control_token: str | None = None
    tokens: tuple[str, ...] = ()
    no_auth: bool = False
    dynamic: bool = False
    delay: timedelta = timedelta()
    stateless: bool = False
    no_replay: bool = False
    quiet: bool = False
    allow_refs: tuple[Path, ...] = ()
    eager: bool = False
    beside: tuple[Path, ...] = ()


def serve(path: Path, options: Options, announce: Callable[[str], None]) -> None:
    """Serve the project at a path until the process is told to stop; port 0 takes any that is free.

    Raises ProjectError for a project that does not hold, NoScenario for a scenario that it has not, CannotListen where
    the address cannot be had.
    """
    paths = (path, *options.beside)
    seen = snapshot(*(each if each.is_dir() else each.parent for each in paths)) if options.reload else None
    memory = Memory(Sessions(clock=options.clock, scenario=options.scenario))
    access = Access(options.host, options.control_token)
    credentials = Credentials(options.tokens, is_checked=not options.no_auth)

    expected = usual(dynamic=options.dynamic, delay=options.delay)

    def one(path: Path) -> Mock:
        strict = not project.is_bare(path) if options.strict is None else options.strict
        is_last = path == paths[-1] and not options.reload
        loaded = project.load(path, options.clock, strict=strict, allowed=options.allow_refs, is_last=is_last)
        built = build(
            loaded,
            memory,
            seed=options.seed,
            access=access,
            credentials=credentials,
            stateless=options.stateless,
            replay=not options.no_replay,
            usual=expected,
        )
        if options.eager and (found := impossible(built)):
            if strict:
                raise ProjectError(found)
            announce("\n".join(map(str, found)))
        return built

    def load() -> Mock:
        return together([one(each) for each in paths])

    with _nothing_is_garbage(for_good=not options.reload):
        mock = load()
    known = list(mock.project.scenarios.known)
    if options.scenario is not None and options.scenario not in known:
        hint = did_you_mean(options.scenario, known) or f": there are {', '.join(known) or 'none'}"
        raise NoScenario(f"no scenario is called {options.scenario!r}{hint}")
    stage = Stage(mock, load, seen) if options.reload else Stage(mock)
    with _listen(options.host, options.port) as listening:
        for each in mock.every:
            if each.project.contract.findings:
                announce(passed_over(each))
            if found := each.project.strays:
                announce("\n".join(map(str, found)))
        announce(banner(mock, options.host, listening.getsockname()[1], access))
        _run(stage, listening, lifespan="on" if options.reload else "off", quiet=options.quiet)


@contextmanager
def _nothing_is_garbage(*, for_good: bool) -> Iterator[None]:
    """While a project is loaded, next to all that comes to be stays: looking for what does not takes a third of it."""
    gc.disable()
    try:
        yield
        _settle(for_good=for_good)
    finally:
        gc.enable()


def _settle(*, for_good: bool) -> None:
    """Spare the collector of garbage what stays: it would go through all of a large document again and again.

    Requests leave next to nothing behind that counting references does not free.
    """
    if for_good:
        gc.freeze()
    gc.set_threshold(_GARBAGE)


def _run(stage: Stage, listening: socket.socket, *, lifespan: Literal["on", "off"], quiet: bool) -> None:
    _log(quiet=quiet)
    config = Config(
        stage,
        http=Protocol,
        ws="none",
        lifespan=lifespan,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        date_header=False,  # each answer tells the time of its session
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    Server(config).run(sockets=[listening, *(listening.dup() for _ in range(_ACCEPTED - 1))])


def _log(*, quiet: bool) -> None:
    """Have what is logged printed as it is: errors, what we say, and if not `quiet`, requests and their faults."""
    printing = logging.StreamHandler()
    asked = logging.WARNING if quiet else logging.INFO
    levels = {"understudy": logging.INFO, "understudy.asked": asked, "uvicorn.error": logging.ERROR}
    for name, level in {**levels, "uvicorn.access": asked}.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [printing], False
        logger.setLevel(level)


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except socket.gaierror as error:
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}") from None
    except OSError as error:
        hint = _WAYS_OUT.get(error.errno or 0, "")
        raise CannotListen(f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}{hint}") from None
    except ValueError as error:
        raise CannotListen(f"cannot listen on {host}:{port}: no host name: {error}") from None
    # Connections have it from there. uvloop would set it itself, asyncio not for a socket whose protocol is 0.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening
