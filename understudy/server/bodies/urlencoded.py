"""Objects as URL-encoded forms, and fields of any form in the style that their encoding says (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus

from understudy.contract.document import Node
from understudy.contract.fields import STYLED
from understudy.contract.parameters import Parameter
from understudy.server.bodies.writing import plain

_RESERVED = "/:?#[]@!$'()*,;"
"""What `allowReserved` leaves as it is (RFC 6570, 3.2.3), save what would end a field, or be read as another text."""

_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": "|"}


class Field(NamedTuple):
    """A name with what is sent under it: one text, or several with a delimiter between them."""

    name: str
    texts: list[str]
    delimiter: str = ""


def urlencoded(value: Mapping[str, Any], content: Node | None) -> bytes:
    """An object as the fields of a form, as its Media Type Object describes them."""
    encoding = content.get("encoding") if content else None
    pairs: list[str] = []
    for name, member in value.items():
        declared = encoding.get(name) if encoding else None
        is_kept = declared is not None and declared.value.get("allowReserved") is True
        for field in styled(name, member, declared) if is_styled(declared) else _usual(name, member):
            safe = _RESERVED.replace(field.delimiter or " ", "") if is_kept else ""
            texts = [quote_plus(text, safe) for text in field.texts]
            pairs.append(f"{quote_plus(field.name)}={quote(field.delimiter, ',').join(texts)}")
    return "&".join(pairs).encode()


def is_styled(encoding: Node | None) -> bool:
    """Whether an encoding says how a field is written, and not only what it is written as."""
    return encoding is not None and not encoding.value.keys().isdisjoint(STYLED)


def styled(name: str, value: Any, encoding: Node | None) -> Iterator[Field]:
    """The fields that a member is in a style (RFC 6570; for `deepObject`, OpenAPI 3.1, 4.8.12.2)."""
    assert encoding is not None
    parameter = Parameter.field(name, encoding, None)
    if parameter.style == "deepObject":
        yield from _deep(name, value)
    elif isinstance(value, dict) and parameter.explode:
        yield from (Field(key, [plain(member)]) for key, member in value.items())
    elif isinstance(value, dict | list) and not parameter.explode:
        pairs = (each for pair in value.items() for each in pair) if isinstance(value, dict) else value
        yield Field(name, [plain(each) for each in pairs], _DELIMITERS.get(parameter.style, ","))
    else:
        yield from _usual(name, value)


def _usual(name: str, value: Any) -> Iterator[Field]:
    """A list as several fields of one name, all else as one: an object in JSON."""
    for each in value if isinstance(value, list) else [value]:
        yield Field(name, [plain(each)])


def _deep(name: str, value: Any) -> Iterator[Field]:
    if not isinstance(value, dict):
        yield from _usual(name, value)
        return
    for key, member in value.items():
        yield from _deep(f"{name}[{key}]", member)
