"""How many hosts a network has room for."""

from sim.exam.asking import number, slip
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import hints, moments, network

TEXT = {
    "en": "{node} has the address {address}/{length}. How many addresses does its network have for hosts and "
    "routers, that of {node} included?",
    "zh": "{node} 的地址是 {address}/{length}。它所在的网络最多有多少个地址可供主机和路由器使用（包括 {node}）？",
}
RULE = {
    "en": "n bits for hosts give 2^n addresses; the lowest and the highest are reserved",
    "zh": "n 个主机位有 2^n 个地址，最小和最大的两个被保留",
}
REASON = {
    "en": "{bits} bits for hosts give {size} addresses. Without the lowest and the highest, {count} are left.",
    "zh": "{bits} 个主机位有 {size} 个地址，去掉最小和最大的，剩 {count} 个。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    host, length = own.address
    size = 1 << 32 - length
    return Draft(
        say(TEXT, node=own.node, address=host, length=length),
        blanks=(
            number(
                size - 2,
                [
                    slip(size, beliefs.TWO_TO_THE_N),
                    slip(size - 1, beliefs.ONE_RESERVED),
                    slip((1 << length) - 2, beliefs.NETWORK_BITS, bits=32 - length),
                ],
            ),
        ),
        proof=(own.route,),
        reason=say(REASON, bits=32 - length, size=size, count=size - 2),
        clause="RFC 1122, 3.2.1.3",
        hints=hints(run, own, RULE),
    )


TEMPLATE = Template(
    id="addressing/host-count",
    title={"en": "How many hosts a network has room for", "zh": "网络能容纳多少主机"},
    kind=Kind.NUMBER,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    network=network,
)
