"""What the parameters of a list ask of its records."""

from pathlib import Path
from typing import Any

import pytest
from support import document, write

from understudy import project
from understudy.server.lists import Aim, aims
from understudy.server.lists.aims import BEGINS, HAS, NOT
from understudy.server.lists.bounds import AFTER, BEFORE, FROM, TO

DATE, TIME = "type: string, format: date", "type: string, format: date-time"
RECORD = """
    id: {type: integer}
    name: {type: string}
    price: {type: [number, 'null']}
    seconds_at: {type: integer}
    state: {type: string, enum: [open, closed]}
    is_new: {type: boolean}
    tags: {type: array, items: {type: string}}
    colours: {type: array, items: {$ref: '#/components/schemas/Colour'}}
    parts: {type: array}
    dueDate: {type: string, format: date}
    createdAt: {anyOf: [{type: string, format: date-time}, {type: 'null'}]}
    updated_at: {type: string, format: date-time}
    owner: {type: object, properties: {id: {type: string}, age: {type: integer}, inner: {type: object}}}
    a_b: {type: integer}
    aB: {type: integer}
    '…': {type: integer}
    '—': {type: string, format: date}
    odd: {type: [integer, string]}
"""
COLOUR = "Colour: {type: string, enum: [red, all]}"


def asked(directory: Path, record: str, parameters: str) -> dict[Any, Aim]:
    """What the parameters of a list of such records ask."""
    paths = f"""
    /things:
      get:
        parameters: [{parameters}]
        responses:
          '200':
            description: Things
            content: {{application/json: {{schema: {{type: array, items: {{$ref: '#/components/schemas/Thing'}}}}}}}}
    """
    members = "\n".join(f"      {line.strip()}" for line in record.strip().splitlines())
    schemas = f"schemas:\n  {COLOUR}\n  Thing:\n    type: object\n    properties:\n{members}"
    contract = project.load(write(directory, {"openapi.yaml": document(paths, schemas)})).contract
    return aims(contract.operations[0], contract.schemas.answers)


@pytest.mark.parametrize(
    ("name", "schema", "path", "relation"),
    [
        ("min_price", "type: number", "price", FROM),
        ("priceMin", "type: integer", "price", FROM),
        ("price[gte]", "type: number", "price", FROM),
        ("filter[price][gt]", "type: number", "price", AFTER),
        ("price__lte", "type: number", "price", TO),
        ("price.lt", "type: number", "price", BEFORE),
        ("price_to", "type: number", "price", TO),
        ("max_price", "type: string", None, None),
        ("max_name", "type: number", None, None),
        ("max", "type: number", None, None),
        ("since", "type: string", None, None),
        ("gte_price", "type: number", None, None),
        ("price_after", DATE, None, None),
        ("seconds_before", "type: integer", "seconds_at", BEFORE),
        ("max_owner_age", "type: integer", "owner.age", TO),
        ("a_b_min", "type: integer", None, None),
        ("created_after", TIME, "createdAt", AFTER),
        ("createdBefore", "type: string", "createdAt", BEFORE),
        ("created_at_from", DATE, "createdAt", FROM),
        ("created_at[lte]", TIME, "createdAt", TO),
        ("modified_since", TIME, "updated_at", FROM),
        ("due_before", DATE, "dueDate", BEFORE),
        ("due_until", "type: boolean", None, None),
        ("sold_after", TIME, None, None),
        ("from", TIME, None, None),
        ("price", "type: number", "price", ""),
        ("price>", "type: number", None, None),
        ("id", "type: array, items: {type: integer}", "id", ""),
        ("ids", "type: array, items: {type: integer}", "id", ""),
        ("ids", "type: integer", None, None),
        ("tag", "type: string", "tags", ""),
        ("createdAt", TIME, "createdAt", ""),
        ("dueDate", DATE, "dueDate", ""),
        ("due_date", DATE, "dueDate", ""),
        ("owner_id", "type: string", "owner.id", ""),
        ("owner[id]", "type: string", "owner.id", ""),
        ("owner", "type: string", None, None),
        ("ab", "type: integer", None, None),
        ("a_b", "type: integer", None, None),
        ("名", "type: integer", None, None),
        ("id_ne", "type: integer", "id", NOT),
        ("state[not]", "type: string", "state", NOT),
        ("filter[tags][ne]", "type: string", "tags", NOT),
        ("name_like", "type: string", "name", HAS),
        ("name__icontains", "type: string", "name", HAS),
        ("tag_contains", "type: string", "tags", HAS),
        ("name_starts_with", "type: string", "name", BEGINS),
        ("nameStartsWith", "type: string", "name", BEGINS),
        ("name[startswith]", "type: string", "name", BEGINS),
        ("price[eq]", "type: number", "price", ""),
        ("state__in", "type: string", "state", ""),
        ("id_like", "type: integer", None, None),
        ("colour_of_like", "type: string", None, None),
        ("like", "type: string", None, None),
        ("filter", "type: string", None, None),
        ("name", "type: object", None, None),
    ],
)
def test_a_name_says_what_is_asked(
    name: str, schema: str, path: str | None, relation: str | None, tmp_path: Path
) -> None:
    """Together with the schemas of the parameter and of the member; where either leaves a doubt, nothing is."""
    found = asked(tmp_path, RECORD, f"{{name: '{name}', in: query, schema: {{{schema}}}}}")
    aim = found.get((name,))
    assert (aim and (".".join(aim.paths[0]), aim.relation)) == (path and (path, relation))


@pytest.mark.parametrize(
    ("schema", "path", "relation"),
    [
        ("price: {type: object, properties: {gte: {type: number}}}", "price.gte", FROM),
        (
            "filter: {type: object, properties: {price: {type: object, properties: {lt: {type: number}}}}}",
            "filter.price.lt",
            BEFORE,
        ),
        ("criteria: {type: object, properties: {min_price: {type: number}}}", "criteria.min_price", FROM),
        ("filter: {type: object, properties: {state: {type: string}}}", "filter.state", ""),
    ],
)
def test_an_object_asks_by_its_members(schema: str, path: str, relation: str, tmp_path: Path) -> None:
    """However deep they are, as far as a query has words for that."""
    name, _, said = schema.partition(": ")
    found = asked(tmp_path, RECORD, f"{{name: {name}, in: query, style: deepObject, schema: {said}}}")
    assert {".".join(asked): aim.relation for asked, aim in found.items()} == {path: relation}


@pytest.mark.parametrize(
    ("name", "schema", "splits", "void"),
    [
        ("state", "type: string", True, ["*", "all", "any"]),
        ("state", "type: string, enum: [open, closed, every]", True, ["*", "all", "any", "every"]),
        ("state", "type: string, default: every", True, ["*", "all", "any", "every"]),
        ("state", "type: array, items: {enum: [every, open]}", False, ["*", "all", "any", "every"]),
        ("is_new", "type: string, enum: ['true', 'false', both]", False, ["*", "all", "any", "both"]),
        ("id", "type: string", True, ["*", "all", "any"]),
        ("id", "enum: [1, -1]", False, ["*", "all", "any"]),
        ("name", "type: string", False, []),
        ("names", "type: string", True, []),
        ("name_in", "type: string", True, []),
        ("name_eq", "type: string", False, []),
        ("state_ne", "type: string", True, ["*", "all", "any"]),
        ("state_like", "type: string", False, ["*", "all", "any"]),
        ("tags", "type: string", True, []),
        ("colour", "type: string", True, ["*", "any"]),
        ("parts", "type: string", False, ["*", "all", "any"]),
        ("odd", "type: string", False, []),
    ],
)
def test_a_text_may_say_several_things_or_nothing(
    name: str,
    schema: str,
    splits: bool,  # noqa: FBT001 - as it is told
    void: list[str],
    tmp_path: Path,
) -> None:
    """It is taken apart where it can be no value as a whole; `all` is none where there are others, and asks nothing."""
    aim = asked(tmp_path, RECORD, f"{{name: {name}, in: query, schema: {{{schema}}}}}")[name,]
    assert (aim.splits, sorted(aim.void)) == (splits, void)


@pytest.mark.parametrize(
    ("record", "name", "paths"),
    [
        ("start end created", "from", ["end", "start"]),
        ("starts_at ends_at remind_at", "until", ["starts_at"]),
        ("timestamp sent_at", "since", ["timestamp"]),
        ("date created_at", "start_date", ["date"]),
        ("sent_at", "end_time", ["sent_at"]),
        ("sent_at seen_at", "to", []),
        ("created_at updated_at", "to_date", ["created_at"]),
        ("created_at updated_at", "since", []),
        ("created_at updated_at sent_at", "to", []),
        ("", "to", []),
    ],
)
def test_all_may_be_bound(record: str, name: str, paths: list[str], tmp_path: Path) -> None:
    """By the one moment that is meant: from the end of what goes on, of several the one that says no more than that."""
    members = "\n".join(["of: {type: object}", *(f"{member}: {{{TIME}}}" for member in record.split())])
    aim = asked(tmp_path, members, f"{{name: {name}, in: query, schema: {{{TIME}}}}}").get((name,))
    assert ([path for (path,) in aim.paths] if aim else []) == paths


def test_attributes_are_members(tmp_path: Path) -> None:
    """Of a resource object (JSON:API 1.1, 7.2)."""
    record = """
        type: {type: string}
        id: {type: string}
        attributes: {type: object, properties: {price: {type: number}}}
    """
    assert asked(tmp_path, record, "{name: 'filter[price][gte]', in: query, schema: {type: number}}") == {
        ("filter[price][gte]",): Aim((("price",),), FROM)
    }


def test_what_says_in_which_order_asks_nothing(tmp_path: Path) -> None:
    """Unless a record has a member of that name."""
    sort = "{name: order, in: query, style: deepObject, schema: {type: object, properties: {name: {type: string}}}}"
    assert asked(tmp_path, RECORD, sort) == {}
    order = "{name: order, in: query, schema: {type: integer}}"
    assert asked(tmp_path, "order: {type: integer}", order).keys() == {("order",)}


def test_what_is_no_list_is_asked_nothing(tmp_path: Path) -> None:
    """Nor is one without a schema; a parameter that has none asks nothing either."""
    paths = """
    /a:
      get:
        parameters: [{name: id, in: query, content: {text/plain: {}}}]
        responses: {'200': {description: None}}
    /b:
      get:
        responses: {'200': {description: One, content: {application/json: {schema: {type: object}}}}}
    /c:
      get:
        parameters:
          - {name: id, in: query, content: {text/plain: {}}}
          - {name: limit, in: query, schema: {type: integer}}
        responses:
          '200':
            description: Many
            content:
              application/json:
                schema: {type: array, items: {type: object, properties: {id: {}, limit: {type: integer}}}}
    """
    contract = project.load(write(tmp_path, {"openapi.yaml": document(paths)})).contract
    assert [aims(operation, contract.schemas) for operation in contract.operations] == [{}, {}, {}]
