"""Which addresses are on the link of a host."""

from sim.addresses import IPv4Address
from sim.exam.asking import right, wrong
from sim.exam.chance import Chance
from sim.exam.networks import enclosing, host_of
from sim.exam.question import Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import hints, moments, network

TEXT = {
    "en": "{node} has the address {address}/{length}. To which of these addresses does {node} send a frame directly, "
    "without a router?",
    "zh": "{node} 的地址是 {address}/{length}。发往下列哪些地址时，{node} 直接发送帧，而不经过路由器？",
}
RULE = {
    "en": "an address is on the link if it agrees with the address of the device in all bits of the mask",
    "zh": "如果某地址与自己的地址在掩码的所有位上都相同，它就在本链路上",
}
REASON = {
    "en": "Inside {network}: {names}.",
    "zh": "在 {network} 内：{names}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    around = own.address.prefix
    options: list[Option] = []
    inside = {host_of(chance, around) for _ in range(chance.among(1, 3))} - {host}
    options += [right(address) for address in sorted(inside)]
    # Its sister differs in the last bit of the network part only; a wider network may hide it from who counts octets.
    sister = IPv4Address(host_of(chance, around) ^ 1 << 32 - length)
    wider = enclosing(host, max(length // 8 * 8, 8))
    near = host_of(chance, wider)
    others = ((sister, beliefs.SAME_OCTETS), (near, beliefs.SAME_OCTETS), (_far(host), beliefs.FAR_AWAY))
    options += [
        wrong(address, belief, address=address, own=host, length=length)
        for address, belief in others
        if address not in around
    ]
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        tuple(chance.shuffled(options)),
        proof=(own.route,),
        reason=say(REASON, network=around, names=tuple(sorted(inside))),
        clause="RFC 1122, 3.3.1.1",
        hints=hints(run, own, RULE),
    )


def _far(host: IPv4Address) -> IPv4Address:
    """The same address but for its first octet."""
    return IPv4Address(host ^ 1 << 24)


TEMPLATE = Template(
    id="addressing/same-network",
    title={"en": "Same network or not", "zh": "是否在同一网络"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=75,
    moments=moments,
    ask=ask,
    folders=("basics",),
    network=network,
)
