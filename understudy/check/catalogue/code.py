"""What a code is."""

from msgspec import Struct

from understudy.findings import Severity


class Code(Struct, frozen=True):
    """What a finding's code stands for.

    One that is not `on` is said where a project asks for it.
    """

    means: str
    advice: str
    severity: Severity = Severity.ERROR
    on: bool = True
