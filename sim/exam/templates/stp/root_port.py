"""Which port of a switch is its root port."""

from collections.abc import Iterator

from sim.exam.asking import look_at, rule, slip, step_to, word
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import before, decided, network, trees
from sim.exam.templates.stp.path_cost import shortest
from sim.features.stp.tables import PORT, Role

TEXT = {
    "en": "These switches speak spanning tree, and {root} is the root. Which port of {switch} is the root port? "
    "Write its number.",
    "zh": "这些交换机运行生成树协议，{root} 是根。{switch} 的根端口是哪个端口？写出端口号。",
}
RULE = {
    "en": "the lowest cost to the root wins, then the neighbour's lower identifier, then the neighbour's lower port",
    "zh": "到根的开销最小者优先；相同则比较邻居的标识，再比较邻居的端口号",
}


def moments(run: Run) -> Iterator[Moment]:
    for tree in trees(run):
        for switch in tree.switches:
            port = tree.switches[switch].root_port
            if switch != tree.root and port is not None:
                yield Moment(before(run, tree, switch, PORT, port), (tree, switch))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree, switch = moment.about
    own = sorted(end[1] for pair in tree.links.values() for end in pair if end[0] == switch)
    truth = tree.switches[switch].root_port
    if len(own) < 2 or tree.ports[switch, truth].role is not Role.ROOT:
        raise AmbiguousError("one port only")
    proof = decided(run, tree.n, switch, PORT, truth)
    if proof is None:
        raise AmbiguousError("nothing that shows it")
    others = (decided(run, tree.n, switch, PORT, port) for port in own if port != truth)
    hops, cost = shortest(tree, switch)
    slips = [slip(port, beliefs.FEWEST_HOPS, cost=cost) for port in hops]
    slips.append(slip(own[0], beliefs.LOWEST_PORT))
    if truth in hops:
        slips = slips[len(hops) :]
    return Draft(
        say(TEXT, root=tree.root, switch=switch),
        blanks=(word(truth, slips),),
        proof=(proof, *(n for n in others if n is not None and n > proof)),
        hints=(look_at(switch, PORT), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines,
    )


TEMPLATE = Template(
    id="stp/root-port",
    title={"en": "The root port", "zh": "根端口"},
    kind=Kind.TEXT,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm", "switching/the-root-fails"),
    network=network,
)
