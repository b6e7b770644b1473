"""How many segments some octets need."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.tcp import beliefs

TEXT = {
    "en": "A program on {sender} sends {octets:octet|octets} by one call of sendall. The maximum segment size is {mss} "
    "octets, "
    "and nothing is lost. How many segments carry the data?",
    "zh": "{sender} 上的程序用一次 sendall 发送 {octets} 字节。最大报文段长度是 {mss} 字节，没有丢失。"
    "需要多少个报文段来传送这些数据？",
}
RULE = {
    "en": "each segment carries at most as many octets of data as the MSS says",
    "zh": "每个报文段最多携带 MSS 规定的数据字节数",
}

REASON = {
    "en": "{full:full segment|full segments} of {mss} octets[ and one of {rest:octet|octets}]: {count} in all.",
    "zh": "{full} 个装满的报文段各带 {mss} 字节[，最后一个报文段带剩下的 {rest} 字节]：共 {count} 个。",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in conversations(run):
        data = [flight for flight in each.flights if each.is_from_client(flight) and segment_of(flight).payload]
        if each.is_lossless and data:
            yield Moment(each.flights[0].n, (each, data))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, data = moment.about
    octets = sum(len(segment_of(flight).payload) for flight in data)
    rows = run.table(each.client, "tcp", data[0].n)
    row = rows.get(each.key(each.client))
    if row is None or len(data) < 2 or -(-octets // row.smss) != len(data):
        raise AmbiguousError("segments that are not as long as they could be")
    mss = row.smss
    return Draft(
        say(TEXT, sender=each.client, octets=octets, mss=mss),
        blanks=(
            number(
                len(data),
                [
                    slip(1, beliefs.EXTRA_SEGMENT, mss=mss),
                    slip(octets // mss, beliefs.ROUNDED_DOWN, rest=octets % mss),
                    slip(-(-octets // (mss - 40)), beliefs.MSS_WITH_HEADER),
                ],
            ),
        ),
        proof=tuple(run.sent_by(flight) for flight in reversed(data)),
        reason=say(REASON, full=octets // mss, mss=mss, rest=octets % mss or None, count=len(data)),
        hints=(rule(RULE), step_to(run.sent_by(data[0]))),
    )


def network(chance: Chance) -> Network:
    mss = chance.choice((536, 1000, 1200, 1460))
    server = "import socket\n\nlistener = socket.create_server(('', 80))\nconnection, address = listener.accept()\n"
    server += "while connection.recv(100000):\n    pass\nconnection.close()\n"
    client = "import socket\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
    client += f"sock.sendall(bytes({chance.among(mss + 1, 20000)}))\nsock.close()\n"
    return {
        **pair({}, {}, delay="2ms"),
        "tcp": {"profile": "simple", "mss_option": True, "mss": mss, "msl": "1s", "nagle": False},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "5s",
    }


TEMPLATE = Template(
    id="tcp/segment-count",
    title={"en": "How many segments", "zh": "需要多少个报文段"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    network=network,
)
