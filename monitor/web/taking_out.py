"""What the forms that take captures out for good have in common."""

from __future__ import annotations

from flask import request

from monitor.redacting import HOW_ALONE, WHY_ALONE
from monitor.web.house import house
from monitor.web.words import words
from storage.database.lock import holder
from storage.errors import InputError


def busy() -> str:
    """Why nothing can be taken out just now, and how to go on; empty where nobody writes."""
    return "" if holder(house().settings.folder) is None else f"{WHY_ALONE} {HOW_ALONE}"


def are_sure() -> None:
    """Raises InputError where the box was not ticked."""
    if request.form.get("sure") != "1":
        raise InputError(words()["capture"]["not_sure"], do=words()["capture"]["be_sure"])


def choices(capture: int | None, article: int | None) -> list[tuple[str, str]]:
    """What a form offers to take out: a capture, all that an article said; as value and label."""
    told = words()["capture"]
    found = [("capture", told["this_one"])] if capture is not None else []
    return [*found, ("article", f"{told['whole']} ({article})")] if article is not None else found
