"""To which inside address and port an answer is sent on."""

from collections.abc import Iterator

from sim.exam.asking import address, look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import network, ports_of, translated, translations
from sim.features.nat.machine import ANY_PROTOCOL, TABLE
from sim.features.nat.machine import Kind as Origin
from sim.ip.icmp.pdu import Icmp

TEXT = {
    "en": "{router} has these translations. A datagram comes in from outside, from {src} to {dst}, {what} {port}. "
    "To which address and {what} does {router} send it on?",
    "zh": "{router} 的转换表如下。一个数据报从外部进入，从 {src} 发往 {dst}，{what} {port}。"
    "{router} 把它发往哪个地址和{what}？",
}
PORT = {"en": "port", "zh": "端口"}
IDENTIFIER = {"en": "identifier", "zh": "标识符"}
ADDRESS = {"en": "address", "zh": "地址"}
RULE = {
    "en": "the outside address with its port stands in one row; the inside address and port of this row are put in",
    "zh": "外部地址和端口对应一行，用这一行的内部地址和端口替换",
}


def moments(run: Run) -> Iterator[Moment]:
    """What comes in through a mapping that an inside host has begun."""
    for each in translated(run, "nat.destination"):
        outside = (each.before.protocol, each.before.dst, ports_of(each.before)[1])
        row = run.table(each.router, TABLE, each.n).get(outside)
        if row is not None and row.kind is Origin.DYNAMIC:
            yield Moment(each.came.n, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each = moment.about
    before, after, router = each.before, each.after, each.router
    rows = run.table(router, TABLE, each.n)
    if len(rows) < 2 or any(key[0] == ANY_PROTOCOL for key in rows):
        raise AmbiguousError("one mapping only, or one for all ports")
    outside, inside = ports_of(before)[1], ports_of(after)[1]
    what = say(IDENTIFIER if isinstance(before.payload, Icmp) else PORT)
    others = [row for row in rows.values() if row.inside_ip != after.dst]
    return Draft(
        say(TEXT, router=router, src=before.src, dst=before.dst, what=what, port=outside),
        blanks=(
            address(
                after.dst,
                [
                    *(slip(row.inside_ip, beliefs.OTHER_HOST, ip=row.inside_ip) for row in others),
                    slip(before.dst, beliefs.OUTSIDE_STAYS, ip=before.dst),
                ],
                label=say(ADDRESS),
            ),
            number(inside, [slip(outside, beliefs.PORT_STAYS, port=outside)], label=what),
        ),
        proof=(each.n,),
        hints=(look_at(router, TABLE), rule(RULE), step_to(each.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=translations(run, router, each.n),
    )


TEMPLATE = Template(
    id="nat/reply-destination",
    title={"en": "Where an answer goes", "zh": "应答转发到哪里"},
    kind=Kind.ROW,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("nat/several-homes-behind-one-address",),
    network=network,
)
