"""The first and the last address that a host of a network can have."""

from sim.addresses import IPv4Address
from sim.exam.asking import address, slip
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import hints, moments, network

TEXT = {
    "en": "{node} has the address {address}/{length}. Which addresses can hosts of this network have?",
    "zh": "{node} 的地址是 {address}/{length}。这个网络的主机可以使用哪些地址？",
}
FIRST = {"en": "first address", "zh": "第一个地址"}
LAST = {"en": "last address", "zh": "最后一个地址"}
RULE = {
    "en": "the lowest address is the network's own, the highest is for broadcast; hosts have those between",
    "zh": "最小的地址是网络本身，最大的地址用于广播，主机使用两者之间的地址",
}
REASON = {
    "en": "Between the network {network} and its broadcast address {broadcast} lie {first} to {last}.",
    "zh": "网络 {network} 与其广播地址 {broadcast} 之间是 {first} 到 {last}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    lowest, highest = own.address.prefix.network, own.address.prefix.broadcast
    first, last = IPv4Address(lowest + 1), IPv4Address(highest - 1)
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        blanks=(
            address(first, [slip(lowest, beliefs.LOWEST_IS_HOST)], say(FIRST)),
            address(last, [slip(highest, beliefs.HIGHEST_IS_HOST)], say(LAST)),
        ),
        proof=(own.route,),
        reason=say(
            REASON,
            network=own.address.prefix,
            broadcast=highest,
            first=IPv4Address(lowest + 1),
            last=IPv4Address(highest - 1),
        ),
        clause="RFC 1122, 3.2.1.3",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/host-range",
    title={"en": "The addresses of the hosts of a network", "zh": "网络中主机可用的地址范围"},
    kind=Kind.ROW,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    network=network,
)
