"""References that lead where the schemas around them say, as in a page that is one of anything."""

from pathlib import Path
from typing import Any

import pytest
from support import ask, document, mock

COMPONENTS = """
schemas:
  Page:
    $id: page
    type: object
    required: [items, next]
    properties:
      items: {type: array, minItems: 2, maxItems: 2, items: {$dynamicRef: '#item'}}
      next: {type: [string, 'null']}
      first: {$dynamicRef: '#top'}
      link: {$dynamicRef: '#link'}
    $defs:
      item: {$dynamicAnchor: item, not: {}}
      top: {$dynamicAnchor: top, const: first}
      link: {$anchor: link, const: linked}
  Numbers: {$id: numbers, $ref: page, $defs: {item: {$dynamicAnchor: item, type: integer, minimum: 5, maximum: 5}}}
  Words:
    $id: words
    $ref: page
    $defs: {item: {$dynamicAnchor: item, $ref: '#word'}, word: {$anchor: word, enum: [a, bb], maxLength: 1}}
  Both: {type: object, required: [n, w], properties: {n: {$ref: numbers}, w: {$ref: words}}}
  Outer: {$id: outer, $ref: numbers, $defs: {item: {$dynamicAnchor: item, const: 7}}}
  Tree:
    $id: tree
    $dynamicAnchor: node
    type: object
    required: [data, children]
    properties: {data: {const: 1}, children: {type: array, maxItems: 1, items: {$dynamicRef: '#node'}}}
  Strict:
    $id: strict
    $dynamicAnchor: node
    $ref: tree
    unevaluatedProperties: false
    required: [more]
    properties: {more: {const: 2}}
"""


def served(name: str) -> str:
    """A document that answers with one of these, and takes it."""
    content = f"content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}'}}}}}}"
    get = f"responses: {{'200': {{description: One, {content}}}}}"
    put = f"requestBody: {{{content}}}, responses: {{'204': {{description: Taken}}, '422': {{description: Broken}}}}"
    return document(f"/one: {{get: {{{get}}}, put: {{{put}}}}}", COMPONENTS)


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("Numbers", {"items": [5, 5]}),
        ("Words", {"items": ["a", "a"]}),
        ("Outer", {"items": [7, 7], "first": "first", "link": "linked"}),
    ],
)
def test_a_page_is_made_up_of_what_it_is_one_of(name: str, members: dict[str, Any], tmp_path: Path) -> None:
    """The outermost schema that has the name says what is meant; what nobody overrides is what it is."""
    page = ask(mock(tmp_path, {"openapi.yaml": served(name)}), "/one").json
    assert {key: value for key, value in page.items() if key in members} == members


def test_each_page_is_one_of_its_own(tmp_path: Path) -> None:
    """Also where there are several in one value."""
    both = ask(mock(tmp_path, {"openapi.yaml": served("Both")}), "/one").json
    assert (both["n"]["items"], both["w"]["items"]) == ([5, 5], ["a", "a"])


def test_a_strict_tree_is_strict_to_its_leaves(tmp_path: Path) -> None:
    """What extends a schema extends what that has of itself in it."""
    app = mock(tmp_path, {"openapi.yaml": served("Strict")})
    tree: Any = ask(app, "/one").json
    while tree["children"]:
        assert tree["more"] == 2
        (tree,) = tree["children"]
    assert tree["more"] == 2


@pytest.mark.parametrize(
    ("body", "status"), [(b'{"items":[5,5],"next":null}', 204), (b'{"items":[7,7],"next":""}', 422)]
)
def test_what_is_sent_is_judged_in_the_same_way(body: bytes, status: int, tmp_path: Path) -> None:
    app = mock(tmp_path, {"openapi.yaml": served("Numbers")})
    assert ask(app, "/one", "PUT", headers={"Content-Type": "application/json"}, body=body).status == status
