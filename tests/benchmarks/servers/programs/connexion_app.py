"""Connexion's AsyncApp: it validates requests and responses, and one handler answers for all operations."""

import json
from pathlib import Path
from typing import Any

from connexion import AsyncApp, request
from connexion.resolver import Resolver

_ANSWERS = json.loads(Path("answers.json").read_bytes())


async def answer(**_given: Any) -> Any:
    """What is known under the last segment of the path."""
    return _ANSWERS.get(request.scope["path"].rpartition("/")[2]) or _ANSWERS["*"]


app = AsyncApp(__name__, specification_dir=Path.cwd())
app.add_api("openapi-3.0.yaml", resolver=Resolver(lambda _name: answer), validate_responses=True)
