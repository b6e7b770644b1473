"""VLANs, by IEEE 802.1Q-2018 6.9 and 8.6 applied to the octets and to the lines that are printed with the question."""

import re
from typing import NamedTuple

from sim.exam.question import Question
from tests.exam.octets import Frame, Wire
from tests.exam.oracles import Holds, oracle

_LINE = re.compile(r"(\S+) port (\d+) +(access|trunk) +(?:VLAN (\d+)|native VLAN (\w+), carries (\S+))")


class Port(NamedTuple):
    """``pvid`` is the VLAN of frames without a tag, ``members`` are all that the port is in."""

    pvid: int | None
    members: frozenset[int]


def _ports(question: Question) -> dict[tuple[str, str], Port]:
    found = {}
    for line in question.given:
        told = _LINE.fullmatch(line)
        if told is None:
            continue
        switch, number, mode, vlan, native, carried = told.groups()
        if mode == "access":
            found[switch, number] = Port(int(vlan), frozenset({int(vlan)}))
        else:
            spans = [list(map(int, span.split("-"))) for span in carried.split(",")]
            members = frozenset(each for span in spans for each in range(span[0], span[-1] + 1))
            found[switch, number] = Port(None if native == "none" else int(native), members)
    return found


def _tag(frame: Frame) -> int:
    """The VLAN identifier in the octets (9.6); 0 where there is no tag."""
    return int.from_bytes(frame.octets[14:16], "big") & 0xFFF if frame.octets[12:14] == b"\x81\x00" else 0


def _vlan_in(ports: dict[tuple[str, str], Port], frame: Frame) -> int | None:
    """In which VLAN a frame is at the switch where it comes in; ``None`` where it is not admitted."""
    port = ports[frame.to_node, frame.to_port]
    vlan = _tag(frame) or port.pvid
    return vlan if vlan in port.members else None


def _followed(wire: Wire, ports: dict[tuple[str, str], Port], start: Frame) -> set[str]:
    """The devices that a broadcast comes to, from link to link by the lines alone."""
    ends = {}
    for a, b in wire.run.names.links.values():
        ends[a], ends[b] = b, a
    reached: set[str] = set()
    waiting = [(start.to_node, start.to_port, _tag(start))]
    while waiting:
        node, into, tag = waiting.pop()
        if not any(switch == node for switch, _ in ports):
            reached.add(node)
            continue
        vlan = tag or ports[node, into].pvid
        if vlan not in ports[node, into].members:
            continue
        for (switch, number), port in ports.items():
            if switch == node and number != into and vlan in port.members:
                waiting.append((*ends[switch, number], 0 if vlan == port.pvid else vlan))
    return reached


@oracle("vlan/ports-out")
def ports_out(question: Question, wire: Wire) -> Holds:
    facts, ports = question.facts, _ports(question)
    switch, into = str(facts["switch"]), str(facts["port"])
    arrivals = [f for f in wire.frames if wire.run.arrival(f.n) == question.moment]
    vlan = _vlan_in(ports, arrivals[0])
    members = {number for (node, number), port in ports.items() if node == switch and vlan in port.members}
    rows = [line.split() for line in question.given if re.fullmatch(r" *\d+ +[0-9a-f.]{14} .*", line)]
    table = {mac.replace(".", ""): port for number, mac, _, port in rows if int(number) == vlan}
    known = table.get(str(facts["destination"]).replace(":", ""))
    out = ({known} if known is not None else members) - {into}
    return lambda value: value in out


def _mark(frame: Frame) -> tuple[str, str, bytes]:
    """What a frame keeps on its way through switches, whichever tag it has."""
    start = 18 if _tag(frame) else 14
    return frame.src, frame.dst, frame.octets[start : start + 20]


@oracle("vlan/tag-on-link")
def tag_on_link(question: Question, wire: Wire) -> Holds:
    """The octets, and what the line of the port says of the VLAN that the frame is in."""
    ports, link = _ports(question), set(str(question.facts["link"]).split(" -- "))
    first = next(f for f in wire.frames if f.n > question.moment and f.node == question.facts["sender"])
    copies = [f for f in wire.frames if f.n >= first.n and _mark(f) == _mark(first)]
    frame = next(f for f in copies if {f"{f.node}:{f.port}", f"{f.to_node}:{f.to_port}"} == link)
    into = next(f for f in copies if f.to_node == frame.node and f.n < frame.n)
    vlan = _vlan_in(ports, into)
    told = 0 if vlan == ports[frame.node, frame.port].pvid else vlan
    assert told == _tag(frame)
    return lambda value: value == told


@oracle("vlan/learned-vlan")
def learned_vlan(question: Question, wire: Wire) -> Holds:
    ports = _ports(question)
    frame = next(f for f in wire.frames if wire.run.arrival(f.n) == question.moment + 1)
    vlan = _vlan_in(ports, frame)
    return lambda value: value == vlan


@oracle("vlan/who-receives")
def who_receives(question: Question, wire: Wire) -> Holds:
    start = wire.frame(question.moment)
    hearing = _followed(wire, _ports(question), start) - {start.node}
    return lambda value: value in hearing


@oracle("vlan/why-not-reached")
def why_not_reached(question: Question, wire: Wire) -> Holds:
    """The only one of the statements that the lines do not deny; and the request does not come there by them."""
    ports, facts = _ports(question), question.facts
    plugged = {}
    trunk: list[Port] = []
    for a, b in wire.run.names.links.values():
        for one, other in ((a, b), (b, a)):
            if one in ports and other not in ports:
                plugged[other[0]] = ports[one]
        if a in ports and b in ports:
            trunk = [ports[a], ports[b]]
    (sender,), (target,) = plugged[facts["sender"]].members, plugged[facts["target"]].members
    holds = {
        "vlans": sender != target,
        "carried": not all(vlan in port.members for vlan in (sender, target) for port in trunk),
        "native": trunk[0].pvid != trunk[1].pvid,
    }
    assert facts["target"] not in _followed(wire, ports, wire.frame(question.moment))
    return lambda value: holds[value]


@oracle("vlan/stick-tags")
def stick_tags(question: Question, wire: Wire) -> Holds:
    """The VLANs of the ports that both hosts are plugged into."""
    ports, facts = _ports(question), question.facts
    vlans = []
    for host in (facts["sender"], facts["target"]):
        ends = next(ends for ends in wire.run.names.links.values() if host in (ends[0][0], ends[1][0]))
        vlans.append(next(ports[end].pvid for end in ends if end in ports))
    return lambda value: value[1] == vlans[value[0]]
