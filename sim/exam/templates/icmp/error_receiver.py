"""To which address an ICMP error is sent."""

from sim.addresses import IPv4Address
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.question import Figure, FigureKind, Kind, Misconception, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import Told, moments, network

TEXT = {
    "en": "{sender} has sent a datagram from {source} to {destination}. {node} drops it and sends an ICMP error. "
    "To which IP address is the error sent?",
    "zh": "{sender} 从 {source} 向 {destination} 发送了数据报。{node} 丢弃它并发送 ICMP 差错报文。"
    "差错报文发往哪个 IP 地址？",
}
RULE = {
    "en": "an ICMP error goes to the source address of the datagram that it is about",
    "zh": "ICMP 差错报文发往相关数据报的源地址",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    told = moment.about
    datagram = datagram_of(told.sent)
    options = [right(datagram_of(told.error).dst), _belief(run, told, datagram.dst, beliefs.TO_DESTINATION)]
    rows = run.interfaces(told.last.node, moment.n)
    before = rows[told.last.port].addresses if told.last.port in rows else ()
    if run.kind(told.last.node) == "router" and before:
        options.append(_belief(run, told, before[0].address, beliefs.TO_PREVIOUS_HOP))
    gateways = [
        row.next_hop for row in run.table(told.sent.node, "route", moment.n).values() if row.next_hop is not None
    ]
    passed = {flight.node for flight in told.way} | {told.error.node}
    if gateways and run.holder(gateways[0], moment.n) in passed:
        options.append(_belief(run, told, gateways[0], beliefs.TO_PREVIOUS_HOP))
    if len(options) < 3:
        raise AmbiguousError("too few different options")
    shown = run.shown_by(told.error)
    return Draft(
        say(TEXT, sender=told.sent.node, source=datagram.src, destination=datagram.dst, node=told.error.node),
        tuple(options),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _belief(run: Run, told: Told, ip: IPv4Address, belief: Misconception) -> Option:
    """What leads to a wrong address: it may be one of the device that sends the error itself."""
    if run.holder(ip, told.error.n) == told.error.node:
        return wrong(ip, beliefs.TO_REPORTER, ip=ip, node=told.error.node)
    return wrong(ip, belief, ip=ip)


TEMPLATE = Template(
    id="icmp/error-receiver",
    title={"en": "To whom an ICMP error goes", "zh": "ICMP 差错报文发给谁"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("icmp",),
    network=network,
)
