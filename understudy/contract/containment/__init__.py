"""Whether every value of one schema satisfies another, and where not: what every change of a contract asks."""

from understudy.contract.containment.gaps import Gaps
from understudy.contract.containment.instances import example
from understudy.contract.containment.look import Gap, Kind
from understudy.contract.containment.plain import Plain
from understudy.contract.containment.sameness import Pair

__all__ = ["Gap", "Gaps", "Kind", "Pair", "Plain", "example"]
