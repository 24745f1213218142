"""Alternatives that a discriminator tells apart, where they do not so by themselves."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import write

from understudy.contract import contract
from understudy.contract.samples import Samples

CAT = {"type": "object", "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}}, "required": ["kind"]}
DOG = {"type": "object", "properties": {"kind": {"type": "string"}, "tail": {"type": "boolean"}}, "required": ["kind"]}
CONST = {"allOf": [{"$ref": "#/components/schemas/Dog"}, {"properties": {"kind": {"const": "puppy"}}}]}
PARENT = {
    "type": "object",
    "required": ["kind"],
    "properties": {"kind": {"type": "string"}},
    "discriminator": {"propertyName": "kind"},
}
CHILD = {"allOf": [{"$ref": "#/components/schemas/Parent"}, {"properties": {"size": {"type": "integer"}}}]}
OTHER = {"allOf": [{"$ref": "#/components/schemas/Parent"}, {"properties": {"name": {"type": "string"}}}]}
SCHEMAS = {"Cat": CAT, "Dog": DOG, "Puppy": CONST, "Parent": PARENT, "Child": CHILD, "Other": OTHER}


def one_of(*names: str, **more: Any) -> dict[str, Any]:
    return {"oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in names], **more}


KIND = {"discriminator": {"propertyName": "kind"}}
MAPPED = {"discriminator": {"propertyName": "kind", "mapping": {"feline": "Cat", "canine": "#/components/schemas/Dog"}}}
ODD = {"discriminator": {"propertyName": "kind", "mapping": {"odd": "#/components/schemas/a~1b"}}}
CROSSED = {"discriminator": {"propertyName": "kind", "mapping": {"cat": "Dog", "Cat": "Dog", "Dog": "Cat"}}}
CAT_OR_DOG = {"kind": "Dog", "lives": "x"}
SAME = {"discriminator": {"propertyName": "kind", "mapping": {"pet": "Cat", "Dog": "Cat"}}}


NINE = {"kind": "Cat", "lives": 9}
WRONG = {"kind": "Cat", "lives": "x"}
SIZED, MISSIZED = {"kind": "Child", "size": 1}, {"kind": "Child", "size": "x"}


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (one_of("Cat", "Dog", **KIND), [NINE, {"kind": "Dog", "lives": 9}], [{"kind": "Cow"}, WRONG]),
        (one_of("Cat", "Dog", **MAPPED), [{"kind": "feline"}, {"kind": "canine"}, NINE], [{"kind": "cow"}, WRONG]),
        (one_of("Cat", "Dog", **CROSSED), [{"kind": "cat", "lives": "x"}], [{"kind": "Cat", "tail": 1}, CAT_OR_DOG]),
        (one_of("Cat", "a~1b", **ODD), [{"kind": "odd"}, {"kind": "a/b"}, {"kind": "Cat"}], [{"kind": "b"}]),
        (one_of("Child", "Other"), [SIZED, {"kind": "Other"}], [{"kind": "Parent"}, MISSIZED]),
        (one_of("Cat", "Dog"), [], [{"kind": "Cat"}]),
        (one_of("Cat", "Puppy", **KIND), [{"kind": "Cat"}], [{"kind": "puppy"}]),
        (one_of("Cat", "Dog", **SAME), [], [{"kind": "Cat"}, {"kind": "Dog"}]),
        (one_of("Cat", "Dog", discriminator={"propertyName": 7}), [], [{"kind": "Cat"}]),
        ({"oneOf": [CAT, DOG], **KIND}, [], [{"kind": "Cat"}]),
        ({"oneOf": [{"$ref": "#/components/schemas/Cat"}, True], **KIND}, [], [{"kind": "Cat"}]),
    ],
)
@pytest.mark.parametrize("version", ["3.1.0", "3.0.3"])
def test_the_discriminator_says_which_alternative_is_meant(
    schema: Any, good: list[Any], bad: list[Any], version: str, tmp_path: Path
) -> None:
    """Of those that refer to schemas; where these say it themselves, or two are called the same, nothing changes."""
    kinds = {**SCHEMAS, "a/b": SCHEMAS["Dog"], "Root": schema}
    text = {
        "openapi": version,
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"schemas": kinds},
    }
    text = json.loads(json.dumps(text).replace('{"const": "puppy"}', '{"enum": ["puppy"]}'))
    if version == "3.0.3" and (True in schema["oneOf"] or schema.get("discriminator") == {"propertyName": 7}):
        return  # which 3.0 has not
    read = contract.load(write(tmp_path, {"a.json": json.dumps(text)}) / "a.json", "a.json", strict=False)
    root = read.document.follow(read.document.root, "#/components/schemas/Root")
    for value in good:
        assert read.schemas.violations(root, value) == [], value
    for value in bad:
        found = read.schemas.violations(root, value)
        assert found, value
        assert read.schemas.place(found[0])
    if good:
        for seed in range(6):
            sample = Samples(read.schemas).sample(root, str(seed), {})
            assert read.schemas.violations(root, sample) == []


BARKS = {"type": "object", "required": ["kind", "bark"], "properties": {"kind": {}, "bark": {"type": "string"}}}
MEOWS = {"type": "object", "required": ["kind", "lives"], "properties": {"kind": {}, "lives": {"type": "integer"}}}
FIXED = {"type": "object", "required": ["kind", "fins"], "properties": {"kind": {"const": "FISH"}}}
SPEAKING = {
    "Barks": BARKS,
    "Meows": MEOWS,
    "Fixed": FIXED,
    "Holds": {"properties": {"of": one_of("Barks", "Meows", **KIND)}},
}


def any_of(*names: str, **more: Any) -> dict[str, Any]:
    return {"anyOf": one_of(*names)["oneOf"], **more}


PET = {"discriminator": {"propertyName": "kind", "mapping": {"dog": "Barks"}}}


@pytest.mark.parametrize(
    ("schema", "value", "found"),
    [
        (any_of("Barks", "Meows", **KIND), {"kind": "Barks"}, [("required", "", "/components/schemas/Barks/required")]),
        (
            any_of("Barks", "Meows", **KIND),
            {"kind": "Meows", "bark": 1, "lives": "x"},
            [("type", "lives", "/components/schemas/Meows/properties/lives/type")],
        ),
        (any_of("Barks", "Meows", **PET), {"kind": "dog"}, [("required", "", "/components/schemas/Barks/required")]),
        (any_of("Barks", "Meows", **KIND), {"kind": "cow"}, [("anyOf", "kind", "/components/schemas/Root/anyOf")]),
        (any_of("Barks", "Meows", **KIND), {}, [("required", "", "/components/schemas/Root/anyOf")]),
        (one_of("Barks", "Meows", **KIND), {}, [("required", "", "/components/schemas/Root/oneOf")]),
        (one_of("Barks", "Meows", **KIND), 7, [("oneOf", "", "/components/schemas/Root/oneOf")]),
        (one_of("Barks", "Meows"), {"kind": "Barks"}, [("oneOf", "", "/components/schemas/Root/oneOf")]),
        (one_of("Barks", "Fixed", **KIND), {"kind": "FISH"}, [("oneOf", "", "/components/schemas/Root/oneOf")]),
        ({"anyOf": [BARKS, MEOWS], **KIND}, {"kind": "BARKS"}, [("anyOf", "", "/components/schemas/Root/anyOf")]),
        ({"anyOf": [{"not": {}}], **KIND}, {"kind": "x"}, [("not", "", "/components/schemas/Root/anyOf/0/not")]),
        ({"anyOf": [False], **KIND}, {"kind": "x"}, [("anyOf", "", "/components/schemas/Root/anyOf")]),
        (
            {"$ref": "#/components/schemas/Holds"},
            {"of": {"kind": "Barks", "bark": 1}},
            [("type", "of.bark", "/components/schemas/Barks/properties/bark/type")],
        ),
    ],
)
def test_what_the_alternative_lacks_that_is_named_is_said(
    schema: Any, value: Any, found: list[Any], tmp_path: Path
) -> None:
    """Where it lacks it; of one that is named nowhere that it is none, and where no name is said that it is missing."""
    text = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    text["components"] = {"schemas": {**SPEAKING, "Root": schema}}
    read = contract.load(write(tmp_path, {"a.json": json.dumps(text)}) / "a.json", "a.json", strict=False)
    root = read.document.follow(read.document.root, "#/components/schemas/Root")
    said = [
        (each.keyword, ".".join(map(str, each.pointer)), each.location) for each in read.schemas.violations(root, value)
    ]
    assert [(keyword, at, location.partition("#")[2]) for keyword, at, location in said if location] == found


FILES = {"propertyName": "kind", "mapping": {"cat": "./cat.json", "dog": "dog.json"}}


@pytest.mark.parametrize(
    ("discriminator", "kind", "said"),
    [
        (FILES, "cat", [("type", ("lives",))]),
        (FILES, "dog", [("required", ())]),
        (FILES, "cow", [("oneOf", ("kind",))]),
        ({"propertyName": "kind"}, "cat", [("oneOf", ())]),
    ],
)
def test_an_alternative_in_a_file_of_its_own_is_called_as_the_mapping_says(
    discriminator: Any, kind: str, said: Any, tmp_path: Path
) -> None:
    """And has no name where that says none: nothing is told by it, and what is made up is not called so."""
    pet = {"oneOf": [{"$ref": "cat.json"}, {"$ref": "./dog.json"}], "discriminator": discriminator}
    text = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    text["components"] = {"schemas": {"Pet": pet}}
    files = {"a.json": text, "cat.json": MEOWS, "dog.json": BARKS}
    directory = write(tmp_path, {name: json.dumps(value) for name, value in files.items()})
    read = contract.load(directory / "a.json", "a.json")
    root = read.document.follow(read.document.root, "#/components/schemas/Pet")
    found = read.schemas.violations(root, {"kind": kind, "lives": "x"})
    assert [(each.keyword, each.pointer) for each in found] == said
    assert all(Samples(read.schemas).sample(root, str(seed), {})["kind"] != "" for seed in range(6))


OTHER_KIND = {"type": "object", "properties": {"kind": {"type": "string"}, "note": {"type": "string"}}}
KITTEN = {"type": "object", "properties": {"kind": {"const": "kitten"}, "lives": {"type": "integer"}}}
ODD_KIND = {"type": "object", "properties": {"kind": {"enum": [{}]}}}


def default(of: str, *names: str, **mapping: str) -> dict[str, Any]:
    said = {"propertyName": "kind", "defaultMapping": of, **({"mapping": mapping} if mapping else {})}
    return one_of(*names, discriminator=said)


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        (default("Any", "Cat", "Any"), [{}, {"kind": "cow", "note": "x"}, NINE], [{"kind": "cow", "note": 1}, WRONG]),
        (default("#/components/schemas/Any", "Cat", "Any"), [{"note": "x"}], [{"note": 1}]),
        (default("Any", "Cat", "Any", cow="Cat"), [{"kind": "cow"}, {"kind": "x"}], [{"kind": "cow", "lives": "x"}]),
        (default("Any", "Kitten", "Any"), [{"kind": "kitten"}, {}], [{"kind": "kitten", "lives": "x"}, {"note": 1}]),
        (default("None", "Cat", "Any"), [NINE], [{"kind": "cow"}]),
        (default("Any", "Odd", "Any"), [{"kind": "x"}], [{"kind": 7}]),
    ],
)
def test_one_alternative_is_meant_where_none_is_named(
    schema: Any, good: list[Any], bad: list[Any], tmp_path: Path
) -> None:
    """By the `defaultMapping` of OpenAPI 3.2: of what has no name, and of what has one that is nobody's."""
    text = {"openapi": "3.2.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    kinds = {**SCHEMAS, "Any": OTHER_KIND, "Kitten": KITTEN, "Odd": ODD_KIND, "Root": schema}
    text["components"] = {"schemas": kinds}
    read = contract.load(write(tmp_path, {"a.json": json.dumps(text)}) / "a.json", "a.json", strict=False)
    root = read.document.follow(read.document.root, "#/components/schemas/Root")
    for value in good:
        assert read.schemas.violations(root, value) == [], value
    for value in bad:
        (found,) = read.schemas.violations(root, value)
        assert found.pointer == (("kind",) if value == {"kind": "cow"} else (list(value)[-1],)), value
    for seed in range(6):
        sample = Samples(read.schemas).sample(root, str(seed), {})
        assert read.schemas.violations(root, sample) == []
