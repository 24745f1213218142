"""What a code is."""

from dataclasses import dataclass

from understudy.findings import Severity


@dataclass(frozen=True)
class Code:
    """What a finding's code stands for.

    One that is not `on` is said where a project asks for it.
    """

    means: str
    advice: str
    severity: Severity = Severity.ERROR
    on: bool = True
