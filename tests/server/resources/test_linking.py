"""The links in a record, which lead to it and to what is below it."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock, write

from understudy.server.app import Mock

TEXT, LINK = "{type: string}", "{type: object, required: [href], properties: {href: {type: string}}}"


def contract(members: str, *, around: str = "", listed: str = "", server: str = "", required: str = "") -> str:
    """A contract of orders with these members, and with others beside them in what each lies in."""
    order = "{$ref: '#/components/schemas/Order'}"
    one = f"{{type: object, required: [data], properties: {{data: {order}, {around}}}}}" if around else order
    shown = f"content: {{application/json: {{schema: {one}}}}}"
    all_ = f"{{description: All, content: {{application/json: {{schema: {{type: array, items: {order}}}}}}}}}"
    key = "parameters: [{name: id, in: path, required: true, schema: {type: integer}}]"
    paths = f"""
    /orders:
      {listed or f"get: {{responses: {{'200': {all_}}}}}"}
      post:
        requestBody: {{content: {{application/json: {{schema: {{type: object}}}}}}}}
        responses: {{'201': {{description: New, {shown}}}}}
    /orders/{{id}}:
      {key}
      get: {{responses: {{'200': {{description: One, {shown}}}}}}}
    /orders/{{id}}/items:
      {key}
      get: {{responses: {{'200': {{description: All, content: {{application/json: {{}}}}}}}}}}
      post: {{responses: {{'204': {{description: New}}}}}}
    """
    schemas = f"""
    schemas:
      Order:
        type: object
        required: [id{required}]
        properties: {{id: {{type: integer}}, {members}}}
    """
    return document(f"{paths}\n", f"{schemas}").replace("paths:", f"servers: [{{url: {server or '/'}}}]\npaths:", 1)


def orders(directory: Path, members: str, **kwargs: str) -> Mock:
    """A mock of them."""
    return mock(directory, {"openapi.yaml": contract(members, **kwargs)})


def links(names: str, link: str = LINK) -> str:
    """An object of links."""
    listed = names.split()
    members = ", ".join(f"{name}: {link}" for name in listed)
    return f"{{type: object, required: [{', '.join(listed)}], properties: {{{members}}}}}"


@pytest.mark.parametrize("is_required", [True, False])
@pytest.mark.parametrize(
    ("members", "expected"),
    [
        (
            f"_links: {links('self order collection items')}",
            {
                "_links": {
                    "self": {"href": "/orders/7"},
                    "order": {"href": "/orders/7"},
                    "collection": {"href": "/orders"},
                    "items": {"href": "/orders/7/items"},
                }
            },
        ),
        (f"links: {links('self', TEXT)}", {"links": {"self": "/orders/7"}}),
        (f"links: {links('self', '{type: [string, object]}')}", {}),
        (
            f"links: {{type: object, properties: {{self: {LINK}, order: {{type: string, format: uri}}}}}}",
            {"links": {"self": {"href": "http://127.0.0.1:4010/orders/7"}, "order": "http://127.0.0.1:4010/orders/7"}},
        ),
        (
            f"links: {{type: object, properties: {{self: {LINK}, order: {{type: string, maxLength: 3}}}}}}",
            {"links": {"self": {"href": "/orders/7"}}},
        ),
        (f"self: {TEXT}, href: {TEXT}", {"self": "/orders/7", "href": "/orders/7"}),
        ("selfLink: {type: string, format: uri}", {"selfLink": "http://127.0.0.1:4010/orders/7"}),
        (
            f"links: {links('self', '{type: object, properties: {href: {type: string, format: uri}}}')}",
            {"links": {"self": {"href": "http://127.0.0.1:4010/orders/7"}}},
        ),
        (
            f"""relationships: {{type: object, required: [items, payer], properties: {{
                items: {{type: object, required: [links], properties: {{links: {links("related", TEXT)}}}}},
                payer: {{type: object, properties: {{data: {TEXT}}}}}}}}}""",
            {"relationships": {"items": {"links": {"related": "/orders/7/items"}}}},
        ),
        ("self: {type: integer}", {}),
        (f"_links: {links('other', TEXT)}", {}),
        ("self: {type: string, maxLength: 3}", {}),
    ],
)
def test_links_lead_where_they_say(
    members: str, expected: dict[str, Any], *, is_required: bool, tmp_path: Path
) -> None:
    """Be they objects or texts, paths or whole URLs; those of which nobody knows where that is are made up."""
    required = ", ".join(["", *expected]) if is_required or "relationships" in expected else ""
    app = orders(tmp_path, members, required=required)
    headers = {"host": "127.0.0.1:4010", "content-type": "application/json"}
    created = ask(app, "/orders", "POST", headers=headers, body=b'{"id": 7}')
    for shown in (
        created.json,
        ask(app, "/orders/7", headers=headers).json,
        ask(app, "/orders", headers=headers).json[0],
    ):
        told = {name: shown[name] for name in expected}
        told |= {
            name: {each: told[name][each] for each in expected[name]} for name in {"links", "relationships"} & {*told}
        }
        assert (shown["id"], told) == (7, expected)


def test_links_beside_a_record_lead_to_it_too(tmp_path: Path) -> None:
    """Below the server that was asked, in the session that it was asked in."""
    app = orders(tmp_path, f"note: {TEXT}", around=f"links: {links('self', TEXT)}", server="/v1")
    assert ask(app, "/v1/orders/7").json["links"] == {"self": "/v1/orders/7"}
    assert ask(app, "/~left/v1/orders/7").json["links"] == {"self": "/~left/v1/orders/7"}


def test_where_nothing_is_listed_no_link_leads(tmp_path: Path) -> None:
    """But those to the record."""
    app = orders(tmp_path, f"_links: {links('self collection', TEXT)}", listed="x-none: true")
    told = ask(app, "/orders/7").json["_links"]
    assert told["self"] == "/orders/7"
    assert not told["collection"].startswith("/")


def test_a_record_without_a_name_is_not_linked(tmp_path: Path) -> None:
    """In a list; where it is asked for by name, it is."""
    text = contract(f"self: {TEXT}").replace("id: {type: integer}, self", "note: {type: string}, self")
    app = mock(tmp_path, {"openapi.yaml": text.replace("required: [id]", "required: [self]")})
    assert ask(app, "/orders/7").json["self"] == "/orders/7"
    assert not any(each["self"].startswith("/") for each in ask(app, "/orders").json)


def test_what_a_file_says_stays(tmp_path: Path) -> None:
    """It knows best."""
    fixtures = "{collection: orders, schema: '#/components/schemas/Order', key: [id], records: {a: {id: 7, self: x}}}"
    app = mock(write(tmp_path, {"openapi.yaml": contract(f"self: {TEXT}"), "fixtures/orders.yaml": fixtures}))
    created = ask(app, "/orders", "POST", headers={"content-type": "application/json"}, body=json.dumps({}).encode())
    assert ask(app, "/orders/7").json == {"id": 7, "self": "x"}
    assert created.json.get("self") is None
