"""Who answers? The one room that knows ASGI and Connexion: routing, checks on both sides, errors on the wire."""

from contextlib import suppress
from functools import partial
from importlib import import_module

from understudy.server.postponed import postponed

# What a request needs of Connexion and uvicorn; what their packages import beside it is run for who asks for it.
with postponed(
    {
        "configparser": ("RawConfigParser",),
        "connexion": (),  # its applications, and with them Starlette's test client and httpx
        "connexion.decorators": (),
        "connexion.decorators.parameter": ("inspect_function_arguments()",),  # of functions that check credentials
        "connexion.lifecycle": ("ConnexionRequest()",),  # what it asks credentials of, and with it much of Starlette
        "connexion.middleware": (),
        "connexion.spec": ("Specification",),  # its loader, and with it jinja2, requests and jsonschema
        "http.client": (),  # of which Starlette takes the names of statuses, and with it what reads mail
        "http.cookies": (),  # which it reads credentials from
        "httpx": (),
        "inflection": ("camelize()",),
        "jsonschema": (),
        "jsonschema.exceptions": ("class ValidationError",),  # what it raises for a document that it reads
        "logging.config": (),  # and with it handlers that pickle what they send by sockets
        "python_multipart": (),
        "python_multipart.multipart": ("parse_options_header()",),  # and with it readers of archives
        "starlette.routing": ("compile_path()",),  # and with it Starlette's responses
        "tempfile": ("SpooledTemporaryFile()",),
        "uvicorn": ("Config",),  # its command line, and what starts many processes
        "werkzeug": ("Request",),  # of which it takes the proxy for the context
        "werkzeug.wsgi": ("ClosingIterator()",),  # and with it what parses HTTP, for WSGI
        "yaml": (),  # which writes documents for it
    }
) as import_one:
    for name in (
        "connexion.context",
        "connexion.middleware.context",
        "connexion.middleware.security",
        "uvicorn.config",
        "uvicorn.server",
        "uvicorn.protocols.http.httptools_impl",
        "uvicorn.lifespan.off",
        "uvicorn.lifespan.on",
        "uvicorn.loops.auto",
        "uvicorn.loops.uvloop",
    ):
        with suppress(ImportError):  # of what is not there on every system; without the others, the next import fails
            import_module(name)

import_requests = partial(import_one, "connexion.lifecycle")
"""Import what Connexion makes of a request whose credentials are checked, and of no other."""
