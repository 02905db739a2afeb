"""Word families of names, and texts as bare letters: the quick way says what the plain one says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.choice.paths import BIT, FAMILIES, own_bits
from spiders.extract.likeness import bare


@pytest.mark.parametrize("family", FAMILIES)
def test_no_name_of_a_family_is_passed_over(family):
    """Most patterns are not tried on a name, for letters that every match of them has."""
    pattern = FAMILIES[family]

    @settings(max_examples=40, deadline=None)
    @given(st.from_regex(pattern))
    def law(word):
        name = "".join(re.findall(r"[a-z0-9_-]", word.lower()))
        if pattern.search(name):
            assert own_bits("div", f' class="{name}"') & BIT[family], name

    law()


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_bare_text_is_its_letters_and_digits(text):
    """ASCII goes another way, to the same end."""
    assert bare(text) == "".join(re.findall(r"\w+", text.casefold()))
    ascii_only = text.encode("ascii", "ignore").decode()
    assert bare(ascii_only) == "".join(re.findall(r"\w+", ascii_only.casefold()))
