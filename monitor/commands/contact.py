"""A crawler should tell outlets who runs it: a hint for users who have set no contact."""

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
    """Write a line to stderr if other hosts are fetched from and no contact is set."""
    if configuration.contact or all(map(is_loopback, urls)):
        return
    settings = invocation.folder / FILE_NAME
    invocation.tell(f"No contact is set: outlets cannot reach you. Set contact in {settings}")
