"""The mask of a network in dotted decimal."""

from sim.addresses import IPv4Address, mask_of
from sim.exam.asking import right, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import class_length, hints, moments, network

TEXT = {
    "en": "{node} has the address {address}/{length}. What is its mask in dotted decimal?",
    "zh": "{node} 的地址是 {address}/{length}。它的子网掩码用点分十进制怎么写？",
}
RULE = {"en": "a mask is 32 bits: first all ones, then all zeros", "zh": "掩码有 32 位，先是连续的 1，后是连续的 0"}
REASON = {
    "en": "{length} ones and then zeros, eight in each octet: {bits}. In decimal, this is {mask}.",
    "zh": "先 {length} 个 1，后面是 0，每八位一组：{bits}，写成十进制是 {mask}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    mask = IPv4Address(mask_of(length))
    by_class = class_length(host)
    bits = ".".join(f"{octet:08b}" for octet in mask.to_bytes(4, "big"))
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        (
            right(mask),
            *(
                wrong(IPv4Address(mask_of(ones)), beliefs.ONE_TOO_LONG, ones=ones, length=length)
                for ones in chance.shuffled([length - 1, length + 1])[:1]
            ),
            wrong(IPv4Address(~mask & 0xFFFFFFFF), beliefs.INVERTED),
            wrong(IPv4Address(mask_of(by_class)), beliefs.BY_CLASS, length=length),
            wrong(IPv4Address(mask_of(-(-length // 8) * 8)), beliefs.WHOLE_OCTETS, length=length),
            wrong(IPv4Address(mask_of(length // 8 * 8)), beliefs.WHOLE_OCTETS, length=length),
        ),
        proof=(own.route,),
        reason=say(REASON, length=length, bits=bits, mask=mask),
        clause="RFC 4632, 3.1",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/dotted-mask",
    title={"en": "The mask in dotted decimal", "zh": "点分十进制的掩码"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("basics",),
    network=network,
)
