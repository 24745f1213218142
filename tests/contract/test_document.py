"""References lead to where they say, below the document's directory, or to a finding that says why not."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from support import document, problems, write

from understudy.contract import contract
from understudy.contract.document import Document, Node
from understudy.source import Source

OTHERS = {
    "s.yaml": "A: {type: string}\nB: {$ref: '#/A'}\nC: {$ref: 'sub/t.json#/C'}\n'a/b': {}\n'm~n': {}\n'é x': {}\n",
    "sub/t.json": '{"C": {"$ref": "../s.yaml#/A"}, "D": {"$ref": "u.yaml"}, "E": [{"type": "string"}]}',
    "sub/u.yaml": "{$ref: '../openapi.yaml#/components/schemas/Z'}",
    "broken.yaml": "a: [1\n",
    "it's (a) file+1.yaml": "A: {type: string}",
}


def referring(reference: str) -> dict[str, str]:
    """A document with one reference in it, on line 7, and files beside it."""
    text = document("x-none: {}", f"schemas:\n  R: {{$ref: {json.dumps(reference)}}}\n  Z: {{type: string}}")
    return {"openapi.yaml": f"{text}\nx-s: {{a/b: {{}}, m~n: {{}}, é x: {{}}}}", **OTHERS}


@pytest.mark.parametrize(
    "reference",
    [
        "#/components/schemas/Z",
        "#/x-s/a~1b",
        "#/x-s/m~0n",
        "#/x-s/%C3%A9%20x",
        "#/components/schemas/%5A",
        "openapi.yaml#/components/schemas/Z",
        "./openapi.yaml#/components/schemas/Z",
        "s.yaml#/A",
        "./sub/../s.yaml#/B",
        "s.yaml#/C",
        "s.yaml#/a~1b",
        "s.yaml#/m~0n",
        "s.yaml#/%C3%A9%20x",
        "sub/t.json#/C",
        "sub/t.json#/D",
        "sub/t.json#/E/0",
        "sub/u.yaml",
        "sub/u.yaml#",
        "it's%20(a)%20file+1.yaml#/A",
        "it%27s%20%28a%29%20file%2B1.yaml#/A",
    ],
)
def test_references_that_lead_somewhere(tmp_path: Path, reference: str) -> None:
    """A reference is a URI reference with a pointer, read from the file that holds it; YAML and JSON may be mixed."""
    assert problems(tmp_path, referring(reference)) == []


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        (
            "#/components/schemas/z",
            (
                "unresolvable $ref '#/components/schemas/z': there is no 'z' in openapi.yaml#/components/schemas; "
                "did you mean 'Z'?"
            ),
        ),
        (
            "#/components/schemata/Z",
            (
                "unresolvable $ref '#/components/schemata/Z': there is no 'schemata' in openapi.yaml#/components"
                "; did you mean 'schemas'?"
            ),
        ),
        ("#/Z", "unresolvable $ref '#/Z': there is no 'Z' in openapi.yaml#; did you mean '#/components/schemas/Z'?"),
        ("#/", "unresolvable $ref '#/': there is no '' in openapi.yaml#"),
        (
            "#Z",
            "unresolvable $ref '#Z': no $anchor of that name in openapi.yaml; did you mean '#/components/schemas/Z'?",
        ),
        ("s.yaml#A", "unresolvable $ref 's.yaml#A': no $anchor of that name in s.yaml"),
        ("s.yaml#/A/type/0", "unresolvable $ref 's.yaml#/A/type/0': there is no '0' in s.yaml#/A/type"),
        ("sub/t.json#/E/1", "unresolvable $ref 'sub/t.json#/E/1': there is no '1' in sub/t.json#/E"),
        ("sub/t.json#/E/-", "unresolvable $ref 'sub/t.json#/E/-': there is no '-' in sub/t.json#/E"),
        ("sub/t.json#/E/-1", "unresolvable $ref 'sub/t.json#/E/-1': there is no '-1' in sub/t.json#/E"),
        *[
            (
                f"sub/t.json#/E/{index}",
                f"unresolvable $ref 'sub/t.json#/E/{index}': there is no {index!r} in sub/t.json#/E",
            )
            for index in ("+0", "00", "0_0", "")
        ],
        ("t.json#/C", "unresolvable $ref 't.json#/C': there is no such file"),
        ("sub", "unresolvable $ref 'sub': there is no such file"),
        ("../s.yaml", "$ref '../s.yaml' leads out of the project's directory; --allow-refs DIR lets it"),
        ("sub/../../s.yaml", "$ref 'sub/../../s.yaml' leads out of the project's directory; --allow-refs DIR lets it"),
        ("%2e%2e/s.yaml", "$ref '%2e%2e/s.yaml' leads out of the project's directory; --allow-refs DIR lets it"),
        ("/etc/passwd", "$ref '/etc/passwd' leads out of the project's directory"),
        ("http://x/y", "$ref 'http://x/y' leads to the network, which is never asked: keep a copy"),
        ("//x/y", "$ref '//x/y' leads to the network, which is never asked: keep a copy"),
        ("file:///etc/passwd", "$ref 'file:///etc/passwd' leads to the network, which is never asked: keep a copy"),
        ("urn:x:y", "$ref 'urn:x:y' leads to the network, which is never asked: keep a copy"),
    ],
)
def test_references_that_lead_nowhere(tmp_path: Path, reference: str, reason: str) -> None:
    """A reference to nothing, or to where a project may not look, is found where it stands."""
    assert problems(tmp_path, referring(reference)) == [f"openapi.yaml:7:9: {reason}"]


@pytest.mark.parametrize(
    "reference", ["http://[", "//[x", "a%00b.yaml", "a" * 300 + ".yaml", "s.yaml/x", "s.yaml?q#/A"]
)
def test_references_that_are_odd(tmp_path: Path, reference: str) -> None:
    """Whatever somebody writes as a reference, there is a finding on its line and no crash."""
    found = problems(tmp_path, referring(reference))
    assert found
    assert all(line.startswith("openapi.yaml:7:") for line in found)


@pytest.mark.parametrize(
    ("link", "target", "is_inside"),
    [
        ("link.yaml", "s.yaml", True),
        ("link.yaml", "../out.yaml", False),
        ("link.yaml", "link.yaml", False),
        ("link.yaml", "none.yaml", False),
    ],
)
def test_links(tmp_path: Path, link: str, target: str, is_inside: bool) -> None:  # noqa: FBT001
    """A symbolic link may be followed inside of the directory, never out of it."""
    (tmp_path / "out.yaml").write_text("A: {type: string}")
    project = tmp_path / "project"
    project.mkdir()
    (project / link).symlink_to(target)
    found = problems(project, referring(f"{link}#/A"))
    assert (found == []) is is_inside
    assert all(line.startswith("openapi.yaml:7:") for line in found)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("schemas: {A: {$ref: '#/components/schemas/A'}}", ["6:17"]),
        ("schemas:\n  A: {$ref: '#/components/schemas/B'}\n  B: {$ref: '#/components/schemas/A'}", ["7:9", "8:9"]),
        ("parameters: {A: {$ref: '#/components/parameters/A'}}", ["6:20"]),
        ("responses: {A: {$ref: 'openapi.yaml#/components/responses/A'}}", ["6:19"]),
    ],
)
def test_circles(tmp_path: Path, text: str, places: list[str]) -> None:
    """References that lead back to themselves are found, each at its place."""
    found = problems(tmp_path, {"openapi.yaml": document("x-none: {}", text)})
    assert [line.split(": ")[0] for line in found] == [f"openapi.yaml:{place}" for place in places]
    assert all(line.endswith("leads back to itself") for line in found)


def test_a_circle_through_a_schema_is_recursion(tmp_path: Path) -> None:
    """A schema may hold itself below one of its keywords."""
    schema = (
        "schemas: {A: {properties: {a: {$ref: '#/components/schemas/A'}}, allOf: [{$ref: '#/components/schemas/A'}]}}"
    )
    assert problems(tmp_path, {"openapi.yaml": document("x-none: {}", schema)}) == []


def test_a_chain_that_breaks_is_found_where_it_breaks(tmp_path: Path) -> None:
    """Of references that lead to each other, the one that leads nowhere is found."""
    schema = "schemas:\n  A: {$ref: '#/components/schemas/B'}\n  B: {$ref: '#/components/schemas/C'}"
    assert [line.split(": ")[0] for line in problems(tmp_path, {"openapi.yaml": document("x-none: {}", schema)})] == [
        "openapi.yaml:8:9"
    ]


@pytest.mark.parametrize(
    ("name", "first"), [("broken.yaml", "broken.yaml:1:4: not YAML"), ("bad.json", "bad.json:1:8: ")]
)
def test_a_broken_file_is_found_once(tmp_path: Path, name: str, first: str) -> None:
    """However many references lead to a file that cannot be read, what is wrong with it is said once."""
    schema = "schemas:\n" + "\n".join(f"  S{n}: {{$ref: '{name}#/S{n}'}}" for n in range(3))
    files = {"openapi.yaml": document("x-none: {}", schema), **OTHERS, "bad.json": '{"a":1,"a":2}'}
    (found,) = problems(tmp_path, files)
    assert found.startswith(first)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("text", ["[{type: string}]", "text", "", "$id: 12", "$id: 'http://['", "id: 'http://['"])
def test_files_that_are_no_schemas(tmp_path: Path, version: str, text: str) -> None:
    """A reference to a file that holds something else gives findings, never a crash."""
    files = {"openapi.yaml": document("x-none: {}", "schemas: {A: {$ref: o.yaml}}", version=version), "o.yaml": text}
    assert all(line.startswith(("openapi.yaml:6:", "o.yaml:1:")) for line in problems(tmp_path, files))


def test_an_identifier_that_is_no_uri(tmp_path: Path) -> None:
    """An `$id` that is no URI is found, also where nothing but a part of its file is used."""
    text = document("x-none: {}", "schemas: {A: {$ref: 'o.yaml#/A'}}")
    (found,) = problems(tmp_path, {"openapi.yaml": text, "o.yaml": "$id: 'http://['\nA: {type: string}"})
    assert "openapi.yaml:" in found or "o.yaml:" in found


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
@pytest.mark.parametrize("unused", ["$ref: none.yaml", "items: {$ref: 'https://example.com/none'}"])
def test_what_nobody_refers_to_may_lead_nowhere(tmp_path: Path, version: str, unused: str) -> None:
    """A file of schemas is as good as what is used of it."""
    text = document("x-none: {}", "schemas: {A: {$ref: 'o.yaml#/definitions/A'}}", version=version)
    others = f"definitions: {{A: {{type: string}}, B: {{{unused}}}}}\n{unused}"
    assert problems(tmp_path, {"openapi.yaml": text, "o.yaml": others}) == []
    loaded = contract.load(tmp_path / "openapi.yaml", "openapi.yaml")
    schema = loaded.document.follow(loaded.document.root, "#/components/schemas/A")
    assert loaded.schemas.violations(schema, "x") == []
    assert loaded.schemas.violations(schema, 1)


@pytest.mark.parametrize("keyword", ["$anchor", "$dynamicAnchor"])
@pytest.mark.parametrize(("reference", "is_there"), [("#N", True), ("o.yaml#M", True), ("#O", False)])
def test_anchors(tmp_path: Path, keyword: str, reference: str, is_there: Any) -> None:
    """A fragment may be the name that a schema gives itself, however deep it stands."""
    text = document(
        "x-none: {}",
        f"schemas:\n  A: {{$ref: '{reference}'}}\n  B: {{allOf: [true, {{{keyword}: N, type: string}}]}}",
    )
    found = problems(tmp_path, {"openapi.yaml": text, "o.yaml": f"M: {{properties: {{a: {{{keyword}: M}}}}}}"})
    assert (found == []) is is_there
    if is_there:
        loaded = contract.load(tmp_path / "openapi.yaml", "openapi.yaml")
        node = loaded.document.follow(loaded.document.root, reference)
        assert node.value[keyword] == reference.partition("#")[2]
        assert loaded.schemas.violations(node, "x") == []


def test_examples_may_look_like_references(tmp_path: Path) -> None:
    """What an example or a default says is data: nothing in it is followed."""
    schema = "schemas: {A: {const: {$ref: 'http://x'}, default: {$ref: 'http://x'}, enum: [{$ref: 'http://x'}]}}"
    assert problems(tmp_path, {"openapi.yaml": document("x-none: {}", schema)}) == []


def test_nodes_know_where_they_stand(tmp_path: Path) -> None:
    """A node's members and elements carry their place; where there are none, there is nothing."""
    write(tmp_path, {"openapi.yaml": document("x-none: {}", "schemas:\n  A:\n    enum: [1,\n      2]")})
    loaded = contract.load(tmp_path / "openapi.yaml", "openapi.yaml").document
    schema = loaded.follow(loaded.root, "#/components/schemas/A")
    enum = schema.child("enum")
    assert [str(node.place) for node in enum.elements()] == ["openapi.yaml:8:14", "openapi.yaml:9:9"]
    assert (list(enum.items()), list(schema.elements()), enum.get("a"), schema.get("a")) == ([], [], None, None)
    assert str(enum.finding("message", "code")) == "openapi.yaml:8:7: message"
    located = loaded.locate(loaded.uri(enum.source, (*enum.pointer, 1)))
    assert located is not None
    assert located.value == 2
    beyond = loaded.locate("file:///openapi.yaml#/components/schemas/A/enum/7/x")
    assert beyond is not None
    assert beyond.pointer == enum.pointer
    assert loaded.locate("file:///other.yaml#/a") is None


def test_a_reference_is_followed_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Thousands of operations refer to the same few components, and each of them is looked at several times."""
    done: Counter[str] = Counter()
    follow, resolve = Document._follow, Document._resolve

    def following(self: Document, source: Source, reference: str) -> Node:
        done[f"follow {reference}"] += 1
        return follow(self, source, reference)

    def resolving(self: Document, node: Node) -> Node:
        done[f"resolve {node.value['$ref']}"] += 1
        return resolve(self, node)

    monkeypatch.setattr(Document, "_follow", following)
    monkeypatch.setattr(Document, "_resolve", resolving)
    content = "{application/json: {schema: {$ref: '#/components/schemas/A'}}}"
    paths = "\n".join(
        f"/{name}: {{get: {{responses: {{'200': {{description: '', content: {content}}}}}}}}}" for name in "abc"
    )
    text = document(paths, "schemas: {A: {type: string}}")
    contract.load(write(tmp_path, {"a.yaml": text}) / "a.yaml", "a.yaml")
    assert done == {"follow #/components/schemas/A": 1, "resolve #/components/schemas/A": 1}
