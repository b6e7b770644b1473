"""``show interfaces switchport``: what each port does with VLANs, as a Catalyst tells it."""

from collections.abc import Iterator
from typing import Any

from sim.bridge.machine import DEFAULT_VLAN
from sim.bridge.vlans.config import PortVlans, usual_name
from sim.bridge.vlans.machine import ranges


def switchports(device: Any, wanted: str) -> Iterator[str]:
    """The ports of a switch, or the one that is wanted."""
    vlans = device.bridge.vlans
    names = {DEFAULT_VLAN: ""} if vlans is None else vlans.config.vlans
    for port in getattr(device.bridge, "exits", ()):
        if wanted in ("", port):
            config = PortVlans() if vlans is None else vlans.config.ports[port]
            yield from _switchport(port, config, names, device.bridge.exits[port].up)
            yield ""


def _switchport(port: str, config: PortVlans, names: Any, is_up: bool) -> Iterator[str]:
    mode = "trunk" if config.is_trunk else "static access"
    encapsulation = "dot1q" if config.is_trunk else "native"
    yield f"Name: {port}"
    yield "Switchport: Enabled"
    yield f"Administrative Mode: {mode}"
    yield f"Operational Mode: {mode if is_up else 'down'}"
    yield "Administrative Trunking Encapsulation: dot1q"
    if is_up:
        yield f"Operational Trunking Encapsulation: {encapsulation}"
    yield "Negotiation of Trunking: Off"
    yield f"Access Mode VLAN: {_named(config.access, names)}"
    yield f"Trunking Native Mode VLAN: {_named(config.native, names) if config.native else 'none'}"
    yield f"Administrative Native VLAN tagging: {'enabled' if config.tag_native else 'disabled'}"
    yield "Voice VLAN: none"
    yield f"Trunking VLANs Enabled: {'ALL' if config.allowed is None else ranges(config.allowed) or 'NONE'}"


def _named(vlan: int, names: Any) -> str:
    """A VLAN with its name; one that nobody has created is inactive."""
    return f"{vlan} ({names[vlan] or usual_name(vlan)})" if vlan in names else f"{vlan} (Inactive)"
