"""Which device answers an ARP request."""

from collections.abc import Iterator

from sim.exam.asking import devices, other, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.arp import beliefs
from sim.ip.arp.pdu import REPLY, REQUEST

TEXT = {
    "en": "{asker} broadcasts an ARP request: who has {ip}? Which device answers the request?",
    "zh": "{asker} 广播一个 ARP 请求：谁有 {ip}？哪台设备会回答这个请求？",
}
RULE = {
    "en": "every device on the link receives a broadcast; only the owner of the requested address answers",
    "zh": "链路上的每台设备都收到广播，只有被请求地址的拥有者回答",
}


def moments(run: Run) -> Iterator[Moment]:
    for flight in run.flights:
        arp = flight.arp
        if (
            arp is not None
            and arp.operation == REQUEST
            and not arp.target_mac
            and run.kind(flight.node) in ("host", "router")
            and arp.sender_ip not in (0, arp.target_ip)
        ):
            yield Moment(flight.n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    request = run.flight(moment.n)
    assert request is not None
    assert request.arp is not None
    ip = request.arp.target_ip
    replies = [n for n in run.after(moment.n) if _answers(run, n, ip)]
    if not replies:
        raise AmbiguousError("nobody answers")
    if len({run.node(n) for n in replies}) > 1:
        raise AmbiguousError("several devices answer")
    answering = run.node(replies[0])
    heard = hearing(run, moment.n) - {request.node, answering}
    wrongs = [
        wrong(request.node, beliefs.SENDER_ANSWERS, asker=request.node),
        *(wrong(switch, beliefs.SWITCH_ANSWERS, switch=switch) for switch in run.of_kind("switch")),
        *(wrong(node, beliefs.GATEWAY_ANSWERS, router=node, ip=ip) for node in heard if run.kind(node) == "router"),
        *(wrong(node, beliefs.ALL_ANSWER, other=node, ip=ip) for node in heard if run.kind(node) == "host"),
    ]
    known = {each.value for each in wrongs}
    wrongs += [
        other(node, why=say(NOT_REACHED, node=node)) for node in run.nodes if node not in {*known, *heard, answering}
    ]
    return Draft(
        say(TEXT, asker=request.node, ip=ip),
        devices(run.nodes, answering, wrongs, _OF_HUBS),
        proof=(replies[0],),
        hints=(rule(RULE), step_to(replies[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


_OF_HUBS = {"en": "{node} only repeats signals. It has no IP address.", "zh": "{node} 只是重复信号，没有 IP 地址。"}


def hearing(run: Run, n: int) -> set[str]:
    """The devices that a request reaches, and no other request that follows from it."""
    request = run.flight(n)
    assert request is not None
    copies = (run.flight(m) for m in (n, *run.after(n)))
    return {each.to_node for each in copies if each is not None and each.arp == request.arp}


NOT_REACHED = {"en": "The request does not reach {node}.", "zh": "请求到不了 {node}。"}


def _answers(run: Run, n: int, ip: int) -> bool:
    flight = run.flight(n)
    if flight is None or flight.arp is None or run.kind(flight.node) not in ("host", "router"):
        return False
    return flight.arp.operation == REPLY and flight.arp.sender_ip == ip


TEMPLATE = Template(
    id="arp/who-answers",
    title={"en": "Who answers an ARP request", "zh": "谁回答 ARP 请求"},
    kind=Kind.DEVICE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("arp", "basics", "routing", "switching"),
)
