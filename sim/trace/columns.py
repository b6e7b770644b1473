"""The rows of devices' tables as named cells, for whoever shows or compares them."""

from collections.abc import Hashable, Mapping
from typing import Any

_ENDPOINTS = ("local_ip", "local_port", "remote_ip", "remote_port")
KEY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "acd": ("port", "ip"),
    "arp": ("port", "ip"),
    "console": ("line",),
    "icmp-limit": ("ip",),
    "interface": ("port",),
    "link": ("link",),
    "mac": ("vlan", "mac"),
    "pmtu": ("ip",),
    "reassembly": ("src", "dst", "protocol", "identification"),
    "program": ("number",),
    "route": (),
    "socket": ("number",),
    "tcp": _ENDPOINTS,
    "tcp-receive": _ENDPOINTS,
    "tcp-send": _ENDPOINTS,
    "thread": ("program", "thread"),
    "timer": ("timer",),
    "waiting": ("port", "ip"),
}
"""What the parts of a table's keys are called; the key of a route only repeats what is in its row."""


def cells(table: str, key: Hashable, row: Any) -> dict[str, Any]:
    """The cells of a row, those of its key first."""
    names = KEY_COLUMNS.get(table, ("key",))
    parts = key if isinstance(key, tuple) and len(names) != 1 else (key,)
    return {**dict(zip(names, parts, strict=False)), **row._asdict()}
