"""Which hosts may be asked: none that only this machine or its network can reach, unless the user allows it."""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from compare.errors import ReadError

# Translations that carry an IPv4 address inside (RFC 6052); the address they reach is the inner one.
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))


def allowed_address(host: str, port: int, where: str, allow_private: bool) -> str:
    """Return an IP address of a host, the one to connect to.

    Every address the host has must be public, so that no name leads inside; and the connection goes to the address
    that was checked, so that a name cannot lead elsewhere in the meantime. Raises ReadError private-address,
    unknown-host.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise ReadError(f"no such host: {host}", where=where, todo="check the address", slug="unknown-host") from error
    addresses = [str(entry[4][0]).partition("%")[0] for entry in found]
    if not allow_private and not all(is_public(address) for address in addresses):
        raise ReadError(
            f"{host} is in a private network",
            where=where,
            todo="use --allow-private if that is meant",
            slug="private-address",
        )
    # IPv4 first: a machine without IPv6 routes still gets its addresses from DNS.
    return min(addresses, key=lambda address: ":" in address)


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet."""
    parsed = ip_address(address)
    inner = _inner(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4, Teredo, NAT64."""
    if any(address in net for net in _NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
