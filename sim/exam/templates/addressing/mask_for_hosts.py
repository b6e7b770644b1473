"""The smallest network that has room for some hosts."""

from collections.abc import Iterator

from sim.exam.asking import number, slip
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import _interfaces, beliefs
from sim.exam.templates.addressing._interfaces import hints, network

TEXT = {
    "en": "A network needs addresses for {hosts} hosts and routers, {node} among them. It is to be as small as "
    "possible. "
    "How long is its prefix? Write the number of ones in the mask.",
    "zh": "一个网络需要 {hosts} 个主机和路由器地址（包括 {node} 的），并且要尽可能小。它的前缀有多长？写出掩码中 "
    "1 的个数。",
}
RULE = {
    "en": "n bits for hosts give 2^n - 2 addresses for hosts; take the smallest n that is enough",
    "zh": "n 个主机位有 2^n - 2 个主机地址，取够用的最小的 n",
}
REASON = {
    "en": "{hosts} addresses and two reserved ones are {need}. {bits} bits for hosts give {size}, one bit less "
    "only {half}: the prefix has {length}.",
    "zh": "{hosts} 个地址加两个保留地址是 {need} 个。{bits} 个主机位有 {size} 个，少一位只有 {half} 个：前缀长度是 "
    "{length}。",
}


def moments(run: Run) -> Iterator[Moment]:
    yield from _interfaces.moments(run, 28)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    """The need is one for which the mask of the network at hand is the right one; it may be a tight one."""
    own = moment.about
    length = own.address.length
    room = (1 << 32 - length) - 2
    least = (1 << 31 - length) - 1
    hosts = chance.choice((room, least, least + 1, chance.among(least, room)))
    return Draft(
        say(TEXT, node=own.node, hosts=hosts),
        blanks=(
            number(
                length,
                [
                    slip(length + 1, beliefs.ONE_BIT_LESS, length=length + 1, hosts=(1 << 31 - length) - 2),
                    slip(length - 1, beliefs.ONE_BIT_MORE, length=length - 1),
                    slip(32 - length, beliefs.NETWORK_BITS, bits=32 - length),
                ],
            ),
        ),
        proof=(own.route,),
        reason=say(
            REASON, hosts=hosts, need=hosts + 2, bits=32 - length, size=room + 2, half=(room + 2) // 2, length=length
        ),
        clause="RFC 1122, 3.2.1.3",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/mask-for-hosts",
    title={"en": "A mask from a need", "zh": "根据需求确定掩码"},
    kind=Kind.NUMBER,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
