"""Length, offset and flag of one fragment."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.looking import datagram_of
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip._fragments import moments, network

TEXT = {
    "en": "A datagram of {octets} octets, of which 20 are the IP header, has to cross a link with an MTU of {mtu}. "
    "{node} cuts it into {count} fragments, each as long as possible. Fill in the header of fragment number {number}.",
    "zh": "一个 {octets} 字节的数据报（其中 IP 首部 20 字节）要经过 MTU 为 {mtu} 的链路。"
    "{node} 把它切成 {count} 个尽可能长的分片。填写第 {number} 个分片的首部。",
}
LENGTH = {"en": "total length", "zh": "总长度"}
OFFSET = {"en": "fragment offset, as the field is written", "zh": "片偏移字段的值"}
MORE = {"en": "more fragments (0 or 1)", "zh": "MF 标志（0 或 1）"}
RULE = {
    "en": "the offset field counts the data in front in units of 8 octets; each fragment has a header of its own",
    "zh": "片偏移以 8 字节为单位表示前面的数据量；每个分片有自己的首部",
}
REASON = {
    "en": "{data} octets of data and a header of 20 are {length}. The data begins at octet {offset}, in units of 8 "
    "at {units}. More fragments: {more}.",
    "zh": "{data} 字节数据加 20 字节首部是 {length}。数据从第 {offset} 字节开始，以 8 字节为单位是 {units}。MF："
    "{more}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    cut = moment.about
    place = chance.below(len(cut.fragments))
    fragment = datagram_of(cut.fragments[place])
    offset, data = fragment.fragment_offset, len(fragment.payload)
    facts = {"octets": offset, "units": offset // 8, "room": cut.room}
    more = int(fragment.more_fragments)
    return Draft(
        say(TEXT, octets=cut.octets, mtu=cut.mtu, node=cut.node, count=len(cut.fragments), number=place + 1),
        blanks=(
            number(data + 20, [slip(data, beliefs.ONE_HEADER)], label=say(LENGTH)),
            number(
                offset // 8,
                [
                    slip(offset, beliefs.OFFSET_IN_OCTETS, **facts),
                    slip((offset + 20 * place) // 8, beliefs.OFFSET_WITH_HEADER),
                ],
                label=say(OFFSET),
            ),
            number(more, [slip(1 - more, beliefs.MORE_INVERTED)], label=say(MORE)),
        ),
        proof=(cut.fragments[place].n,),
        reason=say(REASON, data=data, length=data + 20, offset=offset, units=offset // 8, more=more),
        clause="RFC 791, 3.2",
        hints=(rule(RULE), step_to(cut.fragments[place].n)),
    )


TEMPLATE = Template(
    id="ip/fragment-row",
    title={"en": "The header of a fragment", "zh": "分片的首部"},
    kind=Kind.ROW,
    level="exam",
    seconds=100,
    moments=moments,
    ask=ask,
    folders=("icmp/fragmentation",),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
