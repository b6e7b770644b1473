"""Where a port forwarding leads."""

from collections.abc import Iterator

from sim.exam.asking import address, look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import called, ports_of, translated
from sim.exam.templates.nat.reply_destination import ADDRESS, PORT
from sim.features.nat.machine import TABLE
from sim.features.nat.machine import Kind as Origin

TEXT = {
    "en": "{router} forwards ports as the lines say. {sender} sends a datagram to {dst}, port {port}. "
    "Which destination address and port does the datagram have behind {router}?",
    "zh": "{router} 按下面的配置转发端口。{sender} 向 {dst} 端口 {port} 发送数据报。"
    "经过 {router} 之后，数据报的目的地址和端口是什么？",
}
RULE = {
    "en": "the line with the outside port says which inside address and port it leads to",
    "zh": "外部端口所在的一行说明它通向哪个内部地址和端口",
}


def moments(run: Run) -> Iterator[Moment]:
    """The first datagram through each port that is forwarded."""
    seen = set()
    for each in translated(run, "nat.destination"):
        outside = (each.before.protocol, each.before.dst, ports_of(each.before)[1])
        row = run.table(each.router, TABLE, each.n).get(outside)
        if row is not None and row.kind is Origin.FORWARD and outside not in seen:
            seen.add(outside)
            yield Moment(each.came.n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    before, after, router = each.before, each.after, each.router
    rows = run.table(router, TABLE, each.n)
    forwards = {key: row for key, row in rows.items() if row.kind is Origin.FORWARD}
    sender = run.holder(before.src, each.n)
    if sender is None or len({key[0] for key in forwards}) != 1:
        raise AmbiguousError("a sender that is not clear, or several protocols")
    outside, inside = ports_of(before)[1], ports_of(after)[1]
    others = {row.inside_ip for row in forwards.values()} - {after.dst}
    return Draft(
        say(TEXT, router=router, sender=sender, dst=before.dst, port=outside),
        blanks=(
            address(
                after.dst,
                [
                    slip(before.dst, beliefs.OUTSIDE_STAYS, ip=before.dst),
                    *(slip(ip, beliefs.OTHER_HOST, ip=ip) for ip in sorted(others)),
                ],
                label=say(ADDRESS),
            ),
            number(inside, [slip(outside, beliefs.PORT_STAYS, port=outside)], label=say(PORT)),
        ),
        proof=(each.n,),
        hints=(look_at(router, TABLE), rule(RULE), step_to(each.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tuple(f"{key.outside} -> {row.inside}" for key, row in sorted(forwards.items())),
    )


TEMPLATE = Template(
    id="nat/forwarded-to",
    title={"en": "Port forwarding", "zh": "端口转发"},
    kind=Kind.ROW,
    level="intro",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("nat/port-forwarding",),
    network=called,
)
