"""What the templates about the MAC addresses of a frame have in common."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC, MacAddress, Prefix
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import Journey, datagram_of, mac_lines, mac_name, routed
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Hint, Option
from sim.exam.run import Flight, Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network
from sim.exam.templates.arp import beliefs
from sim.languages import Wording
from sim.link.ethernet.pdu import Ethernet

RULE = {
    "en": "IP addresses name the two ends of the way; the MAC addresses of a frame name the host or router that sends "
    "it and the next one",
    "zh": "IP 地址标明整条路径的两端；帧的 MAC 地址标明发出它的主机或路由器和下一台接收者",
}
REASON = {
    "en": "On {link} the frame goes from {source} to {destination}.",
    "zh": "在 {link} 上，帧从 {source} 发往 {destination}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each link of each way through a router."""
    for journey in routed(run):
        for place in range(len(journey)):
            yield Moment(journey[place].n - 1, (journey, place))


def ask(run: Run, moment: Moment, text: Wording, is_source: bool) -> Draft:
    journey, place = moment.about
    if sum(flight.link == journey[place].link for flight in journey) > 1:
        raise AmbiguousError("the datagram crosses the link twice")
    flight = journey[place]
    source, destination = (_frame(flight).src, _frame(flight).dst)
    truth, swapped = (source, destination) if is_source else (destination, source)
    end = _frame(journey[0]).src if is_source else _frame(journey[-1]).dst
    options: list[Option] = [right(truth, _told(run, truth))]
    near = _networks(run, source, flight.n) | _networks(run, destination, flight.n)
    if end != truth and not near & _networks(run, end, flight.n):
        options.append(wrong(end, beliefs.END_TO_END, _told(run, end), owner=_told(run, end)))
    options += [
        wrong(name, beliefs.SWITCH_REWRITES, say(OF_SWITCH, switch=name), switch=name)
        for name in (flight.node, flight.to_node)
        if run.kind(name) == "switch"
    ]
    facts = {"sender": _told(run, source), "receiver": _told(run, destination)}
    options.append(wrong(swapped, beliefs.SWAPPED, _told(run, swapped), owner=_told(run, swapped), **facts))
    options += [
        wrong(other, beliefs.OTHER_SIDE, _told(run, other), owner=_told(run, other))
        for other in _others(journey)
        if other not in (truth, swapped, end) and not near & _networks(run, other, flight.n)
    ]
    if not is_source:
        options.append(wrong(BROADCAST_MAC, beliefs.BROADCAST_ALWAYS))
    datagram = datagram_of(flight)
    first = datagram_of(journey[0])
    return Draft(
        say(text, sender=journey[0].node, destination=first.dst, link=flight.link, source=datagram.src),
        tuple(options),
        proof=(flight.n,),
        reason=say(REASON, link=flight.link, source=_told(run, source), destination=_told(run, destination)),
        hints=(_table(run, journey, place, is_source), rule(RULE), step_to(flight.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=mac_lines(run),
    )


def _table(run: Run, journey: Journey, place: int, is_source: bool) -> Hint:
    """The table that leads to the address: of the next hop, in the ARP table of who wrote the frame.

    Who wrote the frame is the answer where the source is asked for: then the routes tell, from the sender on.
    """
    if is_source:
        return look_at(journey[0].node, "route")
    return look_at(next(each.node for each in journey[place::-1] if run.kind(each.node) != "switch"), "arp")


def network(chance: Chance) -> Network:
    made = chain(chance, chance.among(1, 3))
    if chance.below(2):  # a switch in front of the first router
        made["nodes"]["sw1"] = {"switch": 3}
        made["links"][:1] = ["pc1 -- sw1:1", {**made["links"][0], "link": "sw1:2 -- r1:eth0"}]
        made["layout"] = {**{name: [column + 1, row] for name, (column, row) in made["layout"].items()}, "pc1": [0, 0]}
        made["layout"]["sw1"] = [1, 0]
    return with_pings(made, [("pc1", address_of(made, "srv"))])


def _frame(flight: Flight) -> Ethernet:
    assert isinstance(flight.frame, Ethernet)
    return flight.frame


def _others(journey: Journey) -> list[MacAddress]:
    """The addresses on the other links of the way."""
    return list(dict.fromkeys(mac for flight in journey for mac in (_frame(flight).src, _frame(flight).dst)))


def _networks(run: Run, mac: MacAddress, n: int) -> set[Prefix]:
    """The networks of the interfaces with a MAC address."""
    rows = [row for node in run.of_kind("host", "router") for row in run.interfaces(node, n).values() if row.mac == mac]
    return {each.prefix for row in rows for each in row.addresses}


OF_SWITCH = {"en": "the MAC address of {switch}", "zh": "{switch} 的 MAC 地址"}
_TOLD = {"en": "{mac} ({owner})"}


def _told(run: Run, mac: MacAddress) -> Said:
    owner = mac_name(run, mac)
    if owner is None:
        raise AmbiguousError("a MAC address that is not one station's")
    return say(_TOLD, mac=mac, owner=owner)
