"""Values of parameters that a media type describes, read from the texts that they are (OpenAPI 3.1, 4.8.12.2)."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from understudy.contract import media
from understudy.contract.parameters import Parameter
from understudy.contract.schemas import Schemas
from understudy.source import json_value

if TYPE_CHECKING:
    from understudy.contract.forms import Form

Pairs = Sequence[tuple[str, str]]
"""What was sent where a parameter lives, names with values, as on the wire: percent-encoded in path and query."""


class Content:
    """Reads what one parameter is sent as in its media type."""

    def __init__(self, parameter: Parameter, schemas: Schemas) -> None:
        self._parameter, self._schemas = parameter, schemas

    def value(self, text: str) -> Any:
        """What a text means. Raises ValueError for what is no JSON, where it has to be."""
        if self._is_form:
            parts = (part.partition("=") for part in text.split("&") if part)
            return self._form.value([(name, value) for name, _, value in parts])
        return json_value(text) if self._media_type and self._media_type.is_json else text

    def whole(self, sent: Pairs) -> Any:
        """The same of a query, which is one value: a form, or what is percent-encoded (OpenAPI 3.2, 4.12.1)."""
        if self._is_form:
            return self._form.value(sent)
        return self.value(unquote("&".join(f"{name}={value}" if value else name for name, value in sent)))

    @property
    def is_known(self) -> bool:
        """Whether it is known how what is sent is meant: in XML, say, a schema that is of no text speaks of no text."""
        is_read = self._is_form or (self._media_type is not None and self._media_type.is_json)
        schema = self._parameter.schema
        return is_read or schema is None or self._schemas.allows(schema, "string")

    @cached_property
    def _media_type(self) -> media.MediaType | None:
        return media.parse(self._parameter.media_type or "")

    @property
    def _is_form(self) -> bool:
        return self._media_type is not None and self._media_type.subtype == "x-www-form-urlencoded"

    @cached_property
    def _form(self) -> "Form":
        """What reads each field as one of a body is read."""
        from understudy.contract.forms import Form  # noqa: PLC0415 - it reads them by what this is a part of

        assert self._parameter.described
        return Form(self._parameter.described, self._schemas)
