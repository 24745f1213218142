"""The paths of servers' URLs, below which every path is served (OpenAPI 3.1, 4.8.5 and 4.8.6)."""

from collections.abc import Mapping
from itertools import islice, product
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

_MOST_BASES = 32
"""Paths of one server: each of the contract's is served below all of them."""


def base_paths(server: Any) -> list[str]:
    """The paths that a server's URL may have, that first which it has by default (OpenAPI 3.1, 4.8.5 and 4.8.6).

    Each value of a variable counts that its `enum` lists, as long as all are not more than some.
    """
    try:
        url = server["url"]
        values = {name: variable["default"] for name, variable in server.get("variables", {}).items()}
        usual = _base_path(url, values)
        varied = {
            name: among
            for name, variable in server.get("variables", {}).items()
            if (among := list(dict.fromkeys((values[name], *variable.get("enum", ())))))
            and any(_base_path(url, values | {name: value}) != usual for value in among)
        }
        chosen = (values | dict(zip(varied, each, strict=True)) for each in product(*varied.values()))
        return list(dict.fromkeys(_base_path(url, each) for each in islice(chosen, _MOST_BASES)))
    except (ValueError, TypeError, KeyError, AttributeError):  # no URL, or no server: which is among the findings
        return [""]


def _base_path(url: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        url = url.replace("{" + name + "}", value)
    path = unquote(urlsplit(urljoin("/", url) if url[:1] == "." else url).path).strip("/")
    return f"/{path}" if path else ""
