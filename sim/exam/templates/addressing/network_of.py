"""The network of an address with its mask."""

from sim.addresses import Prefix
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
    "en": "{node} has the address {address}/{length}. Which network is {node} in? Write it like 10.0.0.0/8.",
    "zh": "{node} 的地址是 {address}/{length}。{node} 在哪个网络？写成 10.0.0.0/8 的形式。",
}
RULE = {
    "en": "in the address of a network the bits behind the mask are all 0",
    "zh": "网络地址中掩码之后的位全为 0",
}
REASON = {
    "en": "With the last {bits} bits of the address set to 0, the network is {network}.",
    "zh": "把地址的最后 {bits} 位置 0，得到网络 {network}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    octets = length // 8 * 8
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        blanks=(
            address(
                own.address.prefix,
                [
                    slip(Prefix(host, length), beliefs.ADDRESS_IS_NETWORK, address=host),
                    slip(enclosing(host, class_length(host)), beliefs.BY_CLASS, length=length),
                    *(
                        slip(Prefix(enclosing(host, bits).network, length), beliefs.WHOLE_OCTETS, length=length)
                        for bits in (octets, min(octets + 8, 32))
                    ),
                ],
            ),
        ),
        proof=(own.route,),
        reason=say(REASON, network=own.address.prefix, bits=32 - length),
        clause="RFC 4632, 3.1",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/network-of",
    title={"en": "The network of an address", "zh": "地址所在的网络"},
    kind=Kind.ADDRESS,
    level="intro",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("basics",),
    network=network,
)
