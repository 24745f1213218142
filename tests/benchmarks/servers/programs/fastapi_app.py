"""FastAPI with models of what it takes and what it answers."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import FastAPI  # type: ignore[import-not-found]  # it is a peer, installed among the peers
from pydantic import BaseModel, Field

_ANSWERS = json.loads(Path("answers.json").read_bytes())


class Config(BaseModel):
    k_values: list[int] | None = None
    metrics: list[str] | None = None


class Evaluation(BaseModel):
    evaluation_id: str
    retriever_id: str
    dataset_id: str
    dataset_name: str
    config: Config
    status: str
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None = None
    namespace_id: str
    internal_id: str
    query_count: int
    overall_metrics: dict[str, float] | None = None
    metrics_by_k: dict[str, dict[str, float]] | None = None
    total_queries: int | None = None
    evaluated_queries: int | None = None
    skipped_queries: int | None = None
    error_message: str | None = None


class Item(BaseModel):
    id: str
    name: str
    size: Annotated[int, Field(ge=0)] | None = None
    tags: list[Annotated[str, Field(max_length=40)]] | None = None
    note: Annotated[str, Field(max_length=20_000)] | None = None


async def get_evaluation(retriever_id: str, evaluation_id: str) -> Any:  # noqa: ARG001 - a part of the path
    return _ANSWERS[evaluation_id]


async def get_item(item_id: str) -> Any:
    return _ANSWERS[item_id]


async def check(item: Item) -> Any:  # noqa: ARG001 - that it is one is all that is asked
    return _ANSWERS["checks"]


_EVALUATION = "/v1/retrievers/{retriever_id}/evaluations/{evaluation_id}"

app = FastAPI()
app.add_api_route(_EVALUATION, get_evaluation, response_model=Evaluation)
app.add_api_route("/items/{item_id}", get_item, response_model=Item)
app.add_api_route("/checks", check, methods=["POST"], response_model=Item)
