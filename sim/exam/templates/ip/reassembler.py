"""Which device puts fragments together."""

from sim.exam.asking import devices, rule, step_to, wrong
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.ip import beliefs
from sim.exam.templates.ip._fragments import moments, network

TEXT = {
    "en": "{source} sends a datagram of {octets} octets to {destination}. {node} cuts it into fragments. "
    "Which device puts the fragments together?",
    "zh": "{source} 向 {destination} 发送一个 {octets} 字节的数据报，{node} 把它切成分片。哪台设备重组这些分片？",
}
RULE = {"en": "fragments travel by themselves up to the destination", "zh": "分片各自传送，直到目的主机"}


_NOT_FOR = {
    "en": "{node} does not have the address {destination}, for which the fragments are.",
    "zh": "分片发往 {destination}，这不是 {node} 的地址。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    cut = moment.about
    whole = [
        m for m in run.records("reassembly.complete") if m > moment.n and run.holder(cut.destination, m) == run.node(m)
    ]
    if not whole:
        raise AmbiguousError("the fragments are not put together")
    truth = run.node(whole[0])
    wrongs = [
        wrong(cut.node, beliefs.FRAGMENTER_REASSEMBLES, node=cut.node),
        *(wrong(node, beliefs.ROUTER_REASSEMBLES, node=node) for node in run.of_kind("router") if node != cut.node),
    ]
    return Draft(
        say(TEXT, source=cut.source, destination=cut.destination, octets=cut.octets, node=cut.node),
        devices(run.of_kind("host", "router"), truth, wrongs, _NOT_FOR, destination=cut.destination),
        proof=(whole[0],),
        hints=(rule(RULE), step_to(whole[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


TEMPLATE = Template(
    id="ip/reassembler",
    title={"en": "Who puts fragments together", "zh": "谁重组分片"},
    kind=Kind.DEVICE,
    level="intro",
    seconds=30,
    moments=moments,
    ask=ask,
    folders=("icmp",),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
