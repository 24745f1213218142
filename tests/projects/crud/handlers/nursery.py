"""What the nursery's contract cannot say: who may write, and what a label's id holds."""

import base64
import binascii
import hashlib
import json
from typing import Any

import connexion

from understudy import Answer, Record, Refusal, records


def list_plants(limit: int, kinds: list[str] | None = None, zones: list[int] | None = None) -> Answer:
    plants = records("plants").list()
    found = [plant for plant in plants if _fits(plant, kinds or [], zones or [])]
    headers = {"X-Total-Count": str(len(found)), "X-Kinds": ",".join(sorted({plant["kind"] for plant in plants}))}
    return Answer(200, found[:limit], headers)


async def reserve_plant(plant_id: int, body: Record) -> Answer:
    _authorize()
    records("plants").get(plant_id=plant_id)
    reserved = {"plant_id": plant_id, "quantity": body["quantity"]}
    return Answer(200, reserved, {"ETag": f'"{hashlib.sha256(json.dumps(body).encode()).hexdigest()[:8]}"'})


async def release_plant(plant_id: int) -> Answer:
    _authorize()
    records("plants").get(plant_id=plant_id)
    return Answer(204, headers={"X-Released": "true"})


async def write_label(body: Record) -> Answer:
    _authorize()
    name = base64.urlsafe_b64encode(body["text"].encode()).decode().rstrip("=")
    headers = {"Location": f"/v2/labels/{name}", "X-Copies": str(int(body.get("copies", 1)))}
    return Answer(201, {"id": name, "text": body["text"]}, headers)


async def read_label(label_id: str) -> Record:
    try:
        text = base64.b64decode(label_id + "=" * (-len(label_id) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        text = ""
    if not 0 < len(text) <= 40:
        raise Refusal(404, f"No label {label_id!r}")
    return {"id": label_id, "text": text}


async def show_cells(bed: str, cells: list[int]) -> Record:
    return {"bed": bed, "cells": cells}


async def measure_lineage(body: Record) -> Record:
    return {"generations": _generations(body)}


def _fits(plant: Record, kinds: list[str], zones: list[int]) -> bool:
    cold, warm = plant.get("zones", (1, 13))
    return plant["kind"] in (kinds or [plant["kind"]]) and all(cold <= zone <= warm for zone in zones)


def _generations(lineage: Record) -> int:
    parents: list[Any] = lineage.get("parents", [])
    return 1 + max((_generations(parent) for parent in parents), default=0)


def _authorize() -> None:
    """That credentials are there has been checked; which ones are good is for the project to say."""
    headers, cookies = connexion.request.headers, connexion.request.cookies
    if headers.get("x-api-key") == "spade" or cookies.get("session") == "spade":
        return
    if headers.get("authorization") in ("Bearer spade", "Basic Z2FyZGVuZXI6c3BhZGU="):
        return
    raise Refusal(401, "These credentials are not known", headers={"WWW-Authenticate": 'Bearer realm="nursery"'})
