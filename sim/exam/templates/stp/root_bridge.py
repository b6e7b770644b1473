"""Which switch is the root."""

from collections.abc import Iterator

from sim.exam.asking import look_at, rule, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.stp._tree import as_root, decided, lowest, network, trees
from sim.features.stp.tables import TREE, TREE_KEY

TEXT = {
    "en": "These switches speak spanning tree. Which switch becomes the root?",
    "zh": "这些交换机运行生成树协议。哪台交换机成为根？",
}
RULE = {
    "en": "the lowest bridge identifier is the root: first the priority counts, then the MAC address",
    "zh": "桥标识最小的是根：先比较优先级，再比较 MAC 地址",
}


def moments(run: Run) -> Iterator[Moment]:
    for tree in trees(run):
        yield Moment(run.trace.configured - 1, tree)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree = moment.about
    other = next(name for name in tree.switches if name != tree.root)
    proof = decided(run, tree.n, other, TREE, TREE_KEY)
    if proof is None or len(tree.switches) < len(run.of_kind("switch")):
        raise AmbiguousError("a part of the network only")
    return Draft(
        say(TEXT),
        as_root(tree, tree.switches),
        proof=(proof,),
        reason=lowest(tree),
        hints=(look_at(other, TREE), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines[: len(tree.switches)],
    )


TEMPLATE = Template(
    id="stp/root-bridge",
    title={"en": "The root of the tree", "zh": "根交换机"},
    kind=Kind.DEVICE,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm",),
    network=network,
)
