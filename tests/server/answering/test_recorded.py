"""Which operations are answered from fixtures, and which of their parameters find the records."""

import re
from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

from understudy.project import carriers
from understudy.server.answering.recorded import ByOperation, by_name
from understudy.server.app import Mock

CONTRACT = document(
    """
    /classes/{class}/seats/{seat-no}:
      parameters:
        - {name: class, in: path, required: true, schema: {type: string}}
        - {name: seat-no, in: path, required: true, schema: {type: integer}}
      get:
        operationId: seat
        responses: &one
          '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Seat'}}}}
          '404': {description: '', content: {application/json: {}}}
      put:
        operationId: put_seat
        requestBody: {content: {application/json: {}}}
        responses: *one
    /seats:
      get:
        operationId: seats
        parameters:
          - {name: class, in: query, schema: {type: string}}
          - {name: seat-no, in: header, schema: {type: integer}}
          - {name: free, in: query, schema: {type: boolean}}
        responses:
          '200':
            description: ''
            content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Seat'}}}}
    /page:
      get:
        operationId: page
        responses:
          '200':
            description: ''
            content:
              text/html: {}
              application/json: {schema: {allOf: [{$ref: '#/components/schemas/Page'}]}}
    /two:
      get:
        operationId: two
        responses:
          '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Two'}}}}
    /text:
      get: {operationId: text, responses: {'200': {description: '', content: {text/plain: {}}}}}
    /seat/{class}:
      get:
        operationId: half
        parameters: [{name: class, in: path, required: true, schema: {type: string}}]
        responses: *one
    """,
    """
    schemas:
      Seat:
        type: object
        required: [class, seat-no, free]
        properties: {class: {type: string}, seat-no: {type: integer}, free: {type: boolean}}
      Seats: {type: array, items: {$ref: '#/components/schemas/Seat'}}
      Page: {type: object, properties: {seats: {$ref: '#/components/schemas/Seats'}, notes: {type: array, items: {}}}}
      Two:
        type: object
        properties: {a: {$ref: '#/components/schemas/Seats'}, b: {$ref: '#/components/schemas/Seats'}}
    """,
)

FIXTURES = """
    collection: seats
    schema: '#/components/schemas/Seat'
    key: [class, seat-no]
    records:
      window: {class: first, seat-no: 1, free: true}
      aisle: {class: first, seat-no: 2, free: false}
      back: {class: second, seat-no: 1, free: true}
"""


@pytest.fixture(scope="module")
def train(tmp_path_factory: pytest.TempPathFactory) -> Mock:
    """A mock whose names no Python function could take as they are."""
    directory: Path = tmp_path_factory.mktemp("train")
    return mock(directory, {"openapi.yaml": CONTRACT, "fixtures/seats.yaml": FIXTURES})


@pytest.mark.parametrize(
    ("target", "headers", "seats"),
    [
        ("/classes/first/seats/2", {}, ("first", 2)),
        ("/seats", {}, [("first", 1), ("first", 2), ("second", 1)]),
        ("/seats?class=first", {}, [("first", 1), ("first", 2)]),
        ("/seats?class=first", {"seat-no": "1"}, [("first", 1)]),
        ("/seats?class=third", {}, []),
        ("/seats?free=true", {}, [("first", 1), ("second", 1)]),
    ],
)
def test_parameters_find_records_by_their_own_names(
    target: str, headers: dict[str, str], seats: Any, train: Mock
) -> None:
    """One called `class` or `seat-no` is the field of that name."""
    body = ask(train, target, headers=headers).json
    found = [(seat["class"], seat["seat-no"]) for seat in (body if isinstance(body, list) else [body])]
    assert found == (seats if isinstance(seats, list) else [seats])


def test_a_list_may_lie_in_an_object(train: Mock) -> None:
    """If it is the one list of such records there; of two, nobody knows which is meant."""
    reply = ask(train, "/page", headers={"Accept": "application/json"})
    assert [seat["class"] for seat in reply.json["seats"]] == ["first", "first", "second"]
    assert list(ask(train, "/two").json) == ["a", "b"]


ENVELOPES = document(
    """
    /examples:
      get:
        responses:
          '200':
            description: ''
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Seats'}
                example: {seats: [], of: a train, total: 9}
    /plain:
      get:
        responses:
          '200':
            description: ''
            content:
              application/json:
                schema: {$ref: '#/components/schemas/Seats'}
    /together:
      get:
        responses:
          '200':
            description: ''
            content:
              application/json:
                schema:
                  type: object
                  properties:
                    seats: {type: array, items: {$ref: '#/components/schemas/Seat'}}
                    of: {type: string}
                    total: {type: integer}
                  dependentRequired: {seats: [of]}
    /never:
      get:
        responses:
          '200':
            description: ''
            content:
              application/json:
                schema:
                  type: object
                  required: [of]
                  properties: {seats: {type: array, items: {$ref: '#/components/schemas/Seat'}}, of: false}
    /loose:
      get:
        responses:
          '200':
            description: ''
            content:
              application/json:
                schema: {properties: {seats: {type: array, items: {$ref: '#/components/schemas/Seat'}}}, enum: [none]}
    """,
    """
    schemas:
      Seat: {type: object, required: [no], properties: {no: {type: integer}}}
      Seats:
        type: object
        required: [seats, total]
        properties:
          seats: {type: array, items: {$ref: '#/components/schemas/Seat'}}
          of: {type: string}
          total: {type: integer}
    """,
)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        ("/examples", 200, {"seats": [{"no": 1}], "of": "a train", "total": 1}),
        ("/plain", 200, {"seats": [{"no": 1}], "total": 1}),
        ("/never", 500, None),
        ("/loose", 500, None),
    ],
)
def test_what_a_list_lies_in(path: str, status: int, body: Any, tmp_path: Path) -> None:
    """It is as the contract's example, else what is required is made up; where nothing can be, that is an error."""
    records = "collection: seats\nschema: '#/components/schemas/Seat'\nkey: [no]\nrecords: {one: {no: 1}}\n"
    reply = ask(mock(tmp_path, {"openapi.yaml": ENVELOPES, "fixtures/seats.yaml": records}), path)
    assert reply.status == status
    assert body is None or reply.json == body


def test_what_else_a_list_needs_is_made_up(tmp_path: Path) -> None:
    """Where it is not simply required."""
    records = "collection: seats\nschema: '#/components/schemas/Seat'\nkey: [no]\nrecords: {one: {no: 1}}\n"
    app = mock(tmp_path, {"openapi.yaml": ENVELOPES, "fixtures/seats.yaml": records})
    body = ask(app, "/together").json
    assert (body["seats"], body["total"], bool(body["of"])) == ([{"no": 1}], 1, True)


def test_what_is_answered_from_records(train: Mock) -> None:
    """Each by what its good answer is; a record is found by its whole key alone."""
    operations = {operation.name: operation for operation in train.project.contract.operations}
    kept = ByOperation(train.project, train.refusals.samples, "")
    kinds = {
        name: [(found.is_list, found.member, found.finds(operation)) for found in kept[name]]
        for name, operation in operations.items()
    }
    assert kinds == {
        "seat": [(False, (), True)],
        "put_seat": [(False, (), True)],
        "seats": [(True, (), True)],
        "page": [(True, ("seats",), True)],
        "two": [],
        "text": [],
        "half": [(False, (), False)],
    }
    sources = {name: train.answers.source(operation) for name, operation in operations.items()}
    assert {name for name, source in sources.items() if source == "made up"} == {"two", "text", "half"}


def test_values_by_name(train: Mock) -> None:
    """Parameters are called as the contract calls them, those of one location or all; the body is none of them."""
    operations = {operation.name: operation for operation in train.project.contract.operations}
    given = {"class_": "first", "seat_no": 1, "body": {}, "other": 2}
    assert by_name(operations["put_seat"], given) == {"class": "first", "seat-no": 1}
    assert by_name(operations["put_seat"], {"seat_no": 1}, "path") == {"seat-no": 1}
    assert by_name(operations["seats"], given) == {"class": "first", "seat-no": 1}
    assert by_name(operations["seats"], given, "query") == {"class": "first"}


@pytest.mark.parametrize(
    ("path", "key", "found"),
    [
        ("/pets/{petId}", ["id"], {"id": "petId"}),
        ("/pets/{id}", ["pet_id"], {"pet_id": "id"}),
        ("/v1/pets/{pet}", ["id"], {"id": "pet"}),
        ("/pets/{pet}", ["pet_name"], {"pet_name": "pet"}),
        ("/house-pets/{pet}", ["slug"], {"slug": "pet"}),
        ("/house-pets/{housePet}", ["id"], {"id": "housePet"}),
        ("/pets/{pet}", ["pet"], {"pet": "pet"}),
        ("/pets/{pet}", ["owner"], {}),
        ("/pets/{owner}", ["id"], {}),
        ("/pets/{house_pet}", ["id"], {}),
        ("/pets/{pet}/food", ["id"], {}),
        ("/owners/{ownerId}/pets/{PetID}.json", ["owner_id", "pet_id"], {"owner_id": "ownerId", "pet_id": "PetID"}),
        ("/owners/{owner}/pets/{pet}", ["owner", "id"], {"owner": "owner", "id": "pet"}),
    ],
)
def test_what_names_a_record(path: str, key: list[str], found: dict[str, str], tmp_path: Path) -> None:
    """A parameter that is called as the key, or as the thing is whose key is what each thing has for itself."""
    names = re.findall("{(.*?)}", path)
    parameters = [f"{{name: {name}, in: path, required: true, schema: {{}}}}" for name in names]
    get = f"{path}: {{get: {{parameters: [{', '.join(parameters)}], responses: {{'204': {{description: ''}}}}}}}}"
    (operation,) = mock(tmp_path, {"openapi.yaml": document(get)}).project.contract.operations
    assert carriers(key, operation) == found
