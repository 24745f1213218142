"""What a file that is uploaded says of itself, for the record that it becomes."""

from collections.abc import Iterable, Iterator
from typing import Any

from understudy.contract.forms import File
from understudy.contract.samples.names import words

_NAMES = {("filename",), ("original", "filename"), ("original", "name")}
_SIZES = {("size",), ("bytes",), ("file", "size"), ("filesize",), ("byte", "size"), ("size", "bytes")}
_TYPES = {("content", "type"), ("mime", "type"), ("mimetype",), ("media", "type")}

_UNKNOWN = "application/octet-stream"


def of_file(body: Any, members: Iterable[str]) -> Iterator[tuple[str, Any]]:
    """What the one file in a body says in members of a record that are called so.

    A `name` is that of the file where the record says more of it, or nothing else was sent.
    """
    leaves = [*_leaves(body)]
    files = [each for each in leaves if isinstance(each, File)]
    if len(files) != 1:
        return
    (file,) = files
    known = {name: words(name) for name in members}
    sizes = [name for name, said in known.items() if said in _SIZES]
    types = [name for name, said in known.items() if said in _TYPES]
    names = [name for name, said in known.items() if said in _NAMES or said[-2:] == ("file", "name")]
    if not names and (sizes or types or len(leaves) == 1):
        names = [name for name, said in known.items() if said == ("name",)]
    yield from ((name, file.file_name) for name in names)
    yield from ((name, len(file)) for name in sizes)
    yield from ((name, file.sent_as or _UNKNOWN) for name in types)


def without(value: Any) -> Any:
    """A value without the files in it, for which JSON has no word; of a list that has any, nothing is left."""
    if isinstance(value, dict):
        return {name: without(member) for name, member in value.items() if not is_file(member)}
    return [without(each) for each in value] if isinstance(value, list) else value


def is_file(value: Any) -> bool:
    """Whether a member of what was sent is a file, or several."""
    return isinstance(value, bytes) or (isinstance(value, list) and any(map(is_file, value)))


def _leaves(value: Any) -> Iterator[Any]:
    """What is in a value and holds nothing itself."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _leaves(each)
    else:
        yield value
