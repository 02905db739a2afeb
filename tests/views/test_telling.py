"""What is stored in codes is shown in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from click import Context, Group

from monitor.cli import main
from monitor.decide.absence import Absence
from monitor.notation.remedies import remedies
from monitor.notation.telling import in_words
from monitor.queries.columns import incident_line
from storage.records import Incident, IncidentKind, Outlet

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "detail", "line"),
    [
        ("bot_check", "bot check", "bot check at x.example"),
        ("unreachable", "dns", "unreachable at x.example: its name is not known (DNS)"),
        ("unreachable", "tls expired", "unreachable at x.example: its certificate has expired"),
        ("seed_failed", "status 500", "seed failed at x.example: status 500"),
    ],
)
def test_an_incident_says_a_thing_once_and_in_words(kind, detail, line):
    """No *bot check: bot check*, and no abbreviation that only programmers know."""
    incident = {"kind": kind, "subject": "x.example", "detail": detail, "count": 1}
    assert incident_line(incident, "echo") == line
    assert incident_line({**incident, "count": 3}, "echo") == f"{line} (3 times)"


def test_an_outlet_is_not_named_twice():
    """If rules match nothing, the subject is the outlet, whose name is above this line already."""
    incident = {"kind": "rule_failed", "subject": "echo", "detail": "rule x", "count": 1}
    assert incident_line(incident, "echo") == "rule failed: rule x"


@pytest.mark.parametrize("kind", IncidentKind)
def test_every_incident_says_what_to_do(kind):
    """A complete sentence, or one that leads to a command, which must exist."""
    outlet = Outlet(1, "echo", "https://echo.example/", ("echo.example",), NOW)
    incidents = [Incident(n, "echo", kind, f"{n}", "", NOW, NOW, None, 1) for n in (4, 5)]
    known = remedies(outlet, incidents)
    assert list(known) == [4]  # once, however many there are
    words = known[4].command
    assert known[4].text.endswith(":" if words else ".")
    assert "{" not in " ".join(words)
    if words:
        command = main.get_command(Context(main), words[0])
        if isinstance(command, Group):
            command = command.get_command(Context(command), words[1])
            words = words[1:]
        assert command.make_context(words[0], list(words[1:]), resilient_parsing=False)


def test_every_absence_can_stand_before_how_often_it_was_seen():
    """*… at 3 visits since …*: a part set off by commas also has the second comma."""
    for absence in Absence:
        assert in_words(absence.value).count(",") != 1
