"""The filtering database as people see it."""

from sim.addresses import MacAddress
from sim.bridge.machine import TABLE, MacRow
from sim.feature import Printout, Rows, Table


def show_mac_address_table(macs: Rows) -> list[str]:
    """``show mac address-table``: as a Catalyst lists it."""
    lines = [
        "          Mac Address Table",
        "-------------------------------------------",
        "",
        "Vlan    Mac Address       Type        Ports",
        "----    -----------       --------    -----",
    ]
    for (vlan, mac), row in sorted(macs.items()):
        lines.append(f"{vlan:>4}    {mac.dotted}    {'STATIC' if row.static else 'DYNAMIC':<12}{row.port}")
    lines.append(f"Total Mac Addresses for this criterion: {len(macs)}")
    return lines


SHOW_MACS = Printout("show mac address-table", lambda macs, now: show_mac_address_table(macs))

MACS = Table(
    TABLE,
    MacRow,
    {"en": "MAC address table", "zh": "MAC 地址表"},
    key={"vlan": int, "mac": MacAddress},
    kinds=("switch",),
    label="{mac} vlan {vlan}",
    spare=("static", "vlan", "updated"),
    printouts={"switch": SHOW_MACS},
)
