"""The DHCP messages of a run, and a network with a client and one or two servers."""

from typing import NamedTuple

from sim import registry
from sim.addresses import IPv4Address
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.networks import mac
from sim.exam.run import Flight, Run
from sim.exam.template import Network
from sim.features.dhcp.pdu import Dhcp
from sim.packets import carried

NAMES = {1: "DISCOVER", 2: "OFFER", 3: "REQUEST", 4: "DECLINE", 5: "ACK", 6: "NAK", 7: "RELEASE", 8: "INFORM"}
"""RFC 2132 9.6."""
TYPE, SERVER, LEASE, T1, T2 = 53, 54, 51, 58, 59


class Message(NamedTuple):
    """A message as it leaves its sender; ``node`` is a host or router."""

    flight: Flight
    name: str
    value: Dhcp

    def option(self, code: int) -> bytes | None:
        return next((each.data for each in self.value.options if each.code == code), None)

    @property
    def source(self) -> IPv4Address:
        return datagram_of(self.flight).src

    @property
    def destination(self) -> IPv4Address:
        return datagram_of(self.flight).dst


def messages(run: Run) -> tuple[Message, ...]:
    """Those that clients and servers send, without what switches and relays pass on."""
    return run.kept("dhcp", _messages)


def _messages(run: Run) -> tuple[Message, ...]:
    kind = registry.pdu("dhcp")
    found = []
    for flight in run.flights:
        if flight.datagram is not None and run.kind(flight.node) in ("host", "router"):
            value = carried.find(flight.frame, kind)
            if isinstance(value, Dhcp) and not value.giaddr:
                named = next((each.data[0] for each in value.options if each.code == TYPE and each.data), 0)
                if named in NAMES:
                    found.append(Message(flight, NAMES[named], value))
    return tuple(found)


def network(chance: Chance, servers: int = 1) -> Network:
    base = f"192.168.{chance.among(1, 250)}"
    lease = chance.choice((8, 16, 24, 40, 80, 160, 400, 800))
    client = chance.choice(("pc1", "laptop", "phone", "printer", "camera"))
    nodes: dict[str, object] = {client: {"host": "dhcp", "mac": mac(1)}}
    links = [f"{client} -- sw1"]
    for number in range(1, servers + 1):
        first = 100 * number
        nodes[f"srv{number}"] = {
            "host": f"{base}.{number}/24",
            "mac": mac(100 + number),
            "dhcp": {"pool": f"{base}.{first}-{first + 50}", "lease": f"{lease}min"},
        }
        links.append({"link": f"srv{number} -- sw1", "delay": f"{chance.among(1, 9)}ms"})  # type: ignore[arg-type]
    return {
        "nodes": {**nodes, "sw1": {"switch": 5}},
        "links": links,
        "until": "8s",
        "layout": {client: [0, 0], "sw1": [1, 0], **{f"srv{k}": [2, k - 1] for k in range(1, servers + 1)}},
    }
