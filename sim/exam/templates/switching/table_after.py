"""The MAC address table of a switch after some frames."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import mac_lines, moment_of
from sim.exam.question import Figure, FigureKind, Kind, Option
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.switching import beliefs
from sim.exam.templates.switching.ports_out import network
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "The MAC address table of {switch} was empty. The figure shows all frames until {at} s. "
    "Which stations are in the table then?",
    "zh": "{switch} 的 MAC 地址表原来是空的。图中是到 {at} s 为止的所有帧。此时表中有哪些站点？",
}
RULE = {
    "en": "a station is in the table after it has sent a frame through the switch",
    "zh": "站点发送的帧经过交换机之后，才会出现在表中",
}
REASON = {
    "en": "Until then {switch} has received frames of these stations only: {names}.",
    "zh": "到那时 {switch} 只收到过这些站点的帧：{names}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """The first of the changes, as long as no row was taken away."""
    for n, switch, change in run.changes("mac"):
        if change.after is None or run.trace.kind[n] == Happened.ROW_EXPIRED:
            return
        if change.before is None and run.kind(switch) == "switch":
            yield Moment(n, switch)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    switch, last = moment.about, moment.n
    rows = run.table(switch, "mac", last + 1)
    if len(run.of_kind("switch")) > 1 or any(row.static for row in rows.values()):
        raise AmbiguousError("several switches, or static rows")
    present = {mac for _, mac in rows}
    heard = {flight.to_node for flight in run.flights if flight.n <= last and flight.node == switch}
    options: list[Option] = []
    proof = [n for n, _, change in run.changes("mac") if n <= last and change.before is None]
    for node in run.of_kind("host", "router"):
        macs = [row.mac for row in run.interfaces(node, last).values()]
        if present.intersection(macs):
            options.append(right(node))
        else:
            belief = beliefs.LEARNS_RECEIVER if node in heard else beliefs.ALL_KNOWN
            options.append(wrong(node, belief, node=node))
    if not any(not option.is_right for option in options):
        raise AmbiguousError("every station is known")
    return Draft(
        say(TEXT, switch=switch, at=moment_of(run, last)),
        tuple(options),
        proof=tuple(reversed(proof)),
        reason=say(REASON, switch=switch, names=tuple(option.value for option in options if option.is_right)),
        hints=(look_at(switch, "mac"), rule(RULE), step_to(last)),
        figures=(Figure(FigureKind.TOPOLOGY), Figure(FigureKind.LADDER, 0, last)),
        given=mac_lines(run),
    )


TEMPLATE = Template(
    id="switching/table-after",
    title={"en": "The MAC address table after some frames", "zh": "若干帧之后的 MAC 地址表"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=(
        "arp/arp-on-one-switch",
        "switching/a-switch-learns",
        "switching/entries-grow-old",
        "switching/hub-against-switch",
    ),
    network=network,
)
