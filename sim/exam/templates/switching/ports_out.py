"""By which ports a frame leaves a switch."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.looking import has_loose_end, leaves
from sim.exam.networks import lan, with_pings
from sim.exam.question import Figure, FigureKind, Kind, Misconception
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.switching import beliefs
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{switch} has this MAC address table. A frame from {source} to {destination} comes in at port {port}. "
    "By which ports does the frame leave?",
    "zh": "{switch} 的 MAC 地址表如下。一个从 {source} 发往 {destination} 的帧从端口 {port} 进入。它从哪些端口发出？",
}
PORT = {"en": "port {number}", "zh": "端口 {number}"}
RULE = {
    "en": "known address: one port; unknown address or broadcast: every port in use but the port where it came in",
    "zh": "已知地址：一个端口；未知地址或广播：除入端口外的所有在用端口",
}
ONE = {"en": "The table has {mac} at port {names}.", "zh": "表中 {mac} 在端口 {names}。"}
ALL = {
    "en": "The table does not have {mac}. The ports in use but for port {port} are: {names}.",
    "zh": "表中没有 {mac}。除端口 {port} 外在用的端口有：{names}。",
}


def moments(run: Run) -> Iterator[Moment]:
    for n in run.records("switch.received"):
        if run.trace.kind[n] == Happened.FRAME_RECEIVED and isinstance(run.trace.what[n], Ethernet):
            yield Moment(n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n, trace = moment.n, run.trace
    frame = trace.what[n]
    assert isinstance(frame, Ethernet)
    switch, into = trace.spots[trace.spot[n]]
    sent = [m for m in run.effects.get(n, ()) if trace.kind[m] in (Happened.FRAME_SENT, Happened.FRAME_QUEUED)]
    out = {trace.spots[trace.spot[m]].port for m in sent}
    wired = [port for end in run.names.links.values() for node, port in end if node == switch]
    if not out or len(wired) < 3:
        raise AmbiguousError("the switch sends nothing, or has too few ports")
    if has_loose_end(run, n, (switch,)):
        raise AmbiguousError("a cable is pulled out")
    known = (1, frame.dst) in run.table(switch, "mac", n)
    belief: Misconception = beliefs.FLOODS_KNOWN if known else beliefs.NO_FLOOD
    facts = {"mac": frame.dst, "port": into}
    first = leaves(run, sent[0])
    options = []
    for port in sorted(wired, key=int):
        text = say(PORT, number=port)
        if port in out:
            options.append(right(port, text))
        else:
            options.append(wrong(port, beliefs.BACK_OUT if port == into else belief, text, **facts))
    return Draft(
        say(TEXT, switch=switch, source=frame.src, destination=frame.dst, port=into),
        tuple(options),
        proof=(first,),
        reason=say(ONE if known else ALL, mac=frame.dst, port=into, names=tuple(sorted(out, key=int))),
        hints=(look_at(switch, "mac"), rule(RULE), step_to(first)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=run.printed(switch, "mac", n),
        moment=n,
    )


def network(chance: Chance) -> Network:
    made = lan(chance, chance.among(3, 6))
    names = [name for name in made["nodes"] if name != "sw1"]
    return with_pings(made, [tuple(chance.sample(names, 2)) for _ in range(chance.among(1, 3))])


TEMPLATE = Template(
    id="switching/ports-out",
    title={"en": "Ports by which a frame leaves", "zh": "帧从哪些端口发出"},
    kind=Kind.SEVERAL,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=(
        "switching/a-switch-learns",
        "switching/a-station-moves",
        "switching/entries-grow-old",
        "arp/arp-on-one-switch",
    ),
    network=network,
)
