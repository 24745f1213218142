"""The declared headers that speak of a list."""

import json
from collections.abc import Iterator
from typing import Any

from understudy.contract.decoding import Decoder
from understudy.contract.operations import Header, Response
from understudy.contract.schemas import MISSING, Schemas
from understudy.server.lists.paging import Page
from understudy.server.lists.part import Part

ABSENT = ""
"""The value of a header that has nothing to say, and so is left out."""


def list_headers(response: Response | None, part: Part, schemas: Schemas) -> dict[str, str]:
    """Those that a response declares and that speak of a list, with what is true of it; ABSENT for those left out.

    `X-Total-Count` and others are called as members of a body are; `Link` is that of RFC 8288.
    """
    found: dict[str, str] = {}
    for header in response.headers if response else ():
        decoder = Decoder(header.parameter, schemas)
        for text in _texts(header, part):
            if text != ABSENT and not decoder.decode([(header.name, text)])[1]:
                found[header.name] = text
                break
            if text == ABSENT and not header.parameter.required:
                found[header.name] = ABSENT
                break
    return found


def lone_headers(response: Response, body: Any, schemas: Schemas) -> dict[str, str]:
    """The same of a body that is a list of which nothing else is known: what the contract gives as an example stays."""
    if not isinstance(body, list):
        return {}
    found = list_headers(response, Part(Page(), body, len(body)), schemas)
    given = {h.name for h in response.headers if {"example", "examples"} & h.parameter.node.value.keys()}
    return {name: text for name, text in found.items() if name not in given}


def _texts(header: Header, part: Part) -> Iterator[str]:
    name = header.name.lower().removeprefix("x-")
    return _links(part) if name == "link" else _facts(name, part)


def _links(part: Part) -> Iterator[str]:
    """The links to other parts (RFC 8288, 3), else that to the list itself."""
    links = part.links()
    here = links.pop("self")
    are_other = {"first": not part.is_first, "prev": True, "next": True, "last": not part.is_last}
    yield ", ".join(f'<{url}>; rel="{relation}"' for relation, url in links.items() if are_other[relation])
    yield f'<{here}>; rel="self"'


def _facts(name: str, part: Part) -> Iterator[str]:
    for value in part.facts((name,)):
        if value is None or value is MISSING:
            yield ABSENT
        elif not isinstance(value, dict):
            yield value if isinstance(value, str) else json.dumps(value)
