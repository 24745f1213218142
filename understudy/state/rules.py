"""Rules that every record of a collection keeps, in CEL, the language of Kubernetes' validation rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import cel


@dataclass(frozen=True, eq=False)
class Rule:
    """One CEL expression over `record`, and what it means in words."""

    expression: str
    message: str
    program: cel.Program

    @classmethod
    def compile(cls, expression: str, message: str) -> "Rule":
        """Raises ValueError, with what is wrong in one line, for an expression that is not CEL."""
        try:
            program = cel.compile(expression)
        except ValueError as error:
            raise ValueError(next(line for line in str(error).splitlines() if line.strip())) from None
        return cls(expression, message, program)

    def broken_by(self, record: Mapping[str, Any]) -> str | None:
        """Why a record breaks this rule, or None if it keeps it."""
        try:
            kept = self.program.execute({"record": record})
        except Exception as error:  # noqa: BLE001 - CEL raises nearly every built-in error, each meaning the same here
            return f"{self.message} (the rule cannot tell: {error})"
        return None if kept is True else self.message
