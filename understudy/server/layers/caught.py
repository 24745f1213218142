"""Whatever is raised behind it becomes an answer."""

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.server.exchange import Exchange
from understudy.server.refusing.refusals import Refusals
from understudy.server.sent import Sent


class Caught:
    """Answers for those behind it that raise."""

    def __init__(self, app: ASGIApp, refusals: Refusals) -> None:
        self.app, self._refusals = app, refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - of a handler it may be anything
            Exchange.of(scope).sent = instead(self._refusals, scope, error)


def instead(refusals: Refusals, scope: Scope, error: Exception) -> Sent:
    """What is answered instead, where something was raised."""
    sent = refusals.answer_to(scope, error)
    # One that is raised again and again would gather them; some will not have an attribute set.
    BaseException.with_traceback(error, None)
    return sent
