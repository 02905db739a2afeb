"""Whoever asks outlets for pages tells them who it is: said where no contact is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spiders.configuration import FILE_NAME
from spiders.urls import is_loopback

if TYPE_CHECKING:
    from collections.abc import Iterable

    from monitor.cli import Invocation
    from spiders.configuration import Configuration


def tell_of_contact(
    invocation: Invocation, configuration: Configuration, urls: Iterable[str]
) -> None:
    """A line on stderr where other hosts than this machine are asked, and know not by whom."""
    if configuration.contact or all(map(is_loopback, urls)):
        return
    settings = invocation.folder / FILE_NAME
    invocation.tell(f"No contact is set: outlets cannot reach you. Set contact in {settings}")
