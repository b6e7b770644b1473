"""The cost of the way from a switch to the root."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import Tree, before, decided, network, trees
from sim.features.stp.tables import TREE, TREE_KEY

TEXT = {
    "en": "These switches speak spanning tree, and {root} is the root. What is the root path cost of {switch}?",
    "zh": "这些交换机运行生成树协议，{root} 是根。{switch} 的根路径开销是多少？",
}
RULE = {
    "en": "add the costs of the links on the cheapest way to the root",
    "zh": "把到根的最便宜路径上各链路的开销相加",
}


def shortest(tree: Tree, switch: str) -> tuple[list[str], int]:
    """The ports that begin the ways to the root over the fewest links, and what the cheapest of these costs."""
    reached: dict[str, int] = {tree.root: 0}
    while switch not in reached:
        following: dict[str, int] = {}
        for pair in tree.links.values():
            for (node, port), (other, _) in (pair, pair[::-1]):
                if other in reached and node not in reached:
                    cost = reached[other] + tree.ports[node, port].cost
                    following[node] = min(cost, following.get(node, cost))
        reached.update(following)
        last = following
    nearer = {node: cost for node, cost in reached.items() if node not in last}
    ports = [
        port
        for pair in tree.links.values()
        for (node, port), (other, _) in (pair, pair[::-1])
        if node == switch and other in nearer
    ]
    return sorted(ports), reached[switch]


def moments(run: Run) -> Iterator[Moment]:
    for tree in trees(run):
        for switch in tree.switches:
            if switch != tree.root:
                yield Moment(before(run, tree, switch, TREE, TREE_KEY), (tree, switch))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree, switch = moment.about
    row = tree.switches[switch]
    _, direct = shortest(tree, switch)
    proof = decided(run, tree.n, switch, TREE, TREE_KEY)
    if proof is None or row.root_port is None:
        raise AmbiguousError("nothing that shows it")
    links, at = 0, switch
    while at != tree.root:
        port = tree.switches[at].root_port
        if port is None or links > len(tree.links):
            raise AmbiguousError("no way to the root")
        at, links = tree.facing((at, port))[0], links + 1
    last = tree.ports[switch, row.root_port].cost
    return Draft(
        say(TEXT, root=tree.root, switch=switch),
        blanks=(
            number(
                row.root_cost,
                [
                    slip(direct, beliefs.FEWEST_HOPS, cost=direct),
                    slip(last, beliefs.LAST_LINK, cost=last),
                    slip(links, beliefs.COUNTS_LINKS, links=links),
                ],
            ),
        ),
        proof=(proof,),
        hints=(look_at(switch, TREE), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines,
    )


TEMPLATE = Template(
    id="stp/path-cost",
    title={"en": "The cost of the way to the root", "zh": "根路径开销"},
    kind=Kind.NUMBER,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm",),
    network=network,
)
