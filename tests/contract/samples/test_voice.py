"""Faker's words come quicker than from Faker, and are its own."""

import re
from random import Random

import pytest
from faker import Factory
from faker.providers.company import Provider

from understudy.contract.samples import voice

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
    rng = Random(1)
    for _ in range(50):
        for said, lists in ((voice.phrase(rng), Provider.catch_phrase_words), (voice.business(rng), Provider.bsWords)):
            assert re.fullmatch(" ".join(f"(?:{'|'.join(map(re.escape, words))})" for words in lists), said)
