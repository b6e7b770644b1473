"""What answers a SYN."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.tcp import beliefs
from sim.exam.templates.tcp._exchange import network as with_listener
from sim.transport.tcp.pdu import ACK, RST, SYN

TEXT = {
    "en": "{client} sends a SYN to port {port} of {server}. These are the sockets of {server}. What does {server} "
    "answer?",
    "zh": "{client} 向 {server} 的端口 {port} 发送 SYN。{server} 的套接字如下。{server} 怎样回答？",
}
SYN_ACK = {"en": "a segment with SYN and ACK", "zh": "带 SYN 和 ACK 的报文段"}
RESET = {"en": "a segment with RST and ACK", "zh": "带 RST 和 ACK 的报文段"}
PLAIN_ACK = {"en": "a segment with ACK alone", "zh": "只带 ACK 的报文段"}
ICMP = {"en": "ICMP: port unreachable", "zh": "ICMP：端口不可达"}
NOTHING = {"en": "nothing at all", "zh": "不作任何回答"}
RULE = {
    "en": "a SYN for a port where a program listens begins a connection; any other is answered by RST",
    "zh": "发往有程序监听的端口的 SYN 开始建立连接，否则用 RST 回答",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        if run.arrival(each.flights[0].n) is not None:
            yield Moment(each.flights[0].n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    conversation = moment.about
    arrival = run.arrival(moment.n)
    answers = [flight for flight in conversation.flights if flight.node == conversation.server]
    if not answers or arrival is None or answers[0].n not in set(run.after(arrival)):
        raise AmbiguousError("no answer")
    shown = run.shown_by(answers[0])
    if run.rule(shown[0]).startswith("nat."):
        raise AmbiguousError("another host answers, behind NAT")
    answer = segment_of(answers[0])
    sockets = run.table(conversation.server, "socket", arrival).values()
    listening = sorted(row.local[1] for row in sockets if row.kind == "tcp" and row.listening and row.local is not None)
    port, facts = conversation.server_port, {"port": conversation.server_port, "server": conversation.server}
    if answer.flags & (SYN | ACK) == SYN | ACK and port in listening:
        options = [right("syn-ack", say(SYN_ACK)), wrong("rst", beliefs.REFUSES, say(RESET), **facts)]
    elif answer.flags & RST and port not in listening:
        options = [right("rst", say(RESET)), wrong("syn-ack", beliefs.ALWAYS_ACCEPTS, say(SYN_ACK), **facts)]
        options.append(wrong("icmp", beliefs.ICMP_FOR_TCP, say(ICMP)))
        options.append(wrong("nothing", beliefs.SILENCE, say(NOTHING)))
    else:
        raise AmbiguousError("another answer")
    options.append(wrong("ack", beliefs.ACK_ONLY, say(PLAIN_ACK)))
    return Draft(
        say(TEXT, client=conversation.client, server=conversation.server, port=port),
        tuple(options),
        proof=shown,
        hints=(look_at(conversation.server, "socket"), rule(RULE), step_to(shown[0])),
        given=tuple(f"tcp 0.0.0.0:{each} LISTEN" for each in listening) or ("-",),
    )


def network(chance: Chance) -> Network:
    """As for the other templates, but half of the clients call another port."""
    made = dict(with_listener(chance))
    if chance.below(2):
        server, client = made["programs"]
        port = str(client["code"]).partition('"192.168.10.2", ')[2].partition(")")[0]
        made["programs"] = [server, {**client, "code": str(client["code"]).replace(port, str(int(port) + 1), 1)}]
    return made


TEMPLATE = Template(
    id="tcp/reply-to-syn",
    title={"en": "What answers a SYN", "zh": "怎样回答 SYN"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("tcp/connection-refused", "tcp/handshake", "http/two-sites-two-ports"),
    network=network,
    is_narrow=True,
)
