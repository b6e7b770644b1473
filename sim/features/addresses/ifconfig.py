"""``ifconfig``: the interfaces as net-tools shows and sets them."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address, mask_of
from sim.command import IP_DEVICES, Command, CommandLine
from sim.device import loopback
from sim.device.commands import counters, set_mtu
from sim.device.interface import TABLE, InterfaceRow
from sim.device.tables import COUNTED, Counters, interface_table, with_loopback
from sim.features.addresses.commands import AddressedDevice, add, remove

_USAGE = "ifconfig [-a] [-s] [INTERFACE [ADDRESS[/LENGTH] [netmask MASK]] [mtu OCTETS] [up | down]]"
_UP, _BROADCAST, _LOOPBACK, _RUNNING, _MULTICAST = 1, 2, 8, 64, 4096


class IfconfigLine(NamedTuple):
    """One interface or all, with those that are switched off; what is set, if anything."""

    port: str | None = None
    shows_all: bool = False
    address: InterfaceAddress | None = None
    up: bool | None = None
    mtu: int | None = None
    is_table: bool = False


def _parse(line: CommandLine) -> IfconfigLine:
    words = IfconfigLine()
    while line.peek() in ("-a", "-s", "-v"):
        option = line.next()
        words = words._replace(shows_all=words.shows_all or option == "-a", is_table=words.is_table or option == "-s")
    if line:
        name = line.next() if line.peek() == loopback.NAME else line.interface()
        words = words._replace(port=name)
    while line:
        match line.peek():
            case "up" | "down":
                words = words._replace(up=line.next() == "up")
            case "netmask":
                line.next()
                if words.address is None:
                    raise line.wrong("netmask comes after an address", _USAGE)
                words = words._replace(address=_read(line, f"{words.address.address}/{line.next('a mask')}"))
            case "mtu":
                line.next()
                words = words._replace(mtu=line.integer(0, 65535))
            case "inet":
                line.next()
            case "broadcast":
                line.next()
                line.next("an address")  # follows from the address and its mask
            case word:
                line.next()
                if not word[0].isdigit():
                    raise line.wrong(f"ifconfig: {word!r} is not understood", _USAGE)
                words = words._replace(address=_read(line, word if "/" in word else f"{word}/{_class(word)}"))
    return words


def _read(line: CommandLine, text: str) -> InterfaceAddress:
    try:
        return InterfaceAddress.parse(text)
    except ValueError:
        raise line.wrong(f"{text!r} is no address with a mask", _USAGE) from None


def _class(word: str) -> int:
    """The length that net-tools takes for an address without one: that of its class (RFC 791 3.2)."""
    first = int(word.partition(".")[0]) if word.partition(".")[0].isdecimal() else 0
    return 8 if first < 128 else 16 if first < 192 else 24


def _run(device: AddressedDevice, words: IfconfigLine, _: str, cause: int) -> None:
    if words.address is not None and words.port is not None:
        before = device.interface(words.port).addresses[:1]
        if before != (words.address,):  # to set what is set takes no route away
            for own in before:
                remove(device, words.port, own, cause)
            add(device, words.port, words.address, cause)
    if words.port is not None and words.mtu is not None and set_mtu(device, words.port, words.mtu, cause):
        device.output("SIOCSIFMTU: Invalid argument", cause)
        return
    if words.port is not None and words.up is None and words.address is None and words.mtu is not None:
        return
    if words.port is not None and (words.up is not None or words.address is not None):
        device.enable(device.interface(words.port), words.up is not False, cause)
        return
    rows = device.tables[TABLE]
    if words.is_table:
        table = interface_table(rows, counters(device), words.port, words.shows_all)
        lines = [f"Iface      {COUNTED}", *table]
    else:
        lines = ifconfig(rows, counters(device), words)
    if lines:
        device.output("\n".join(lines), cause)


def ifconfig(
    interfaces: Mapping[str, InterfaceRow], counted: Mapping[str, Counters], words: IfconfigLine = IfconfigLine()
) -> list[str]:
    """The interfaces by name, as net-tools prints them; those that are switched off only when they are asked for."""
    lines: list[str] = []
    for port, row in sorted(with_loopback(interfaces).items()):
        if words.port == port or (words.port is None and (row.enabled or words.shows_all)):
            lines += [*_one(port, row, counted.get(port, Counters())), ""]
    return lines


def _one(port: str, row: InterfaceRow, counted: Counters) -> list[str]:
    is_loopback = port == loopback.NAME
    bits = _LOOPBACK if is_loopback else _BROADCAST | _MULTICAST
    bits |= (_UP if row.enabled else 0) | (_RUNNING if row.up else 0)
    names = {_UP: "UP", _BROADCAST: "BROADCAST", _LOOPBACK: "LOOPBACK", _RUNNING: "RUNNING", _MULTICAST: "MULTICAST"}
    flags = ",".join(name for bit, name in names.items() if bits & bit)
    lines = [f"{port}: flags={bits}<{flags}>  mtu {row.mtu}"]
    for address in row.addresses[:1]:
        broadcast = "" if is_loopback else f"  broadcast {_broadcast(address)}"
        lines.append(f"        inet {address.address}  netmask {IPv4Address(mask_of(address.length))}{broadcast}")
    lines.append(
        "        loop  txqueuelen 1000  (Local Loopback)"
        if is_loopback
        else f"        ether {row.mac}  txqueuelen 1000  (Ethernet)"
    )
    return [
        *lines,
        f"        RX packets {counted.rx_packets}  bytes {_bytes(counted.rx_bytes)}",
        "        RX errors 0  dropped 0  overruns 0  frame 0",
        f"        TX packets {counted.tx_packets}  bytes {_bytes(counted.tx_bytes)}",
        "        TX errors 0  dropped 0 overruns 0  carrier 0  collisions 0",
    ]


def _broadcast(address: InterfaceAddress) -> IPv4Address:
    return address.prefix.broadcast if address.prefix.has_broadcast else IPv4Address(0)


def _bytes(octets: int) -> str:
    """``516 (516.0 B)``, ``8164 (7.9 KiB)``: net-tools cuts what is behind the first decimal."""
    size, unit = 1, "B"
    for larger, name in ((1 << 10, "KiB"), (1 << 20, "MiB"), (1 << 30, "GiB")):
        if octets >= larger:
            size, unit = larger, name
    tenths = octets * 10 // size
    return f"{octets} ({tenths // 10}.{tenths % 10} {unit})"


COMMAND = Command(
    "ifconfig",
    _USAGE,
    "the interfaces as net-tools prints them, with `-s` a line for each; gives an interface an address or an MTU, "
    "switches it on or off",
    IP_DEVICES,
    _parse,
    _run,
    rank=21,
    no_interface="{}: error fetching interface information: Device not found",
)
