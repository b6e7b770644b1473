"""Which VLAN a frame is in, and with or without a tag it leaves (IEEE 802.1Q-2018 6.9, 8.6.1, 8.6.2 and 8.6.4)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sim.bridge.vlans import rules
from sim.bridge.vlans.config import PortVlans, VlanConfig
from sim.bridge.vlans.settings import Accepts
from sim.link.ethernet.pdu import LAST_VLAN, PRIORITY_ONLY, Ethernet, Vlan
from sim.why import Rule, Why

MODE = {True: "trunk", False: "access"}


class SwitchPort(NamedTuple):
    """How a port treats VLANs.

    ``pvid`` is the VLAN of frames without a tag; 0 where such frames are not admitted. ``members`` are the VLANs that
    the port is in, ``tagged`` those of them whose frames leave with a tag. ``admits_tags``: frames with the tag of a
    VLAN are admitted.
    """

    pvid: int
    members: frozenset[int]
    tagged: frozenset[int]
    admits_tags: bool = True
    is_trunk: bool = False


class Lane(NamedTuple):
    """Where a frame that came in belongs: its VLAN, the priority in its tag, and why it is in that VLAN."""

    vlan: int
    priority: int
    drop_eligible: bool
    why: Why


def ports_of(config: VlanConfig) -> dict[str, SwitchPort]:
    """How each port treats VLANs."""
    vlans = frozenset(config.vlans)
    return {name: _port(port, vlans, config.accepts) for name, port in config.ports.items()}


def _port(port: PortVlans, vlans: frozenset[int], accepts: Accepts) -> SwitchPort:
    if not port.is_trunk:
        return SwitchPort(port.access, vlans & {port.access}, frozenset(), accepts is Accepts.ALL)
    members = vlans if port.allowed is None else vlans & port.allowed
    tagged = members if port.tag_native else members - {port.native}
    return SwitchPort(port.native, members, tagged, is_trunk=True)


def classify(port: SwitchPort, name: str, frame: Ethernet, vlans: frozenset[int]) -> Lane | Why:
    """The VLAN of a frame that came in at a port, or why it is dropped there."""
    tag = frame.payload
    if type(tag) is not Vlan:
        return _untagged(port, name, 0, False, rules.NATIVE if port.is_trunk else rules.ACCESS)
    vlan = tag.vlan
    if vlan == PRIORITY_ONLY:
        # 6.9.1: "the VID is the null VLAN ID": the frame is priority-tagged, and gets the PVID
        return _untagged(port, name, tag.priority, tag.drop_eligible, rules.PRIORITY_TAG)
    refused = _refusal(port, name, vlan, vlans)
    if refused is not None:
        return refused
    return Lane(vlan, tag.priority, tag.drop_eligible, Why(rules.TAGGED, port=name, vlan=vlan))


def _refusal(port: SwitchPort, name: str, vlan: int, vlans: frozenset[int]) -> Why | None:
    """Why a frame with the tag of a VLAN is dropped at a port, if it is."""
    if vlan > LAST_VLAN:
        return Why(rules.RESERVED_VLAN, port=name)
    if not port.admits_tags:
        return Why(rules.TAG_REFUSED, port=name, vlan=vlan)
    if vlan in port.members:
        return None
    # 8.6.2: ingress filtering, "if the receiving Port is not in the member set"
    if vlan not in vlans:
        return Why(rules.UNKNOWN_VLAN, port=name, vlan=vlan)
    if port.is_trunk:
        return Why(rules.NOT_ALLOWED, port=name, vlan=vlan)
    return Why(rules.OTHER_VLAN, port=name, vlan=vlan, own_vlan=port.pvid)


def _untagged(port: SwitchPort, name: str, priority: int, drop_eligible: bool, rule: Rule) -> Lane | Why:
    if not port.pvid:
        return Why(rules.UNTAGGED_REFUSED, port=name)
    if port.pvid not in port.members:
        rule = rules.NATIVE_NOT_ALLOWED if port.is_trunk else rules.ACCESS_VLAN_MISSING
        return Why(rule, port=name, vlan=port.pvid)
    return Lane(port.pvid, priority, drop_eligible, Why(rule, port=name, vlan=port.pvid))


def outlets(
    ports: Mapping[str, SwitchPort], usable: Iterable[str], vlans: frozenset[int]
) -> dict[int, tuple[str, ...]]:
    """The ports that frames of each VLAN may leave through, of those that are usable, in their order."""
    usable = tuple(usable)
    return {vlan: tuple([name for name in usable if vlan in ports[name].members]) for vlan in sorted(vlans)}


def ranges_of_ports(ports: Mapping[str, SwitchPort], vlan: int) -> str:
    """The ports that are in a VLAN, as a list for people."""
    names = [name for name, port in ports.items() if vlan in port.members]
    return ranges(map(int, names)) if all(name.isdecimal() for name in names) else ",".join(names)


def ranges(numbers: Iterable[int]) -> str:
    """``1-3,5``: numbers as switches list them."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][-1] + 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ",".join("-".join(map(str, each)) for each in found)
