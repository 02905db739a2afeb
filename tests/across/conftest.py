"""Outlets that report the same event in their own words, and other things as well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from monitor.comparing.articles import compare
from monitor.indexing import catch_up
from storage.archive import Archive
from storage.records import Assessment
from tests.commands.conftest import Keeper, reading

if TYPE_CHECKING:
    from pathlib import Path

    from storage.records import Extraction

START = datetime(2026, 5, 4, 8, tzinfo=UTC)
BRIDGE_HERE = reading(
    "Marrow bridge closed after crack is found",
    "Engineers closed the Marrow bridge on Monday after a crack of 14 centimetres was found in its"
    " northern pier. Mayor Ilse Thornby said that buses to Oxmere would go by way of Felden.",
    "The council of Oxmere had put off an inspection twice, documents that were seen show.",
)
BRIDGE_THERE = reading(
    "Oxmere cut off: crack shuts the Marrow bridge",
    "Traffic between Felden and Oxmere stood still on Monday, when the Marrow bridge was shut. A"
    " crack of 14 centimetres runs through the northern pier, engineers told the council.",
    "Thornby, the mayor, promised an inspection. Buses are led through Felden for now.",
)
BRIDGE_RUSSIAN = reading(
    "Мост Марроу закрыт из-за трещины",
    "В понедельник в Оксмере закрыли мост Марроу: в северной опоре нашли трещину в 14 сантиметров."
    " Мэр Торнби сказала, что автобусы пойдут через Фелден, а инженеры осмотрят опору.",
    language="ru",
)
FAIR = reading(
    "Sheep fair draws a record crowd to Felden",
    "About 3,200 people came to the sheep fair of Felden on Sunday, its organisers said. A ram"
    " named Gustav won the first prize, and the brass band of Lower Quill played until midnight.",
)
CHESS = reading(
    "Young player wins the chess cup",
    "Petra Vance, who is 12, beat the champion of Harrowgate in 31 moves. She learnt the game from"
    " her grandmother, and means to go to the tournament in Solden next.",
)


def outlet(archive: Archive, name: str) -> Keeper:
    """A keeper of this outlet; the clocks of all begin at the same time."""
    host = f"{name}.example"
    return Keeper(archive, archive.add_outlet(name, f"https://{host}/", [host], START))


def tell(keeper: Keeper, path: str, extraction: Extraction, hours: int) -> int:
    """Begin an article that is first seen this many hours after the start; gives its id."""
    keeper.now = START + timedelta(hours=hours)
    return keeper.begin(f"https://{keeper.outlet.name}.example/{path}", extraction, path.encode())


def fill(archive: Archive) -> None:
    """Write one event at three outlets, its words again 40 days later, and two other articles."""
    lamp, herald, vestnik = (outlet(archive, name) for name in ("lamp", "herald", "vestnik"))
    tell(lamp, "bridge", BRIDGE_HERE, 0)
    tell(lamp, "fair", FAIR, 1)
    tell(herald, "bridge", BRIDGE_THERE, 5)
    tell(herald, "chess", CHESS, 6)
    tell(vestnik, "most", BRIDGE_RUSSIAN, 9)
    tell(herald, "again", BRIDGE_HERE, 24 * 40)
    herald.now = START + timedelta(hours=30)
    texts = [block.text.replace("14", "41") for block in BRIDGE_THERE.blocks]
    new = reading(BRIDGE_THERE.title, *texts)
    diff = compare(BRIDGE_THERE, new)
    told = Assessment(diff.weight, diff.kinds, ("stealth",), diff.summary)
    herald.change("https://herald.example/bridge", new, told)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the archive, with its index; for reading only."""
    folder = tmp_path_factory.mktemp("stories") / "archive"
    with Archive.create(folder) as archive:
        fill(archive)
        catch_up(archive)
    return folder
