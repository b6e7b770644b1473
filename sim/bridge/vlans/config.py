"""What is configured of the VLANs of a switch, at the start and by commands, as a Catalyst keeps it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.bridge.machine import DEFAULT_VLAN
from sim.bridge.vlans.settings import Accepts, VlanSettings


class PortVlans(NamedTuple):
    """The configuration of a port. A port keeps the words for trunks while it is none, and those for access ports.

    ``native`` is 0 where a trunk takes no frames without a tag. ``allowed`` is ``None`` where it carries all VLANs.
    """

    is_trunk: bool = False
    access: int = DEFAULT_VLAN
    native: int = DEFAULT_VLAN
    allowed: frozenset[int] | None = None
    tag_native: bool = False


class VlanConfig(NamedTuple):
    """The VLANs that there are, with their names ("" for the usual one), and the ports."""

    vlans: Mapping[int, str]
    ports: Mapping[str, PortVlans]
    accepts: Accepts = Accepts.ALL


def usual_name(vlan: int) -> str:
    """What a VLAN is called that nobody has given a name."""
    return "default" if vlan == DEFAULT_VLAN else f"VLAN{vlan:04}"


def config_of(settings: VlanSettings, ports: Iterable[str], more: Iterable[int] = ()) -> VlanConfig:
    """What a scenario configures. A switch has the VLANs that anything there names, and ``more``."""
    names = {int(vlan): access.name for vlan, access in settings.vlans}
    known = {DEFAULT_VLAN, *names, *more}
    for _, trunk in settings.trunks:
        known |= {*trunk.allowed, trunk.native}
    access = {port: int(vlan) for vlan, each in settings.vlans for port in each.ports}
    trunks = {
        port: PortVlans(
            is_trunk=True,
            native=trunk.native,
            allowed=frozenset(trunk.allowed) if trunk.allowed else None,
            tag_native=trunk.tag_native,
        )
        for port, trunk in settings.trunks
    }
    return VlanConfig(
        {vlan: names.get(vlan, "") for vlan in sorted(known - {0})},
        {name: trunks.get(name) or PortVlans(access=access.get(name, DEFAULT_VLAN)) for name in ports},
        settings.access_accepts,
    )
