"""The broadcast address of a network."""

from sim.addresses import IPv4Address
from sim.exam.asking import address, slip
from sim.exam.chance import Chance
from sim.exam.networks import enclosing
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import class_length, hints, moments, network

TEXT = {
    "en": "{node} has the address {address}/{length}. What is the broadcast address of its network?",
    "zh": "{node} 的地址是 {address}/{length}。它所在网络的广播地址是什么？",
}
RULE = {
    "en": "in the broadcast address of a network the bits behind the mask are all 1",
    "zh": "网络的广播地址中掩码之后的位全为 1",
}
REASON = {
    "en": "The network is {network}. With its last {bits} bits set to 1, the address is {broadcast}.",
    "zh": "网络是 {network}。把最后 {bits} 位置 1，得到 {broadcast}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    broadcast = own.address.prefix.broadcast
    following = IPv4Address(broadcast + 1 & 0xFFFFFFFF)
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        blanks=(
            address(
                broadcast,
                [
                    slip(IPv4Address(host | 255), beliefs.ALWAYS_255, length=length),
                    slip(IPv4Address(broadcast - 1), beliefs.LAST_USABLE),
                    slip(following, beliefs.NEXT_NETWORK, address=following),
                    slip(enclosing(host, class_length(host)).broadcast, beliefs.BY_CLASS, length=length),
                ],
            ),
        ),
        proof=(own.route,),
        reason=say(REASON, network=own.address.prefix, bits=32 - length, broadcast=broadcast),
        clause="RFC 1122, 3.2.1.3",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/broadcast-of",
    title={"en": "The broadcast address", "zh": "广播地址"},
    kind=Kind.ADDRESS,
    level="intro",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("udp/udp-broadcast",),
    network=network,
)
