"""The ARP table as the commands that show it print it: pure functions of rows."""

from collections.abc import Mapping

from sim.addresses import IPv4Address
from sim.ip.arp.machine import ArpRow, ArpState

_Rows = Mapping[tuple[str, IPv4Address], ArpRow]


def arp_table(arp: _Rows) -> list[str]:
    """``arp``: the cache as net-tools prints it."""
    lines = [f"{'Address':<24} {'HWtype':<7} {'HWaddress':<19} {'Flags Mask':<21} Iface"]
    for (port, ip), row in sorted(arp.items()):
        if row.mac is None:
            lines.append(f"{ip!s:<24} {'':<7} {'(incomplete)':<19} {'':<21} {port}")
        else:
            flags = "CM" if row.state is ArpState.STATIC else "C"
            lines.append(f"{ip!s:<24} {'ether':<7} {row.mac!s:<19} {flags:<21} {port}")
    return lines


def ip_neigh(arp: _Rows) -> list[str]:
    """``ip neigh``: the cache as iproute2 prints it, with the state of each entry."""
    lines = []
    for (port, ip), row in sorted(arp.items()):
        state = "PERMANENT" if row.state is ArpState.STATIC else row.state.upper()
        address = "" if row.mac is None else f"lladdr {row.mac} "
        lines.append(f"{ip} dev {port} {address}{state}")
    return lines
