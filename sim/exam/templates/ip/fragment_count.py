"""How many fragments a datagram becomes."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip._fragments import moments, network

TEXT = {
    "en": "A datagram of {octets} octets, of which 20 are the IP header, has to cross a link with an MTU of {mtu}. "
    "Into how many fragments does {node} cut it?",
    "zh": "一个 {octets} 字节的数据报（其中 IP 首部 20 字节）要经过 MTU 为 {mtu} 的链路。{node} 把它切成多少个分片？",
}
RULE = {
    "en": "every fragment has a header of 20 octets, and data in a multiple of 8 octets but for the last",
    "zh": "每个分片都有 20 字节首部；除最后一个外，数据长度是 8 字节的倍数",
}


REASON = {
    "en": "A fragment has room for {room} octets of data: the MTU without the header, down to a multiple of 8. "
    "{data} octets of data make {count}.",
    "zh": "一个分片最多装 {room} 字节数据：MTU 减去首部，再取 8 的倍数。{data} 字节数据分成 {count} 片。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    cut = moment.about
    octets, count = cut.octets, len(cut.fragments)
    slips = [
        slip(-(-octets // cut.mtu), beliefs.ONE_HEADER),
        slip(-(-(octets - 20) // cut.mtu), beliefs.HEADER_NOT_COUNTED, room=cut.room),
    ]
    return Draft(
        say(TEXT, octets=octets, mtu=cut.mtu, node=cut.node),
        blanks=(number(count, slips),),
        proof=tuple(flight.n for flight in cut.fragments),
        reason=say(REASON, room=cut.room, data=octets - 20, count=count),
        clause="RFC 791, 3.2",
        hints=(rule(RULE), step_to(cut.fragments[0].n)),
    )


TEMPLATE = Template(
    id="ip/fragment-count",
    title={"en": "Number of fragments", "zh": "分片数量"},
    kind=Kind.NUMBER,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("icmp",),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
