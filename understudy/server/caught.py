"""Whatever is raised behind it becomes an answer."""

from starlette.types import ASGIApp, Receive, Scope, Send

from understudy.server.refusals import Refusals


class Caught:
    """Answers for those behind it that raise; none of them has begun to answer by then."""

    def __init__(self, app: ASGIApp, refusals: Refusals) -> None:
        self.app, self._refusals = app, refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 - of a handler it may be anything
            sent = self._refusals.answer_to(scope, error)
            # One that is raised again and again would gather them; some will not have an attribute set.
            BaseException.with_traceback(error, None)
            await sent.to(send)
