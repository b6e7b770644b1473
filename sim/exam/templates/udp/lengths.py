"""The length fields of a UDP datagram."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of, journeys
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Network, Template
from sim.exam.templates.udp import beliefs
from sim.transport.udp.pdu import Udp

TEXT = {
    "en": "A program on {sender} sends {octets:octet|octets} to UDP port {port}. Which lengths stand in the headers? "
    "The IP header has no options.",
    "zh": "{sender} 上的程序向 UDP 端口 {port} 发送 {octets} 字节。首部中的长度字段是多少？IP 首部没有选项。",
}
UDP_LENGTH = {"en": "length in the UDP header", "zh": "UDP 首部的长度字段"}
IP_LENGTH = {"en": "total length in the IP header", "zh": "IP 首部的总长度字段"}
RULE = {
    "en": "a UDP header has 8 octets, an IP header 20; each length counts its own header and all behind",
    "zh": "UDP 首部 8 字节，IP 首部 20 字节；每个长度都包括自己的首部和之后的全部",
}

REASON = {
    "en": "{octets:octet|octets} of data and 8 of the UDP header are {udp}; with 20 of the IP header they are {total}.",
    "zh": "{octets} 字节数据加 UDP 首部 8 字节是 {udp} 字节，再加 IP 首部 20 字节是 {total} 字节。",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in journeys(run):
        datagram = datagram_of(journey[0])
        if type(datagram.payload) is Udp and not datagram.options and not datagram.is_fragment:
            yield Moment(journey[0].n, journey[0])


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    flight = moment.about
    datagram = datagram_of(flight)
    content = datagram.payload
    assert isinstance(content, Udp)
    octets = len(content.payload)
    return Draft(
        say(TEXT, sender=flight.node, octets=octets, port=content.dst_port),
        blanks=(
            number(len(content), [slip(octets, beliefs.LENGTH_IS_DATA)], label=say(UDP_LENGTH)),
            number(
                datagram.total_length,
                [slip(len(content), beliefs.NO_IP_HEADER), slip(octets + 20, beliefs.LENGTH_IS_DATA)],
                label=say(IP_LENGTH),
            ),
        ),
        proof=run.shown_by(flight),
        reason=say(REASON, octets=octets, udp=len(content), total=datagram.total_length),
        clause="RFC 768; RFC 791, 3.1",
        hints=(rule(RULE), step_to(run.sent_by(flight))),
    )


def network(chance: Chance) -> Network:
    port = chance.among(1024, 60000)
    server = f"import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\nsock.bind(('', {port}))\n"
    server += "print(len(sock.recvfrom(65536)[0]))\n"
    client = "import socket\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    client += f"sock.sendto(bytes({chance.among(1, 1472)}), ('192.168.10.2', {port}))\n"
    return {
        **pair({}, {}),
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "2s",
    }


TEMPLATE = Template(
    id="udp/lengths",
    title={"en": "The lengths in UDP and IP", "zh": "UDP 与 IP 的长度字段"},
    kind=Kind.ROW,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("udp/udp-echo", "dns"),
    network=network,
)
