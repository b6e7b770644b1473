"""How a sender goes on when a list judges the ICMP message that tells a smaller MTU."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.networks import address_of, chain
from sim.exam.question import Figure, FigureKind, Kind, Slip
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.filters._judged import Judged, judged
from sim.exam.templates.icmp import beliefs
from sim.exam.templates.icmp._errors import Told
from sim.exam.templates.icmp._errors import moments as errors

TEXT = {
    "en": "{sender} sends a TCP segment as a datagram of {octets} octets with the flag don't fragment. The next link "
    "of {router} has an MTU of {mtu}, so {router} drops the datagram and tells {sender} by ICMP: fragmentation needed "
    "(type 3, code 4). On the way back {filter} checks the ICMP message against this list. {sender} sends the "
    "data again: "
    "how many octets does the first datagram then have?",
    "zh": "{sender} 把一个 TCP 报文段作为 {octets} 字节、带 DF 标志的数据报发出。{router} 的下一段链路 MTU 为 {mtu}，"
    "所以 {router} 丢弃数据报并用 ICMP 通知 {sender}：需要分片（类型 3，代码 4）。返回途中，{filter} "
    "用下面的列表检查这个 ICMP 报文。{sender} 重传这些数据：其中第一个数据报有多少字节？",
}
RULE = {
    "en": "a sender learns the MTU of the path only from the ICMP messages that reach it (RFC 1191)",
    "zh": "发送方只能从到达它的 ICMP 报文得知路径 MTU（RFC 1191）",
}
DROPPED = {
    "en": "{filter} has dropped the message, so {sender} cannot know the MTU. It sends {again} octets again, "
    "and {router} drops them again: a black hole.",
    "zh": "{filter} 丢弃了报文，{sender} 无从得知 MTU。它又发出 {again} 字节，{router} 又把它丢弃："
    "这就是路径 MTU 黑洞。",
}
ARRIVED = {
    "en": "{filter} lets the message pass, so {sender} learns the MTU. Its datagrams have {again} octets at most now.",
    "zh": "{filter} 放行了报文，{sender} 得知了 MTU。它的数据报现在最多有 {again} 字节。",
}
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


class _Report(NamedTuple):
    """An error that a list judges on its way to the sender, and the segment sent again after that."""

    told: Told
    verdict: Judged
    again: Flight

    @property
    def is_dropped(self) -> bool:
        return self.verdict.verdict != "permit"


def moments(run: Run) -> Iterator[Moment]:
    by_content: dict[int, list[Judged]] = {}
    for each in judged(run):
        by_content.setdefault(id(each.datagram.payload), []).append(each)
    for moment in errors(run):
        told = moment.about
        verdicts = by_content.get(id(told.message), [])
        if (told.message.type, told.message.code) == (3, 4) and _data(told.sent) is not None and len(verdicts) == 1:
            again = _again(run, told.sent, verdicts[0].n)
            if again is not None:
                yield Moment(moment.n, _Report(told, verdicts[0], again))


def _again(run: Run, sent: Flight, after: int) -> Flight | None:
    """The first flight behind a record in which the sender sends the same data again, or its beginning."""
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
    report = moment.about
    told, verdict, again = report.told, report.verdict, report.again
    sender, mtu = told.sent.node, told.message.mtu
    octets, truth = datagram_of(told.sent).total_length, datagram_of(again).total_length
    if truth != (octets if report.is_dropped else mtu):
        raise AmbiguousError("a datagram that is sent again with another length")
    facts = {"sender": sender, "filter": verdict.node, "router": told.error.node, "mtu": mtu}
    shown = run.shown_by(again)
    return Draft(
        say(TEXT, octets=octets, **facts),
        blanks=(number(truth, _slips(report, octets, facts)),),
        proof=(verdict.n, *shown),
        reason=say(DROPPED if report.is_dropped else ARRIVED, again=truth, **facts),
        clause="RFC 2923, 2.1" if report.is_dropped else "RFC 1191, 3",
        hints=(rule(RULE), step_to(verdict.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=verdict.lines,
    )


def _slips(report: _Report, octets: int, facts: dict[str, object]) -> Iterator[Slip]:
    mtu = report.told.message.mtu
    fragment = 20 + (mtu - 20) // 8 * 8
    if report.is_dropped:
        yield slip(mtu, beliefs.BLOCKED_IS_SAFER, **facts)
        yield slip(fragment, beliefs.BLOCKED_IS_SAFER, **facts)
        yield slip(576, beliefs.SMALLEST_AFTER_LOSS, **facts)
    else:
        yield slip(octets, beliefs.REPORT_IS_LOST, **facts)
        yield slip(mtu - 20, beliefs.WITHOUT_HEADER)
        yield slip(fragment, beliefs.TCP_IS_FRAGMENTED, **facts)
        yield slip(576, beliefs.SMALLEST_THOUGH_TOLD, **facts)


_LISTS = (
    ("deny icmp any any", "permit ip any any"),
    ("permit tcp any any", "permit icmp any any echo-reply"),
    ("permit icmp any any time-exceeded", "deny icmp any any", "permit ip any any"),
    ("deny icmp any any", "permit icmp any any packet-too-big", "permit ip any any"),
    ("permit icmp any any packet-too-big", "deny icmp any any", "permit ip any any"),
    ("permit icmp any any unreachable", "permit tcp any any"),
    ("deny icmp any any echo", "permit ip any any"),
    ("permit tcp any any", "permit icmp any any 3 4"),
)
"""Half of them drop the message."""


def network(chance: Chance) -> Network:
    """A chain whose first router has a list, and a narrow link behind the second router or further."""
    made = chain(chance, chance.among(3, 4))
    routers = [name for name, node in made["nodes"].items() if "router" in node]
    made["links"][chance.among(2, len(routers))]["mtu"] = chance.among(150, 350) * 4
    made["nodes"]["r1"]["acl"] = {"office": {"apply": "in eth1", "rules": list(chance.choice(_LISTS))}}
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
    title={"en": "A filter in the way of ICMP", "zh": "过滤器与 ICMP 报文"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=80,
    moments=moments,
    ask=ask,
    network=network,
    other_domains={"ccna": ""},
)
