"""Datagrams that are cut into fragments, and networks in which that happens."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.run import Flight, Run
from sim.exam.template import Moment, Network


class Cut(NamedTuple):
    """A datagram that ``node`` cuts: its length in octets with its header, its fragments in order, their link's MTU."""

    octets: int
    source: IPv4Address
    destination: IPv4Address
    node: str
    fragments: tuple[Flight, ...]
    mtu: int

    @property
    def room(self) -> int:
        """Octets of data that fit into each fragment but the last (RFC 791 3.2: a multiple of 8)."""
        return (self.mtu - 20) // 8 * 8


def moments(run: Run) -> Iterator[Moment]:
    """Each datagram without options that somebody cuts, before its first fragment leaves."""
    found: dict[tuple[str, int, int, int], list[Flight]] = {}
    for n in run.records("ipv4.fragment"):
        flight = run.flight(n)
        if flight is not None and flight.datagram is not None:
            each = flight.datagram
            found.setdefault((flight.node, each.src, each.dst, each.identification), []).append(flight)
    for flights in found.values():
        fragments = [datagram_of(flight) for flight in flights]
        first, last = fragments[0], fragments[-1]
        data = sum(len(each.payload) for each in fragments)
        is_whole = first.fragment_offset == 0 and not last.more_fragments and len(fragments) > 1
        if (
            is_whole
            and last.fragment_offset + len(last.payload) == data
            and not any(each.options for each in fragments)
        ):
            mtu = run.links[flights[0].link].mtu
            yield Moment(flights[0].n - 1, Cut(data + 20, first.src, first.dst, flights[0].node, tuple(flights), mtu))


def network(chance: Chance) -> Network:
    made = chain(chance, chance.among(1, 3))
    mtu = chance.among(300, 1400)
    made["links"][chance.among(1, len(made["links"]) - 1)]["mtu"] = mtu
    return with_pings(made, [("pc1", address_of(made, "srv"))], f"-c 1 -s {chance.among(mtu + 1, 1472)}")
