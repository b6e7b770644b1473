"""``macof``: as dsniff's, it fills MAC address tables with random addresses, and prints a line for each frame."""

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple, Protocol

from sim.addresses import IPv4Address, MacAddress
from sim.command import INTERFACE, IP_DEVICES, Command, CommandLine, Option, integer
from sim.device.interface import Interface
from sim.features.macof import rules
from sim.ip.ipv4.pdu import PROTOCOL_TCP, IPv4
from sim.kernel import SECOND
from sim.link.ethernet.pdu import TYPE_IPV4, Ethernet
from sim.shell.application import Host
from sim.transport.tcp.pdu import SYN, Tcp
from sim.why import Why

INTERVAL = SECOND // 1000
"""Between two frames (ns)."""
_LOCAL = 0x02
_WINDOW = 512
_OPTIONS = (
    Option("-i", "port", INTERFACE, "INTERFACE", "the interface to send from", "the first one"),
    Option("-n", "frames", integer(1, 100_000), "COUNT", "how many frames to send"),
)


class MacofOptions(NamedTuple):
    """The command line."""

    port: str | None = None
    frames: int = 10


class MacofHost(Host, Protocol):
    """What macof sees of its host."""

    @property
    def interfaces(self) -> Mapping[str, Interface]: ...
    def chance(self, name: str) -> Random: ...
    def later(self, delay: int, function: Callable[[int], None], argument: int) -> None: ...


def _frame(chance: Random) -> Ethernet:
    dst, src = (MacAddress(_LOCAL << 40 | chance.getrandbits(40)) for _ in range(2))
    ends = [IPv4Address(chance.randrange(1 << 24, 0xE0 << 24)) for _ in range(2)]
    segment = Tcp(chance.getrandbits(16), chance.getrandbits(16), chance.getrandbits(32), 0, SYN, _WINDOW)
    return Ethernet(dst, src, TYPE_IPV4, IPv4(ends[0], ends[1], PROTOCOL_TCP, segment, 64))


def _run(host: MacofHost, options: MacofOptions, _: str, cause: int) -> None:
    interface = host.interfaces[options.port] if options.port else next(iter(host.interfaces.values()))
    chance = host.chance(f"macof/{cause}")

    def send(left: int) -> None:
        frame = _frame(chance)
        datagram = frame.payload
        assert isinstance(datagram, IPv4)
        segment = datagram.payload
        assert isinstance(segment, Tcp)
        ends = f"{datagram.src}.{segment.src_port} > {datagram.dst}.{segment.dst_port}"
        host.output(f"{frame.src} {frame.dst} {ends}: S {segment.seq}:{segment.seq}(0) win {segment.window}", cause)
        interface.send(frame, Why(rules.SENT, mac=frame.src), cause)
        if left > 1:
            host.later(INTERVAL, send, left - 1)

    send(options.frames)


def _parse(line: CommandLine) -> MacofOptions:
    found: dict[str, object] = {}
    known = {option.flag: option for option in _OPTIONS}
    while line:
        option = known[line.word(*known)]
        found[option.field] = option.value.read(line)
    return MacofOptions(**found)  # type: ignore[arg-type]


COMMAND = Command(
    "macof",
    "macof [-i INTERFACE] [-n COUNT]",
    "sends frames from made-up MAC addresses, to fill the tables of switches",
    IP_DEVICES,
    _parse,
    _run,
    options=_OPTIONS,
    defaults=MacofOptions()._asdict(),
    rank=95,
)
