"""Which next hop a router takes where several routes match."""

from collections.abc import Iterator

from sim.addresses import IPv4Address, Prefix
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import enclosing, within
from sim.exam.question import Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.routing import beliefs
from sim.ip.ipv4.pdu import IPv4
from sim.ip.routes.machine import RouteRow
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{router} has these routes. To which next hop does it send a datagram for {destination}?",
    "zh": "{router} 的路由如下。发往 {destination} 的数据报被送到哪个下一跳？",
}
RULE = {
    "en": "of all prefixes that hold the destination, the longest wins",
    "zh": "在所有包含目的地址的前缀中，最长的优先",
}


def moments(run: Run) -> Iterator[Moment]:
    """The decisions of routers with several static routes that match."""
    for n in run.records("route.via", "route.default"):
        datagram = run.trace.what[n]
        if run.trace.kind[n] == Happened.DECISION and isinstance(datagram, IPv4):
            rows = _routes(run, run.node(n), n)
            if len({row.next_hop for row in rows}) > 2 and sum(datagram.dst in row.prefix for row in rows) > 1:
                yield Moment(n - 1, n)


def _routes(run: Run, node: str, n: int) -> list[RouteRow]:
    """The routes through a next hop, in the order of their configuration."""
    return [
        row
        for row in run.table(node, "route", n).values()
        if row.next_hop is not None and row.active and row.kind == "unicast"
    ]


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n = moment.about
    router, datagram = run.node(n), run.trace.what[n]
    assert isinstance(datagram, IPv4)
    rows, destination = _routes(run, router, n), datagram.dst
    matching = [row for row in rows if destination in row.prefix]
    longest = max(row.prefix.length for row in matching)
    best = [row for row in matching if row.prefix.length == longest]
    if len(best) != 1:
        raise AmbiguousError("several routes of the same length")
    options: list[Option] = [right(best[0].next_hop)]
    cheapest = min(matching, key=_cost)
    for row, belief in (
        (cheapest if _cost(cheapest) < _cost(best[0]) else None, beliefs.LOWEST_METRIC),
        (matching[0], beliefs.FIRST_ROW),
        (next((row for row in matching if not row.prefix.length), None), beliefs.DEFAULT_WINS),
        (next((row for row in rows if row not in matching), None), beliefs.NO_MATCH),
    ):
        if row is not None and row.next_hop != best[0].next_hop:
            length = row.prefix.length
            options.append(wrong(row.next_hop, belief, prefix=row.prefix, destination=destination, length=length))
    return Draft(
        say(TEXT, router=router, destination=destination),
        tuple(options),
        proof=(n,),
        hints=(look_at(router, "route"), rule(RULE), step_to(n)),
        given=run.printed(router, "route", n),
    )


def _cost(row: RouteRow) -> tuple[int, int]:
    return row.distance, row.metric


def network(chance: Chance) -> Network:
    """A router with a default route and nested prefixes, of which a few hold the destination, in any order."""
    around = within(chance, Prefix(IPv4Address(10 << 24), 8), chance.among(9, 13))
    destination = IPv4Address(around.network + chance.below(1 << 32 - around.length))
    lengths = sorted(chance.sample(range(around.length, 31), chance.among(2, 3)))
    routes = [{"to": str(enclosing(destination, length))} for length in lengths]
    for _ in range(chance.among(1, 2)):
        length = chance.among(around.length + 3, 29)
        beside = enclosing(IPv4Address(destination ^ 1 << 32 - length), length)
        routes.append({"to": str(beside)})
    routes.append({"to": "default"})
    routes = list({route["to"]: route for route in routes}.values())
    hops = chance.shuffled(["198.51.100.2", "198.51.100.6", "198.51.100.10", "198.51.100.14"])
    for place, route in enumerate(routes):
        route["via"] = hops[place % len(hops)]
        if route["to"] != "default":
            route["distance"] = chance.choice((1, 1, 5, 20))  # type: ignore[assignment]
    return {
        "nodes": {
            "r1": {
                "router": {f"eth{k}": f"198.51.100.{4 * k + 1}/30" for k in range(4)},
                "routes": chance.shuffled(routes),
            },
            **{f"r{k + 2}": {"router": {"eth0": f"198.51.100.{4 * k + 2}/30"}} for k in range(4)},
        },
        "links": [f"r1:eth{k} -- r{k + 2}:eth0" for k in range(4)],
        "actions": [{"at": "1s", "on": "r1", "run": f"ping -c 1 {destination}"}],
        "until": "2s",
        "layout": {"r1": [0, 0], "r2": [1, 0], "r3": [1, 1], "r4": [0, 1], "r5": [2, 0]},
    }


TEMPLATE = Template(
    id="routing/longest-prefix",
    title={"en": "The longest prefix", "zh": "最长前缀匹配"},
    kind=Kind.ONE,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    network=network,
)
