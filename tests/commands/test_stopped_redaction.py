"""A redaction that is interrupted: what was redacted is gone everywhere, the rest is reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from monitor import redacting
from storage.archive import Archive
from storage.redactions import Redactions
from tests.commands.conftest import FERRY

if TYPE_CHECKING:
    from datetime import datetime

    import pytest

    from tests.commands.conftest import Typist


def test_a_stopped_redaction_leaves_no_words_and_is_taken_up(
    copied: Typist, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search still found redacted words until the same command had been run to its end."""
    assert copied.json("search", "ferry") != []
    with Archive.open(copied.folder) as archive:
        captures = archive.redactions.of_article(archive.article(1).id)
    taken, redact = [], Redactions.redact

    def stopped(self: Redactions, some: list[int], reason: str, now: datetime) -> list[int]:
        if taken:
            raise KeyboardInterrupt
        taken.extend(redact(self, some, reason, now))
        return taken

    monkeypatch.setattr(redacting, "_GROUP", 1)
    monkeypatch.setattr(Redactions, "redact", stopped)
    result = copied("redact", "--article", FERRY, "--reason", "order")
    assert result.exit_code == 130
    assert "run the same command again" in result.stderr
    assert not (copied.folder / "index.db").exists()
    assert copied.json("verify")["damaged"] == []
    assert taken == captures[-1:]
    monkeypatch.undo()
    rest = copied.json("redact", "--article", FERRY, "--reason", "order")["redacted"]
    assert rest == captures[:-1] != []
