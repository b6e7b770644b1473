"""What the ARP table of a host holds after an exchange."""

from collections.abc import Iterator

from sim.exam.asking import address, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import mac_lines, mac_name
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.arp import beliefs
from sim.exam.templates.arp.asked_for import gateways, network
from sim.exam.templates.arp.asked_for import moments as askings
from sim.ip.arp.machine import TABLE as ARP

TEXT = {
    "en": "{asker} sends a datagram to {destination}. Fill in the row that this makes in the ARP table of {asker}.",
    "zh": "{asker} 向 {destination} 发送一个数据报。填写由此在 {asker} 的 ARP 表中产生的表项。",
}
IP = {"en": "IP address", "zh": "IP 地址"}
MAC = {"en": "MAC address", "zh": "MAC 地址"}
RULE = {
    "en": "the ARP table has the addresses of neighbours on the link, never of hosts behind a router",
    "zh": "ARP 表只有链路上邻居的地址，不会有路由器后面主机的地址",
}


def moments(run: Run) -> Iterator[Moment]:
    yield from askings(run)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    destination, request = moment.about
    asker = run.node(moment.n)
    flight = run.flight(request)
    assert flight is not None
    assert flight.arp is not None
    ip = flight.arp.target_ip
    rows = [
        (n, row) for n, node, row in run.changes(ARP) if n > request and node == asker and row.key == (flight.port, ip)
    ]
    proof, row = next(((n, row) for n, row in rows if run.rule(n) == "arp.resolved"), (request, None))
    if row is None or row.after is None:
        raise AmbiguousError("nobody answers")
    mac = row.after.mac
    far = run.holder(destination, moment.n)
    if far is None or mac_name(run, mac) is None:
        raise AmbiguousError("an address that is not one station's")
    if ip == destination:
        believed = [(each, beliefs.ASKS_FOR_GATEWAY) for each in gateways(run, asker, moment.n)]
    else:
        believed = [(destination, beliefs.ASKS_FOR_FAR_HOST)]
    facts = {"destination": destination, "asker": asker}
    return Draft(
        say(TEXT, asker=asker, destination=destination),
        blanks=(
            address(ip, [slip(each, belief, ip=each, **facts) for each, belief in believed], say(IP)),
            address(
                mac,
                [
                    slip(row.mac, belief, ip=each, **facts)
                    for each, belief in believed
                    if (owner := run.holder(each, moment.n)) is not None
                    for row in run.interfaces(owner, moment.n).values()
                    if each in [own.address for own in row.addresses] and row.mac is not None
                ],
                say(MAC),
            ),
        ),
        proof=(proof,),
        hints=(look_at(asker, "route"), rule(RULE), step_to(proof)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=mac_lines(run),
    )


TEMPLATE = Template(
    id="arp/cache-row",
    title={"en": "The row in the ARP table", "zh": "ARP 表中的表项"},
    kind=Kind.ROW,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("routing", "basics"),
    network=network,
)
