"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re

from spiders.extract.late import Late


def test_a_pattern_is_compiled_once_and_not_before_it_is_asked():
    """A command that uses none of them does not wait for them."""
    compiled = []

    def noted(*said):
        compiled.append(said)
        return re.compile(*said)

    late = Late(r"log ?in", re.IGNORECASE, noted)
    assert not compiled
    assert late.search("Please LOG IN")[0] == "LOG IN"
    assert late.search("Please read on") is None
    assert late.fullmatch("login")
    assert late.fullmatch("Please log in") is None
    assert compiled == [(r"log ?in", re.IGNORECASE)]
