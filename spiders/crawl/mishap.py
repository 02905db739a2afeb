"""What goes wrong where it cannot be raised: on the clock of the event loop, inside of Scrapy."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def met(deed: Callable[[], object]) -> Exception | None:
    """What a deed raises, for a caller that tells it or raises it at a better time."""
    try:
        deed()
    except Exception as error:  # noqa: BLE001  # given to the caller, see above
        return error
    return None
