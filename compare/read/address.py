"""Addresses of pages, as far as they can be understood."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

# Second-level domains under which governments publish.
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|gob|gouv|gub|govt|go|gv|admin|government)\.([a-z]{2})$")
_UNITED_STATES = re.compile(r"(?:^|\.)(?:gov|mil)$")


def is_address(location: str) -> bool:
    """Whether a location is a web address rather than a path."""
    return bool(re.match(r"https?://", location, re.IGNORECASE))


_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\w+/(https?://.+)", re.IGNORECASE)


def original(address: str) -> str:
    """Return the address of which an archive's address is a copy, else the address itself."""
    copy = _ARCHIVED.match(address)
    return copy.group(1) if copy else address


def host_and_path(address: str) -> tuple[str, str]:
    """Return host (small letters) and path of an address; both are empty when it cannot be understood."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").lower().removesuffix("."), parts.path
    except ValueError:
        return "", ""


def lies_at(address: str, place: str) -> bool:
    """Whether an address lies on a host or a subdomain of it, below a path if ``place`` has one (``gov.cn/eng``)."""
    wanted, _, below = place.partition("/")
    host, path = host_and_path(address)
    return (host == wanted or host.endswith("." + wanted)) and (not below or f"{path}/".startswith(f"/{below}/"))


def country_of_host(address: str | None) -> str | None:
    """Return the country (ISO 3166 alpha-2) whose government's domain an address is in, or None."""
    host = host_and_path(address)[0] if address else ""
    found = _GOVERNMENT.search(host)
    if found:
        code = found.group(1).upper()
        return {"UK": "GB"}.get(code, code)
    return "US" if _UNITED_STATES.search(host) else None
