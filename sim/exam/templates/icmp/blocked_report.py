"""How a sender goes on when a filter drops the ICMP message that tells a smaller MTU."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, journeys
from sim.exam.networks import address_of, chain
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Network, Template
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import Told
from sim.exam.templates.icmp._errors import moments as errors
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{sender} sends a TCP segment as a datagram of {octets} octets with the flag don't fragment. The next link "
    "of {router} has an MTU of {mtu}, so {router} drops the datagram and tells {sender} by ICMP. {filter} drops all of "
    "ICMP that comes in from there. {sender} sends the data again: how many octets does this datagram have?",
    "zh": "{sender} 把一个 TCP 段作为 {octets} 字节、带 DF 标志的数据报发出。{router} 的下一段链路 MTU 为 {mtu}，"
    "所以 {router} 丢弃数据报并用 ICMP 通知 {sender}。{filter} 丢弃从那边进来的所有 ICMP。{sender} 重传这些数据："
    "这个数据报有多少字节？",
}
RULE = {
    "en": "a sender learns the MTU of the path only from the ICMP messages that reach it (RFC 1191)",
    "zh": "发送方只能从到达它的 ICMP 报文得知路径 MTU（RFC 1191）",
}
REASON = {
    "en": "{filter} has dropped the message, so {sender} cannot know the MTU. It sends {again} octets again, "
    "and {router} drops them again: a black hole.",
    "zh": "{filter} 丢弃了报文，{sender} 无从得知 MTU。它又发出 {again} 字节，{router} 又把它丢弃："
    "这就是路径 MTU 黑洞。",
}
_DENIED = ("acl.denied", "acl.implicit-deny")
SERVER = """\
import socket

listener = socket.create_server(("", {port}))
connection, address = listener.accept()
while connection.recv(65536):
    pass
"""
CLIENT = """\
import socket

sock = socket.create_connection(("{ip}", {port}))
sock.sendall(bytes({octets}))
sock.close()
"""


class Blocked(NamedTuple):
    """An error that never comes to the sender, the record in which it is dropped, and the segment sent again."""

    told: Told
    drop: int
    again: Flight


def moments(run: Run) -> Iterator[Moment]:
    for moment in errors(run):
        told = moment.about
        if (told.message.type, told.message.code) == (3, 4) and _data(told.sent) is not None:
            drop = _drop(run, told)
            again = None if drop is None else _again(run, told.sent, drop)
            if drop is not None and again is not None:
                yield Moment(moment.n, Blocked(told, drop, again))


def _drop(run: Run, told: Told) -> int | None:
    """The record in which a list drops the error; ``None`` where it arrives."""
    way = next(journey for journey in journeys(run) if journey[0] == told.error)
    arrival = run.arrival(way[-1].n)
    if arrival is None:
        return None
    for n in run.effects.get(arrival, ()):
        for m in (n, *run.effects.get(n, ())):
            if run.trace.kind[m] == Happened.PACKET_DROPPED and run.rule(m) in _DENIED:
                return m
    return None


def _again(run: Run, sent: Flight, after: int) -> Flight | None:
    """The first flight behind a record in which the sender sends the same data again."""
    wanted = _data(sent)
    later = (flight for flight in run.flights if flight.n > after and flight.node == sent.node)
    return next((flight for flight in later if _data(flight) == wanted), None)


def _data(flight: Flight) -> tuple[int, int, int] | None:
    """The ports and the sequence number of a segment with data."""
    segment = flight.segment
    if segment is None or not segment.payload:
        return None
    return segment.src_port, segment.dst_port, segment.seq


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    told, drop, again = moment.about
    sender, mtu = told.sent.node, told.message.mtu
    octets, truth = datagram_of(told.sent).total_length, datagram_of(again).total_length
    fragment = 20 + (mtu - 20) // 8 * 8
    facts = {"sender": sender, "filter": run.node(drop)}
    return Draft(
        say(TEXT, octets=octets, router=told.error.node, mtu=mtu, **facts),
        blanks=(
            number(
                truth,
                [
                    slip(mtu, beliefs.BLOCKED_IS_SAFER, **facts),
                    slip(fragment, beliefs.BLOCKED_IS_SAFER, **facts),
                    slip(576, beliefs.SMALLEST_AFTER_LOSS, **facts),
                ],
            ),
        ),
        proof=(drop, *run.shown_by(again)),
        reason=say(REASON, again=truth, router=told.error.node, **facts),
        clause="RFC 2923, 2.1",
        hints=(rule(RULE), step_to(drop)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    """A chain whose first router lets no ICMP in, and a narrow link behind the second router or further."""
    made = chain(chance, chance.among(3, 4))
    routers = [name for name, node in made["nodes"].items() if "router" in node]
    made["links"][chance.among(2, len(routers))]["mtu"] = chance.among(150, 350) * 4
    made["nodes"]["r1"]["acl"] = {"safe": {"apply": "in eth1", "rules": ["deny icmp any any", "permit ip any any"]}}
    port, ip = chance.choice((80, 8080, 5000, 9000)), address_of(made, "srv")
    client = CLIENT.format(ip=ip, port=port, octets=chance.among(1500, 4000))
    return {
        **made,
        "programs": [
            {"on": "srv", "code": SERVER.format(port=port)},
            {"on": "pc1", "at": "1s", "code": client},
        ],
        "until": "4s",
    }


TEMPLATE = Template(
    id="icmp/blocked-report",
    title={"en": "When a filter drops all of ICMP", "zh": "过滤器丢弃所有 ICMP 时"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=70,
    moments=moments,
    ask=ask,
    folders=("labs/filtered-icmp",),
    network=network,
    other_domains={"ccna": ""},
)
