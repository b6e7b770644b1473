"""The tables that every device has: its interfaces, the timers that are armed, and what it printed."""

from collections.abc import Iterator

from sim.device import loopback
from sim.device.interface import TABLE as INTERFACE
from sim.device.interface import InterfaceRow
from sim.effects import TimerName
from sim.feature import Printout, Rows, Table, ValueNames
from sim.link.ethernet.pdu import NOBODY
from sim.quantities import seconds
from sim.trace.records import CONSOLE, TIMER, ConsoleLine, TimerRow


def ip_addr(interfaces: Rows) -> list[str]:
    """``ip addr``: the interfaces as iproute2 prints them, the loopback first."""
    lines = _loopback(interfaces.get(loopback.NAME, loopback.ROW))
    others = [(port, row) for port, row in interfaces.items() if port != loopback.NAME]
    for number, (port, row) in enumerate(others, 2):
        flags = "BROADCAST,MULTICAST,UP,LOWER_UP" if row.up else "NO-CARRIER,BROADCAST,MULTICAST,UP"
        if not row.enabled:
            flags = "BROADCAST,MULTICAST"
        lines.append(f"{number}: {port}: <{flags}> mtu {row.mtu} state {'UP' if row.up else 'DOWN'}")
        lines.append(f"    link/ether {row.mac} brd ff:ff:ff:ff:ff:ff")
        for address in row.addresses:
            broadcast = f" brd {address.prefix.broadcast}" if address.prefix.has_broadcast else ""
            lines.append(f"    inet {address}{broadcast} scope global {port}")
    return lines


def _loopback(row: InterfaceRow) -> list[str]:
    flags, state = ("LOOPBACK,UP,LOWER_UP", "UNKNOWN") if row.up else ("LOOPBACK", "DOWN")
    return [
        f"1: {loopback.NAME}: <{flags}> mtu {row.mtu} state {state}",
        f"    link/loopback {NOBODY} brd {NOBODY}",
        *(f"    inet {address} scope host {loopback.NAME}" for address in row.addresses),
    ]


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
