"""How much recvfrom returns of datagrams that are longer or shorter than its buffer."""

from collections.abc import Iterator
from itertools import pairwise

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.question import Kind, Slip
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.udp import beliefs
from sim.trace.records import Kind as Happened
from sim.transport.udp.pdu import Udp

TEXT = {
    "en": "Two datagrams, first one of {first:octet|octets}, then one of {second:octet|octets}, wait for a program on "
    "{node}. The program calls recvfrom({most}) twice. How many octets does each call return?",
    "zh": "两个数据报（先 {first} 字节，后 {second} 字节）在 {node} 上等待程序读取。程序两次调用 recvfrom({most})。"
    "每次返回多少字节？",
}
CALL = {"en": "call {number}", "zh": "第 {number} 次"}
RULE = {
    "en": "one recvfrom returns one datagram, cut to the size of the buffer",
    "zh": "一次 recvfrom 返回一个数据报，超出缓冲区的部分被截掉",
}
REASON = {
    "en": "Each call returns one datagram, cut to {most:octet|octets}: of {first:octet|octets} the first call "
    "returns {one}, of {second:octet|octets} the second call returns {two}.",
    "zh": "每次调用返回一个数据报，最多 {most} 字节：第一个 {first} 字节，返回 {one} 字节；第二个 {second} 字节，返回 "
    "{two} 字节。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each two calls of recvfrom with the same size, one after the other, on one socket, that both return."""
    for node in run.of_kind("host"):
        calls = [
            (n, change.after)
            for n, owner, change in run.changes("thread")
            if owner == node
            and run.trace.kind[n] == Happened.CALL_RETURNED
            and change.after.call.startswith("recvfrom(")
        ]
        arrived = [f for f in run.flights if f.to_node == node and f.datagram and type(f.datagram.payload) is Udp]
        for (n, one), (m, two) in pairwise(calls):
            if one.socket == two.socket and one.call == two.call and len(arrived) == 2 == len(calls):
                yield Moment(arrived[1].n, (node, n, m, one, two, arrived))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    node, n, m, one, two, arrived = moment.about
    lengths = []
    for flight in arrived:
        content = flight.datagram.payload
        lengths.append(len(content.payload))
    most = int(one.call.partition("(")[2].rstrip(")"))
    got = [_octets(each.result) for each in (one, two)]
    if None in got or any(length == 0 for length in lengths):
        raise AmbiguousError("a result that is not shown whole")
    first, second = got
    facts = {"most": most}
    return Draft(
        say(TEXT, node=node, first=lengths[0], second=lengths[1], most=most),
        blanks=(
            number(
                first or 0,
                [
                    slip(lengths[0], beliefs.WHOLE_DATAGRAM, **facts),
                    slip(min(most, sum(lengths)), beliefs.ALL_TOGETHER),
                ],
                label=say(CALL, number=1),
            ),
            number(
                second or 0,
                [
                    slip(lengths[1], beliefs.WHOLE_DATAGRAM, **facts),
                    *_of_a_stream(lengths, most),
                ],
                label=say(CALL, number=2),
            ),
        ),
        proof=(n, m),
        reason=say(REASON, most=most, first=lengths[0], second=lengths[1], one=first, two=second),
        clause="POSIX.1-2024, recvfrom()",
        hints=(rule(RULE), step_to(n)),
    )


def _of_a_stream(lengths: list[int], most: int) -> Iterator[Slip]:
    """What the second call would return of a stream, or of a datagram that is read bit by bit."""
    if lengths[0] > most:
        yield slip(lengths[0] - most, beliefs.REST_COMES_NEXT)
    elif sum(lengths) > most:
        yield slip(sum(lengths) - most, beliefs.ALL_TOGETHER)


def _octets(result: str) -> int | None:
    """How many octets a result such as ``(b'abc', ('10.0.0.1', 5))`` has; ``None`` where it is cut."""
    text = result.partition("b'")[2].partition("'")[0]
    return None if not text or "\\" in text or "…" in result.partition("',")[0] or "..." in text else len(text)


def network(chance: Chance) -> Network:
    """Two short datagrams, so that results are shown whole, and a buffer that is sometimes too small."""
    first, second = chance.among(4, 20), chance.among(4, 20)
    most = chance.among(3, 24)
    server = "import socket\nimport time\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    server += f"sock.bind(('', 9000))\ntime.sleep(2)\nfor _ in range(2):\n    data, address = sock.recvfrom({most})\n"
    server += "    print(data)\n"
    client = "import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    for size, sign in ((first, "a"), (second, "b")):
        client += f"sock.sendto(b'{sign}' * {size}, ('192.168.10.2', 9000))\n"
    return {
        **pair({}, {}),
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "4s",
    }


TEMPLATE = Template(
    id="udp/recvfrom-length",
    title={"en": "What recvfrom returns", "zh": "recvfrom 返回多少"},
    kind=Kind.ROW,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
    other_domains=IN_NO_CERTIFICATE,
)
