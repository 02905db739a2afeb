"""Patterns that are compiled when they are first asked."""

from __future__ import annotations

import regex

from spiders.extract.late import Late


def test_a_pattern_is_compiled_once_and_not_before_it_is_asked(monkeypatch):
    """A command that asks none of them does not wait for them."""
    compiled = []
    compile_now = regex.compile

    def noted(*said):
        compiled.append(said)
        return compile_now(*said)

    monkeypatch.setattr("spiders.extract.late.regex.compile", noted)
    late = Late(r"log ?in", regex.IGNORECASE)
    assert not compiled
    assert late.search("Please LOG IN")[0] == "LOG IN"
    assert late.search("Please read on") is None
    assert compiled == [(r"log ?in", regex.IGNORECASE)]
