"""What an outlet is not blamed for: silence about a difference that our reader made. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.records import Assessment

SILENCE = "stealth"
"""The signal that an outlet does not mention its change; it need not mention one of ours."""


def as_ours(assessment: Assessment) -> Assessment:
    """The assessment for a difference that our reader made: the outlet concealed nothing."""
    signals = tuple(signal for signal in assessment.signals if signal != SILENCE)
    return replace(assessment, ours=True, signals=signals)
