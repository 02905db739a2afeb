"""Results that take minutes, cached between runs as long as what made them is unchanged."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.marked_pages import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / ".bench"
READER = ("spiders/extract/**/*.py", "spiders/urls.py", "spiders/outlets/**/*.py")
"""The code that reads."""


def digest_of(*texts: str | bytes) -> str:
    """A short name for all of these together."""
    whole = hashlib.sha256()
    for text in texts:
        whole.update(text.encode() if isinstance(text, str) else text)
        whole.update(b"\0")
    return whole.hexdigest()[:20]


def digest_of_files(patterns: Iterable[str]) -> str:
    """A name for the present content of these files."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern)}
    paths = sorted(path for path in found if path.is_file())  # beside them Python puts a folder
    return digest_of(*(part for path in paths for part in (path.name, path.read_bytes())))


def digest_of_data() -> str:
    """A name for the state of the data: sizes are enough, as the data is never edited."""
    return digest_of(*(f"{path.name} {path.stat().st_size}" for path in sorted(DATA.rglob("*.xz"))))


def stored(name: str, key: str, make: Callable[[], Any]) -> Any:
    """The result of ``make``, from the folder ``.bench`` if it was made under this key before."""
    path = FOLDER / f"{name}-{key}.json.gz"
    if path.is_file():
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return json.load(file)
    made = make()
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob(f"{name}-*.json.gz"):
        old.unlink()
    with gzip.open(path, "wt", encoding="utf-8") as file:
        json.dump(made, file, ensure_ascii=False)
    return made
