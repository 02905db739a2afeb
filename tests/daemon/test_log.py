"""The log: one line an event, readable for people and programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from monitor.daemon.log import JSON, Log


def test_key_and_value(capsys):
    """Values of several words are quoted, and nothing can start a line of its own."""
    Log()("full", error='No room "left"\nfake started', visits=3, nothing=None)
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert line.endswith(' full error="No room \\"left\\"\\nfake started" visits=3\n')


def test_json(capsys):
    """The event as one object."""
    Log(JSON)("online", since=datetime(2026, 3, 1, tzinfo=UTC), place="Тбилиси")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["place"]) == ("online", "Тбилиси")
    assert line["since"].startswith("2026-03-01T00:00:00")
    assert datetime.fromisoformat(line["time"]).tzinfo is not None


@pytest.mark.parametrize("word", ["plain", "a=b", "", 'x"y', "c\\d", "tab\there"])
def test_a_value_can_be_read_back(capsys, word):
    """Either as it is, or as a JSON string."""
    Log()("said", word=word)
    shown = capsys.readouterr().err.rstrip("\n").split(" said word=", 1)[1]
    assert (json.loads(shown) if shown.startswith('"') else shown) == word


def test_a_log_that_cannot_be_written_stops_nothing(monkeypatch):
    """A full disk under the log is no reason to stop crawling."""

    class Full:
        def write(self, _text):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("sys.stderr", Full())
    Log()("started")
