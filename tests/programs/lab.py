"""Hosts with programs, built by hand; what they print, and what the trace has of their calls."""

import re
from pathlib import Path
from typing import NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address
from sim.assembly.ip_node import IpNode
from sim.assembly.settings import InterfacePlan
from sim.bridge.switch import Switch
from sim.device.network import Network
from sim.ip.names.settings import NameSettings
from sim.kernel import SECOND
from sim.programs.files import FileSystem
from sim.programs.program import Program
from sim.programs.rows import PROGRAMS, THREADS, ProgramRow, ThreadRow
from sim.programs.steps import LIMIT
from sim.programs.typed import TypedLine
from sim.settings import NodeSettings
from sim.trace.records import CONSOLE, NO_CAUSE, Change, Kind

BOTH = Path(__file__).parent / "both"
"""Programs that run for real, too."""


class Step(NamedTuple):
    """A record of a call."""

    n: int
    kind: Kind
    cause: int
    row: ThreadRow


class Lab:
    """Hosts 10.0.0.1, 10.0.0.2 … at one switch, who know one another's names."""

    def __init__(self, *names: str, seed: int = 1, delay: int = 1000) -> None:
        self.network = net = Network(seed)
        known = tuple((name, IPv4Address.parse(f"10.0.0.{n}")) for n, name in enumerate(names, 1))
        switch = Switch("sw", net.kernel, net.trace, seed, tuple(map(str, range(1, len(names) + 1))))
        net.add(switch)
        self.hosts: dict[str, IpNode] = {}
        for n, (name, ip) in enumerate(known, 1):
            interface = InterfacePlan("eth0", (InterfaceAddress.parse(f"{ip}/24"),), net.mac_for(name, "eth0"))
            settings = NodeSettings(NameSettings(known))
            host = IpNode(name, net.kernel, net.trace, seed, (interface,), (), settings)
            net.add(host)
            net.link(host.ports["eth0"], switch.ports[str(n)], delay=delay)
            self.hosts[name] = host

    def program(
        self,
        name: str,
        text: str,
        at: int = 0,
        arguments: tuple[str, ...] = (),
        stdin: tuple[str | TypedLine, ...] = (),
        file: str | None = None,
        files: FileSystem | None = None,
        limit: int = LIMIT,
    ) -> Program:
        """A program that starts at ``at`` (ns)."""
        program = Program(self.hosts[name], file or f"{name}.py", text, arguments, stdin, files, limit=limit)
        self.network.at(at, lambda: program.start(NO_CAUSE))
        return program

    def run(self, seconds: float = 600) -> None:
        self.network.run(round(seconds * SECOND))

    def lines(self, name: str) -> list[str]:
        return [line.text for line in self.hosts[name].tables[CONSOLE].values()]

    def times(self, name: str) -> list[float]:
        return [line.at / SECOND for line in self.hosts[name].tables[CONSOLE].values()]

    def steps(self, name: str) -> list[Step]:
        """The calls of a host's programs, record by record."""
        changes = [(r, r.what) for r in self.network.trace if r.node == name and isinstance(r.what, Change)]
        return [
            Step(record.n, record.kind, record.cause, change.after)
            for record, change in changes
            if change.table == THREADS and change.after is not None
        ]

    def status(self, program: Program) -> ProgramRow:
        row: ProgramRow = program.node.tables[PROGRAMS][program.number]
        return row


def printed(text: str, seconds: float = 600, stdin: tuple[str | TypedLine, ...] = ()) -> list[str]:
    """What a program prints on a host of its own."""
    lab = Lab("host")
    lab.program("host", text, stdin=stdin)
    lab.run(seconds)
    return lab.lines("host")


def plain(text: str, folder: Path | None = None) -> list[str]:
    """Lines of output without the places in which files are on this machine."""
    if folder is not None:
        text = text.replace(f"{folder}/", "")
    return re.sub(r'"/[^"]*/lib/python3\.\d+/', '"/usr/lib/python3/', text).splitlines()
