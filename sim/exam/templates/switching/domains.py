"""How many broadcast domains and collision domains a network has."""

from collections.abc import Iterator, Mapping

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.switching import beliefs
from sim.exam.templates.switching.who_hears import hearing, network
from sim.exam.templates.switching.who_hears import moments as broadcasts

TEXT = {
    "en": "How many broadcast domains and how many collision domains does this network have? "
    "Count each link of a switch or router as a collision domain, as for half duplex.",
    "zh": "这个网络有多少个广播域、多少个冲突域？按半双工计算：交换机或路由器的每条链路算一个冲突域。",
}
BROADCAST = {"en": "broadcast domains", "zh": "广播域"}
COLLISION = {"en": "collision domains", "zh": "冲突域"}
RULE = {
    "en": "switches and hubs join links to one broadcast domain, and only hubs join links to one collision domain",
    "zh": "交换机和集线器把链路连成一个广播域，只有集线器把链路连成一个冲突域",
}
REASON = {
    "en": "A switch or hub joins its links to one broadcast domain, and a router does not: {links} links make "
    "{broadcast:broadcast domain|broadcast domains}. Only a hub joins its links to one collision domain: they make "
    "{collision:collision domain|collision domains}.",
    "zh": "交换机和集线器把各自的链路连成一个广播域，路由器不会：{links} 段链路构成 {broadcast} 个广播域。"
    "只有集线器把链路连成一个冲突域：共 {collision} 个。",
}


def moments(run: Run) -> Iterator[Moment]:
    """A network of switches whose links never change, once; a broadcast proves its domains."""
    if run.of_kind("switch") and not any(run.changes("link")):
        yield from list(broadcasts(run))[:1]


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    links = list(run.names.links)
    broadcast = _joined(run, ("switch", "hub"))
    collision = _joined(run, ("hub",))
    if broadcast == collision or len(links) < 3:
        raise AmbiguousError("one domain of each kind, or a network that is too small")
    heard = hearing(run, moment.n)
    if not heard:
        raise AmbiguousError("nobody receives it")
    return Draft(
        say(TEXT),
        blanks=(
            number(
                broadcast,
                [slip(1, beliefs.ALL_ONE_DOMAIN), slip(collision, beliefs.COLLISION_IS_BROADCAST)],
                label=say(BROADCAST),
            ),
            number(
                collision,
                [slip(broadcast, beliefs.COLLISION_IS_BROADCAST), slip(len(links), beliefs.HUB_SPLITS)],
                label=say(COLLISION),
            ),
        ),
        proof=tuple(heard.values()),
        reason=say(REASON, broadcast=broadcast, collision=collision, links=len(links)),
        hints=(rule(RULE), step_to(next(iter(heard.values())))),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _joined(run: Run, kinds: tuple[str, ...]) -> int:
    """How many groups the links form, where devices of these kinds join their links."""
    group: dict[str, str] = {link: link for link in run.names.links}
    for node in run.of_kind(*kinds):
        own = [link for link, ends in run.names.links.items() if any(name == node for name, _ in ends)]
        for link in own[1:]:
            _join(group, own[0], link)
    return len({_head(group, link) for link in group})


def _head(group: Mapping[str, str], link: str) -> str:
    while group[link] != link:
        link = group[link]
    return link


def _join(group: dict[str, str], a: str, b: str) -> None:
    group[_head(group, b)] = _head(group, a)


TEMPLATE = Template(
    id="switching/domains",
    title={"en": "Broadcast and collision domains", "zh": "广播域与冲突域"},
    kind=Kind.ROW,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("switching", "routing/two-dormitories", "basics"),
    network=network,
    is_narrow=True,
)
