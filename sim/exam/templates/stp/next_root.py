"""Which switch becomes the root when the root fails."""

from collections.abc import Iterator
from itertools import pairwise

from sim.exam.asking import look_at, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import as_root, decided, lowest, ring, trees
from sim.features.stp.tables import TREE, TREE_KEY

TEXT = {
    "en": "{root} is the root of these switches. All cables of {root} are pulled out. "
    "Which switch is the root of the others then?",
    "zh": "{root} 是这些交换机的根。拔掉 {root} 的所有网线后，其余交换机的根是哪一台？",
}
RULE = {
    "en": "the lowest identifier among the switches that are left: priority first, then MAC address",
    "zh": "剩下的交换机中标识最小者：先比较优先级，再比较 MAC 地址",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each two trees, one after the other, where the second is the first without its root."""
    for before, after in pairwise(trees(run)):
        if before.switches.keys() - {before.root} == after.switches.keys():
            yield Moment(before.n - 1, (before, after))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    before, after = moment.about
    other = next(name for name in after.switches if name != after.root)
    proof = decided(run, after.n, other, TREE, TREE_KEY)
    if proof is None or proof < before.n:
        raise AmbiguousError("nothing that shows it")
    near = sorted({before.facing(end)[0] for pair in before.links.values() for end in pair if end[0] == before.root})
    options = as_root(after, after.switches, tuple(wrong(name, beliefs.BESIDE_THE_OLD, node=name) for name in near[:1]))
    return Draft(
        say(TEXT, root=before.root),
        options,
        proof=(proof,),
        reason=lowest(after),
        hints=(look_at(other, TREE), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=before.lines[: len(before.switches)],
    )


def network(chance: Chance) -> Network:
    """A ring of which one switch more is joined to all others, so that these are still a ring without the root.

    What the others still tell of the old root goes round until it is too old: by the usual age after 15 s and more.
    """
    made = ring(chance)
    names = list(made["nodes"])
    for place, name in enumerate(names):
        stp = made["nodes"][name]["stp"]
        stp |= {"priority": chance.choice((8192, 32768, 32768, 61440)), "max_age": "6s"}
        made["links"].append({"link": f"top:{place + 1} -- {name}:4"})
    number = chance.among(1, 15) if chance.below(2) else chance.among(251, 255)
    made["nodes"]["top"] = {
        "switch": 6,
        "stp": {"mode": "rstp", "priority": 4096, "max_age": "6s", "mac": f"00:00:00:00:{number:02x}:00"},
    }
    made["layout"]["top"] = [1, 2]
    cuts = [{"at": "4s", "cut": f"top -- {name}"} for name in names]
    return {**made, "actions": cuts, "until": "17s"}


TEMPLATE = Template(
    id="stp/next-root",
    title={"en": "The root fails", "zh": "根失效之后"},
    kind=Kind.DEVICE,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    network=network,
)
