"""What IOS shows of interfaces, ARP and the configuration, and how tables are emptied there."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from sim import registry
from sim.addresses import LIMITED_BROADCAST, IPv4Address, MacAddress
from sim.bridge.vlans.commands import trunks
from sim.bridge.vlans.switchports import switchports
from sim.bridge.vlans.tables import PORT_TABLE
from sim.command import Command, CommandLine
from sim.config_line import GLOBAL, INTERFACE, AnyConfigLine
from sim.device.commands import SwitchedDevice
from sim.device.interface import TABLE as INTERFACES
from sim.device.interface import Interface, InterfaceRow
from sim.device.port_names import named, read_name
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.features.ios.interfaces import ROUTER, SWITCH, names, no_interface
from sim.features.ios.labels import hostname
from sim.features.ios.mode import DEVICES
from sim.features.ios.tables import TABLE as LABELS
from sim.features.port_security.tables import TABLE as GUARDED
from sim.features.port_security.tables import Status
from sim.features.stp.tables import PORT as STP_PORTS
from sim.features.stp.tables import Guard
from sim.ip.arp.machine import TABLE as ARP
from sim.ip.arp.settings import ArpSettings
from sim.settings import NodeSettings
from sim.trace.records import Kind

_ARP_HEAD = "Protocol  Address          Age (min)  Hardware Addr   Type   Interface"
_BRIEF_HEAD = "Interface                  IP-Address      OK? Method Status                Protocol"


class _Neighbours(Protocol):
    def flush(self, interface: Interface, cause: int) -> None: ...


class Shown(SwitchedDevice, Protocol):
    """What these commands see of a router."""

    name: str
    bridge: Any

    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def settings(self) -> NodeSettings: ...
    def has_interface(self, name: str) -> bool: ...
    @property
    def neighbours(self) -> _Neighbours: ...


class _Bridge(Protocol):
    ports: dict[str, Any]

    def flush(self, port: str, cause: int) -> None: ...


class Learning(Protocol):
    """What ``clear mac address-table`` sees of a switch."""

    @property
    def bridge(self) -> _Bridge: ...


def _states(row: InterfaceRow) -> tuple[str, str]:
    if not row.enabled:
        return "administratively down", "down"
    return ("up", "up") if row.up else ("down", "down")


def _rows(device: Shown) -> list[tuple[str, InterfaceRow]]:
    return [(name, device.tables[INTERFACES][name]) for name in names(device)]


def _brief(device: Shown) -> Iterator[str]:
    yield _BRIEF_HEAD
    for name, row in _rows(device):
        own = row.addresses[0].address if row.addresses else "unassigned"
        method = "unset" if not row.addresses else "DHCP" if row.leased == own else "manual"
        status, protocol = _states(row)
        yield f"{name:<26} {own!s:<15} YES {method:<6} {status:<21} {protocol}"


def _interfaces(device: Shown, wanted: str) -> Iterator[str]:
    counted = _counters(device)
    for name, row in _rows(device):
        if wanted not in ("", name):
            continue
        status, protocol = _states(row)
        yield f"{name} is {status}, line protocol is {protocol}"
        if row.mac is not None:
            yield f"  Hardware is Ethernet, address is {row.mac.dotted} (bia {row.mac.dotted})"
        for place, address in enumerate(row.addresses):
            yield f"  {'Secondary' if place else 'Internet'} address is {address}"
        yield f"  MTU {row.mtu} bytes"
        below = device.tables.get(SUBINTERFACE, {}).get(name)
        if below is not None:
            yield f"  Encapsulation 802.1Q Virtual LAN, Vlan ID  {below.vlan}."
            continue  # its frames are counted at the interface that it stands on
        came, came_octets, went, went_octets = counted[name]
        yield f"     {came} packets input, {came_octets} bytes"
        yield f"     {went} packets output, {went_octets} bytes"


def _status(device: Shown, wanted: str) -> Iterator[str]:
    """``show interfaces status``: a line for each port."""
    yield ""
    yield "Port      Name               Status       Vlan       Duplex  Speed Type"
    for name, row in _rows(device):
        if wanted in ("", name):
            head = f"{name:<10}{_label(device, name):<19.18}{_condition(device, name, row):<13}"
            yield f"{head}{_vlan_of(device, name):<11}  full   auto Ethernet"


def _condition(device: Shown, name: str, row: InterfaceRow) -> str:
    guarded, tree = device.tables.get(GUARDED, {}).get(name), device.tables.get(STP_PORTS, {}).get(name)
    is_off = guarded is not None and guarded.status is Status.SHUTDOWN
    if not row.enabled and (is_off or (tree is not None and tree.guard is Guard.BPDU)):
        return "err-disabled"
    return "connected" if row.up else "notconnect" if row.enabled else "disabled"


def _vlan_of(device: Shown, name: str) -> str:
    """The VLAN of a port as ``show interfaces status`` has it."""
    if name not in getattr(device.bridge, "exits", ()):
        return "routed"
    port = device.tables.get(PORT_TABLE, {}).get(name)
    return "1" if port is None else "trunk" if port.mode == "trunk" else str(port.vlan)


def _label(device: Shown, name: str) -> str:
    row = device.tables.get(LABELS, {}).get(name)
    return "" if row is None else str(row.text)


def _descriptions(device: Shown, wanted: str) -> Iterator[str]:
    """``show interfaces description``."""
    yield f"{'Interface':<31}{'Status':<15}{'Protocol':<9}Description"
    for name, row in _rows(device):
        if wanted in ("", name):
            status, protocol = _states(row)
            shown = status.replace("administratively", "admin")
            yield f"{name:<31}{shown:<15}{protocol:<9}{_label(device, name)}".rstrip()


def _counters(device: Shown) -> dict[str, tuple[int, int, int, int]]:
    """Frames and octets that each interface or port has received, then those that it has sent."""
    trace = device.trace
    found = dict.fromkeys(device.tables[INTERFACES], (0, 0, 0, 0))
    for spot, kind, what in zip(trace.spot, trace.kind, trace.what, strict=True):
        node, port = trace.spots[spot]
        if node == device.name and port in found and kind in (Kind.FRAME_RECEIVED, Kind.FRAME_SENT):
            came, came_octets, went, went_octets = found[port]
            length = getattr(what, "length", 0)
            if kind == Kind.FRAME_RECEIVED:
                found[port] = came + 1, came_octets + length, went, went_octets
            else:
                found[port] = came, came_octets, went + 1, went_octets + length
    return found


def _arp(device: Shown, wanted: IPv4Address | MacAddress | str) -> Iterator[str]:
    """The ARP table, or what it has of an address or an interface."""
    found = [
        (name, ip, age, mac)
        for name, row in _rows(device)
        for ip, age, mac in (
            *((own.address, "-", row.mac) for own in row.addresses),
            *((ip, "0", entry.mac) for (port, ip), entry in device.tables[ARP].items() if port == name),
        )
        if wanted in ("", name, ip, mac)
    ]
    if found or wanted == "":
        yield _ARP_HEAD
    yield from (_arp_line(str(ip), age, mac, name) for name, ip, age, mac in found)


def _read_arp(line: CommandLine) -> IPv4Address | MacAddress | str:
    word = line.peek()
    if not word:
        return ""
    if word.count(".") == 3:
        return line.address()
    return line.mac() if word.count(".") == 2 or word.count(":") == 5 else read_name(line)


def _show_arp(device: Shown, wanted: IPv4Address | MacAddress | str, _: str, cause: int) -> None:
    if isinstance(wanted, str) and wanted:
        name = named(wanted, device.tables[INTERFACES])
        if name not in names(device):
            device.output(no_interface(device, wanted), cause)
            return
        wanted = name
    lines = [*_arp(device, wanted)]
    if lines:
        device.output("\n".join(lines), cause)


def _ip_interfaces(device: Shown, wanted: str) -> Iterator[str]:
    """``show ip interface``: what IP does at each interface, or at one."""
    for name, row in _rows(device):
        if wanted not in ("", name):
            continue
        status, protocol = _states(row)
        yield f"{name} is {status}, line protocol is {protocol}"
        if not row.addresses:
            yield "  Internet protocol processing disabled"
            continue
        first, *others = row.addresses
        yield f"  Internet address is {first}"
        yield f"  Broadcast address is {LIMITED_BROADCAST}"
        yield f"  Address determined by {'DHCP' if row.leased == first.address else 'setup command'}"
        yield f"  MTU is {row.mtu} bytes"
        helpers = _configured(device, name, "ip helper-address")
        several = "es are" if len(helpers) > 1 else " is"
        yield f"  Helper address{several} {', '.join(helpers) or 'not set'}"
        yield from (f"  Secondary address {other}" for other in others)
        groups = [each.split() for each in _configured(device, name, "ip access-group")]
        for said, way in (("Outgoing", "out"), ("Inbound ", "in")):
            asked = next((acl for acl, direction in groups if direction == way), "not set")
            yield f"  {said} access list is {asked}"
        yield f"  Proxy ARP is {'enabled' if device.settings.of(ArpSettings).proxy_arp else 'disabled'}"
        for side in ("inside", "outside"):
            if _configured(device, name, f"ip nat {side}"):
                yield f"  Network address translation is enabled, interface in domain {side}"


def _configured(device: Shown, interface: str, name: str) -> list[str]:
    """What stands behind a line of configuration of an interface, for each such line that there is."""
    return [
        text.removeprefix(name).strip()
        for line in _known_lines(device)
        if line.name == name and line.mode == INTERFACE
        for text in line.shown(device, interface)
    ]


def _arp_line(ip: str, age: str, mac: MacAddress | None, port: str) -> str:
    told = "Incomplete     " if mac is None else mac.dotted
    return f"Internet  {ip:<15} {age:>9}   {told:<14}  ARPA   {'' if mac is None else port}".rstrip()


def running_config(device: Shown) -> Iterator[str]:
    """The lines with which the device could be configured as it is now."""
    known = _known_lines(device)
    yield f"hostname {hostname(device)}"
    yield "!"
    for opener in (line for line in known if line.opens):
        for subject in opener.about(device):
            yield from _section(device, known, opener, subject)
            yield "!"
    others = [text for line in known if line.mode == GLOBAL for text in line.shown(device, "")]
    yield from (*others, "!") if others else ()
    yield "end"


def _known_lines(device: Shown) -> list[AnyConfigLine]:
    return [line for line in registry.configuration() if not line.kinds.isdisjoint(device.kinds)]


def _section(device: Shown, known: list[AnyConfigLine], opener: AnyConfigLine, subject: str) -> Iterator[str]:
    """The line that opens a mode, and those that are typed there."""
    yield f"{opener.name} {subject}"
    yield from (f" {text}" for line in known if line.mode == opener.opens for text in line.shown(device, subject))


def interface_config(device: Shown, name: str) -> Iterator[str]:
    """The lines of the configuration that are about an interface."""
    known = _known_lines(device)
    for opener in (line for line in known if line.opens == INTERFACE):
        if name in opener.about(device):
            yield from (*_section(device, known, opener, name), "end")
            return
    yield no_interface(device, name)


def _printing(lines: Callable[[Any], Iterable[str]]) -> Callable[[Any, None, str, int], None]:
    def run(device: Any, _: None, __: str, cause: int) -> None:
        device.output("\n".join(lines(device)), cause)

    return run


class Wanted(NamedTuple):
    """What ``show interfaces`` and ``show ip interface`` are to tell: ``what`` of one interface or of all."""

    interface: str = ""
    what: str = ""


_STATUS, _DESCRIPTION, _SWITCHPORT, _TRUNK = "status", "description", "switchport", "trunk"
_WORDS = (_STATUS, _DESCRIPTION, _SWITCHPORT, _TRUNK)
_COUNTING = ("counters", "accounting", "stats", "summary")
"""What IOS shows of interfaces in other tables."""


def _read_wanted(line: CommandLine) -> Wanted:
    if line.peek().lower() in _COUNTING:
        word = line.next()
        raise line.wrong(f"{word!r} is not shown here", "write 'show interfaces': it counts packets and octets")
    name = read_name(line) if line and not _is_word(line.peek()) else ""
    return Wanted(name, line.word(*_WORDS) if line else "")


_LEAST = 3
"""Letters of ``status`` and its like where they are cut short, so that no name of an interface is taken for one."""


def _is_word(word: str) -> bool:
    return len(word) >= _LEAST and any(each.startswith(word.lower()) for each in _WORDS)


def _show_interfaces(device: Shown, wanted: Wanted, _: str, cause: int) -> None:
    name = named(wanted.interface, device.tables[INTERFACES])
    if wanted.interface and name not in names(device):
        device.output(no_interface(device, wanted.interface), cause)
        return
    lines = [*_ABOUT[wanted.what](device, name)]
    if lines:
        device.output("\n".join(lines), cause)


def _running(device: Shown, wanted: str, _: str, cause: int) -> None:
    name = named(wanted, device.tables[INTERFACES])
    lines = interface_config(device, name) if wanted else running_config(device)
    device.output("\n".join(lines), cause)


def _read_running(line: CommandLine) -> str:
    if not line:
        return ""
    line.word("interface")
    return read_name(line)


def _clear_arp(device: Shown, _: None, __: str, cause: int) -> None:
    for name in names(device):
        device.neighbours.flush(device.interface(name), cause)


def _read_dynamic(line: CommandLine) -> None:
    if line.peek() == "dynamic":
        line.next()


def _clear_macs(device: Learning, _: None, __: str, cause: int) -> None:
    for port in device.bridge.ports:
        device.bridge.flush(port, cause)


def _show(
    name: str,
    summary: str,
    kinds: frozenset[str],
    lines: Callable[[Any], Iterable[str]],
    elsewhere: tuple[str, ...] = (),
    also: tuple[str, ...] = (),
) -> Command[Any, None]:
    run, spelled = _printing(lines), tuple(name.split())
    return Command(name, name, summary, kinds, lambda _: None, run, elsewhere, rank=82, spelled=spelled, also=also)


_IP = "ip"
_ABOUT: Mapping[str, Callable[[Any, str], Iterable[str]]] = {
    "": _interfaces,
    _STATUS: _status,
    _DESCRIPTION: _descriptions,
    _SWITCHPORT: switchports,
    _TRUNK: trunks,
    _IP: _ip_interfaces,
}

_MEMORY, _TERMINAL = "memory", "terminal"


def _write(device: Shown, where: str, _: str, cause: int) -> None:
    lines = ["[OK]"] if where == _MEMORY else running_config(device)
    device.output("\n".join(("Building configuration...", *lines)), cause)


def _read_place(line: CommandLine) -> str:
    return line.word(_MEMORY, _TERMINAL) if line else _MEMORY


COMMANDS: tuple[Command[Any, Any], ...] = (
    _show("show ip interface brief", "the interfaces, their addresses and states", DEVICES, _brief),
    Command(
        "show ip interface",
        "show ip interface [INTERFACE]",
        "what IP does at the interfaces or at one of them: addresses, access lists, where DHCP is relayed to, NAT",
        DEVICES,
        lambda line: Wanted(read_name(line) if line else "", _IP),
        _show_interfaces,
        rank=82,
        spelled=("show", "ip", "interface"),
    ),
    Command(
        "show interfaces",
        "show interfaces [INTERFACE] [status|description|switchport|trunk]",
        "the interfaces with their addresses, states and counters, or one of them; `status` with their VLANs, "
        "`switchport` with what they do with VLANs, `trunk` with what they carry",
        DEVICES,
        _read_wanted,
        _show_interfaces,
        rank=82,
        spelled=("show", "interfaces"),
    ),
    Command(
        "show arp",
        "show arp [ADDRESS|MAC|INTERFACE]",
        "the ARP table as Cisco IOS prints it, or what it has of an address or an interface",
        ROUTER,
        _read_arp,
        _show_arp,
        rank=82,
        spelled=("show", "arp"),
        also=("show ip arp",),
    ),
    Command(
        "show running-config",
        "show running-config [interface NAME]",
        "the lines with which the device, or one of its interfaces, could be configured as it is",
        DEVICES,
        _read_running,
        _running,
        rank=82,
        spelled=("show", "running-config"),
    ),
    Command(
        "write",
        "write [memory|terminal]",
        "says that the configuration is kept, as it is here at any time; `terminal` shows it",
        DEVICES,
        _read_place,
        _write,
        rank=82,
        spelled=("write",),
    ),
    Command(
        "copy running-config startup-config",
        "copy running-config startup-config",
        "the same",
        DEVICES,
        lambda _: _MEMORY,
        _write,
        rank=82,
        spelled=("copy", "running-config", "startup-config"),
    ),
    Command(
        "clear arp-cache",
        "clear arp-cache",
        "removes the learned rows of the ARP table",
        ROUTER,
        lambda _: None,
        _clear_arp,
        ("clear arp", "clear ip arp"),
        rank=82,
        spelled=("clear", "arp-cache"),
    ),
    Command(
        "clear mac address-table",
        "clear mac address-table [dynamic]",
        "removes the learned MAC addresses",
        SWITCH,
        _read_dynamic,
        _clear_macs,
        rank=91,
        spelled=("clear", "mac", "address-table"),
        also=("clear mac-address-table",),
    ),
)
