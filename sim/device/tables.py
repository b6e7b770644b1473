"""The tables that every device has: its interfaces, the timers that are armed, and what it printed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.addresses import BROADCAST_MAC, InterfaceAddress
from sim.device import loopback
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import InterfaceRow
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.device.subinterface import SubinterfaceRow
from sim.effects import TimerName
from sim.feature import Printout, Rows, Table, ValueNames
from sim.kernel import SECOND
from sim.link.ethernet.pdu import NOBODY
from sim.quantities import seconds
from sim.trace.records import CONSOLE, TIMER, ConsoleLine, TimerRow


class Links(NamedTuple):
    """Which interfaces are shown, and how: one alone, with their addresses, in brief, with their counters.

    ``now`` (ns) is what the rest of a lease is counted from. ``below`` has the rows of table ``subinterface``;
    ``is_detailed`` shows the VLANs of these interfaces. ``is_one_line`` puts all of one into a line. ``is_up`` shows
    those alone that are switched on.
    """

    port: str | None = None
    with_addresses: bool = True
    is_brief: bool = False
    counters: Mapping[str, "Counters"] | None = None
    is_ipv4: bool = False
    now: int = 0
    below: Mapping[str, SubinterfaceRow] = {}
    is_detailed: bool = False
    is_one_line: bool = False
    is_up: bool = False

    def name(self, port: str) -> str:
        """The name of an interface, with that of the one below it."""
        row = self.below.get(port)
        return port if row is None or not row.parent else f"{port}@{row.parent}"


class Counters(NamedTuple):
    """What an interface has received and sent: frames, and their octets."""

    rx_packets: int = 0
    rx_bytes: int = 0
    tx_packets: int = 0
    tx_bytes: int = 0


def ip_addr(interfaces: Rows, links: Links = Links()) -> list[str]:
    """``ip addr`` and ``ip link``: the interfaces as iproute2 prints them, the loopback first."""
    lines = []
    for number, (port, row) in enumerate(with_loopback(interfaces).items(), 1):
        if (links.is_ipv4 and links.with_addresses and not row.addresses) or (links.is_up and not row.enabled):
            continue
        if links.port in (None, port):
            told = _brief(port, row, links) if links.is_brief else _long(number, port, row, links)
            lines += _one_line(number, port, told, links) if links.is_one_line else told
    return lines


def _one_line(number: int, name: str, lines: list[str], links: Links) -> list[str]:
    """``ip -o``: what is told of a link, or of each address, in a line; ``\\`` stands where another begins."""
    if links.is_brief:
        return lines
    if not links.with_addresses:
        return ["\\".join(lines)]
    starts = [at for at, line in enumerate(lines) if line.startswith("    inet ")]
    return [f"{number}: {name}{lines[at]}\\{lines[at + 1]}" for at in starts]


COUNTED = "MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg"
"""The head of what net-tools counts, behind the name of the interface."""


def interface_table(
    interfaces: Rows, counted: Mapping[str, Counters], port: str | None = None, shows_all: bool = False
) -> list[str]:
    """The lines of ``netstat -i`` and ``ifconfig -s``: interfaces that are switched on, all, or the one of a name."""
    lines = []
    for name, row in sorted(with_loopback(interfaces).items()):
        if port != name and (port is not None or not (row.enabled or shows_all)):
            continue
        found = counted.get(name, Counters())
        came, went = (f" {each:>8} {0:>6} {0:>6}" for each in (found.rx_packets, found.tx_packets))
        flags = "L" if name == loopback.NAME else "BM"
        flags += ("R" if row.up else "") + ("U" if row.enabled else "")
        lines.append(f"{name:<15.15} {row.mtu:>5}{came} {0:<6}{went} {0:>6} {flags}")
    return lines


def with_loopback(interfaces: Rows) -> dict[str, InterfaceRow]:
    """The rows with that of the loopback interface in front."""
    return {loopback.NAME: interfaces.get(loopback.NAME, loopback.ROW)} | dict(interfaces)


def _flags(port: str, row: InterfaceRow) -> str:
    kind = "LOOPBACK" if port == loopback.NAME else "BROADCAST,MULTICAST"
    if not row.enabled:
        return kind
    return f"{kind},UP,LOWER_UP" if row.up else f"NO-CARRIER,{kind},UP"


def _state(port: str, row: InterfaceRow) -> str:
    if port == loopback.NAME and row.up:
        return "UNKNOWN"
    return "UP" if row.up else "DOWN"


def _brief(port: str, row: InterfaceRow, links: Links) -> list[str]:
    if links.with_addresses:
        rest = "".join(f"{address} " for address in row.addresses)
    else:
        rest = f"{row.mac or NOBODY} <{_flags(port, row)}> "
    return [f"{links.name(port):<16} {_state(port, row):<14} {rest}".rstrip()]


def _long(number: int, port: str, row: InterfaceRow, links: Links) -> list[str]:
    is_loopback = port == loopback.NAME
    queue = "noqueue" if is_loopback or port in links.below else "fq_codel"
    mode = "" if links.with_addresses else " mode DEFAULT"
    lines = [
        f"{number}: {links.name(port)}: <{_flags(port, row)}> mtu {row.mtu} qdisc {queue} "
        f"state {_state(port, row)}{mode} group default qlen 1000"
    ]
    if not (links.is_ipv4 and links.with_addresses):
        kind, mac, everybody = ("loopback", NOBODY, NOBODY) if is_loopback else ("ether", row.mac, BROADCAST_MAC)
        lines.append(f"    link/{kind} {mac or NOBODY} brd {everybody}")
    if links.is_detailed and port in links.below:
        lines.append(f"    vlan protocol 802.1Q id {links.below[port].vlan} <REORDER_HDR>")
    for index, address in enumerate(row.addresses if links.with_addresses else ()):
        broadcast = f" brd {address.prefix.broadcast}" if address.prefix.has_broadcast and not is_loopback else ""
        is_secondary = address.prefix in {other.prefix for other in row.addresses[:index]}
        flags = f" scope {'host' if is_loopback else 'global'}{' secondary' if is_secondary else ''}"
        lines += _inet(address, broadcast + flags, port, row, links.now)
    if links.counters is not None:
        lines += _counted(links.counters.get(port, Counters()))
    return lines


def _inet(address: InterfaceAddress, rest: str, port: str, row: InterfaceRow, now: int) -> list[str]:
    """An address, and how long it may still be used: until its lease ends."""
    flag, left = "", "forever"
    if address.address == row.leased and row.valid_until is not None:
        flag, left = " dynamic", f"{max(row.valid_until - now, 0) // SECOND}sec"
    return [f"    inet {address}{rest}{flag} {port}", f"       valid_lft {left} preferred_lft {left}"]


def _counted(counters: Counters) -> list[str]:
    rows = []
    for name, octets, packets, columns in (
        ("RX", counters.rx_bytes, counters.rx_packets, ("missed", "mcast")),
        ("TX", counters.tx_bytes, counters.tx_packets, ("carrier", "collsns")),
    ):
        width = max(len(str(octets)), 7)
        rows.append(f"    {name}: {'bytes':>{width - 1}} packets errors dropped {columns[0]:>7} {columns[1]:>7}")
        rows.append(f"    {octets:>{width + 3}} {packets:>7} {0:>6} {0:>7} {0:>7} {0:>7}")
    return rows


def _printed(lines: Rows, now: int) -> Iterator[str]:
    return (f"{seconds(line.at)}  {line.text}" for line in lines.values())


IP_ADDR = Printout("ip addr", lambda interfaces, now: ip_addr(interfaces, Links(now=now)))
_PRINTED = Printout("", _printed)

INTERFACES = Table(
    INTERFACE,
    InterfaceRow,
    {"en": "Interfaces", "zh": "接口"},
    key={"port": str},
    kinds=("host", "router", "switch", "hub"),
    timers={"valid_until": {"en": "the end of the leased address of {}", "zh": "{} 租来的地址到期"}},
    minor=("leased", "valid_until"),
    spare=("leased", "valid_until", "enabled", "mtu", "up"),
    printouts={"host": IP_ADDR, "router": IP_ADDR},
    place=1,
)
SUBINTERFACES = Table(
    SUBINTERFACE,
    SubinterfaceRow,
    {"en": "Interfaces in VLANs", "zh": "VLAN 中的接口"},
    key={"port": str},
)
TIMERS = Table(
    TIMER,
    TimerRow,
    {"en": "Timers", "zh": "定时器"},
    key={"timer": TimerName},
    kinds=(),
    is_bookkeeping=True,
    written={"timer": lambda name: " ".join(map(str, name))},
    place=3,
)
CONSOLES = Table(
    CONSOLE,
    ConsoleLine,
    {"en": "Console", "zh": "控制台"},
    key={"line": int},
    kinds=(),
    printouts=dict.fromkeys(("host", "router", "switch", "hub"), _PRINTED),
    place=4,
)
UP = ValueNames(
    "up",
    {
        True: {"en": "up", "zh": "启用"},
        False: {"en": "down", "zh": "停用"},
    },
)
