"""The switch's table as a Catalyst lists it: a pure function of rows."""

from collections.abc import Mapping
from typing import Any


def show_mac_address_table(macs: Mapping[Any, Any]) -> list[str]:
    """``show mac address-table``: as a Catalyst lists it."""
    lines = [
        "          Mac Address Table",
        "-------------------------------------------",
        "",
        "Vlan    Mac Address       Type        Ports",
        "----    -----------       --------    -----",
    ]
    for (vlan, mac), row in sorted(macs.items()):
        digits = mac.to_bytes(6, "big").hex()
        dotted = ".".join(digits[i : i + 4] for i in (0, 4, 8))
        lines.append(f"{vlan:>4}    {dotted}    {'STATIC' if row.static else 'DYNAMIC':<12}{row.port}")
    lines.append(f"Total Mac Addresses for this criterion: {len(macs)}")
    return lines
