"""What the forms for redacting captures have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import request

from monitor.redacting import HOW_ALONE, WHY_ALONE, going_along
from monitor.web.access import may_write
from monitor.web.site import archive, site
from monitor.web.words import words
from storage.database.lock import holder
from storage.errors import InputError

if TYPE_CHECKING:
    from monitor.redacting import Along


def busy() -> str:
    """Why nothing can be redacted now, and what to do; empty if nobody else is writing."""
    return "" if holder(site().settings.folder) is None else f"{WHY_ALONE} {HOW_ALONE}"


def are_sure() -> None:
    """Raises InputError if the box was not ticked."""
    if request.form.get("sure") != "1":
        raise InputError(words()["capture"]["not_sure"], do=words()["capture"]["be_sure"])


@dataclass(frozen=True, slots=True)
class Choice:
    """What a form offers to redact, and what goes with it because it has the same bytes."""

    value: str
    label: str
    along: list[Along]


def choices(capture: int | None, article: int | None) -> list[Choice]:
    """A capture, all that an article said, or both; empty if the user may not redact anything."""
    if not may_write():
        return []
    found, told = [], words()["capture"]
    if capture is not None:
        along = going_along(archive(), [capture])
        found.append(Choice("capture", told["this_one"], along))
    if article is not None:
        along = going_along(archive(), archive().redactions.of_article(article))
        found.append(Choice("article", f"{told['whole']} ({article})", along))
    return found
