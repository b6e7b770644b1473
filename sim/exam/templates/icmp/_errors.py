"""ICMP errors about the datagrams of hosts, and networks in which they are sent."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.chance import Chance
from sim.exam.looking import Journey, datagram_of, journeys
from sim.exam.run import Flight, Run
from sim.exam.template import Moment, Network
from sim.exam.templates.routing._drops import network as with_drops
from sim.ip.icmp.pdu import Icmp


class Told(NamedTuple):
    """An error as it leaves its sender, and the way of the datagram that it is about."""

    error: Flight
    message: Icmp
    way: Journey

    @property
    def sent(self) -> Flight:
        return self.way[0]

    @property
    def last(self) -> Flight:
        return self.way[-1]


def moments(run: Run) -> Iterator[Moment]:
    """Each ICMP error of one node about a datagram of another, when that one is sent."""
    own = [each for each in journeys(run) if not run.rule(run.sent_by(each[0])).startswith("nat.")]
    reported = {(int(d.src), int(d.dst), d.identification): each for each in own if (d := each[0].datagram)}
    for journey in own:
        first = journey[0]
        message = datagram_of(first).payload
        if not isinstance(message, Icmp) or not message.is_error or len(message.data) < 20:
            continue
        quoted = message.data
        key = (_number(quoted[12:16]), _number(quoted[16:20]), _number(quoted[4:6]))
        about = reported.get(key)
        if about is not None and about[0].node != first.node and about[0].n < first.n:
            yield Moment(about[0].n, Told(first, message, about))


def _number(octets: bytes) -> int:
    return int.from_bytes(octets, "big")


def network(chance: Chance) -> Network:
    return with_drops(chance)
