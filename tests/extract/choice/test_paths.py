"""Word families of names, and texts as bare letters: the fast way agrees with the plain one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spiders.extract.choice.paths import BIT, FAMILIES, own_bits
from spiders.extract.likeness import bare


@pytest.mark.parametrize("family", FAMILIES)
def test_no_name_of_a_family_is_passed_over(family):
    """Most patterns are tried only on names with certain letters, which every match has."""
    pattern = FAMILIES[family]

    @settings(max_examples=40, deadline=None)
    @given(st.from_regex(pattern))
    def law(word):
        name = "".join(re.findall(r"[a-z0-9_-]", word.lower()))
        if pattern.search(name):
            assert own_bits("div", f' class="{name}"') & BIT[family], name

    law()


@pytest.mark.parametrize(
    ("names", "family", "said"),
    [
        ("paywall", "newsletter", False),
        ("pmc-not-a-paywall", "newsletter", False),
        ("pmc-not-a-paywall", "paid", False),
        ("subscriber-only", "newsletter", False),
        ("subscriber-only", "paid", True),
        ("paywall-prompt", "newsletter", True),
        ("subscriber-hide", "newsletter", True),
        ("paywall_dialog", "newsletter", True),
        ("steady-paywall-container", "newsletter", False),
        ("regwall-newsletter", "newsletter", True),
    ],
)
def test_what_is_behind_a_wall_asks_for_nothing(names, family, said):
    """Paragraphs for sale are also named after the wall, and are the article all the same."""
    assert bool(own_bits("div", f' class="{names}"') & BIT[family]) is said


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_bare_text_is_its_letters_and_digits(text):
    """ASCII takes another path to the same result."""
    assert bare(text) == "".join(re.findall(r"\w+", text.casefold()))
    ascii_only = text.encode("ascii", "ignore").decode()
    assert bare(ascii_only) == "".join(re.findall(r"\w+", ascii_only.casefold()))


def test_a_gate_is_no_part_of_other_words():
    """``investigate`` or ``navigate`` is no wall; ``gate`` and ``gateway`` are."""
    for name in ("gate", "reg-gate", "regGate", "gateway-content", "content_gated"):
        assert own_bits("div", f'class="{name}"') & BIT["paid"], name
    for name in ("navigate-on", "investigate", "aggregate", "delegates", "mitigate", "litigate"):
        assert not own_bits("div", f'class="{name}"') & BIT["paid"], name
