"""Errors where they cannot be raised: in a timer of the event loop, or inside Scrapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def met(deed: Callable[[], object]) -> Exception | None:
    """The exception that a deed raises, for a caller that reports or raises it later; else None."""
    try:
        deed()
    except Exception as error:  # noqa: BLE001  # given to the caller, see above
        return error
    return None
