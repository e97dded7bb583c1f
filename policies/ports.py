"""Protocols and ports as firewalls mean them: by name or number, one port or a range, and every port where none is named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policies.bag import UNKNOWN, Bag, Unknown

EVERY = (0, 65535)
_NUMBERS = {"6": "tcp", "17": "udp", "132": "sctp"}
_WITH_PORTS = ("tcp", "udp", "sctp", "all")


def protocol_of(entry: Bag, key: str) -> str:
    """Return the protocol of an entry, by name. Raises Unknown."""
    given = entry.text(key).strip().lower()
    return _NUMBERS.get(given, given)


def spans(entry: Bag, protocol: str) -> Iterator[tuple[int, int]]:
    """Yield the ranges of ports that an entry covers; all of them where it names none. Raises Unknown after the ranges that are known."""
    stated = entry.get("ports")
    if not stated or protocol == "all":
        if protocol in _WITH_PORTS:
            yield EVERY
        return
    unknown = False
    for port in stated if isinstance(stated, list) else [stated]:
        if port is UNKNOWN:
            unknown = True
        elif (found := _span(port)) is not None:
            yield found
    if unknown:
        raise Unknown(f"{entry.path}ports")


def covers(entry: Bag, protocol: str, ports: tuple[int, ...]) -> int | None:
    """Return the first of the ports that an entry covers, or None. Raises Unknown where a port not known yet may be one."""
    for first, last in spans(entry, protocol):
        for port in ports:
            if first <= port <= last:
                return port
    return None


def is_every_port(entry: Bag, protocol: str) -> bool:
    """Say whether an entry covers every port, in one range or in several. Raises Unknown."""
    reached = 0
    for first, last in sorted(spans(entry, protocol)):
        if first > reached + 1:
            return False
        reached = max(reached, last)
    return reached >= EVERY[1]


def _span(port: Any) -> tuple[int, int] | None:
    first, _, last = str(port).strip().partition("-")
    try:
        return int(first), int(last or first)
    except ValueError:
        return None
