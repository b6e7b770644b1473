"""``arp`` and ``ip neigh``: how the ARP table is looked at, changed and emptied."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from sim.addresses import IPv4Address, MacAddress
from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device import iproute
from sim.device.interface import Interface
from sim.ip.arp.machine import TABLE
from sim.ip.arp.tables import arp_bsd, arp_table, ip_neigh
from sim.ip.names.answer import Answer, Failure
from sim.ip.names.resolver import Resolver


class _Neighbours(Protocol):
    def set_static(self, interface: Interface, ip: IPv4Address, mac: MacAddress, cause: int) -> None: ...
    def delete(self, interface: Interface, ip: IPv4Address, cause: int) -> None: ...
    def flush(self, interface: Interface, cause: int) -> None: ...


class _Links(Protocol):
    def gateway_port(self, ip: IPv4Address, port: str | None = None) -> str | None: ...


class ResolvingDevice(Device, Protocol):
    """What these commands see of a host or router."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    @property
    def neighbours(self) -> _Neighbours: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def addressing(self) -> _Links: ...


class ArpLine(NamedTuple):
    """``arp``: what is shown (one address, one interface, in BSD's way), or changed, by ``-s`` and ``-d``."""

    action: str = ""
    ip: IPv4Address | str | None = None
    mac: MacAddress | None = None
    port: str | None = None
    in_bsd_style: bool = False
    numeric: bool = False


_FLUSH = "write 'ip neigh flush all'"
_USAGE = "arp [-aen] [-i INTERFACE] [ADDRESS] | arp -s ADDRESS MAC | arp -d ADDRESS"


def _parse_arp(line: CommandLine) -> ArpLine:
    words = ArpLine()
    while line:
        if not line.peek().startswith("-"):
            if words.ip is not None:
                line.next()
                raise line.wrong(f"{line.text!r} names two addresses", _USAGE)
            if line.peek() == "*":
                line.next()
                raise line.wrong("'*' is how Windows means all", _FLUSH)
            words = words._replace(ip=line.target())
            if words.action == "s":
                words = words._replace(mac=line.mac())
            continue
        word = line.next()
        for letter in word[1:] or "-":
            if letter not in "aenvdsi":
                raise line.wrong(f"arp: invalid option -- '{letter}'", _USAGE)
            if letter in "ds":
                words = words._replace(action=letter)
            if letter == "i":
                words = words._replace(port=line.interface())
            words = words._replace(
                in_bsd_style=words.in_bsd_style or letter == "a", numeric=words.numeric or letter == "n"
            )
    if words.action and words.ip is None:
        hint = _FLUSH if words.in_bsd_style else _USAGE
        raise line.too_short("arp: need host name", hint)
    return words


def _arp(device: ResolvingDevice, words: ArpLine, _: str, cause: int) -> None:
    def found(answer: Answer, cause: int) -> None:
        ip = answer.address
        if ip is None:
            told = "Host name lookup failure" if answer.failure is Failure.FOR_NOW else "Unknown host"
            device.output(f"{words.ip}: {told}", cause)
        elif words.action:
            _change(device, words, ip, cause)
        else:
            _show(device, words, ip, cause)

    if words.ip is None:
        _show(device, words, None, cause)
    else:
        device.names.resolve(words.ip, found, cause)


def _show(device: ResolvingDevice, words: ArpLine, ip: IPv4Address | None, cause: int) -> None:
    every = device.tables[TABLE]
    rows = {key: row for key, row in every.items() if words.port in (None, key[0]) and (ip is None or key[1] == ip)}
    if rows:
        printed = arp_bsd if words.in_bsd_style else arp_table
        named = [] if words.numeric or not device.names.knows_servers else [key[1] for key in sorted(rows)]
        device.names.reverse_all(named, lambda names, n: device.output("\n".join(printed(rows, names)), n), cause)
    elif ip is not None and not words.in_bsd_style:
        device.output(f"{words.ip} ({ip}) -- no entry", cause)
    elif ip is not None or words.port is not None:
        device.output(f"arp: in {len(every)} entries no match found.", cause)


def _change(device: ResolvingDevice, words: ArpLine, ip: IPv4Address, cause: int) -> None:
    port = words.port or device.addressing.gateway_port(ip)
    if port is None:
        device.output(f"{'SIOCSARP' if words.mac else 'SIOCDARP(dontpub)'}: Network is unreachable", cause)
    elif words.mac is not None:
        device.neighbours.set_static(device.interfaces[port], ip, words.mac, cause)
    elif (port, ip) in device.tables[TABLE]:
        device.neighbours.delete(device.interfaces[port], ip, cause)
    else:
        device.output(f"No ARP entry for {ip}", cause)


class Neighbour(NamedTuple):
    """``ip neigh add`` and its like: a neighbour on an interface."""

    ip: IPv4Address
    port: str
    mac: MacAddress | None = None


def _parse_neighbour(has_mac: bool) -> Callable[[CommandLine], Neighbour]:
    def read(line: CommandLine) -> Neighbour:
        iproute.options(line)
        ip, port, mac = line.address(), None, None
        while line.peek() in ("dev", "lladdr", "nud"):
            match line.next():
                case "dev":
                    port = line.interface()
                case "lladdr":
                    mac = line.mac()
                case _:
                    line.word("permanent")
        if port is None:
            raise line.too_short("Device and destination are required arguments.", "add dev INTERFACE")
        if has_mac and mac is None:
            raise line.too_short(f"{line.text!r} names no MAC address", "add lladdr MAC")
        return Neighbour(ip, port, mac)

    return read


def _add(device: ResolvingDevice, neighbour: Neighbour, _: str, cause: int) -> None:
    row = device.tables[TABLE].get((neighbour.port, neighbour.ip))
    if row is not None and row.mac is not None:
        device.output("RTNETLINK answers: File exists", cause)
    else:
        _replace(device, neighbour, _, cause)


def _replace(device: ResolvingDevice, neighbour: Neighbour, _: str, cause: int) -> None:
    assert neighbour.mac is not None, "the line was read so"
    device.neighbours.set_static(device.interfaces[neighbour.port], neighbour.ip, neighbour.mac, cause)


def _delete(device: ResolvingDevice, neighbour: Neighbour, _: str, cause: int) -> None:
    if (neighbour.port, neighbour.ip) in device.tables[TABLE]:
        device.neighbours.delete(device.interfaces[neighbour.port], neighbour.ip, cause)
    else:
        device.output("RTNETLINK answers: No such file or directory", cause)


class Shown(NamedTuple):
    """``ip neigh show``: the neighbours on an interface, or one address."""

    port: str | None = None
    ip: IPv4Address | None = None


def _parse_show(line: CommandLine) -> Shown:
    iproute.options(line)
    iproute.asks_to_show(line)
    shown = Shown()
    while line:
        if line.peek() == "dev":
            line.next()
            shown = shown._replace(port=line.interface())
        elif line.peek()[0].isdigit() or line.peek() == "to":
            if line.peek() == "to":
                line.next()
            shown = shown._replace(ip=line.address())
        else:
            word = line.next()
            raise line.wrong(f'Command "{word}" is unknown, try "ip neigh help".', NEIGH.usage)
    return shown


def _show_neighbours(device: ResolvingDevice, shown: Shown, _: str, cause: int) -> None:
    rows = {
        key: row
        for key, row in device.tables[TABLE].items()
        if shown.port in (None, key[0]) and shown.ip in (None, key[1])
    }
    lines = ip_neigh(rows)
    if shown.port is not None:
        lines = [line.replace(f" dev {shown.port}", "", 1) for line in lines]
    if lines:
        device.output("\n".join(lines), cause)


def _parse_flush(line: CommandLine) -> str | None:
    """The interface to forget neighbours on, ``None`` for all."""
    iproute.options(line)
    if line.peek() == "all":
        line.next()
        return None
    if line.peek() != "dev":
        return None
    line.next()
    return line.interface()


def _flush(device: ResolvingDevice, only: str | None, _: str, cause: int) -> None:
    for interface in device.interfaces.values():
        if only in (None, interface.name):
            device.neighbours.flush(interface, cause)


ARP = Command(
    "arp",
    _USAGE,
    "the ARP table, with `-a` as BSD prints it; `-s` adds a static row, `-d` removes a row; `-n` does not look for "
    "names, `-e` changes nothing",
    IP_DEVICES,
    _parse_arp,
    _arp,
    rank=10,
)
FLUSH = Command(
    "ip neigh flush",
    "ip neigh flush [all | dev INTERFACE]",
    "removes the learned rows of the ARP table, for one interface or for all",
    IP_DEVICES,
    _parse_flush,
    _flush,
    rank=40,
    spelled=("ip", "neighbour|neighbor", "flush"),
)
NEIGH = Command(
    "ip neigh",
    "ip neigh [show] [dev INTERFACE] [ADDRESS]",
    "the ARP table with its states",
    IP_DEVICES,
    _parse_show,
    _show_neighbours,
    rank=40,
    spelled=("ip", "neighbour|neighbor"),
)
ADD = Command(
    "ip neigh add",
    "ip neigh add ADDRESS lladdr MAC dev INTERFACE",
    "adds a static row",
    IP_DEVICES,
    _parse_neighbour(has_mac=True),
    _add,
    rank=40,
    spelled=("ip", "neighbour|neighbor", "add"),
)
REPLACE = Command(
    "ip neigh replace",
    "ip neigh replace ADDRESS lladdr MAC dev INTERFACE",
    "the same, in the place of a row for the address",
    IP_DEVICES,
    _parse_neighbour(has_mac=True),
    _replace,
    rank=40,
    spelled=("ip", "neighbour|neighbor", "replace"),
)
DELETE = Command(
    "ip neigh del",
    "ip neigh del ADDRESS dev INTERFACE",
    "removes a row",
    IP_DEVICES,
    _parse_neighbour(has_mac=False),
    _delete,
    rank=40,
    spelled=("ip", "neighbour|neighbor", "delete"),
)

COMMANDS: tuple[Command[Any, Any], ...] = (ARP, ADD, REPLACE, DELETE, FLUSH, NEIGH)
