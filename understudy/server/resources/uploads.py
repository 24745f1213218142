"""What a file that is uploaded says of itself, for the record that it becomes."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from understudy.contract.forms import File
from understudy.contract.samples.names import words

_NAMES = {("filename",), ("original", "filename"), ("original", "name")}
_SIZES = {("size",), ("bytes",), ("file", "size"), ("filesize",), ("byte", "size"), ("size", "bytes")}
_TYPES = {("content", "type"), ("mime", "type"), ("mimetype",), ("media", "type")}

_UNKNOWN = "application/octet-stream"


def of_file(body: Mapping[str, Any], members: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """What the one file in a body says in members of a record that are called so.

    A `name` is that of the file where the record says more of it, or nothing else was sent.
    """
    files = [each for value in body.values() for each in (value if isinstance(value, list) else [value])]
    if [isinstance(file, File) for file in files].count(True) != 1:
        return
    file = next(each for each in files if isinstance(each, File))
    known = {name: words(name) for name in members}
    sizes = [name for name, said in known.items() if said in _SIZES]
    types = [name for name, said in known.items() if said in _TYPES]
    names = [name for name, said in known.items() if said in _NAMES or said[-2:] == ("file", "name")]
    if not names and (sizes or types or len(files) == 1):
        names = [name for name, said in known.items() if said == ("name",)]
    yield from ((name, file.file_name) for name in names)
    yield from ((name, len(file)) for name in sizes)
    yield from ((name, file.sent_as or _UNKNOWN) for name in types)
