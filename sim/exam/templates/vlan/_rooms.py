"""Two switches with a trunk between them, and what templates read of the VLANs of a run."""

from collections.abc import Iterator, Mapping
from typing import Any

from sim.bridge.vlans.tables import PORT_TABLE, SwitchPortRow
from sim.exam.chance import Chance
from sim.exam.looking import has_lanes
from sim.exam.networks import mac, with_pings
from sim.exam.run import Flight, Run
from sim.exam.template import AmbiguousError, Network
from sim.link.ethernet.pdu import Ethernet, Vlan
from sim.pdu.base import Content

Ports = Mapping[str, Mapping[str, SwitchPortRow]]
"""The ports with a cable of each switch that knows VLANs."""


def ports(run: Run) -> Ports:
    """What the ports do with VLANs; raises ``AmbiguousError`` where links are bundled."""
    found: dict[str, dict[str, SwitchPortRow]] = {}
    for switch in run.of_kind("switch"):
        rows = run.table(switch, PORT_TABLE, run.trace.configured)
        wired = [port for ends in run.names.links.values() for node, port in ends if node == switch]
        if rows and not set(wired) <= rows.keys():
            raise AmbiguousError("links that are bundled")
        if rows:
            found[switch] = {port: rows[port] for port in sorted(wired, key=lambda port: (len(port), port))}
    return found


def listed(known: Ports) -> tuple[str, ...]:
    """A line for each port: what a learner needs to know."""
    lines = []
    for switch, rows in known.items():
        for port, row in rows.items():
            told = f"VLAN {row.vlan}"
            if row.mode == "trunk":
                told = f"native VLAN {row.vlan or 'none'}, carries {row.allowed}"
            lines.append(f"{switch} port {port:<2}  {row.mode:<6}  {told}")
    return tuple(lines)


def carries(row: SwitchPortRow, vlan: int) -> bool:
    """Whether a port is in a VLAN."""
    if row.mode != "trunk":
        return row.vlan == vlan
    spans = (part.partition("-") for part in row.allowed.split(",") if part)
    return any(int(first) <= vlan <= int(last or first) for first, _, last in spans)


def vlan_of(run: Run, known: Ports, node: str) -> int | None:
    """The VLAN of the access port that a host is plugged into; ``None`` where there is none."""
    for a, b in run.names.links.values():
        for end, (switch, port) in ((a, b), (b, a)):
            row = known.get(switch, {}).get(port)
            if end[0] == node and row is not None and row.mode == "access":
                return row.vlan
    return None


def trunks(run: Run, known: Ports) -> list[tuple[SwitchPortRow, SwitchPortRow]]:
    """Both ends of each trunk between two switches."""
    found = []
    for (a, port_a), (b, port_b) in run.names.links.values():
        one, two = known.get(a, {}).get(port_a), known.get(b, {}).get(port_b)
        if one is not None and two is not None and "trunk" in (one.mode, two.mode):
            found.append((one, two))
    return found


def tag_of(frame: object) -> int:
    """The VLAN in the tag of a frame; 0 where there is none."""
    return frame.payload.vlan if isinstance(frame, Ethernet) and isinstance(frame.payload, Vlan) else 0


def inside(frame: object) -> Content | None:
    """What a frame carries, a tag left out."""
    if not isinstance(frame, Ethernet):
        return None
    return frame.payload.payload if isinstance(frame.payload, Vlan) else frame.payload


def sent_by_hosts(run: Run) -> Iterator[Flight]:
    """What leaves a host on its own account, in a network with VLANs."""
    for flight in run.flights if has_lanes(run) else ():
        if run.kind(flight.node) == "host" and isinstance(flight.frame, Ethernet):
            yield flight


def copies(run: Run, first: Flight) -> Iterator[Flight]:
    """The same frame on the links behind the first."""
    content = inside(first.frame)
    for n in run.after(first.n):
        flight = run.flight(n)
        if flight is not None and inside(flight.frame) is content:
            yield flight


def rooms(chance: Chance, trouble: str = "") -> Network:
    """Two switches with hosts in two VLANs, all of one network, and a trunk; a few of them ping each other.

    ``trouble`` is ``native`` where the native VLANs of the trunk differ, ``missing`` where one end lacks a VLAN.
    """
    one, two = sorted(chance.sample(range(2, 60), 2))
    base = f"192.168.{chance.among(1, 99)}"
    native = chance.choice((1, 1, one, 99))
    at_ends: list[dict[str, Any]] = [{"allowed": sorted({one, two, native}), "native": native} for _ in range(2)]
    if trouble == "native":
        for end, vlan in zip(at_ends, chance.shuffled((one, two)), strict=True):
            end.update(native=vlan, allowed=[one, two])
    elif trouble == "missing":
        chance.choice(at_ends)["allowed"] = sorted({native, one if native == one else chance.choice((one, two))})
    nodes: dict[str, Any] = {}
    links = []
    places = {}
    members: dict[str, dict[int, list[int]]] = {"sw1": {one: [], two: []}, "sw2": {one: [], two: []}}
    seats = chance.shuffled(range(1, 100))
    number = 0
    for column, switch in enumerate(members):
        vlans = [one, two, *([chance.choice((one, two))] if chance.below(2) else [])]
        for port, vlan in enumerate(chance.shuffled(vlans), 1):
            number += 1
            nodes[f"pc{number}"] = {"host": f"{base}.{seats[number]}/24", "mac": mac(number)}
            links.append(f"pc{number} -- {switch}:{port}")
            places[f"pc{number}"] = [3 * column, port - 1]
            members[switch][vlan].append(port)
    for (switch, own), end in zip(members.items(), at_ends, strict=True):
        nodes[switch] = {"switch": 4, "vlans": dict(own), "trunks": {"4": end}}
    hosts = [f"pc{each}" for each in range(1, number + 1)]
    pairs = [tuple(chance.sample(hosts, 2)) for _ in range(3)]
    pings = [(a, str(nodes[b]["host"]).partition("/")[0]) for a, b in pairs]
    made = {"nodes": nodes, "links": [*links, "sw1:4 -- sw2:4"], "layout": {"sw1": [1, 1], "sw2": [2, 1], **places}}
    return {**with_pings(made, pings), "allow": ["native-mismatch", "vlan-missing"]}


def network(chance: Chance) -> Network:
    """Such rooms, mostly in order."""
    return rooms(chance, chance.choice(("", "", "native", "missing")))
