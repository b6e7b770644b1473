"""The tags of a datagram on the way to a router with one cable, and back."""

from collections.abc import Iterator

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.networks import mac, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Flight, Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.vlan import beliefs
from sim.exam.templates.vlan._rooms import inside, listed, ports, tag_of
from sim.ip.ipv4.pdu import IPv4

TEXT = {
    "en": "The ports have these VLANs. {sender} sends a datagram to {target}, through {router}. "
    "Which VLAN does the tag say on the way from {switch} to {router}, and on the way back?",
    "zh": "各端口的 VLAN 如下。{sender} 经 {router} 向 {target} 发送数据报。"
    "从 {switch} 到 {router} 时标签上是哪个 VLAN？返回时呢？",
}
THERE = {"en": "to the router", "zh": "到路由器"}
BACK = {"en": "back to the switch", "zh": "返回交换机"}
RULE = {
    "en": "a router on a stick has an interface for each VLAN: it sends the datagram on in the VLAN of the receiver",
    "zh": "单臂路由器为每个 VLAN 有一个子接口：它在接收者的 VLAN 中转发数据报",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each datagram that crosses the same link up and down, each time with a tag."""
    up: dict[tuple[str, int], Flight] = {}
    for flight in run.flights:
        datagram = inside(flight.frame)
        if not isinstance(datagram, IPv4) or not tag_of(flight.frame):
            continue
        if run.kind(flight.to_node) == "router":
            up[flight.link, id(datagram.payload)] = flight
        elif run.kind(flight.node) == "router":
            first = up.pop((flight.link, id(datagram.payload)), None)
            if first is not None and tag_of(first.frame) != tag_of(flight.frame):
                yield Moment(first.n - 1, (first, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    first, second = moment.about
    datagram = inside(first.frame)
    assert isinstance(datagram, IPv4)
    sender, target = run.holder(datagram.src, first.n), run.holder(datagram.dst, second.n)
    if sender is None or target is None:
        raise AmbiguousError("ends that are not clear")
    there, back = tag_of(first.frame), tag_of(second.frame)
    return Draft(
        say(TEXT, sender=sender, target=target, router=first.to_node, switch=first.node),
        blanks=(
            number(there, [slip(back, beliefs.OTHER_END, other=back), slip(1, beliefs.DEFAULT_VLAN)], label=say(THERE)),
            number(back, [slip(there, beliefs.TAG_STAYS, vlan=back), slip(1, beliefs.DEFAULT_VLAN)], label=say(BACK)),
        ),
        proof=(second.n, first.n),
        hints=(rule(RULE), step_to(second.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=listed(ports(run)),
    )


def network(chance: Chance) -> Network:
    """A switch with hosts in two or three VLANs, and a router on one cable."""
    vlans = sorted(chance.sample(range(2, 100), chance.among(2, 3)))
    nodes: dict[str, object] = {}
    links = []
    members: dict[int, list[int]] = {vlan: [] for vlan in vlans}
    hosts = chance.shuffled([*vlans, chance.choice(vlans)])
    for port, vlan in enumerate(hosts, 1):
        name = f"pc{port}"
        nodes[name] = {
            "host": f"10.0.{vlan}.{20 * port + chance.below(20)}/24",
            "gateway": f"10.0.{vlan}.254",
            "mac": mac(port),
        }
        links.append(f"{name} -- sw1:{port}")
        members[vlan].append(port)
    nodes["sw1"] = {"switch": 6, "vlans": members, "trunks": {"6": vlans}}
    nodes["r1"] = {"router": {f"eth0.{vlan}": f"10.0.{vlan}.254/24" for vlan in vlans}}
    one = chance.below(len(hosts))
    other = chance.choice([place for place, vlan in enumerate(hosts) if vlan != hosts[one]])
    target = nodes[f"pc{other + 1}"]["host"]  # type: ignore[index]
    made = {"nodes": nodes, "links": [*links, "sw1:6 -- r1:eth0"]}
    return with_pings(made, [(f"pc{one + 1}", str(target).partition("/")[0])])


TEMPLATE = Template(
    id="vlan/stick-tags",
    title={"en": "A router on a stick", "zh": "单臂路由的标签"},
    kind=Kind.ROW,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("vlan/router-on-a-stick",),
    network=network,
    other_domains={"ccna": "3"},
)
