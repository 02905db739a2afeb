"""Languages as people name them."""

from __future__ import annotations

import pytest

from monitor.notation.languages import language_name


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("ar", "Arabic"),
        ("AR-eg", "Arabic (eg)"),
        ("pt_BR", "Portuguese (BR)"),
        ("en_", "English"),
        ("en--GB", "English (GB)"),
        ("_", "_"),
        ("zh-Hant-TW", "Chinese (Hant TW)"),
        ("ckb", "Central Kurdish"),
        ("tlh", "tlh"),
        ("english", "english"),
        ("", ""),
    ],
)
def test_a_language_has_its_name(tag: str, shown: str) -> None:
    """A page said `ar`; a tag without a name stays as the outlet declares it."""
    assert language_name(tag) == shown
