"""What an outlet is not charged with: silence about a difference that our reader made. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.records import Assessment

SILENCE = "stealth"
"""The signal that an outlet says nothing of its change; it has nothing to say of one of ours."""


def as_ours(assessment: Assessment) -> Assessment:
    """The same of a difference that our reader made: the outlet kept silent about nothing."""
    signals = tuple(signal for signal in assessment.signals if signal != SILENCE)
    return replace(assessment, ours=True, signals=signals)
