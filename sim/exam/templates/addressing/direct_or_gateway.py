"""To whom a host gives a datagram: the destination itself, or a gateway."""

from collections.abc import Iterator

from sim.addresses import IPv4Address
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import host_of, hosts_of, mac, prefix
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.addressing import beliefs
from sim.ip.ipv4.pdu import IPv4
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{host} has the address {own}/{length} and the default gateway {gateway}. "
    "What does {host} do with a datagram for {destination}?",
    "zh": "{host} 的地址是 {own}/{length}，默认网关是 {gateway}。{host} 怎样处理发往 {destination} 的数据报？",
}
DIRECT = {
    "en": "It sends the frame to the MAC address of {destination}; the IP destination is {destination}.",
    "zh": "把帧发给 {destination} 的 MAC 地址；IP 目的地址是 {destination}。",
}
GATEWAY = {
    "en": "It sends the frame to the MAC address of {gateway}; the IP destination is {destination}.",
    "zh": "把帧发给 {gateway} 的 MAC 地址；IP 目的地址是 {destination}。",
}
REWRITTEN = {
    "en": "It sends the frame to the MAC address of {gateway}; the IP destination is {gateway}.",
    "zh": "把帧发给 {gateway} 的 MAC 地址；IP 目的地址是 {gateway}。",
}
RULE = {
    "en": "inside its own network: directly; else to the gateway; the IP destination never changes on the way",
    "zh": "在本网络内：直接发送；否则发给网关；IP 目的地址在途中不变",
}


def moments(run: Run) -> Iterator[Moment]:
    for n in run.records("route.on-link", "route.default"):
        datagram = run.trace.what[n]
        if run.trace.kind[n] == Happened.DECISION and isinstance(datagram, IPv4) and run.kind(run.node(n)) == "host":
            yield Moment(n - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n = moment.about
    host, datagram = run.node(n), run.trace.what[n]
    assert isinstance(datagram, IPv4)
    rows = list(run.interfaces(host, n).values())
    gateways = {row.next_hop for row in run.table(host, "route", n).values() if row.prefix.length == 0 and row.active}
    if len(rows) != 1 or len(rows[0].addresses) != 1 or len(gateways) != 1:
        raise AmbiguousError("several interfaces, or no single default gateway")
    own, gateway = rows[0].addresses[0], next(iter(gateways))
    if not isinstance(gateway, IPv4Address) or datagram.dst == gateway:
        raise AmbiguousError("the datagram is for the gateway itself")
    facts = {"host": host, "destination": datagram.dst, "gateway": gateway}
    direct, through = say(DIRECT, **facts), say(GATEWAY, **facts)
    is_direct = run.rule(n) == "route.on-link"
    return Draft(
        say(TEXT, own=own.address, length=own.length, **facts),
        (
            right("direct", direct) if is_direct else right("gateway", through),
            wrong("gateway", beliefs.GATEWAY_ALWAYS, through, **facts)
            if is_direct
            else wrong("direct", beliefs.GATEWAY_NEVER, direct, **facts),
            wrong("rewritten", beliefs.IP_BECOMES_GATEWAY, say(REWRITTEN, **facts), **facts),
        ),
        proof=(n,),
        hints=(look_at(host, "route"), rule(RULE), step_to(n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    """A host, its gateway, and a destination that is in the host's network, or only nearly."""
    around = prefix(chance, 17, 29)
    own, gateway, neighbour = hosts_of(chance, around, 3)
    outside = IPv4Address(neighbour ^ 1 << 32 - around.length)
    destination = chance.choice((neighbour, outside))
    other = host_of(chance, prefix(chance, 24, 28))
    if other in around or destination == other:
        other = IPv4Address(0xC6336401)  # 198.51.100.1 (RFC 5737)
    return {
        "nodes": {
            "pc1": {"host": f"{own}/{around.length}", "gateway": str(gateway), "mac": mac(1)},
            "r1": {"router": {"eth0": f"{gateway}/{around.length}", "eth1": f"{other}/32"}},
            "sw1": {"switch": 4},
        },
        "links": ["pc1 -- sw1", "sw1 -- r1:eth0"],
        "actions": [{"at": "1s", "on": "pc1", "run": f"ping -c 1 {destination}"}],
        "until": "2s",
        "layout": {"pc1": [0, 0], "sw1": [1, 0], "r1": [2, 0]},
    }


TEMPLATE = Template(
    id="addressing/direct-or-gateway",
    title={"en": "Directly or through the gateway", "zh": "直接发送还是经过网关"},
    kind=Kind.ONE,
    level="intro",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("basics", "routing/two-dormitories"),
    network=network,
)
