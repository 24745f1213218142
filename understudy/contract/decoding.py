"""How the values of parameters are written on the wire, and read from it (OpenAPI 3.1, 4.8.12; RFC 6570)."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Any
from urllib.parse import unquote

from understudy.contract.contents import Content, Pairs
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.shapes import Shape
from understudy.contract.violations import Violation
from understudy.source.building import DEEPEST

_INDEX = re.compile("[0-9]{1,9}")
_DELIMITERS = {"spaceDelimited": r"%20|\+| ", "pipeDelimited": r"%7[Cc]|\|"}
_BARE_DELIMITERS = {"spaceDelimited": " ", "pipeDelimited": r"\|"}
_ENCODED_COMMA = re.compile("%2c", re.IGNORECASE)


class Decoder:
    """Reads one parameter from the wire as the JSON value that its schema means, and judges it."""

    def __init__(
        self,
        parameter: Parameter,
        schemas: Schemas,
        others: frozenset[str] = frozenset(),
        *,
        escaped: bool | None = None,
    ) -> None:
        """`others` are the names beside it, which an exploded object leaves alone.

        Whether it is `escaped` follows from where it lives. A cookie may be either (RFC 6265, 4.1.1 leaves it open): it
        is what it is, unless only what it says percent-decoded satisfies the schema.
        """
        self.parameter, self._schemas, self._others = parameter, schemas, others
        self.default = schemas.default(parameter.schema) if parameter.schema else MISSING
        self._shape = Shape(parameter.schema, schemas)
        self._escaped = parameter.location in ("path", "query", "querystring") if escaped is None else escaped
        is_cookie = parameter.location == "cookie" and escaped is None
        self._unescaping = Decoder(parameter, schemas, others, escaped=True) if is_cookie else None
        # As most are; of the others there may be several readings.
        is_plain = parameter.style != "deepObject" and parameter.location != "querystring" and not parameter.media_type
        self._content = Content(parameter, schemas)
        self._is_judged = not parameter.media_type or self._content.is_known
        self._is_text = self._shape.is_text and parameter.style not in ("label", "matrix")
        self._is_single = is_plain and not (self._shape.is_array or self._shape.is_object)

    def decode(self, sent: Pairs) -> tuple[Any, list[Violation]]:
        """The value, MISSING or the default if there is none, and what is wrong with it."""
        parameter = self.parameter
        try:
            value = self.value(sent)
        except ValueError as error:
            wrong = Violation("content", (parameter.location, parameter.name), f"not JSON: {error}")
            return self._unescaped(sent) or (MISSING, [wrong])
        if value == "" and parameter.location == "query" and parameter.node.value.get("allowEmptyValue") is True:
            return value, []  # 4.8.12.2
        if value is MISSING and parameter.required and self._may_be_empty():
            return {}, []
        if value is MISSING:
            missing = Violation("required", (parameter.location, parameter.name), f"{parameter.name!r} is required")
            return self.default, [missing] if parameter.required else []
        found = self._schemas.violations(parameter.schema, value) if parameter.schema and self._is_judged else []
        if not found:
            return value, found
        return self._unescaped(sent) or (
            value,
            [violation.below(parameter.location, parameter.name) for violation in found],
        )

    def decode_alone(self, text: str | None) -> tuple[Any, list[Violation]]:
        """The same for a text that stands where no other parameter does: in a path, or as a header."""
        if text is not None and (is_valid := self._is_valid):
            is_itself = self._is_text and text and "%" not in text
            value = text if is_itself else self._shape.primitive(self.text(self._bare(text)))
            if is_valid(value):
                return value, []
        return self.decode([] if text is None else [(self.parameter.name, text)])

    @cached_property
    def _is_valid(self) -> Callable[[Any], bool] | None:
        """Whether a value is good, where a text is read in one way only."""
        schema = self.parameter.schema
        return self._schemas.validator(schema).is_valid if self._is_single and schema else None

    def _unescaped(self, sent: Pairs) -> tuple[Any, list[Violation]] | None:
        """What a cookie says that is read percent-decoded, if there is nothing wrong with that."""
        if self._unescaping is None:
            return None
        value, found = self._unescaping.decode(sent)
        return None if found else (value, found)

    def _may_be_empty(self) -> bool:
        """Whether nothing is the object that has none of its members, each of which would be sent by itself."""
        parameter = self.parameter
        is_spread = self._is_spread or (parameter.location == "query" and parameter.style == "deepObject")
        if not (is_spread and self._shape.is_object and parameter.schema and not parameter.media_type):
            return False
        return self._schemas.validator(parameter.schema).is_valid({})

    @property
    def _is_spread(self) -> bool:
        """Whether each member of an object is sent by its own name; a cookie is since OpenAPI 3.2 (4.12.3)."""
        parameter = self.parameter
        return parameter.explode and (parameter.location == "query" or parameter.style == "cookie")

    def fields(self, sent: Pairs) -> dict[str, Any]:
        """The members of an object that are sent each by its own name, those included that its schema does not know."""
        return self._members([(self.text(name), value) for name, value in sent])

    def value(self, sent: Pairs) -> Any:
        """The first reading that the schema accepts, of those that its types allow; else the first of them."""
        if self._is_single:
            texts = [text for key, text in sent if self.text(key) == self.parameter.name]
            return self._shape.primitive(self.text(self._bare(texts[-1]))) if texts else MISSING
        readings = list(self._readings(sent))
        schema = self.parameter.schema
        if len(readings) > 1 and schema:
            valid = self._schemas.validator(schema).is_valid
            return next((value for value in readings if valid(value)), readings[0])
        return readings[0] if readings else MISSING

    def _readings(self, sent: Pairs) -> Iterator[Any]:
        style, shape = self.parameter.style, self._shape
        if self.parameter.location == "querystring":
            yield from [self._content.whole(sent)] if sent else []
        elif style == "deepObject" and not self.parameter.media_type:
            plain = [text for key, text in sent if shape.is_primitive and self.text(key) == self.parameter.name]
            yield from [value for value in [self._deep(sent)] if value] or map(shape.primitive, plain[-1:])
        else:
            yield from self._by_name(sent)

    def _by_name(self, sent: Pairs) -> Iterator[Any]:
        """What was sent under the parameter's own name, and for an exploded object under those of its members."""
        shape = self._shape
        if shape.is_object and self._is_spread:
            yield from (value for value in [self._exploded_object(sent)] if value)
        texts = [text for key, text in sent if self.text(key) == self.parameter.name]
        if not texts:
            return
        if self.parameter.media_type:
            yield self._content.value(self.text(texts[-1]))
            return
        for given in self._separated(texts):
            if shape.is_array:
                yield (array := self._array(given))
                if not array:  # one that has an empty text in it is written as an empty one is
                    yield [shape.element(0).primitive("")]
            if shape.is_object:
                yield self._object(given[-1])
        if shape.is_primitive:
            yield shape.primitive(self.text(self._bare(texts[-1])))

    def _separated(self, texts: list[str]) -> Iterator[list[str]]:
        """The texts as they are; then with commas that a client has encoded, of which some encode all they have."""
        yield texts
        if self._escaped and "%2c" in texts[-1].lower():
            yield [_ENCODED_COMMA.sub(",", text) for text in texts]

    def _bare(self, text: str) -> str:
        """A value without what its style puts before it (RFC 6570, 3.2.5 and 3.2.7)."""
        if self.parameter.style == "label":
            return text.removeprefix(".")
        if self.parameter.style == "matrix":
            return text.removeprefix(f";{self.parameter.name}").removeprefix("=")
        return text

    def text(self, raw: str) -> str:
        """Percent-decoded; what is no UTF-8 becomes U+FFFD, which no name and hardly a value contains."""
        if not self._escaped:
            return raw
        if self.parameter.location in ("query", "querystring"):
            raw = raw.replace("+", " ")
        return unquote(raw, errors="replace") if "%" in raw else raw

    def _array(self, texts: list[str]) -> list[Any]:
        if self.parameter.explode and self.parameter.location in ("query", "cookie"):
            parts = texts
        else:
            parts = list(self._split(texts[-1]))
        if self.parameter.style == "matrix":
            parts = [part.partition("=")[2] if self.parameter.explode else part for part in parts]
        return [self._shape.element(index).primitive(self.text(part)) for index, part in enumerate(parts)]

    def _object(self, text: str) -> dict[str, Any]:
        parts = list(self._split(text))
        if self.parameter.explode and self.parameter.style not in ("form", "cookie"):
            pairs = [(name, value) for name, _, value in (part.partition("=") for part in parts)]
        else:
            pairs = list(zip_longest(parts[::2], parts[1::2], fillvalue=""))
        texts = {self.text(name): self.text(value) for name, value in pairs}
        meant = self._shape.meant(lambda: texts)
        return {key: meant.member(key).primitive(text) for key, text in texts.items()}

    def _split(self, text: str) -> Iterator[str]:
        """The parts of a delimited value. Delimiters part before the parts are decoded (RFC 6570, 3.2.1)."""
        style, name = self.parameter.style, self.parameter.name
        if style == "label":
            text = text.removeprefix(".")
            delimiter = r"\." if self.parameter.explode else ","
        elif style == "matrix":
            text = text.removeprefix(";")
            text = text if self.parameter.explode else text.removeprefix(name).removeprefix("=")
            delimiter = ";" if self.parameter.explode else ","
        else:
            delimiter = (_DELIMITERS if self._escaped else _BARE_DELIMITERS).get(style, ",")
        if text:
            parts = re.split(delimiter, text)
            yield from (part.strip() for part in parts) if self.parameter.location == "header" else parts

    def _exploded_object(self, sent: Pairs) -> dict[str, Any]:
        pairs = [(self.text(name), value) for name, value in sent]
        return self._members([pair for pair in pairs if self.takes(pair[0])])

    def takes(self, name: str) -> bool:
        """Whether a member of this name is one of an exploded object."""
        return name in self._shape.names or (self._shape.is_open and not self._is_others(name))

    def _is_others(self, name: str) -> bool:
        """Whether something sent is another parameter, or by its brackets a part of one."""
        return name in self._others or (name.endswith("]") and name.partition("[")[0] in self._others)

    def _members(self, sent: Pairs) -> dict[str, Any]:
        texts: dict[str, list[str]] = {}
        for key, value in sent:
            texts.setdefault(key, []).append(self.text(value))
        meant = self._shape.meant(lambda: {key: given[-1] for key, given in texts.items()})
        return {key: meant.member(key).repeated(given) for key, given in texts.items()}

    def _deep(self, sent: Pairs) -> Any:
        """`name[key]=value`, to any depth the brackets give; the specification promises one (4.8.12.2).

        What has no keys but `[]` or numbers is an array where the schema wants one, as many clients write it, and so is
        what is given again and again without any.
        """
        found: dict[str, Any] = {}
        texts: dict[tuple[str, ...], tuple[dict[str, Any], Shape, list[str]]] = {}
        root = f"{self.parameter.name}["
        meant = self._shape.meant(
            lambda: {self.text(raw).removeprefix(root)[:-1]: self.text(value) for raw, value in sent}
        )
        for raw, value in sent:
            text = self.text(raw)
            if not text.startswith(root) or not text.endswith("]"):
                continue
            *path, last = text[len(root) : -1].split("][")[:DEEPEST]
            target, shape = found, meant
            for at, name in enumerate(path):
                path[at] = key = name if name or not shape.is_array else _element(target, [*path[at + 1 :], last])
                inner = target.setdefault(key, {})
                if not isinstance(inner, dict):
                    break
                target, shape = inner, shape.within(key)
            key = last or (str(len(target)) if shape.is_array else "")
            where = (*path, key)
            given = texts[where][-1] if where in texts else []
            given.append(self.text(value))
            texts[where] = target, shape.within(last), given
            target[key] = given  # which is read below, once all of it has come
        for (*_, key), (target, member, given) in texts.items():
            target[key] = _meant(given, member)
        return _listed(found, self._shape)


def _element(elements: dict[str, Any], path: Sequence[str]) -> str:
    """The index of the element that `[]` with this path in it speaks of: the last one, or the next where that has it.

    So Rails writes and reads an array of objects: `items[][id]=1&items[][name]=a&items[][id]=2`.
    """
    last = str(len(elements) - 1)
    found = elements.get(last, MISSING)
    for key in path:
        found = found.get(key, MISSING) if key and isinstance(found, dict) else MISSING
    return last if found is MISSING and last in elements else str(len(elements))


def _meant(given: list[Any], shape: Shape) -> Any:
    """What is given at one place, once or more; files of a form, and what one says in JSON, are no texts."""
    if isinstance(given[-1], str):
        is_whole = not shape.is_primitive or (shape.is_array and len(given) > 1)
        return shape.repeated(given) if is_whole else shape.primitive(given[-1])
    is_list = shape.is_array and not (len(given) == 1 and isinstance(given[0], list))
    return given if is_list else given[-1]


def _listed(value: Any, shape: Shape) -> Any:
    """Objects whose keys are indices as arrays in their order, where the schema wants those."""
    if not isinstance(value, dict):
        return value
    inner = {key: _listed(member, shape.within(key)) for key, member in value.items()}
    if shape.is_array and all(map(_INDEX.fullmatch, inner)):
        return [inner[key] for key in sorted(inner, key=int)]
    return inner
