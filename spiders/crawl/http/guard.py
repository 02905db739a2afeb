"""Which addresses may be connected to: public ones, and hosts that the user named.

The check is made on the resolved address that is then connected to, so that a name that
resolves to another address the second time gains nothing by it.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from spiders.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOCAL = tuple(
    map(ipaddress.ip_network, ("::/96", "::ffff:0:0:0/96", "64:ff9b:1::/48", "fec0::/10"))
)
"""Of no network but one's own, though older tables have them as global: an IPv4 address within
one of IPv6 as it was written once, as a translator has it (twice), and what was site-local."""


class PrivateAddressError(Exception):
    """A host is at a private address, and nobody named it."""


def is_public(address: str) -> bool:
    """Whether an IP address literal is a public one.

    IPv6 forms that contain an IPv4 address (mapped, 6to4, Teredo, NAT64) are judged by that too.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in network for network in _LOCAL):
            return False
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64:
            inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        if any(part is not None and not is_public(str(part)) for part in inner):
            return False
        if ip.ipv4_mapped is not None or ip in _NAT64:
            return True
    return ip.is_global and not ip.is_multicast


class Guard:
    """Knows the hosts that the user named, in the form that :func:`spiders.urls.host` gives."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        self._named = set(hosts)

    def name(self, urls: Iterable[str]) -> None:
        """Permit the hosts of URLs that the user gave, if they are *literally* private.

        Watching a name that resolves to a private address does not permit it: that is the
        rebinding case, and the name must be listed in ``allow_private``.
        """
        self._named.update(host(url) for url in urls if _is_literally_private(url))

    def permits(self, netloc: str, address: str) -> bool:
        """Whether this host may be connected to at this address."""
        return netloc in self._named or is_public(address)


def belongs(name: str, hosts: Iterable[str]) -> bool:
    """Whether a host is one of these or below one of them; ``www.`` makes no difference."""
    bare = name.removeprefix("www.")
    own = {one.removeprefix("www.") for one in hosts}
    return bare in own or any(bare.endswith("." + one) for one in own)


def _is_literally_private(url: str) -> bool:
    name = host(url)
    name = name[1:].partition("]")[0] if name.startswith("[") else name.partition(":")[0]
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not is_public(name)
    except ValueError:
        return False
