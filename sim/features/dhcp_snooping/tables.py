"""The bindings that a switch has noted."""

from typing import NamedTuple

from sim.addresses import IPv4Address, MacAddress
from sim.feature import Table
from sim.quantities import Instant

TABLE = "dhcp-snooping"


class BindingRow(NamedTuple):
    """Who has an address: under VLAN and MAC address, the address, the client's port, and when the lease is over."""

    ip: IPv4Address
    port: str
    expires: Instant | None


BINDINGS = Table(
    TABLE,
    BindingRow,
    {"en": "DHCP snooping", "zh": "DHCP 窥探"},
    key={"vlan": int, "mac": MacAddress},
    kinds=("switch",),
    label="{mac} vlan {vlan}",
)
