"""Large YAML files as JSON, kept in the user's cache by what is in them: to parse YAML takes several times as long."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from typing import Any, Final

import msgspec

SWITCH = "UNDERSTUDY_NO_CACHE"
"""The variable of the environment that switches it off, whatever its value is."""

LARGE = 200_000
"""Characters from which on a text is kept, if so many of it have to be parsed: what is less is read in no time."""

MOST = 32
"""Texts that are kept; beyond them those that were used least recently are forgotten."""


class _Nothing(Enum):
    NOTHING = "nothing"


NOTHING: Final = _Nothing.NOTHING
"""What there is of a text that was not kept: JSON's null is something."""


def recall(text: str) -> Any:
    """The value of a text that was kept; NOTHING where none is, or none that can be read."""
    directory = _directory(text)
    with suppress(OSError, ValueError, RecursionError):
        # What is in a text is looked at where one of its length was kept, which of a new one next to never was.
        if directory and any(directory.glob(f"*-{len(text)}.json")):
            file = directory / _name(text)
            value = msgspec.json.decode(file.read_bytes())
            os.utime(file)
            return value
    return NOTHING


def keep(text: str, value: Any) -> None:
    """Keep the value of a text, if it is large. Where nothing can be written, nothing is."""
    directory = _directory(text)
    if directory is None:
        return
    with suppress(OSError, ValueError, RecursionError):
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _replacing(directory / _name(text)) as written:
            written.write(json.dumps(value).encode())
        known = sorted(directory.glob("*.json"), key=lambda each: each.stat().st_mtime)
        for old in known[:-MOST]:
            old.unlink(missing_ok=True)


@contextmanager
def _replacing(file: Path) -> Iterator[Any]:
    """A file that is there as a whole, or not at all."""
    from tempfile import NamedTemporaryFile  # noqa: PLC0415 - few documents are kept, and few of those anew

    with NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        try:
            yield part
            part.close()
            Path(part.name).replace(file)
        finally:
            Path(part.name).unlink(missing_ok=True)


def _name(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 - few documents are kept

    return f"{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()}-{len(text)}.json"


def _directory(text: str) -> Path | None:
    if len(text) < LARGE or SWITCH in os.environ:
        return None
    try:
        home = Path.home()
    except RuntimeError:  # nobody's home is known
        return None
    usual = home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
    named = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return Path(named or usual, "understudy", "documents")
