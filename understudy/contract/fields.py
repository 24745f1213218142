"""The fields of a form: what names with values say, each in the style of its encoding (OpenAPI 3.1, 4.8.15)."""

from collections.abc import Iterable
from typing import Any

from understudy.contract.contents import Pairs
from understudy.contract.decoding import Decoder
from understudy.contract.document import Node
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import MISSING, Schemas
from understudy.contract.shapes import Shape

STYLED = ("style", "explode", "allowReserved")
"""What, where it is there, makes a field be written as a parameter is."""


class Fields:
    """Reads members of one object that are sent each by itself, or in parts."""

    def __init__(self, content: Node, shape: Shape, schemas: Schemas, *, escaped: bool) -> None:
        """`escaped` says whether names and values are percent-encoded, as they are in a URL-encoded form."""
        self._content, self._shape, self._schemas, self._escaped = content, shape, schemas, escaped
        self._whole = Decoder(Parameter.form(content), schemas, escaped=escaped)
        encoding = content.get("encoding")
        self._styled = {
            name: self._decoder(Parameter.field(name, node, shape.names.get(name)))
            for name, node in (encoding.items() if encoding else ())
            if any(keyword in node.value for keyword in STYLED)
        }
        self._exploded = [
            decoder
            for name, decoder in self._styled.items()
            if decoder.parameter.style == "form" and decoder.parameter.explode and shape.member(name).is_object
        ]
        self._deep: dict[str, Decoder] = {}

    def values(self, sent: Pairs) -> dict[str, Any]:
        """The members that are sent, those included that the schema does not know."""
        by_decoder: dict[Decoder | None, list[tuple[str, str]]] = {None: []}
        for pair in sent:
            by_decoder.setdefault(self.decoder(pair[0]), []).append(pair)
        found = self._whole.fields(by_decoder.pop(None))
        return {**found, **self.decoded((decoder, given) for decoder, given in by_decoder.items() if decoder)}

    @staticmethod
    def decoded(given: Iterable[tuple[Decoder, Pairs]]) -> dict[str, Any]:
        """The members that decoders read from what is theirs."""
        found = ((decoder.parameter.name, decoder.value(sent)) for decoder, sent in given)
        return {name: value for name, value in found if value is not MISSING}

    def decoder(self, raw: str) -> Decoder | None:
        """The one that reads a field of this name: its encoding gives it a style, or else its brackets do.

        So it is with what is a member of a member that is exploded, where the whole has none of that name.
        """
        whole = self._whole.text(raw)
        name, bracket, _ = whole.partition("[")
        if decoder := self._styled.get(name):
            return decoder if (decoder.parameter.style == "deepObject") == bool(bracket) else None
        if whole in self._shape.names:
            return None
        return self.in_brackets(whole) or next((each for each in self._exploded if each.takes(whole)), None)

    def in_brackets(self, whole: str) -> Decoder | None:
        """The one that reads what is in a member, as most clients write it who do not write it as JSON."""
        name, bracket, _ = whole.partition("[")
        if not (bracket and whole.endswith("]")) or whole in self._shape.names:
            return None
        if name not in self._deep and name in self._shape.names and not self._shape.member(name).is_one_text:
            parameter = Parameter.field(name, self._content, self._shape.names[name], style="deepObject")
            self._deep[name] = self._decoder(parameter)
        return self._deep.get(name)

    def _decoder(self, parameter: Parameter) -> Decoder:
        return Decoder(parameter, self._schemas, frozenset(self._shape.names), escaped=self._escaped)
