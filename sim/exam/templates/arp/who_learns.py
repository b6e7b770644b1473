"""Which devices have a row about the asking device after an ARP exchange."""

from collections.abc import Iterator

from sim.exam.asking import look_at, other, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.networks import lan, with_pings
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.arp import beliefs
from sim.exam.templates.arp.who_answers import NOT_REACHED, hearing
from sim.exam.templates.arp.who_answers import moments as requests

TEXT = {
    "en": "All ARP tables are empty. {asker} asks by ARP for {ip}, and the owner of {ip} replies. "
    "Which devices have a new row in their ARP table after this exchange?",
    "zh": "所有 ARP 表都是空的。{asker} 用 ARP 询问 {ip}，{ip} 的拥有者作了应答。之后哪些设备的 ARP 表中有了新的表项？",
}
_LEARNED = ("arp.learned-from-request", "arp.resolved")
RULE = {
    "en": "the asking device learns from the reply, the asked device learns from the request, nobody else learns",
    "zh": "询问者从应答中学习，被询问者从请求中学习，其他设备都不学习",
}


def moments(run: Run) -> Iterator[Moment]:
    for moment in requests(run):
        hosts = run.of_kind("host", "router")
        if not any(run.table(node, "arp", moment.n) for node in hosts if node != run.node(moment.n)):
            yield moment


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    request = run.flight(moment.n)
    assert request is not None
    assert request.arp is not None
    asker, ip = request.node, request.arp.target_ip
    records = [n for n, _, _ in run.changes("arp") if n > moment.n and run.rule(n) in _LEARNED]
    proof = records[:2]
    learners = {run.node(n) for n in proof}
    if learners != {asker, run.holder(ip, moment.n)} or len(learners) != 2:
        raise AmbiguousError("the exchange does not end with two rows")
    heard = hearing(run, moment.n)
    options: list[Option] = []
    for node in run.nodes:
        if node in learners:
            options.append(right(node))
        elif run.kind(node) == "switch":
            options.append(wrong(node, beliefs.SWITCH_HAS_CACHE, switch=node))
        elif node in heard:
            options.append(wrong(node, beliefs.EVERYONE_LEARNS, node=node))
        elif run.kind(node) == "host":
            options.append(wrong(node, beliefs.ROUTER_PASSES_BROADCAST, node=node))
        else:
            options.append(other(node, why=say(NOT_REACHED, node=node)))
    return Draft(
        say(TEXT, asker=asker, ip=ip),
        tuple(options),
        proof=tuple(proof),
        hints=(look_at(asker, "arp"), rule(RULE), step_to(proof[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    made = lan(chance, chance.among(3, 5))
    names = [name for name in made["nodes"] if name != "sw1"]
    asker, asked = chance.sample(names, 2)
    return with_pings(made, [(asker, asked)])


TEMPLATE = Template(
    id="arp/who-learns",
    title={"en": "Who learns from an ARP exchange", "zh": "谁从 ARP 交互中学习"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("arp/arp-on-one-switch", "basics", "routing/two-dormitories"),
    network=network,
)
