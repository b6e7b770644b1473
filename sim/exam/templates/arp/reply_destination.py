"""To which MAC address an ARP reply is sent."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC, ZERO_MAC
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import mac_lines
from sim.exam.networks import lan, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.arp import beliefs
from sim.ip.arp.pdu import REPLY, REQUEST, Arp
from sim.kernel import SECOND
from sim.link.ethernet.pdu import Ethernet

TEXT = {
    "en": "{asker} has broadcast an ARP request for {ip}. {owner} answers. "
    "To which MAC address is the frame with the reply sent?",
    "zh": "{asker} 广播了询问 {ip} 的 ARP 请求，{owner} 作出应答。装有应答的帧发往哪个 MAC 地址？",
}
RULE = {
    "en": "a request is for everyone on the link; whoever answers knows already who has asked",
    "zh": "请求发给链路上的所有设备；回答者已经知道是谁在问",
}
REASON = {
    "en": "The request has told the address of {asker}, {mac}. Nobody else asked.",
    "zh": "请求已告知 {asker} 的地址 {mac}，其他设备没有询问。",
}


def moments(run: Run) -> Iterator[Moment]:
    for n in run.records("arp.reply"):
        flight = run.flight(n)
        if flight is not None and flight.arp is not None and flight.arp.operation == REPLY:
            yield Moment(n - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flight = run.flight(moment.about)
    assert flight is not None
    assert flight.arp is not None
    assert isinstance(flight.frame, Ethernet)
    arp, asker = flight.arp, run.station(flight.arp.target_mac)
    if asker is None:
        raise AmbiguousError("a MAC address that is not one station's")
    if any(_asks_too(each, flight.at, arp) for each in run.flights if each.n < flight.n):
        raise AmbiguousError("others ask for the address at the same time")
    return Draft(
        say(TEXT, asker=asker, ip=arp.sender_ip, owner=flight.node),
        (
            right(flight.frame.dst),
            wrong(BROADCAST_MAC, beliefs.REPLY_IS_BROADCAST, asker=asker),
            wrong(arp.sender_mac, beliefs.REPLY_TO_ITSELF, asker=asker),
            wrong(ZERO_MAC, beliefs.ZERO_IS_AN_ADDRESS),
        ),
        proof=(flight.n,),
        reason=say(REASON, asker=asker, mac=flight.frame.dst),
        hints=(rule(RULE), step_to(flight.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=mac_lines(run),
    )


def _asks_too(flight: Flight, at: int, reply: Arp) -> bool:
    """Whether another station asks for the address of a reply in the second before the reply."""
    arp = flight.arp
    if arp is None or arp.operation != REQUEST or at - flight.at >= SECOND:
        return False
    return arp.target_ip == reply.sender_ip and arp.sender_mac != reply.target_mac


def network(chance: Chance) -> Network:
    made = lan(chance, chance.among(2, 5))
    asker, asked = chance.sample([name for name in made["nodes"] if name != "sw1"], 2)
    return with_pings(made, [(asker, asked)])


TEMPLATE = Template(
    id="arp/reply-destination",
    title={"en": "To whom an ARP reply goes", "zh": "ARP 应答发给谁"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("arp/arp-on-one-switch", "arp/arp-cache-expiry", "routing", "basics"),
    network=network,
)
