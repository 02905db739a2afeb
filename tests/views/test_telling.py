"""What is stored in short is told in words."""

from __future__ import annotations

import pytest

from monitor.decide.absence import Absence
from monitor.notation.telling import in_words
from monitor.queries.columns import incident_line


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
    assert incident_line(incident) == line
    assert incident_line({**incident, "count": 3}) == f"{line} (3 times)"


def test_every_absence_can_stand_before_how_often_it_was_seen():
    """*… at 3 visits since …*: a part between commas has its second one."""
    for absence in Absence:
        assert in_words(absence.value).count(",") != 1
