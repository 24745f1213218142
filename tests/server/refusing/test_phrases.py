"""How violations of requests are said."""

from pathlib import Path

import pytest
from support import ask, document, mock


@pytest.mark.parametrize(
    ("schema", "sent", "kind", "message"),
    [
        ("{minLength: 1}", b'""', "string_too_short", "String should have at least 1 character"),
        ("{minLength: 2}", b'""', "string_too_short", "String should have at least 2 characters"),
        ("{maxLength: 1}", b'"ab"', "string_too_long", "String should have at most 1 character"),
        ("{minItems: 1}", b"[]", "too_short", "List should have at least 1 item"),
        ("{maxItems: 0}", b"[1]", "too_long", "List should have at most 0 items"),
        ("{type: ['null', integer]}", b'"x"', "int_parsing", "Input should be a valid integer or null"),
        ("{type: [object, 'null', array]}", b"1", "list_type", "Input should be a valid list or dictionary or null"),
        ("{type: 'null'}", b"1", "null_type", "Input should be a valid null"),
    ],
)
def test_a_violation_is_said_in_a_sentence(schema: str, sent: bytes, kind: str, message: str, tmp_path: Path) -> None:
    """One of a thing is no things, and what else may be null is that last."""
    body = f"{{content: {{application/json: {{schema: {schema}}}}}}}"
    contract = document(f"/a: {{post: {{requestBody: {body}, responses: {{'204': {{description: Taken}}}}}}}}")
    (error,) = ask(mock(tmp_path, {"openapi.yaml": contract}), "/a", "POST", body=sent).json["errors"]
    assert (error["type"], error["msg"]) == (kind, message)
