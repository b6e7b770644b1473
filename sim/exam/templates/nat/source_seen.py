"""Which source address the receiver of a translated datagram sees."""

from collections.abc import Iterator

from sim.exam.asking import address, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import called, network, translated
from sim.features.nat.machine import TABLE

TEXT = {
    "en": "{router} translates addresses (NAT), and {outside} is its outside address. A datagram of {sender} comes to "
    "{router}, from {src} to {dst}. Which source address does the receiver, {receiver}, see?",
    "zh": "{router} 进行地址转换（NAT），其外部地址是 {outside}。{sender} 的数据报到达 {router}，从 {src} 发往 {dst}。"
    "接收者 {receiver} 看到的源地址是什么？",
}
RULE = {
    "en": "on the way out the source is translated, on the way in the destination",
    "zh": "向外时转换源地址，向内时转换目的地址",
}


def moments(run: Run) -> Iterator[Moment]:
    for each in translated(run, "nat.source", "nat.destination"):
        yield Moment(each.came.n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    before, after, router = each.before, each.after, each.router
    sender, receiver = run.holder(before.src, each.n), run.holder(after.dst, each.n)
    is_out = before.src != after.src
    outside = after.src if is_out else before.dst
    if (
        sender is None
        or receiver is None
        or receiver == router
        or (before.src != after.src) == (before.dst != after.dst)
    ):
        raise AmbiguousError("ends that are not clear, or both translated")
    own = [each.address for row in run.interfaces(router, each.n).values() for each in row.addresses]
    inside = next((ip for ip in own if ip != outside), outside)
    if is_out:
        slips = [slip(before.src, beliefs.INSIDE_IS_SEEN, ip=before.src, router=router)]
    else:
        slips = [slip(outside, beliefs.ROUTER_CALLS, ip=outside)]
    slips += [
        slip(inside, beliefs.ROUTER_INSIDE if is_out else beliefs.ROUTER_CALLS, ip=inside, router=router),
        slip(before.dst, beliefs.SELF, ip=before.dst),
    ]
    return Draft(
        say(TEXT, router=router, outside=outside, sender=sender, receiver=receiver, src=before.src, dst=before.dst),
        blanks=(address(after.src, slips),),
        proof=(each.n, each.left.n),
        hints=(look_at(router, TABLE), rule(RULE), step_to(each.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def either(chance: Chance) -> Network:
    return chance.choice((network, called))(chance)


TEMPLATE = Template(
    id="nat/source-seen",
    title={"en": "Whom the receiver sees", "zh": "接收者看到的源地址"},
    kind=Kind.ADDRESS,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("nat/several-homes-behind-one-address", "nat/port-forwarding", "nat/home-network-to-a-web-page"),
    network=either,
)
