"""The tables that every device has: its interfaces, the timers that are armed, and what it printed."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sim.addresses import BROADCAST_MAC
from sim.device import loopback
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import InterfaceRow
from sim.effects import TimerName
from sim.feature import Printout, Rows, Table, ValueNames
from sim.link.ethernet.pdu import NOBODY
from sim.quantities import seconds
from sim.trace.records import CONSOLE, TIMER, ConsoleLine, TimerRow


class Links(NamedTuple):
    """Which interfaces are shown, and how: one alone, with their addresses, one a line, with their counters."""

    port: str | None = None
    with_addresses: bool = True
    is_brief: bool = False
    counters: Mapping[str, "Counters"] | None = None
    is_ipv4: bool = False


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
        if links.is_ipv4 and links.with_addresses and not row.addresses:
            continue
        if links.port in (None, port):
            lines += _brief(port, row, links) if links.is_brief else _long(number, port, row, links)
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
    return [f"{port:<16} {_state(port, row):<14} {rest}".rstrip()]


def _long(number: int, port: str, row: InterfaceRow, links: Links) -> list[str]:
    is_loopback = port == loopback.NAME
    queue = "noqueue" if is_loopback else "fq_codel"
    mode = "" if links.with_addresses else " mode DEFAULT"
    lines = [
        f"{number}: {port}: <{_flags(port, row)}> mtu {row.mtu} qdisc {queue} state {_state(port, row)}{mode} "
        "group default qlen 1000"
    ]
    if not (links.is_ipv4 and links.with_addresses):
        kind, mac, everybody = ("loopback", NOBODY, NOBODY) if is_loopback else ("ether", row.mac, BROADCAST_MAC)
        lines.append(f"    link/{kind} {mac} brd {everybody}")
    for address in row.addresses if links.with_addresses else ():
        broadcast = f" brd {address.prefix.broadcast}" if address.prefix.has_broadcast and not is_loopback else ""
        lines.append(f"    inet {address}{broadcast} scope {'host' if is_loopback else 'global'} {port}")
        lines.append("       valid_lft forever preferred_lft forever")
    if links.counters is not None:
        lines += _counted(links.counters.get(port, Counters()))
    return lines


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


def _printed(lines: Rows) -> Iterator[str]:
    return (f"{seconds(line.at)}  {line.text}" for line in lines.values())


IP_ADDR = Printout("ip addr", ip_addr)
_PRINTED = Printout("", _printed)

INTERFACES = Table(
    INTERFACE,
    InterfaceRow,
    {"en": "Interfaces", "zh": "接口"},
    key={"port": str},
    kinds=("host", "router", "switch", "hub"),
    spare=("enabled", "mtu", "up"),
    printouts={"host": IP_ADDR, "router": IP_ADDR},
    pane_place=1,
    print_place=1,
)
TIMERS = Table(
    TIMER,
    TimerRow,
    {"en": "Timers", "zh": "定时器"},
    key={"timer": TimerName},
    kinds=(),
    is_bookkeeping=True,
    written={"timer": lambda name: " ".join(map(str, name))},
    pane_place=3,
    print_place=93,
)
CONSOLES = Table(
    CONSOLE,
    ConsoleLine,
    {"en": "Console", "zh": "控制台"},
    key={"line": int},
    kinds=(),
    printouts=dict.fromkeys(("host", "router", "switch", "hub"), _PRINTED),
    pane_place=4,
    print_place=94,
)
UP = ValueNames(
    "up",
    {
        True: {"en": "up", "zh": "启用"},
        False: {"en": "down", "zh": "停用"},
    },
)
