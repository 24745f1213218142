"""Faker's words come quicker than from Faker, and are the same ones."""

from random import Random

import pytest
from faker import Factory

from understudy.contract.samples import voice

_ASKED = (
    "first_name",
    "name",
    "company",
    "catch_phrase",
    "bs",
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
