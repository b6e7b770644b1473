"""Addresses and masks, by Python's ``ipaddress``."""

import ipaddress
import math

from sim.exam.question import Question
from tests.exam.octets import Wire
from tests.exam.oracles import Holds, oracle


def _interface(question: Question) -> ipaddress.IPv4Interface:
    return ipaddress.IPv4Interface(f"{question.facts['address']}/{question.facts['length']}")


@oracle("addressing/network-of")
def network_of(question: Question, wire: Wire) -> Holds:
    return lambda value: str(value) == str(_interface(question).network)


@oracle("addressing/broadcast-of")
def broadcast_of(question: Question, wire: Wire) -> Holds:
    return lambda value: str(value) == str(_interface(question).network.broadcast_address)


@oracle("addressing/host-count")
def host_count(question: Question, wire: Wire) -> Holds:
    network = _interface(question).network
    return lambda value: value == network.num_addresses - 2


@oracle("addressing/host-range")
def host_range(question: Question, wire: Wire) -> Holds:
    network = _interface(question).network
    ends = (str(network[1]), str(network[-2]))
    return lambda value: str(value[1]) == ends[value[0]]


@oracle("addressing/usable-address")
def usable_address(question: Question, wire: Wire) -> Holds:
    network = _interface(question).network
    taken = {
        str(own.address)
        for node in wire.run.of_kind("host", "router")
        for row in wire.interfaces(node, question.moment)
        for own in row.addresses
    }

    def holds(value: object) -> bool:
        address = ipaddress.IPv4Address(str(value))
        is_reserved = address in (network.network_address, network.broadcast_address)
        return address in network and not is_reserved and str(value) not in taken

    return holds


@oracle("addressing/dotted-mask")
def dotted_mask(question: Question, wire: Wire) -> Holds:
    return lambda value: str(value) == str(_interface(question).netmask)


@oracle("addressing/mask-for-hosts")
def mask_for_hosts(question: Question, wire: Wire) -> Holds:
    """The need and the two reserved addresses, rounded up to a power of two."""
    bits = math.ceil(math.log2(question.facts["hosts"] + 2))
    return lambda value: value == 32 - bits


@oracle("addressing/same-network")
def same_network(question: Question, wire: Wire) -> Holds:
    return lambda value: ipaddress.IPv4Address(str(value)) in _interface(question).network


@oracle("addressing/direct-or-gateway")
def direct_or_gateway(question: Question, wire: Wire) -> Holds:
    facts = question.facts
    network = ipaddress.IPv4Interface(f"{facts['own']}/{facts['length']}").network
    is_inside = ipaddress.IPv4Address(str(facts["destination"])) in network
    return lambda value: value == ("direct" if is_inside else "gateway")


@oracle("addressing/summary")
def summary(question: Question, wire: Wire) -> Holds:
    """The smallest supernet of the first network that holds them all."""
    networks = [ipaddress.IPv4Network(str(each)) for each in question.facts["networks"].facts["names"]]
    found = networks[0]
    while not all(each.subnet_of(found) for each in networks):
        found = found.supernet()
    return lambda value: str(value) == str(found)
