"""Answers that are forms: each field in the style of its encoding."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.server.bodies.urlencoded import urlencoded

ENCODING = {
    "ids": {"style": "form", "explode": False},
    "some": {"style": "form"},
    "tags": {"style": "pipeDelimited", "explode": False},
    "words": {"style": "spaceDelimited", "explode": False, "allowReserved": True},
    "deep": {"style": "deepObject"},
    "pair": {"explode": False},
    "span": {"explode": True},
    "link": {"allowReserved": True},
    "json": {"contentType": "application/json"},
}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"ids": [1, 2], "some": [1, 2]}, "ids=1,2&some=1&some=2"),
        ({"ids": [], "some": [], "tags": 7}, "ids=&tags=7"),
        ({"ids": ["a,b", "c d"]}, "ids=a%2Cb,c+d"),
        ({"tags": ["a", "b"], "words": ["a", "b,c"]}, "tags=a%7Cb&words=a%20b,c"),
        (
            {"deep": {"a": 1, "b": [2, 3], "c": {"d": None}}},
            "deep%5Ba%5D=1&deep%5Bb%5D=2&deep%5Bb%5D=3&deep%5Bc%5D%5Bd%5D=null",
        ),
        ({"deep": 7, "pair": {"a": 1, "b": "x"}, "span": {"from": 1}}, "deep=7&pair=a,1,b,x&from=1"),
        ({"link": "http://a.b/?c=[d]&e=f+g"}, "link=http://a.b/?c%3D[d]%26e%3Df%2Bg"),
        ({"json": {"a": [1]}, "other": ["/", True]}, "json=%7B%22a%22%3A%5B1%5D%7D&other=%2F&other=true"),
    ],
)
def test_a_form_is_written_as_its_encoding_says(value: Any, written: str, tmp_path: Path) -> None:
    """In the style of each field, without one in JSON, and lists as several fields of one name."""
    content = {"schema": {"const": value}, "encoding": ENCODING}
    told = {"application/x-www-form-urlencoded": content, "application/json": {"schema": {}}}
    paths = f"/a: {{get: {{responses: {{'200': {{description: A form, content: {json.dumps(told)}}}}}}}}}"
    app = mock(tmp_path, {"openapi.yaml": document(paths)})
    reply = ask(app, "/a", headers={"Accept": "application/x-www-form-urlencoded"})
    assert (reply.status, reply.body.decode()) == (200, written)


def test_without_encodings_all_is_written_as_usual() -> None:
    assert urlencoded({"a": [1, "x y"], "b": {}}, None) == b"a=1&a=x+y&b=%7B%7D"
