"""A mock behind a port: a socket, uvicorn, and what a person is told when it is ready."""

import errno
import logging
import logging.config
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import uvicorn

from understudy import project
from understudy.errors import MockError
from understudy.server.app import build
from understudy.server.banner import banner
from understudy.server.protocol import Protocol
from understudy.server.reload import Stage, snapshot

_LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {
        "understudy": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
        "uvicorn.error": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "uvicorn.access": {"handlers": ["stderr"], "level": "INFO", "propagate": False},
    },
}


class CannotListen(MockError):
    """The address is taken, or not this machine's."""


def serve(path: Path, *, host: str, port: int, reload: bool, announce: Callable[[str], None]) -> None:
    """Serve the project at a path until the process is told to stop; port 0 takes any that is free.

    Raises ProjectError for a project that does not hold, CannotListen where the address cannot be had.
    """
    seen = snapshot(path if path.is_dir() else path.parent) if reload else None
    mock = build(project.load(path))
    stage = Stage(mock, path, seen) if reload else Stage(mock)
    with _listen(host, port) as listening:
        announce(banner(mock, host, listening.getsockname()[1]))
        _run(stage, listening, lifespan="on" if reload else "off")


def _run(stage: Stage, listening: socket.socket, lifespan: Literal["on", "off"]) -> None:
    logging.config.dictConfig(_LOGGING)
    config = uvicorn.Config(
        stage,
        http=Protocol,
        ws="none",
        lifespan=lifespan,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except socket.gaierror as error:
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}") from None
    except OSError as error:
        hint = "; try --port 0, which takes any that is free" if error.errno == errno.EADDRINUSE else ""
        raise CannotListen(f"cannot listen on {host}:{port}: {os.strerror(error.errno or 0)}{hint}") from None
    except ValueError as error:
        raise CannotListen(f"cannot listen on {host}:{port}: no host name: {error}") from None
