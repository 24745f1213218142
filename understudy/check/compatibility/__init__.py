"""What changed between two versions of a contract, and whom it breaks."""

from understudy.check.compatibility.changes import Change, findings
from understudy.check.compatibility.comparing import compare
from understudy.check.compatibility.revisions import Earlier, NoRevision, earlier

__all__ = ["Change", "Earlier", "NoRevision", "compare", "earlier", "findings"]
