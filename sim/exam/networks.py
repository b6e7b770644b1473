"""Networks that templates make of chance: plain scenarios, as small as the question allows."""

from collections.abc import Mapping, Sequence
from typing import Any

from sim.addresses import IPv4Address, Prefix, mask_of
from sim.exam.chance import Chance

_PRIVATE = (Prefix(IPv4Address(10 << 24), 8), Prefix(IPv4Address(0xAC100000), 12), Prefix(IPv4Address(0xC0A80000), 16))


def prefix(chance: Chance, shortest: int = 16, longest: int = 30) -> Prefix:
    """A private network (RFC 1918 3) with a mask of ``shortest`` to ``longest`` ones."""
    around = chance.choice(_PRIVATE)
    length = chance.among(max(shortest, around.length + 1), longest)
    offset = chance.below(1 << length - around.length)
    return Prefix(IPv4Address(around.network + (offset << 32 - length)), length)


def host_of(chance: Chance, network: Prefix) -> IPv4Address:
    """An address of a network that a host can have."""
    return IPv4Address(network.network + chance.among(1, (1 << 32 - network.length) - 2))


def hosts_of(chance: Chance, network: Prefix, count: int) -> list[IPv4Address]:
    """Several such addresses, no two alike; the network has to be large enough."""
    found: list[IPv4Address] = []
    while len(found) < count:
        address = host_of(chance, network)
        if address not in found:
            found.append(address)
    return found


def within(chance: Chance, around: Prefix, length: int) -> Prefix:
    """A network of a longer mask within another one."""
    offset = chance.below(1 << length - around.length)
    return Prefix(IPv4Address(around.network + (offset << 32 - length)), length)


def enclosing(address: IPv4Address, length: int) -> Prefix:
    """The network of this length that an address is in."""
    return Prefix(IPv4Address(address & mask_of(length)), length)


def mac(number: int) -> str:
    """A locally administered MAC address that is easy to read."""
    return f"02:00:00:00:{number >> 8 & 255:02x}:{number & 255:02x}"


def lan(chance: Chance, hosts: int) -> dict[str, Any]:
    """``hosts`` PCs on one switch, in some order of its ports, and nobody talks yet."""
    base = f"192.168.{chance.among(1, 99)}"
    addresses = chance.sample(range(1, 100), hosts)
    ports = chance.shuffled(range(1, hosts + 1))
    return {
        "nodes": {
            **{
                f"pc{number}": {"host": f"{base}.{address}/24", "mac": mac(number)}
                for number, address in enumerate(addresses, 1)
            },
            "sw1": {"switch": hosts},
        },
        "links": [f"pc{number} -- sw1:{port}" for number, port in enumerate(ports, 1)],
        "layout": {"sw1": [1, 1], **{f"pc{number}": place for number, place in enumerate(_AROUND[:hosts], 1)}},
    }


_AROUND = ([0, 0], [2, 0], [0, 2], [2, 2], [0, 1], [2, 1])


def chain(chance: Chance, routers: int) -> dict[str, Any]:
    """A PC, some routers in a row, and a server, with routes along the shortest paths."""
    bases = chance.sample(range(1, 250), routers + 1)
    networks = [f"10.{base}.{chance.below(200)}" for base in bases]
    names = ["pc1", *(f"r{number}" for number in range(1, routers + 1)), "srv"]
    nodes: dict[str, Any] = {
        "pc1": {"host": f"{networks[0]}.{chance.among(10, 99)}/24", "mac": mac(1), "gateway": f"{networks[0]}.254"},
    }
    for number in range(1, routers + 1):
        nodes[f"r{number}"] = {
            "router": {
                "eth0": {"address": f"{networks[number - 1]}.254/24", "mac": mac(256 * number)},
                "eth1": {
                    "address": f"{networks[number]}.{1 if number < routers else 254}/24",
                    "mac": mac(256 * number + 1),
                },
            },
            "routes": "auto",
        }
    nodes["srv"] = {
        "host": f"{networks[-1]}.{chance.among(10, 99)}/24",
        "mac": mac(2),
        "gateway": f"{networks[-1]}.254",
    }
    ends = ["pc1", *(f"r{number}" for number in range(1, routers + 1)), "srv"]
    links = []
    for place in range(routers + 1):
        left = ends[place] if place == 0 else f"{ends[place]}:eth1"
        right = ends[place + 1] if place == routers else f"{ends[place + 1]}:eth0"
        links.append({"link": f"{left} -- {right}", "delay": "1ms"})
    return {"nodes": nodes, "links": links, "layout": {name: [place, 0] for place, name in enumerate(names)}}


def address_of(network: Mapping[str, Any], node: str) -> str:
    """The address of a host of such a scenario, without its mask."""
    return str(network["nodes"][node]["host"]).partition("/")[0]


def with_pings(network: dict[str, Any], pings: Sequence[tuple[str, str]], options: str = "-c 1") -> dict[str, Any]:
    """The network where these pings are typed, a second between them: each from a node to an address."""
    actions = [
        {"at": f"{second}s", "on": node, "run": f"ping {options} {to}"} for second, (node, to) in enumerate(pings, 1)
    ]
    return {**network, "actions": actions, "until": f"{len(pings) + 3}s"}


def pair(client: Mapping[str, Any], server: Mapping[str, Any], **link: Any) -> dict[str, Any]:
    """A client and a server on one link, who know each other's MAC address; the mappings are added to the hosts."""
    return {
        "nodes": {
            "client": {"host": "192.168.10.1/24", "mac": mac(1), "arp": {"static": {"192.168.10.2": mac(2)}}, **client},
            "server": {"host": "192.168.10.2/24", "mac": mac(2), "arp": {"static": {"192.168.10.1": mac(1)}}, **server},
        },
        "links": [{"link": "client -- server", **link}],
        "layout": {"client": [0, 0], "server": [2, 0]},
    }
