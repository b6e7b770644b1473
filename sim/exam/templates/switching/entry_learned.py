"""Which row a switch adds to its MAC address table when a frame comes in."""

from collections.abc import Iterator

from sim.addresses import BROADCAST_MAC, MacAddress
from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.switching import beliefs
from sim.exam.templates.switching.ports_out import network
from sim.ip.arp.pdu import Arp
from sim.ip.ipv4.pdu import IPv4
from sim.link.ethernet.pdu import Ethernet
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "A frame from {source} to {destination} comes in at port {port} of {switch}. It carries {payload} from {ip}. "
    "Which row does {switch} add to its MAC address table?",
    "zh": "一个从 {source} 发往 {destination} 的帧从 {switch} 的端口 {port} 进入，里面是来自 {ip} 的 {payload}。"
    "{switch} 在 MAC 地址表中添加哪一行？",
}
ROW = {"en": "{address} at port {number}", "zh": "{address} 在端口 {number}"}
RULE = {
    "en": "a switch learns the source address of a frame, with the port where the frame came in",
    "zh": "交换机学习帧的源地址，以及帧进入的端口",
}


def moments(run: Run) -> Iterator[Moment]:
    for n in run.records("switch.learned", "switch.moved"):
        if run.trace.kind[n] in (Happened.ROW_ADDED, Happened.ROW_CHANGED):
            yield Moment(n - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    trace, learned = run.trace, moment.about
    received = trace.cause[learned]
    frame = trace.what[received]
    if not isinstance(frame, Ethernet) or not isinstance(frame.payload, Arp | IPv4):
        raise AmbiguousError("a frame that carries neither ARP nor IP")
    ip = frame.payload.sender_ip if isinstance(frame.payload, Arp) else frame.payload.src
    switch, into = trace.spots[trace.spot[received]]
    sent = [m for m in run.effects.get(received, ()) if trace.kind[m] == Happened.FRAME_SENT]
    out = trace.spots[trace.spot[sent[0]]].port if sent else None
    facts = {"port": into, "mac": frame.src, "ip": ip}
    seeks = beliefs.LEARNS_BROADCAST if frame.dst == BROADCAST_MAC else beliefs.LEARNS_DESTINATION
    by_ip = wrong((ip, into), beliefs.LEARNS_IP, _row(ip, into), **facts)
    options = [
        right((frame.src, into), _row(frame.src, into)),
        wrong((frame.dst, into), seeks, _row(frame.dst, into), **facts),
    ]
    if out is None:
        options.append(by_ip)
    else:
        options.append(wrong((frame.src, out), beliefs.LEARNS_OUT_PORT, _row(frame.src, out), **facts))
        # Without the last row, the right one alone would share its address or its port with each other row.
        options += chance.shuffled([by_ip, wrong((frame.dst, out), seeks, _row(frame.dst, out), **facts)])
    return Draft(
        say(
            TEXT,
            switch=switch,
            source=frame.src,
            destination=frame.dst,
            port=into,
            ip=ip,
            payload="ARP" if isinstance(frame.payload, Arp) else "IPv4",
        ),
        tuple(options),
        proof=(learned,),
        hints=(look_at(switch, "mac"), rule(RULE), step_to(learned)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        moment=received,
    )


def _row(address: MacAddress | int, port: str) -> Said:
    return say(ROW, address=address, number=port)


TEMPLATE = Template(
    id="switching/entry-learned",
    title={"en": "The row that a switch learns", "zh": "交换机学到的表项"},
    kind=Kind.ONE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("switching", "arp/arp-on-one-switch"),
    network=network,
)
