"""How long a frame takes over several links: all delays summed."""

from collections.abc import Iterator

from sim.exam.asking import decimal, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import Journey, routed
from sim.exam.networks import address_of, chain, with_pings
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say, span
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.links import beliefs
from sim.scenario.plan import LinkPlan

TEXT = {
    "en": "{sender} sends a frame of {octets} octets to {receiver} over {links} links. Every device between receives "
    "the whole frame before it sends it on, and needs no other time. How many {units} pass from the first "
    "bit at {sender} to the last bit at {receiver}?",
    "zh": "{sender} 经过 {links} 段链路向 {receiver} 发送一个 {octets} 字节的帧。"
    "中间设备收完整个帧才转发，不需要其他时间。"
    "从 {sender} 发出第一个比特到 {receiver} 收到最后一个比特，经过多少{units}？",
}
LINK = {"en": "{link}: {rate} bit/s, delay {delay}"}
UNITS = (
    (1_000_000, {"en": "milliseconds", "zh": "毫秒"}, {"en": "ms"}),
    (1_000, {"en": "microseconds", "zh": "微秒"}, {"en": "µs"}),
)
"""What a time is asked for in: milliseconds where there are some. Each with its nanoseconds, its name and its sign."""
RULE = {
    "en": "each link takes the frame's bits divided by its rate, and its delay",
    "zh": "每段链路的时间等于帧的比特数除以速率，再加传播时延",
}
REASON = {
    "en": "To put {octets} octets on every link takes {puts} in all, and the ways take {delays}: {truth} {unit}.",
    "zh": "把 {octets} 字节放上各段链路共用 {puts}，传播共用 {delays}：{truth} {unit}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for journey in routed(run):
        if len(journey) >= 2 and not any(run.links[flight.link].chances.jitter for flight in journey):
            yield Moment(journey[0].n, journey)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    journey: Journey = moment.about
    end = run.arrival(journey[-1].n)
    assert end is not None
    plans = [run.links[flight.link] for flight in journey]
    octets = max(len(journey[0].frame), 60)
    puts = [_put(plan, octets) for plan in plans]
    delays = sum(plan.delay for plan in plans)
    passed = run.trace.at[end] - journey[0].at
    if passed != sum(puts) + delays:
        raise AmbiguousError("the frame waits on its way")
    if len({len(flight.frame) for flight in journey}) > 1 or sum(puts) * 50 < passed:
        raise AmbiguousError("the frame changes, or the rates do not matter")
    ns, units, sign = next((each for each in UNITS if passed >= each[0]), UNITS[-1])
    truth, unit = passed / ns, say(sign)
    return Draft(
        say(
            TEXT,
            sender=journey[0].node,
            receiver=journey[-1].to_node,
            octets=octets,
            links=len(journey),
            units=say(units),
        ),
        blanks=(
            decimal(
                truth,
                truth * 0.001,
                unit,
                [
                    slip((sum(puts) / 8 + delays) / ns, beliefs.BITS_AS_OCTETS, octets=octets, bits=8 * octets),
                    slip(delays / ns, beliefs.DELAY_ONLY, ns=sum(puts)),
                    slip(sum(puts) / ns, beliefs.TRANSMISSION_ONLY),
                    slip((puts[0] + delays) / ns, beliefs.NO_STORE_AND_FORWARD),
                ],
            ),
        ),
        proof=(end, run.sent_by(journey[0])),
        reason=say(REASON, octets=octets, puts=span(sum(puts)), delays=span(delays), truth=f"{truth:.6g}", unit=unit),
        hints=(rule(RULE), step_to(end)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(say(LINK, link=plan.name, rate=plan.bandwidth, delay=span(plan.delay)).text() for plan in plans),
    )


def _put(plan: LinkPlan, octets: int) -> int:
    """How long it takes to put the frame on the link, in ns."""
    return octets * 8 * 1_000_000_000 // plan.bandwidth


def network(chance: Chance) -> Network:
    """A chain of slow links, where everybody knows each other's MAC address already."""
    made = chain(chance, chance.among(1, 3))
    names = list(made["nodes"])
    for place, link in enumerate(made["links"]):
        link["bandwidth"] = f"{chance.choice((1, 2, 5, 10))} Mbit/s"
        link["delay"] = f"{chance.among(1, 20)}ms"
        left, right = made["nodes"][names[place]], made["nodes"][names[place + 1]]
        _know(left, right)
        _know(right, left)
    target = address_of(made, "srv")
    return with_pings(made, [("pc1", target)], f"-c 1 -s {chance.among(100, 1472)}")


def _know(node: dict[str, object], other: dict[str, object]) -> None:
    """A static ARP entry for each interface of the other device."""
    entries = node.setdefault("arp", {"static": {}})
    assert isinstance(entries, dict)
    interfaces = other.get("router")
    if isinstance(interfaces, dict):
        found = {str(each["address"]).partition("/")[0]: str(each["mac"]) for each in interfaces.values()}
    else:
        found = {str(other["host"]).partition("/")[0]: str(other["mac"])}
    entries["static"].update(found)


TEMPLATE = Template(
    id="links/transfer-time",
    title={"en": "Time over several links", "zh": "多段链路的总时延"},
    kind=Kind.NUMBER,
    level="exam",
    seconds=120,
    moments=moments,
    ask=ask,
    folders=("links/slow-link",),
    network=network,
)
