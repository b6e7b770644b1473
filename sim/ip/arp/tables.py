"""The ARP table as people see it, and what the numbers of ARP are called in sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from sim.addresses import IPv4Address
from sim.feature import Printout, Rows, Table, TimerText, ValueNames
from sim.ip.arp.machine import TABLE, ArpRow
from sim.ip.arp.pdu import REPLY, REQUEST

Names = Mapping[IPv4Address, str]
_NO_NAMES: Names = MappingProxyType({})


def arp_table(arp: Rows, names: Names = _NO_NAMES) -> list[str]:
    """``arp``: the cache as net-tools prints it, with the names of addresses that have one."""
    lines = [f"{'Address':<24} {'HWtype':<7} {'HWaddress':<19} {'Flags Mask':<21} Iface"]
    for (port, ip), row in sorted(arp.items()):
        who = names.get(ip, str(ip))[:23]
        if row.mac is None:
            lines.append(f"{who:<24} {'':<7} {'(incomplete)':<19} {'':<21} {port}")
        else:
            flags = "CM" if row.state == "static" else "C"
            lines.append(f"{who:<24} {'ether':<7} {row.mac!s:<19} {flags:<21} {port}")
    return lines


def arp_bsd(arp: Rows, names: Names = _NO_NAMES) -> list[str]:
    """``arp -a``: the cache as BSD prints it."""
    lines = []
    for (port, ip), row in sorted(arp.items()):
        mac = "<incomplete>" if row.mac is None else f"{row.mac} [ether]"
        static = " PERM" if row.state == "static" else ""
        lines.append(f"{names.get(ip, '?')} ({ip}) at {mac}{static} on {port}")
    return lines


def ip_neigh(arp: Rows) -> list[str]:
    """``ip neigh``: the cache as iproute2 prints it, with the state of each entry."""
    lines = []
    for (port, ip), row in sorted(arp.items()):
        state = "PERMANENT" if row.state == "static" else row.state.upper()
        address = "" if row.mac is None else f"lladdr {row.mac} "
        lines.append(f"{ip} dev {port} {address}{state}")
    return lines


IP_NEIGH = Printout("ip neigh", lambda arp, now: ip_neigh(arp))
"""Not net-tools' ``arp``, which does not tell the state."""

NEIGHBOURS = Table(
    TABLE,
    ArpRow,
    {"en": "ARP table", "zh": "ARP 表"},
    key={"port": str, "ip": IPv4Address},
    label="{ip} {port}",
    minor=("probes",),
    spare=("probes", "deadline"),
    printouts={"host": IP_NEIGH, "router": IP_NEIGH},
)
TIMER = TimerText(TABLE, {"en": "the ARP timer for {2} on {1}", "zh": "接口 {1} 上 {2} 的 ARP 定时器"})
OPERATIONS = ValueNames(
    "operation",
    {
        REQUEST: {"en": "request", "zh": "请求"},
        REPLY: {"en": "reply", "zh": "应答"},
    },
    with_number=True,
)
