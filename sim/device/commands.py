"""``ip addr`` and ``ip link``: how the interfaces are looked at, and switched on and off."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device import iproute, loopback, rules
from sim.device.interface import TABLE, Interface
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.device.tables import Counters, Links, ip_addr
from sim.link.port import Port
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why

LEAST_MTU = 68
"""The shortest MTU of an interface of Ethernet on Linux (octets), which every link of IPv4 has (RFC 791 3.2)."""


class _Addressing(Protocol):
    def set_mtu(self, interface: Interface, octets: int | None, why: Why, cause: int) -> None: ...


class SwitchedDevice(Device, Protocol):
    """What these commands see of a host or router."""

    @property
    def trace(self) -> Trace: ...
    @property
    def name(self) -> str: ...
    def interface(self, name: str) -> Interface: ...
    def enable(self, interface: Interface, enabled: bool, cause: int) -> None: ...


class MeasuredDevice(SwitchedDevice, Protocol):
    """What ``ip link set`` and ``ifconfig`` see of a host or router."""

    @property
    def addressing(self) -> _Addressing: ...


class SetInterface(NamedTuple):
    """``ip link set INTERFACE [up|down] [mtu OCTETS]``."""

    interface: str
    up: bool | None
    mtu: int | None = None


def _name(line: CommandLine) -> str:
    """An interface, the loopback too, which no scenario names."""
    return line.next() if line.peek() == loopback.NAME else line.interface()


def _parse_set(line: CommandLine) -> SetInterface:
    iproute.options(line)
    name: str | None = None
    state, mtu = "", None
    while line:
        word = line.peek()
        if word in ("up", "down"):
            state = line.next()
        elif word == "mtu":
            line.next()
            mtu = line.integer(0, 65535)
        elif word == "dev":
            line.next()
            name = _name(line)
        elif name is None:
            name = _name(line)
        else:
            line.next()
            hint = _SET_ELSEWHERE.get(word, "up, down and mtu are what can be set here")
            raise line.wrong(f'Error: either "dev" is duplicate, or "{word}" is a garbage.', hint)
    if name is None:
        raise line.too_short('Not enough information: "dev" argument is required.', LINK_SET.usage)
    if not state and mtu is None:
        raise line.too_short(f"{line.text!r} says nothing to set", "add up, down or mtu OCTETS")
    return SetInterface(name, state == "up" if state else None, mtu)


_SET_ELSEWHERE = {
    "address": "an interface keeps its MAC address while the network runs; the scenario says which, with the key 'mac' "
    "(as an edit: set nodes.pc1.mac = 02:00:00:00:00:09)",
    "name": "an interface keeps its name here: cables and the scenario call it so",
    "promisc": "tcpdump lets an interface take in every frame while it runs",
}
"""What Linux can set of an interface and nothing here does, and what is right in place of it."""


def _set(device: MeasuredDevice, options: SetInterface, _: str, cause: int) -> None:
    if options.mtu is not None:
        said = set_mtu(device, options.interface, options.mtu, cause)
        if said:
            device.output(f"Error: {said}", cause)
            return
    if options.up is not None:
        device.enable(device.interface(options.interface), options.up, cause)


def set_mtu(device: MeasuredDevice, port: str, octets: int, cause: int) -> str:
    """Set the MTU of an interface; what Linux says where that is too short or too long for its link."""
    interface = device.interface(port)
    if octets < LEAST_MTU:
        return "mtu less than device minimum."
    if octets > interface.lower.mtu:
        return "mtu greater than device maximum."
    device.addressing.set_mtu(interface, octets, Why(rules.MTU_SET, port=port, mtu=octets), cause)
    return ""


class WiredDevice(Device, Protocol):
    """What ``ethtool`` sees of a host or router."""

    @property
    def ports(self) -> Mapping[str, Port]: ...


def _parse_ethtool(line: CommandLine) -> str:
    if line.peek().startswith("-"):
        line.next()
        raise line.wrong("ethtool shows settings here, and changes none", ETHTOOL.usage)
    return line.interface()


def _ethtool(device: WiredDevice, name: str, _: str, cause: int) -> None:
    """What a driver tells of the link; without one, nobody knows how fast it would be."""
    port = device.ports.get(name.partition(".")[0])
    row = device.tables[TABLE][name]
    is_up = port is not None and port.link is not None and row.up
    speed = f"{port.link.bandwidth // 1_000_000}Mb/s" if is_up and port is not None and port.link else "Unknown!"
    lines = [
        f"Settings for {name}:",
        f"\tSpeed: {speed}",
        f"\tDuplex: {'Full' if is_up else 'Unknown! (255)'}",
        f"\tLink detected: {'yes' if is_up else 'no'}",
    ]
    device.output("\n".join(lines), cause)


def counters(device: SwitchedDevice) -> dict[str, Counters]:
    """What each interface of a device has received and sent so far, counted in the trace."""
    trace = device.trace
    spots = {number: spot.port for number, spot in enumerate(trace.spots) if spot.node == device.name}
    found = dict.fromkeys(device.tables[TABLE], Counters())
    for spot, kind, frame in zip(trace.spot, trace.kind, trace.what, strict=True):
        name = spots.get(spot)
        if name not in found or kind not in (Kind.FRAME_SENT, Kind.FRAME_RECEIVED):
            continue
        counted, length = found[name], getattr(frame, "length", 0)
        if kind == Kind.FRAME_SENT:
            found[name] = counted._replace(tx_packets=counted.tx_packets + 1, tx_bytes=counted.tx_bytes + length)
        else:
            found[name] = counted._replace(rx_packets=counted.rx_packets + 1, rx_bytes=counted.rx_bytes + length)
    return found


class Wanted(NamedTuple):
    """What ``ip addr`` and ``ip link`` are to show."""

    port: str | None
    is_brief: bool
    counts: bool
    is_ipv4: bool = False
    is_detailed: bool = False
    is_one_line: bool = False
    is_up: bool = False


_UP = "up"


def _parse_show(name: str) -> Callable[[CommandLine], Wanted]:
    def read(line: CommandLine) -> Wanted:
        options = iproute.options(line, "-br", "-s", "-d", "-o")
        iproute.asks_to_show(line)
        port, is_up = None, False
        while line:
            if line.peek() == "dev":
                line.next()
            elif line.peek() == _UP:
                line.next()
                is_up = True
                continue
            elif port is not None or line.peek() in ("help", "add", "del", "set"):
                word = line.next()
                raise line.wrong(f'Command "{word}" is unknown, try "ip {name} help".', _meant(name, port))
            port = _name(line)
        found = Wanted(port, *(option in options for option in ("-br", "-s", "-4", "-d", "-o")))
        return found._replace(is_up=is_up)

    return read


def _meant(name: str, port: str | None) -> str:
    """What is right in place of what only Cisco IOS takes, as ``ip address ADDRESS MASK``, or of anything else."""
    if port is not None and port.count(".") == _DOTS:
        return (
            f"write 'ip addr add {port}/LENGTH dev INTERFACE', or 'configure terminal' and 'interface NAME' before it"
        )
    return f"ip {name} [show] [INTERFACE]"


_DOTS = 3
"""In an address."""


def _shower(with_addresses: bool) -> Callable[[SwitchedDevice, Wanted, str, int], None]:
    def run(device: SwitchedDevice, wanted: Wanted, _: str, cause: int) -> None:
        counted = counters(device) if wanted.counts else None
        below = device.tables.get(SUBINTERFACE, {})
        links = Links(
            wanted.port,
            with_addresses,
            wanted.is_brief,
            counted,
            wanted.is_ipv4,
            device.now,
            below,
            wanted.is_detailed,
            wanted.is_one_line,
            wanted.is_up,
        )
        shown = ip_addr(device.tables[TABLE], links)
        if shown:
            device.output("\n".join(shown), cause)

    return run


ADDR = Command(
    "ip addr",
    "ip [-br] [-o] [-s] [-d] addr [show] [up] [[dev] INTERFACE]",
    "the interfaces and their addresses; `-br` prints a line for each, `-o` a line for each address, "
    "`-s` counts frames and octets, `-d` tells the VLAN of one such as `eth0.10`",
    IP_DEVICES,
    _parse_show("address"),
    _shower(with_addresses=True),
    rank=20,
    spelled=("ip", "address"),
    no_interface='Device "{}" does not exist.',
)
LINK_SET = Command(
    "ip link set",
    "ip link set [dev] INTERFACE [up|down] [mtu OCTETS]",
    "switches an interface on or off, says how long a datagram through it may be",
    IP_DEVICES,
    _parse_set,
    _set,
    elsewhere=("shutdown", "no shutdown"),
    rank=50,
    spelled=("ip", "link", "set"),
)
LINK = Command(
    "ip link",
    "ip [-br] [-o] [-s] [-d] link [show] [up] [[dev] INTERFACE]",
    "the interfaces without their addresses",
    IP_DEVICES,
    _parse_show("link"),
    _shower(with_addresses=False),
    rank=50,
    spelled=("ip", "link"),
    no_interface='Device "{}" does not exist.',
)

ETHTOOL = Command(
    "ethtool",
    "ethtool INTERFACE",
    "how fast the link of an interface is, and whether there is one",
    IP_DEVICES,
    _parse_ethtool,
    _ethtool,
    rank=51,
    no_interface="netlink error: No such device",
)

COMMANDS: tuple[Command[Any, Any], ...] = (ADDR, LINK_SET, LINK, ETHTOOL)
