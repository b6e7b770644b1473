"""The table of a link itself, and what Ethernet types are called in sentences."""

from sim.feature import Table, ValueNames
from sim.link.link import TABLE, LinkRow
from sim.wire.layout import hex16

LINK = Table(TABLE, LinkRow, {"en": "Link", "zh": "链路"}, key={"link": str}, kinds=(), place=4)
ETHERTYPES = ValueNames(
    "ethertype",
    {
        0x0800: {"en": "IPv4"},
        0x0806: {"en": "ARP"},
        0x8100: {"en": "VLAN tag", "zh": "VLAN 标签"},
        0x86DD: {"en": "IPv6"},
        0x88CC: {"en": "LLDP"},
    },
    with_number=True,
    number=hex16,
)
