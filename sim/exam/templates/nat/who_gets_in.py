"""Which datagrams from outside a mapping lets in."""

from collections.abc import Iterator
from typing import Any

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Flight, Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import FRIEND, OUTSIDE, home, ports_of, settings_of, translated
from sim.features.nat.machine import TABLE
from sim.features.nat.settings import Behavior
from sim.ip.ipv4.pdu import PROTOCOL_UDP

TEXT = {
    "en": "{inside} has sent a datagram through {router} to {remote}, and got the mapping {outside}. {filtering} "
    "Which of these datagrams to {outside} get in?",
    "zh": "{inside} 经 {router} 向 {remote} 发送了数据报，得到映射 {outside}。{filtering}"
    "发往 {outside} 的下列数据报中，哪些能进来？",
}
FILTERING = {
    Behavior.ENDPOINT_INDEPENDENT: {
        "en": "The filter lets everybody in who sends to a mapping.",
        "zh": "过滤方式：放行发往映射的所有数据报。",
    },
    Behavior.ADDRESS_DEPENDENT: {
        "en": "The filter lets in only senders with an address that the inside host has sent to.",
        "zh": "过滤方式：只放行来自内部主机已向其发送过数据的地址的数据报。",
    },
    Behavior.ADDRESS_AND_PORT_DEPENDENT: {
        "en": "The filter lets in only senders with an address and port that the inside host has sent to.",
        "zh": "过滤方式：只放行来自内部主机已向其发送过数据的地址和端口的数据报。",
    },
}
FROM = {"en": "from {ip}, port {number}", "zh": "来自 {ip} 端口 {number}"}
RULE = {
    "en": "compare the source with what the inside host has sent to, as far as the filter looks",
    "zh": "把来源与内部主机发送过的对象比较，过滤看到哪一层就比较到哪一层",
}


def moments(run: Run) -> Iterator[Moment]:
    """The first datagram of each mapping of UDP, if others come in for this mapping later."""
    seen = set()
    for each in translated(run, "nat.source"):
        key = (each.router, each.after.src, ports_of(each.after)[0])
        if each.before.protocol == PROTOCOL_UDP and key not in seen:
            seen.add(key)
            yield Moment(each.left.n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    outside, own_port = each.after.src, ports_of(each.after)[0]
    filtering = settings_of(run, each.router).filtering
    sent_to = {(each.before.dst, ports_of(each.before)[1])}
    came = [flight for flight in run.flights if _comes(flight, each.router, outside, own_port) and flight.n > moment.n]
    entered = {other.came.n: other.n for other in translated(run, "nat.destination")}
    options: list[Option] = []
    proof: list[int] = []
    for flight in came:
        datagram = flight.datagram
        assert datagram is not None
        port = ports_of(datagram)[0]
        text: Said = say(FROM, ip=datagram.src, number=port)
        value = (str(datagram.src), port)
        if flight.n in entered:
            options.append(right(value, text))
            proof.append(entered[flight.n])
        elif datagram.src in {ip for ip, _ in sent_to}:
            options.append(wrong(value, beliefs.ADDRESS_IS_ENOUGH, text, ip=datagram.src, port=port))
        else:
            options.append(wrong(value, beliefs.OPEN_TO_ALL, text, ip=datagram.src))
        if flight.n not in entered:
            proof += [n for n in run.after(flight.n) if run.rule(n) == "nat.filtered"]
    values = [option.value for option in options]
    if len(set(values)) < len(values) or len(values) < 3 or not proof:
        raise AmbiguousError("datagrams that look alike, or too few")
    again = [other for other in translated(run, "nat.source") if other.n > each.n and other.router == each.router]
    if any(ports_of(other.after)[0] == own_port and other.left.n < came[-1].n for other in again):
        raise AmbiguousError("the inside host sends again")
    end = f"{outside}:{own_port}"
    return Draft(
        say(
            TEXT,
            router=each.router,
            inside=f"{each.before.src}:{ports_of(each.before)[0]}",
            remote=f"{each.before.dst}:{ports_of(each.before)[1]}",
            outside=end,
            filtering=say(FILTERING[filtering]),
        ),
        tuple(options),
        proof=tuple(proof),
        hints=(look_at(each.router, TABLE), rule(RULE), step_to(proof[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _comes(flight: Flight, router: str, outside: object, port: int) -> bool:
    datagram = flight.datagram
    is_there = datagram is not None and datagram.protocol == PROTOCOL_UDP and flight.to_node == router
    return is_there and datagram is not None and datagram.dst == outside and ports_of(datagram)[1] == port


_SEND = """\
import socket

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", {own}))
sock.sendto(b"hello", ("{ip}", {port}))
"""
_LISTEN = "while True:\n    print(sock.recvfrom(100))\n"


def network(chance: Chance) -> Network:
    """A laptop that sends once, and three or four datagrams to its mapping, by a filter of chance."""
    made = home(chance, 1, {"filtering": chance.choice(list(Behavior)).value})
    own, called, other = chance.sample(range(5000, 9000), 3)
    first = _SEND.format(own=own, ip=FRIEND, port=called) + _LISTEN
    back = [("friend", called), ("friend", other), ("stranger", called), ("stranger", other)]
    programs: list[dict[str, Any]] = [{"on": "laptop1", "at": "1s", "code": first, "name": "first.py"}]
    for second, (node, port) in enumerate(chance.sample(back, chance.among(3, 4)), 2):
        code = _SEND.format(own=port, ip=OUTSIDE, port=own)
        programs.append({"on": node, "at": f"{second}s", "code": code, "name": f"call{second}.py"})
    return {**made, "programs": programs, "until": "8s"}


TEMPLATE = Template(
    id="nat/who-gets-in",
    title={"en": "Who may call in", "zh": "谁能从外部进来"},
    kind=Kind.SEVERAL,
    level="exam",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("nat/why-nobody-can-call-in",),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
