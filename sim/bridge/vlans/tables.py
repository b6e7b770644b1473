"""The VLANs of a switch and what its ports do with them, as people see them."""

from typing import NamedTuple

from sim.feature import Table

VLAN_TABLE = "vlan"
PORT_TABLE = "switchport"


class VlanRow(NamedTuple):
    """A VLAN of a switch, under its number: its name, and the ports that are in it."""

    name: str
    ports: str


class SwitchPortRow(NamedTuple):
    """What a port of a switch does with VLANs, under the port's name.

    ``vlan`` is that of frames without a tag, ``None`` where there is none; ``allowed`` are the VLANs that a trunk
    carries.
    """

    mode: str
    vlan: int | None
    allowed: str


VLANS = Table(
    VLAN_TABLE,
    VlanRow,
    {"en": "VLANs", "zh": "VLAN"},
    key={"vlan": int},
    kinds=("switch",),
    label="VLAN {vlan}",
)


def _mark(port: SwitchPortRow) -> str:
    """The VLAN of an access port; ``T`` for a trunk, with its native VLAN where that is another than 1."""
    if port.mode == "access":
        return f"v{port.vlan}"
    return "T" if port.vlan == 1 else f"T{port.vlan or '-'}"


SWITCH_PORTS = Table(
    PORT_TABLE,
    SwitchPortRow,
    {"en": "Ports and their VLANs", "zh": "端口所属的 VLAN"},
    key={"port": str},
    kinds=("switch",),
    port_mark=_mark,
)
