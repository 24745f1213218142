"""What openapi-spec-validator finds in a document, placed on its lines. It takes long: it runs where it is wanted."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from understudy.check.subject import Subject
from understudy.contract.document import Document, Node
from understudy.errors import LONGEST_QUOTE, MockError
from understudy.findings import Finding

_LONGEST = 3 * LONGEST_QUOTE
"""Characters of its sentences that are repeated: they hold the value that is wrong, however large that is."""

_Error = Any
"""One of jsonschema's."""


def validated(subject: Subject, known: Iterable[Finding]) -> Iterator[Finding]:
    """What it finds where nothing is known: neither there, nor in what stands there, nor in what that stands in."""
    own = {(found.place.file, found.pointer) for found in known if found.pointer is not None}
    around = {(file, pointer[:length]) for file, pointer in own for length in range(len(pointer))}
    for node, error in _errors(subject):
        file, pointer = node.source.file, node.pointer
        within = ((file, pointer[:length]) for length in range(len(pointer) + 1))
        if (file, pointer) not in around and own.isdisjoint(within):
            message = " ".join(str(error.message).split())
            short = message if len(message) <= _LONGEST else f"{message[:_LONGEST]}…"
            yield node.finding(f"openapi-spec-validator says: {short}", "contract/validator")


def _errors(subject: Subject) -> Iterator[tuple[Node, _Error]]:
    from openapi_spec_validator import (  # noqa: PLC0415 - it takes longer to import than all else
        OpenAPIV30SpecValidator,
        OpenAPIV31SpecValidator,
        OpenAPIV32SpecValidator,
    )

    document, root = subject.contract.document, subject.root
    versions = {"3.0": OpenAPIV30SpecValidator, "3.1": OpenAPIV31SpecValidator, "3.2": OpenAPIV32SpecValidator}
    version = versions[root.value["openapi"][:3]]
    noting = {name: _noting(name, rule) for name, rule in version.keyword_validators.items()}
    opened = _Opened(document)
    members = {
        "keyword_validators": noting,
        "resolver_handlers": dict.fromkeys(("<all_urls>", "file", "http", "https"), opened),
    }
    validator = type("Validator", (version,), members)(root.value, base_uri=document.uri(document.root))
    try:
        for error in validator.schema_validator.iter_errors(root.value):
            yield _node(document, root, error.absolute_path), error
        for error in validator.root_validator(validator.schema_path):
            yield document.resolve(_node(document, root, error.at)), error
    except Exception:  # noqa: BLE001 - it takes for granted what, as it has just said, does not hold
        return


class _Opened:
    """The files of a document that have been read already: it shall open none, and ask no network."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __call__(self, uri: str) -> Any:
        return self._document.sources[uri.partition("#")[0]].value


def _noting(name: str, rule: type) -> type:
    """The same rule, whose errors say what they were found at."""

    class Noting(rule):  # type: ignore[misc] # which one is known when it is loaded
        def __call__(self, *given: Any, **more: Any) -> Iterator[_Error]:
            at = next((each for each in reversed(given) if hasattr(each, "parts")), None)
            for error in super().__call__(*given, **more):
                if not hasattr(error, "at"):
                    within = ["default"] if name == "default" else []
                    error.at = [*(at.parts if at else ()), *within, *error.absolute_path]
                yield error

    return Noting


def _node(document: Document, root: Node, path: Sequence[str | int]) -> Node:
    """What a path leads to, through references; the last on its way where it leads to nothing."""
    node = root
    for part in path:
        try:
            node = document.resolve(node)
            node = node.child(part)
        except (MockError, KeyError, IndexError, TypeError):
            break
    return node
