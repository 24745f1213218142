"""What stands on the access log of a request."""

import logging
from typing import Any

from uvicorn._types import HTTPScope

from understudy.server.call import logged


class AsSent:
    """The access log for one request: it has the target as it was sent, whatever became of that on its way."""

    def __init__(self, logger: logging.Logger, scope: HTTPScope) -> None:
        self._logger, self._path, self._query = logger, scope["raw_path"], scope["query_string"]

    def info(self, message: str, client: str, method: str, _path: str, *rest: Any) -> None:
        """Have a line as uvicorn would, with the path that was sent in place of the one that was read."""
        self._logger.info(message, client, method, logged(self._path, self._query), *rest)
