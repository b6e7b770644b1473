"""A relay agent of DHCP as a machine: towards the server, and back to the client (RFC 1542 4.1, RFC 3046)."""

from typing import NamedTuple

from sim.addresses import ANY, InterfaceAddress, IPv4Address
from sim.effects import Drop
from sim.features.dhcp import option_kinds as kinds
from sim.features.dhcp.option_kinds import SubOption
from sim.features.dhcp.pdu import BOOTREQUEST, Dhcp
from sim.features.dhcp.relay import rules
from sim.features.dhcp.settings import Relay
from sim.why import Why

_CIRCUIT = 1


class Forward(NamedTuple):
    """Send a client's message to each of the servers."""

    message: Dhcp
    servers: tuple[IPv4Address, ...]
    why: Why


class Deliver(NamedTuple):
    """Send a server's reply to the client at an interface."""

    message: Dhcp
    port: str
    source: IPv4Address
    why: Why


def upward(relay: Relay, port: str, near: tuple[InterfaceAddress, ...], message: Dhcp) -> Forward | Drop:
    """A client's message came in at ``port``, whose addresses are ``near``."""
    client = message.mac
    if message.op != BOOTREQUEST:
        return Drop(Why(rules.NOT_A_REQUEST, port=port))
    # RFC 1542 4.1.1: "The relay agent MUST silently discard BOOTREQUEST messages whose 'hops' field exceeds the value
    # 16."
    if message.hops > relay.hops:
        return Drop(Why(rules.TOO_MANY_HOPS, passed=message.hops, client=client))
    if not near:
        return Drop(Why(rules.NO_ADDRESS, port=port, client=client))
    onward = message.replaced(hops=message.hops + 1)
    has_information = message.octets_of(kinds.RELAY_INFORMATION.code) is not None
    if message.giaddr == ANY:
        # RFC 3046 2.1: a message that has the option without a giaddr comes from "a circuit that is not trusted".
        if has_information:
            return Drop(Why(rules.FORGED_INFORMATION, port=port, client=client))
        onward = onward.replaced(giaddr=near[0].address)
        if relay.information:
            circuit = kinds.RELAY_INFORMATION((SubOption(_CIRCUIT, port.encode("latin-1", "replace")),))
            onward = onward.replaced(options=(*message.options, circuit))
    elif any(own.address == message.giaddr for own in near):
        return Drop(Why(rules.OWN_MESSAGE, giaddr=message.giaddr, port=port))
    # RFC 1542 4.1.1: "If the relay agent does decide to relay the request, it MUST examine the 'giaddr' … field. If
    # this field is zero, the relay agent MUST fill this field"; else "the 'giaddr' field MUST NOT be modified".
    why = Why(rules.FORWARDS, client=client, port=port, giaddr=onward.giaddr, servers=relay.servers)
    return Forward(onward, relay.servers, why)


def downward(own: dict[IPv4Address, str], message: Dhcp) -> Deliver | Drop:
    """A server's reply came in; ``own`` has the interface of each address of this device."""
    port = own.get(message.giaddr)
    # RFC 1542 4.1.2: "The 'giaddr' field can be used to identify the logical interface from which the reply needs to be
    # sent".
    if port is None:
        return Drop(Why(rules.NOT_RELAYED_HERE, giaddr=message.giaddr))
    options = tuple(each for each in message.options if each.code != kinds.RELAY_INFORMATION.code)
    # RFC 3046 2.1: the agent "SHALL remove the Relay Agent Information option from the packet".
    why = Why(rules.DELIVERS, client=message.mac, port=port)
    return Deliver(message.replaced(options=options), port, message.giaddr, why)
