"""Sample values: what a schema promises, made up where nobody has written it down, and always the same."""

from understudy.contract.samples.samples import Samples
from understudy.contract.samples.unsatisfied import Unsatisfied

__all__ = ["Samples", "Unsatisfied"]
