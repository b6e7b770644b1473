"""Which device sends the ICMP error about a datagram."""

from sim.exam.asking import devices, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, is_forked
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import moments, network
from sim.exam.templates.icmp.message_type import MESSAGES
from sim.ip.icmp.pdu import REDIRECT

TEXT = {
    "en": "{sender} sends a datagram of {octets} octets to {destination}, with a time to live of {ttl}. "
    "An ICMP message comes back: {message}. The routes of the routers are given. Which device sends the message?",
    "zh": "{sender} 向 {destination} 发送一个 {octets} 字节、生存时间为 {ttl} 的数据报，收到 ICMP 报文：{message}。"
    "各路由器的路由如下。这个报文由哪台设备发出？",
}
RULE = {"en": "the device that drops a datagram reports it to the source", "zh": "丢弃数据报的设备向源主机报告"}

_LEGEND = "Codes:"
"""How the line begins that tells what the letters mean: routes by C, S and L alone are known to a learner."""


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    told = moment.about
    kind = (told.message.type, told.message.code)
    datagram = datagram_of(told.sent)
    nodes = [node for node in run.of_kind("host", "router") if node != told.sent.node]
    if kind not in MESSAGES or told.message.type == REDIRECT or len(nodes) < 2:
        raise AmbiguousError("a message that is not asked about, or too small a network")
    if is_forked(run, told.way):
        raise AmbiguousError("several equal routes")
    target = run.holder(datagram.dst, moment.n)
    passed = {flight.node for flight in told.way}
    wrongs = [wrong(node, beliefs.FROM_GATEWAY, node=node) for node in nodes if node in passed - {told.last.to_node}]
    if target is not None and target != told.last.to_node:
        wrongs.append(wrong(target, beliefs.FROM_DESTINATION, node=target))
    given: list[str] = []
    for router in run.of_kind("router"):
        lines = [line for line in run.printed(router, "route", moment.n) if line and not line.startswith(_LEGEND)]
        given += [f"{router}:", *(f"  {line}" for line in lines)]
    shown = run.shown_by(told.error)
    return Draft(
        say(
            TEXT,
            sender=told.sent.node,
            octets=datagram.total_length,
            ttl=datagram.ttl,
            destination=datagram.dst,
            message=say(MESSAGES[kind]),
        ),
        devices(nodes, told.error.node, wrongs, beliefs.FROM_DESTINATION.correction),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(given),
    )


TEMPLATE = Template(
    id="icmp/error-sender",
    title={"en": "Who sends an ICMP error", "zh": "谁发送 ICMP 差错报文"},
    kind=Kind.DEVICE,
    level="core",
    seconds=75,
    moments=moments,
    ask=ask,
    folders=("icmp", "routing/no-default-route", "routing/the-way-back"),
    network=network,
)
