"""Datagrams that a router translates, and homes behind such a router."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.exam.chance import Chance
from sim.exam.networks import mac
from sim.exam.run import Flight, Run
from sim.features.conntrack.machine import TABLE as CONNECTIONS
from sim.features.nat.machine import TABLE as MAPPINGS
from sim.features.nat.settings import NatSettings
from sim.features.nat.tables import show_ip_nat_translations
from sim.ip.icmp.pdu import Icmp
from sim.ip.ipv4.pdu import IPv4
from sim.scenario.plan import IpNodePlan
from sim.trace.records import Kind as Happened
from sim.transport.tcp.pdu import Tcp
from sim.transport.udp.pdu import Udp


class Translated(NamedTuple):
    """A datagram that a router translates at record ``n``: as it came, and as it left."""

    n: int
    router: str
    came: Flight
    left: Flight
    before: IPv4
    after: IPv4


def translated(run: Run, *rules: str) -> Iterator[Translated]:
    """What a router translates by one of these rules, except ICMP errors."""
    trace = run.trace
    for n in run.records(*rules):
        after = trace.what[n]
        if trace.kind[n] != Happened.DECISION or not isinstance(after, IPv4):
            continue
        came = run.flight(trace.cause[trace.cause[n]])
        left = next(
            (flight for m in run.after(n) if (flight := run.flight(m)) is not None and _is(flight, after)), None
        )
        if came is None or left is None or came.datagram is None:
            continue
        if isinstance(after.payload, Tcp | Udp | Icmp):
            yield Translated(n, run.node(n), came, left, came.datagram, after)


def _is(flight: Flight, datagram: IPv4) -> bool:
    """Whether a frame carries a datagram; before it, an ARP request may be sent."""
    return flight.datagram is not None and flight.datagram.payload is datagram.payload


def ports_of(datagram: IPv4) -> tuple[int, int]:
    """The ports of the sender and of the receiver; the identifier of ICMP twice."""
    content = datagram.payload
    if isinstance(content, Tcp | Udp):
        return content.src_port, content.dst_port
    return (content.identifier,) * 2 if isinstance(content, Icmp) else (0, 0)


def translations(run: Run, router: str, n: int) -> tuple[str, ...]:
    """The table as ``show ip nat translations`` prints it before record ``n``."""
    return tuple(show_ip_nat_translations(run.table(router, MAPPINGS, n), run.table(router, CONNECTIONS, n)))


def settings_of(run: Run, router: str) -> NatSettings:
    """How a router translates."""
    plan = run.nodes[router]
    assert isinstance(plan, IpNodePlan)
    return plan.settings.of(NatSettings)


_ECHO = """\
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 7))
while True:
    data, sender = sock.recvfrom(100)
    sock.sendto(data, sender)
"""
_SEND = """\
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", {port}))
for target in {targets}:
    sock.sendto(b"hello", (target, 7))
    time.sleep(0.1)
time.sleep(5)
"""
FRIEND, STRANGER, OUTSIDE = "203.0.113.20", "203.0.113.30", "203.0.113.5"


def home(chance: Chance, laptops: int, nat: dict[str, Any]) -> dict[str, Any]:
    """Laptops behind a router with NAT, a friend and a stranger outside."""
    base = f"192.168.{chance.among(1, 99)}"
    seats = chance.sample(range(10, 100), laptops)
    names = [f"laptop{number}" for number in range(1, laptops + 1)]
    nodes: dict[str, Any] = {
        name: {"host": f"{base}.{seat}/24", "mac": mac(number), "gateway": f"{base}.1"}
        for number, (name, seat) in enumerate(zip(names, seats, strict=True), 1)
    }
    nodes |= {
        "sw1": {"switch": laptops + 1},
        "home": {
            "router": {"eth0": f"{base}.1/24", "eth1": f"{OUTSIDE}/24"},
            "nat": {"outside": "eth1", **nat},
        },
        "sw2": {"switch": 3},
        "friend": {"host": f"{FRIEND}/24", "mac": mac(101)},
        "stranger": {"host": f"{STRANGER}/24", "mac": mac(102)},
    }
    links = [*(f"{name} -- sw1" for name in names), "sw1 -- home:eth0", "home:eth1 -- sw2"]
    places = {name: [0, place] for place, name in enumerate(names)}
    return {
        "nodes": nodes,
        "links": [*links, "friend -- sw2", "stranger -- sw2"],
        "layout": {"sw1": [1, 0], "home": [2, 0], "sw2": [3, 0], "friend": [4, 0], "stranger": [4, 1], **places},
    }


def network(chance: Chance) -> dict[str, Any]:
    """Laptops that send to one or both of two echo servers, some from the same port; and a ping."""
    count = chance.among(2, 3)
    made = home(chance, count, {})
    ports = chance.sample(range(5000, 6000), 2)
    programs: list[dict[str, Any]] = [{"on": node, "code": _ECHO, "name": "echo.py"} for node in ("friend", "stranger")]
    for number in range(1, count + 1):
        own = [ports[0]] if chance.below(3) else chance.sample(ports, 2)
        for place, port in enumerate(own):
            targets = chance.choice(((FRIEND,), (STRANGER,), (FRIEND, STRANGER), (STRANGER, STRANGER)))
            programs.append(
                {
                    "on": f"laptop{number}",
                    "at": f"{2 * number + place}s",
                    "code": _SEND.format(port=port, targets=targets),
                    "name": f"send{number}{place}.py",
                }
            )
    actions = [{"at": "9s", "on": "laptop1", "run": f"ping -c 1 {FRIEND}"}]
    return {**made, "programs": programs, "actions": actions, "until": "12s"}


def called(chance: Chance) -> dict[str, Any]:
    """A router that forwards two ports to servers inside, some to another port, and callers outside."""
    made = home(chance, 2, {})
    hosts = [str(made["nodes"][name]["host"]).partition("/")[0] for name in ("laptop1", "laptop2")]
    outside = chance.sample((80, 443, 2222, 8080, 8081), 2)
    inside = [chance.choice((80, port)) for port in outside]
    forward = {str(port): f"{ip}:{at}" for port, ip, at in zip(outside, hosts, inside, strict=True)}
    made["nodes"]["home"]["nat"]["forward"] = forward
    programs = []
    for second, port in enumerate(outside, 1):
        code = "import socket\n\nsock = socket.socket()\nsock.settimeout(1)\n"
        code += f"print(sock.connect_ex(('{OUTSIDE}', {port})))\n"
        programs.append(
            {"on": chance.choice(("friend", "stranger")), "at": f"{second}s", "code": code, "name": f"call{port}.py"}
        )
    return {**made, "tcp": {"profile": "simple"}, "programs": programs, "until": "5s"}
