"""The summary of some networks that follow each other."""

from collections.abc import Iterator

from sim.addresses import IPv4Address, Prefix
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import enclosing, prefix
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import names, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.addressing import beliefs

TEXT = {
    "en": "Behind {via} are the networks {networks}. {node} is to reach them by one static route. "
    "Which prefix covers all of them and is as long as possible?",
    "zh": "{via} 后面有网络 {networks}。{node} 要用一条静态路由到达它们。哪个前缀能覆盖全部这些网络，而且尽可能长？",
}
RULE = {
    "en": "the summary is as long as the bits that all networks have in common, from the left",
    "zh": "汇总前缀的长度等于所有网络从左起相同的位数",
}
REASON = {
    "en": "All of them have the first {length} bits in common, and differ in bit {following}: {summary}.",
    "zh": "它们的前 {length} 位相同，第 {following} 位不同：{summary}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each static route that covers at least two networks of one other router, and nothing longer would.

    Packets of the run follow this route into each of the networks.
    """
    trace = run.trace
    for n in run.records("route.configured"):
        row = trace.what[n].after  # type: ignore[union-attr]  # what the rule tells is a row
        if row is None or row.next_hop is None or row.prefix.length == 0:
            continue
        router = run.holder(row.next_hop, trace.configured)
        if router is None:
            continue
        covered = sorted(
            address.prefix
            for each in run.interfaces(router, trace.configured).values()
            for address in each.addresses
            if address.prefix.network in row.prefix and address.prefix.length > row.prefix.length
        )
        if len(covered) >= 2 and _summary(covered) == row.prefix:
            yield Moment(n, (row, tuple(covered), _followed(run, run.node(n), row.prefix, covered)))


def _followed(run: Run, node: str, route: Prefix, networks: list[Prefix]) -> tuple[int, ...]:
    """The first record for each network in which a router forwards to it by a route; those without one left out."""
    found: dict[Prefix, int] = {}
    for flight in run.flights:
        facts = run.trace.why[flight.n].facts
        if flight.node == node and flight.datagram is not None and facts.get("prefix") == route:
            for each in networks:
                if flight.datagram.dst in each:
                    found.setdefault(each, flight.n)
    return tuple(found.values())


def _summary(networks: list[Prefix]) -> Prefix:
    """The longest prefix that holds them all."""
    length = min(each.length for each in networks)
    lowest, highest = networks[0].network, max(each.broadcast for each in networks)
    while highest not in enclosing(lowest, length):
        length -= 1
    return enclosing(lowest, length)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    row, covered, followed = moment.about
    if len(followed) < len(covered):
        raise AmbiguousError("networks that no packet of the run goes to")
    truth: Prefix = row.prefix
    first, last = covered[0], covered[-1]
    longer = enclosing(first.network, truth.length + 1)
    missed = next((each for each in covered if each.network not in longer), None)
    shorter = enclosing(first.network, truth.length - 1)
    options = [right(truth)]
    if missed is not None:
        options.append(wrong(longer, beliefs.SUMMARY_TOO_LONG, summary=longer, missed=missed))
        upper = enclosing(last.network, truth.length + 1)
        options.append(wrong(upper, beliefs.SUMMARY_TOO_LONG, summary=upper, missed=first))
    options.insert(2, wrong(shorter, beliefs.SUMMARY_TOO_SHORT, summary=shorter))
    # Of either length, so that the one that two options have need not be the right one.
    lengths = [each.length for each in (truth, longer) if each.network != first.network]
    if lengths:
        shifted = Prefix(IPv4Address(first.network), chance.choice(lengths))
        options.insert(2, wrong(shifted, beliefs.SUMMARY_SHIFTED, first=first.network))
    if len(options) < 3:
        raise AmbiguousError("too few different options")
    return Draft(
        say(TEXT, node=run.node(moment.n), via=row.next_hop, networks=names(covered)),
        tuple(options),
        proof=(*followed, moment.n),
        reason=say(REASON, length=truth.length, summary=truth, following=truth.length + 1),
        clause="RFC 4632, 3.1",
        hints=(look_at(run.node(moment.n), "route"), rule(RULE), step_to(followed[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    """A router with two to six networks in a row, which may begin anywhere within their summary."""
    length = chance.among(24, 27)
    count = chance.among(2, 6)
    around = prefix(chance, 16, 20)
    size = 1 << 32 - length
    slots = 1 << length - around.length
    start = around.network + chance.below(slots - count) * size
    networks = [Prefix(IPv4Address(start + place * size), length) for place in range(count)]
    summary = _summary(networks)
    interfaces = {f"eth{place}": f"{IPv4Address(each.network + 1)}/{length}" for place, each in enumerate(networks, 1)}
    return {
        "nodes": {
            "r1": {"router": {"eth0": "198.51.100.1/30"}, "routes": [{"to": str(summary), "via": "198.51.100.2"}]},
            "r2": {"router": {"eth0": "198.51.100.2/30", **interfaces}},
        },
        "links": ["r1:eth0 -- r2:eth0"],
        "actions": [
            {"at": f"{second}s", "on": "r1", "run": f"ping -c 1 {IPv4Address(each.network + 1)}"}
            for second, each in enumerate(networks, 1)
        ],
        "until": f"{count + 2}s",
        "layout": {"r1": [0, 0], "r2": [2, 0]},
    }


TEMPLATE = Template(
    id="addressing/summary",
    title={"en": "A summary of networks", "zh": "网络汇总"},
    kind=Kind.ONE,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    network=network,
)
