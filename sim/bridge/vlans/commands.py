"""``show vlan`` and ``show interfaces trunk``, as a Catalyst prints them."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sim.bridge.machine import DEFAULT_VLAN
from sim.bridge.vlans.machine import ranges
from sim.bridge.vlans.tables import PORT_TABLE, VLAN_TABLE, SwitchPortRow, VlanRow
from sim.command import Command, CommandLine, Device
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import InterfaceRow
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH

Interfaces = Mapping[str, InterfaceRow]

_SAID = 100_000
"""What a switch adds to the number of a VLAN for its security association identifier (IEEE 802.10)."""
_PORTS_WIDTH = 31


def show_vlan(vlans: Mapping[int, VlanRow], ports: Mapping[str, SwitchPortRow], is_brief: bool) -> Iterator[str]:
    """The VLANs with their access ports: a trunk is in none of the lists, as on a Catalyst."""
    yield ""
    yield f"{'VLAN':<4} {'Name':<32} {'Status':<9} Ports"
    yield f"{'-' * 4} {'-' * 32} {'-' * 9} {'-' * _PORTS_WIDTH}"
    for vlan, row in sorted(vlans.items()):
        names = [name for name, port in ports.items() if port.mode == "access" and port.vlan == vlan]
        first, *further = list(_wrapped(names)) or [""]
        yield f"{vlan:<4} {row.name:<32} {'active':<9} {first}".rstrip()
        yield from (f"{'':<48}{line}" for line in further)
    if is_brief:
        return
    yield ""
    yield "VLAN Type  SAID       MTU   Parent RingNo BridgeNo Stp  BrdgMode Trans1 Trans2"
    yield "---- ----- ---------- ----- ------ ------ -------- ---- -------- ------ ------"
    for vlan in sorted(vlans):
        yield f"{vlan:<4} enet  {_SAID + vlan:<10} 1500  -      -      -        -    -        0      0"


def _wrapped(names: list[str]) -> Iterator[str]:
    """Lists of ports that fit into their column."""
    line = ""
    for name in names:
        longer = f"{line}, {name}" if line else name
        if len(longer) > _PORTS_WIDTH:
            yield line
            longer = name
        line = longer
    if line:
        yield line


def show_interfaces_trunk(
    allowed: Mapping[str, frozenset[int] | None],
    ports: Mapping[str, SwitchPortRow],
    interfaces: Interfaces,
    blocked: Mapping[str, Any],
) -> Iterator[str]:
    """The trunks that are up: their native VLANs, and the VLANs that they carry.

    ``allowed`` are the VLANs that each port may carry, whether somebody has created them or not; ``None`` for all.
    """
    trunks = {
        name: port
        for name, port in ports.items()
        if port.mode == "trunk" and name in interfaces and interfaces[name].up
    }
    if not trunks:
        return
    yield _TRUNK_HEAD
    for name, port in trunks.items():
        yield f"{name:<12}{'on':<17}{'802.1q':<15}{'trunking':<14}{port.vlan or 'none'}"
    yield ""
    yield f"{'Port':<12}Vlans allowed on trunk"
    for name in trunks:
        only = allowed.get(name)
        yield f"{name:<12}{'1-4094' if only is None else ranges(only) or 'none'}"
    for title, without in (
        ("Vlans allowed and active in management domain", ()),
        ("Vlans in spanning tree forwarding state and not pruned", blocked),
    ):
        yield ""
        yield f"{'Port':<12}{title}"
        for name, port in trunks.items():
            yield f"{name:<12}{'none' if name in without else port.allowed or 'none'}"


_TRUNK_HEAD = f"{'Port':<12}{'Mode':<17}{'Encapsulation':<15}{'Status':<14}Native vlan"


class Wanted(NamedTuple):
    """Which VLANs ``show vlan`` is to show, and whether all of them in brief."""

    vlan: int | None = None
    name: str = ""
    is_brief: bool = False


def _parse_vlan(line: CommandLine) -> Wanted:
    if not line:
        return Wanted()
    match line.word("brief", "id", "name"):
        case "id":
            return Wanted(line.integer(1, LAST_VLAN))
        case "name":
            return Wanted(name=line.next("the name of a VLAN"))
        case _:
            return Wanted(is_brief=True)


def _vlans(device: Device) -> tuple[Mapping[int, VlanRow], Mapping[str, SwitchPortRow]]:
    """The VLANs and ports of a switch; of one that knows no VLANs, what a Catalyst would have."""
    if VLAN_TABLE in device.tables:
        return device.tables[VLAN_TABLE], device.tables[PORT_TABLE]
    names = tuple(device.tables[INTERFACE])
    ports = {name: SwitchPortRow("access", DEFAULT_VLAN, "") for name in names}
    return {DEFAULT_VLAN: VlanRow("default", ",".join(names))}, ports


def _show_vlan(device: Device, wanted: Wanted, _: str, cause: int) -> None:
    vlans, ports = _vlans(device)
    shown = {n: row for n, row in vlans.items() if wanted.vlan in (None, n) and wanted.name in ("", row.name)}
    if not shown:
        what = f"id {wanted.vlan}" if wanted.vlan is not None else f"name {wanted.name}"
        device.output(f"VLAN {what} not found in current VLAN database", cause)
        return
    device.output("\n".join(show_vlan(shown, ports, wanted.is_brief)), cause)


def trunks(device: Any, wanted: str = "") -> Iterator[str]:
    """What ``show interfaces trunk`` prints, of one port where that is wanted."""
    if device.bridge is None:
        return
    _, ports = _vlans(device)
    shown = {name: port for name, port in ports.items() if wanted in ("", name)}
    configured = {} if device.bridge.vlans is None else device.bridge.vlans.config.ports
    allowed = {name: port.allowed for name, port in configured.items()}
    lines = [*show_interfaces_trunk(allowed, shown, device.tables[INTERFACE], device.bridge.blocked)]
    if not lines and wanted in ports:
        mode = "on" if ports[wanted].mode == "trunk" else "off"
        lines = [_TRUNK_HEAD, f"{wanted:<12}{mode:<17}{'802.1q':<15}{'not-trunking':<14}{DEFAULT_VLAN}"]
    yield from lines


def _show_trunks(device: Any, _: None, __: str, cause: int) -> None:
    lines = list(trunks(device))
    if lines:
        device.output("\n".join(lines), cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "show vlan",
        "show vlan [brief|id N|name NAME]",
        "the VLANs of the switch, or one of them, with their access ports",
        frozenset({SWITCH}),
        _parse_vlan,
        _show_vlan,
        elsewhere=("display vlan", "bridge vlan"),
        rank=90,
    ),
    Command(
        "show interfaces trunk",
        "show interfaces trunk",
        "the trunks of the switch, with their native VLANs and the VLANs that they carry",
        frozenset({SWITCH}),
        lambda _: None,
        _show_trunks,
        elsewhere=("show interface trunk", "display port vlan"),
        rank=90,
    ),
)
