"""On which link no frames of stations are forwarded."""

from collections.abc import Iterator

from sim.exam.asking import devices, look_at, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import before, decided, ring, trees
from sim.features.stp.tables import PORT, Role

TEXT = {
    "en": "These switches speak spanning tree. On which link does a port block?",
    "zh": "这些交换机运行生成树协议。哪段链路上有端口被阻塞？",
}
RULE = {
    "en": "find the root, the root port of each switch, and the designated port of each link: what is left blocks",
    "zh": "先找根，再找每台交换机的根端口和每段链路的指定端口，剩下的端口阻塞",
}
REASON = {
    "en": "On {link}, port {port} of {switch} blocks.",
    "zh": "在 {link} 上，{switch} 的端口 {port} 阻塞。",
}


_FORWARDS = {"en": "On {node}, no port blocks.", "zh": "{node} 上没有端口阻塞。"}


def moments(run: Run) -> Iterator[Moment]:
    """Each tree in which one port blocks."""
    for tree in trees(run):
        blocked = [
            (name, end) for name, pair in tree.links.items() for end in pair if tree.ports[end].role is Role.ALTERNATE
        ]
        if len(blocked) == 1 and len(tree.links) > 2:
            ((name, (switch, port)),) = blocked
            yield Moment(before(run, tree, switch, PORT, port), (tree, name, switch, port))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree, truth, switch, port = moment.about
    proof = decided(run, tree.n, switch, PORT, port)
    if proof is None:
        raise AmbiguousError("nothing that shows it")
    costs = {name: tree.ports[end].cost for name, (end, _) in tree.links.items()}
    slowest = [name for name, cost in costs.items() if cost == max(costs.values())]
    wrongs = [wrong(name, beliefs.SLOWEST_LINK, link=name) for name in slowest if len(slowest) == 1]
    wrongs += [
        wrong(name, beliefs.AT_THE_ROOT, link=name)
        for name, pair in tree.links.items()
        if name not in slowest[:1] and tree.root in (pair[0][0], pair[1][0])
    ]
    return Draft(
        say(TEXT),
        devices(tree.links, truth, wrongs, _FORWARDS),
        proof=(proof,),
        reason=say(REASON, link=truth, port=port, switch=switch),
        hints=(look_at(switch, PORT), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines,
    )


def network(chance: Chance) -> Network:
    """With a link across, two ports would block."""
    return ring(chance, is_plain=True)


TEMPLATE = Template(
    id="stp/blocked-link",
    title={"en": "The link that blocks", "zh": "被阻塞的链路"},
    kind=Kind.DEVICE,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm", "switching/the-root-fails"),
    network=network,
)
