"""Any address that a new host of a network can have: every right one is right."""

from sim.addresses import IPv4Address
from sim.exam.asking import slip
from sim.exam.chance import Chance
from sim.exam.looking import moment_of
from sim.exam.question import Blank, Form, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.addressing import beliefs
from sim.exam.templates.addressing._interfaces import MAP, hints, moments, network

TEXT = {
    "en": "A new host is connected to the network of {node}, which has the address {address}/{length}. "
    "Write an address that the new host can have, without its mask.",
    "zh": "{node} 的地址是 {address}/{length}。有一台新主机接入这个网络。写出一个它可以使用的地址（不写掩码）。",
}
RULE = {
    "en": "a host needs an address of its network that is neither reserved nor another host's",
    "zh": "主机需要本网络中既未保留、也未被其他主机使用的地址",
}
REASON = {
    "en": "{free} is the first address of {network} that is neither reserved nor somebody's. There may be others.",
    "zh": "{free} 是 {network} 中第一个既未保留也无人使用的地址。可能还有别的。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    own = moment.about
    around = own.address.prefix
    taken = {
        address.address
        for node in run.of_kind("host", "router")
        for row in run.interfaces(node, run.trace.configured).values()
        for address in row.addresses
    }
    reserved = frozenset({around.network, around.broadcast, *(each for each in taken if each in around)})
    free = next((each for each in range(around.network + 1, around.broadcast) if each not in reserved), None)
    if free is None:
        raise AmbiguousError("no address is free")
    return Draft(
        say(TEXT, node=own.node, address=own.address.address, length=around.length, at=moment_of(run, moment.n)),
        blanks=(
            Blank(
                Form.IPV4,
                IPv4Address(free),
                slips=(
                    slip(around.network, beliefs.LOWEST_IS_HOST),
                    slip(around.broadcast, beliefs.HIGHEST_IS_HOST),
                ),
                within=around,
                without=reserved,
            ),
        ),
        proof=(own.route,),
        reason=say(REASON, network=around, free=IPv4Address(free)),
        clause="RFC 1122, 3.2.1.3",
        hints=hints(run, own, RULE),
        figures=MAP,
    )


TEMPLATE = Template(
    id="addressing/usable-address",
    title={"en": "An address for a new host", "zh": "新主机的地址"},
    kind=Kind.ADDRESS,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("basics", "switching"),
    network=network,
)
