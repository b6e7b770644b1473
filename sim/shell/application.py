"""A program that runs on a host, as the host sees it."""

from typing import TYPE_CHECKING

from sim.addresses import IPv4Address
from sim.effects import TimerName
from sim.ip.arp.pdu import Arp
from sim.ip.icmp.pdu import Icmp
from sim.ip.icmp.quote import Quoted
from sim.ip.ipv4.pdu import IPv4
from sim.shell import rules
from sim.trace.records import Call, Kind
from sim.why import Why

if TYPE_CHECKING:
    from sim.assembly.ip_node import IpNode

APPLICATION = "app"
"""First item of the names of applications' timers."""


class Application:
    """A running command. The node calls its methods; it sends through the node.

    ``number`` tells it from the others on its node, and is its process id as far as ICMP identifiers go.
    """

    def __init__(self, node: "IpNode", command: str) -> None:
        self.node = node
        self.command = command
        self.number = node.register(self)

    def start(self, cause: int) -> None:
        """Begin; ``cause`` is the record of the call."""
        raise NotImplementedError

    def echo_reply(self, datagram: IPv4, message: Icmp, cause: int) -> None:
        """An echo reply with this application's identifier came."""

    def icmp_error(self, source: IPv4Address, message: Icmp, quoted: Quoted, cause: int) -> None:
        """An ICMP error about something that this application sent came, or the node itself found the error."""

    def arp_received(self, port_name: str, packet: Arp, cause: int) -> None:
        """An ARP packet came in, whoever it was for."""

    def timeout(self, name: TimerName, cause: int) -> None:
        """One of this application's timers fired; ``name`` is what it was armed with."""

    def arm(self, name: str, deadline: int, why: Why, cause: int) -> None:
        self.node.arm((APPLICATION, self.number, name), deadline, why, cause)

    def cancel(self, name: str, cause: int) -> None:
        self.node.cancel((APPLICATION, self.number, name), Why(rules.APP_TIMER_NOT_NEEDED, command=self.command), cause)

    def output(self, text: str, cause: int) -> None:
        self.node.output(text, cause)

    def finish(self, status: int, cause: int) -> None:
        """End with an exit status, as a shell would see it."""
        self.node.unregister(self)
        now, node = self.node.kernel.now, self.node
        why = Why(rules.APP_FINISHED, command=self.command, status=status)
        node.trace.add(Kind.RESULT, now, node.spot, cause, Call(self.command, f"exit status {status}"), why)


def milliseconds(ns: int) -> str:
    """A round-trip time as ping prints it: in whole microseconds, three significant digits or three decimals."""
    us = ns // 1000
    if us >= 99_950:
        return f"{(us + 500) // 1000}"
    if us >= 9_995:
        return f"{(us + 50) // 1000}.{(us + 50) % 1000 // 100}"
    if us >= 1000:
        return f"{(us + 5) // 1000}.{(us + 5) % 1000 // 10:02}"
    return f"0.{us:03}"
