"""The interfaces as iproute2 prints them: a pure function of rows."""

from collections.abc import Mapping
from typing import Any


def ip_addr(interfaces: Mapping[Any, Any]) -> list[str]:
    """``ip addr``: the interfaces as iproute2 prints them, the loopback first."""
    lines = [
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 state UNKNOWN",
        "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00",
        "    inet 127.0.0.1/8 scope host lo",
    ]
    for number, (port, row) in enumerate(interfaces.items(), 2):
        flags = "BROADCAST,MULTICAST,UP,LOWER_UP" if row.up else "NO-CARRIER,BROADCAST,MULTICAST,UP"
        if not row.enabled:
            flags = "BROADCAST,MULTICAST"
        lines.append(f"{number}: {port}: <{flags}> mtu {row.mtu} state {'UP' if row.up else 'DOWN'}")
        lines.append(f"    link/ether {row.mac} brd ff:ff:ff:ff:ff:ff")
        for address in row.addresses:
            broadcast = f" brd {address.prefix.broadcast}" if address.prefix.has_broadcast else ""
            lines.append(f"    inet {address}{broadcast} scope global {port}")
    return lines
