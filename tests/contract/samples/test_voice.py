"""Faker's words come quicker than from Faker, and are its own."""

import re
import subprocess
import sys
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random

import pytest
from faker import Factory
from faker.providers.company import Provider
from support import ROOT

from understudy.contract.samples import voice
from understudy.contract.samples.subject import Subject, slug

_ASKED = (
    "first_name",
    "name",
    "company",
    "city",
    "street_address",
    "isbn13",
    "file_name",
    "iban",
)


@pytest.mark.parametrize("what", _ASKED)
def test_what_is_said_is_what_faker_says(what: str) -> None:
    """Word by word, whether they are weighted or not; and just as many dice are thrown for it."""
    faker = Factory.create("en_US")
    own, its = Random(what), Random(what)
    faker.random = its
    for _ in range(50):
        assert voice.said(what, own) == getattr(faker, what)()
    assert own.getstate() == its.getstate()


def test_phrases_are_made_of_its_words() -> None:
    """One of each of its lists."""
    subject = Subject(Random(1))
    for blank, lists in (("phrase", Provider.catch_phrase_words), ("bs", Provider.bsWords)):
        form = re.compile(" ".join(f"(?:{'|'.join(map(re.escape, words))})" for words in lists))
        assert all(form.fullmatch(subject[blank]) for _ in range(50))


@pytest.mark.parametrize(("blank", "at"), [("adjective", 0), ("noun", 2)])
def test_a_word_is_drawn_as_a_whole_phrase_is(blank: str, at: int) -> None:
    """So that what is drawn after it does not depend on which of them it is."""
    words, whole = Subject(Random(1)), Subject(Random(1))
    phrase = " ".join(f"({'|'.join(map(re.escape, words))})" for words in Provider.catch_phrase_words)
    for _ in range(50):
        found = re.fullmatch(phrase, whole["phrase"])
        assert found
        said = slug(found[at + 1].split()[-1]) if at else found[1].lower()
        assert (words[blank], words.rng.random()) == (said, whole.rng.random())


def test_phrases_take_no_import_of_faker() -> None:
    """Which takes longer than all else that is done for the first of them."""
    script = "import sys; from random import Random; from understudy.contract.samples.subject import Subject"
    script += "; said = Subject(Random(1)); print(said['phrase'], said['bs'], 'faker' in sys.modules, sep='/')"
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
    subject = Subject(Random(1))
    assert said == "/".join([subject["phrase"], subject["bs"], "False"])


@pytest.mark.parametrize(
    "text", [None, "", "catch_phrase_words = (", "catch_phrase_words: T = (('a',), f())", "a: T = ()"]
)
def test_words_that_are_not_where_they_were_come_from_faker(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However its file may have changed."""
    file = tmp_path / "providers" / "company" / "__init__.py"
    file.parent.mkdir(parents=True)
    if text is not None:
        file.write_text(text, encoding="utf-8")
    spec = ModuleSpec("faker", None)
    spec.submodule_search_locations = [str(tmp_path)]
    for found in (spec, None):
        monkeypatch.setattr(voice, "find_spec", {"faker": found}.get)
        assert voice.phrases.__wrapped__() == Provider.catch_phrase_words
