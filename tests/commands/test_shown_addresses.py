"""Addresses and commands as a terminal shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from spiders.urls import surt
from storage.archive import Archive
from storage.records import SeedKind
from tests.commands.conftest import FERRY
from tests.commands.test_terminal import EVIL, OURS

if TYPE_CHECKING:
    from tests.commands.conftest import Typist


def _seen(shown: str) -> str:
    return OURS.sub("", shown)


def test_the_command_of_a_remedy_can_be_pasted(copied: Typist) -> None:
    """Broken over two lines it was two commands; the address above it is shown readably."""
    lost = "https://harbour.example/%D0%BC%D0%BE%D1%81%D1%82-%D1%87%D0%B5%D1%80%D0%B5%D0%B7"
    with Archive.open_to_write(copied.folder) as archive:
        harbour = archive.outlet("harbour").id
        archive.open_incident(harbour, "article_lost", lost, "", datetime(2026, 3, 1, tzinfo=UTC))
    shown = [row.strip() for row in _seen(copied.terminal("health", columns=60)).splitlines()]
    (command,) = [row for row in shown if "--explain" in row]
    assert command.startswith("variorum ")
    assert command.endswith(f"outlet check --live --explain {lost}")
    assert any("https://harbour.example/мост-через" in row for row in shown)


def test_addresses_of_an_outlet_are_shown_with_their_letters(copied: Typist) -> None:
    """Decoded on a terminal, as the manual says; in a pipe as they are requested."""
    seed = "https://harbour.example/%D0%BC%D0%BE%D1%81%D1%82.xml"
    now = datetime(2026, 3, 1, tzinfo=UTC)
    with Archive.open_to_write(copied.folder) as archive:
        harbour = archive.outlet("harbour").id
        archive.add_seed(harbour, seed, surt(seed), SeedKind.FEED, now)
        archive.open_incident(harbour, "seed_failed", seed, "status 500", now)
    shown = _seen(copied.terminal("outlet", "show", "harbour", columns=200))
    assert shown.count("https://harbour.example/мост.xml") == 2
    assert copied("outlet", "show", "harbour").stdout.count(seed) == 2


def test_an_address_that_was_typed_steers_no_terminal(copied: Typist) -> None:
    """The advice repeats it: copied from a hostile page, it cleared the screen."""
    left = _seen(copied.terminal("watch", f"{FERRY}#{EVIL.replace(chr(0), '')}", "--off"))
    assert "See when it is due" in left
    assert not {"\x1b", "\x9b", "\x07", "\u202e"} & set(left)
