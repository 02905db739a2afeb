"""Which outlet an imported address belongs to, its role, and when to visit it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from monitor.importing.exchanges import NotTaken, is_seed
from spiders.outlets import rules
from spiders.urls import canonical, host, short_name, surt
from storage.errors import OutletError, RuleError
from storage.records import Found, Role
from storage.warc.about import OWN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from monitor.importing.transactions import Transaction
    from storage.archive import Archive
    from storage.records import Address, Outlet

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,59}\Z")
_SOONEST, _LATEST = timedelta(hours=1), timedelta(days=90)
_ROBOTS = "/robots.txt"


class Places:
    """Finds or adds the address of a transaction, and the outlet of a host."""

    def __init__(
        self,
        archive: Archive,
        rules_folder: Path | None,
        on_broken: Callable[[RuleError], None] = lambda _error: None,
    ) -> None:
        """``on_broken`` is called whenever a file of rules is needed and cannot be read."""
        self._archive = archive
        self._on_broken = on_broken
        self._rules_folder = rules_folder
        self._outlets: dict[str, Outlet] = {}
        self._watched = {outlet.id for outlet in archive.outlets()}

    def known(self, url: str) -> Address | None:
        """The address of a URL, or None. Raises NotTaken."""
        try:
            address = self._archive.address(surt(url))
        except ValueError as error:
            raise NotTaken("an address that cannot be read", expected=False) from error
        if address is not None and address.outlet_id not in self._watched:
            raise NotTaken("of an outlet that was removed")
        return address

    def make(self, found: Transaction, url: str, payload: bytes, at: datetime) -> Address:
        """The address; if there is none it is added, as found when it was first captured.

        Seeds and robots.txt get roles of their own: a feed, sitemap or home page is recognised by
        its bytes or its URL. None of them is watched because of that.
        """
        address = self.known(url)
        if address is not None:
            return address
        outlet, key = self.outlet_of(url, found.about.get(OWN + "outlet", "")), surt(url)
        role = _role(found, url, payload)
        if role is Role.ROBOTS:
            return self._archive.robots_address(outlet.id, url, key)
        [made] = self._archive.discover(outlet.id, [Found(canonical(url), key)], at, role=role)
        due = later(key, at, datetime.now(UTC)) if role is Role.CANDIDATE else None
        self._archive.reschedule(made.id, due)
        return replace(made, next_due=due)

    def outlet_of(self, url: str, told: str = "") -> Outlet:
        """The outlet of a URL's host; if there is none it is added, with the name ``told``."""
        name = host(url)
        if name not in self._outlets:
            if len(self._outlets) > 1000:  # noqa: PLR2004 — a page can link to many hosts
                self._outlets.clear()
            outlet = self._find_outlet(name) or self._new_outlet(url, name, told)
            self._outlets[name] = outlet
            self._watched.add(outlet.id)
        return self._outlets[name]

    def _find_outlet(self, name: str) -> Outlet | None:
        bare = name.removeprefix("www.")
        for one in (name, bare, f"www.{bare}"):
            outlet = self._archive.outlet_of_host(one)
            if outlet is not None:
                return outlet
        return None

    def _new_outlet(self, url: str, name: str, told: str) -> Outlet:
        """Add an outlet, named by the file or by our rules, or after its host, as ``add`` does.

        The name is one that can be typed, and that a file of rules can have.
        """
        bare = name.removeprefix("www.")
        hosts = [bare, f"www.{bare}"] if "." in bare and not re.search(r"[:\d]\Z", bare) else [name]
        home = f"{urlsplit(url).scheme.lower()}://{name}/"
        own = bare if _NAME.match(bare) else short_name(name)
        names = [told if _NAME.match(told) else None, self._ruled(name), own]
        for one in filter(None, names):
            try:
                return self._archive.add_outlet(one, home, hosts, datetime.now(UTC))
            except OutletError:
                continue  # the name is taken by an outlet with other hosts
        return self._archive.add_outlet(f"{own}-imported", home, hosts, datetime.now(UTC))

    def _ruled(self, name: str) -> str | None:
        """The name that the rules for this host give its outlet; None if the file has a mistake."""
        try:
            found = rules.for_host(name, self._rules_folder)
        except RuleError as error:
            self._on_broken(error)
            return None
        return found.name if found is not None else None


def later(key: str, since: datetime, now: datetime) -> datetime:
    """When to visit an imported address: after a tenth of its present age.

    At least an hour, at most ninety days. This is multiplied by a factor between 0.5 and 1.5, the
    same each time for an address, so that ten years imported at once do not fall due at once.
    """
    gap = min(max((now - since) / 10, _SOONEST), _LATEST)
    lot = hashlib.blake2b(key.encode(), digest_size=4).digest()
    return now + gap * (0.5 + int.from_bytes(lot, "big") / 2**32)


def _role(found: Transaction, url: str, payload: bytes) -> Role:
    parts = urlsplit(url)
    told = found.about.get(OWN + "role")
    if parts.path == _ROBOTS or told == Role.ROBOTS.value:
        return Role.ROBOTS
    home = parts.path in ("", "/") and not parts.query
    if told == Role.SEED.value or home or is_seed(payload):
        return Role.SEED
    return Role.CANDIDATE
