"""Which role a port has in the tree."""

from collections.abc import Iterator
from typing import cast

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import before, decided, network, trees
from sim.features.stp.tables import PORT, Role
from sim.trace.records import Change

TEXT = {
    "en": "These switches speak spanning tree, and {root} is the root. Which role does port {port} of {switch} get?",
    "zh": "这些交换机运行生成树协议，{root} 是根。{switch} 的端口 {port} 是什么角色？",
}
ROLES = {
    Role.ROOT: {"en": "root port", "zh": "根端口"},
    Role.DESIGNATED: {"en": "designated port", "zh": "指定端口"},
    Role.ALTERNATE: {"en": "alternate port, which blocks", "zh": "替代端口（阻塞）"},
}
RULE = {
    "en": "one root port for each switch but the root; one designated port for each link; every other port blocks",
    "zh": "除根之外每台交换机一个根端口，每段链路一个指定端口，其余端口阻塞",
}


def moments(run: Run) -> Iterator[Moment]:
    for tree in trees(run):
        for pair in tree.links.values():
            for end in pair:
                yield Moment(before(run, tree, end[0], PORT, end[1]), (tree, end))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree, end = moment.about
    switch, port = end
    truth = tree.ports[end].role
    proof = decided(run, tree.n, switch, PORT, port)
    if truth not in ROLES or proof is None:
        raise AmbiguousError("another role, or nothing that shows it")
    change = cast(Change, run.trace.what[proof])
    if change.before is not None and change.before.role is truth:
        raise AmbiguousError("the role that it had already")
    facts = {"port": port, "other": tree.facing(end)[0]}
    options = [right(truth, say(ROLES[truth]))]
    options += [
        wrong(role, belief, say(ROLES[role]), **facts)
        for role, belief in (
            (Role.ROOT, beliefs.NOT_ROOT_PORT),
            (Role.DESIGNATED, beliefs.NOT_DESIGNATED),
            (Role.ALTERNATE, beliefs.NOT_BLOCKED),
        )
        if role is not truth
    ]
    return Draft(
        say(TEXT, root=tree.root, switch=switch, port=port),
        tuple(options),
        proof=(proof,),
        hints=(look_at(switch, PORT), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines,
    )


TEMPLATE = Template(
    id="stp/port-role",
    title={"en": "The role of a port", "zh": "端口的角色"},
    kind=Kind.ONE,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm", "switching/the-root-fails"),
    network=network,
)
