"""What a switch says in its BPDUs once the tree has settled."""

from collections.abc import Iterator

from sim.exam.asking import address, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.stp import beliefs
from sim.exam.templates.stp._tree import network, trees
from sim.features.stp.pdu import Bpdu
from sim.features.stp.tables import Role
from sim.link.ethernet.pdu import Ethernet
from sim.link.llc.pdu import Llc

TEXT = {
    "en": "These switches speak spanning tree, and the tree has settled. {switch} sends a BPDU at port {port}. "
    "What does the BPDU say?",
    "zh": "这些交换机运行生成树协议，生成树已稳定。{switch} 从端口 {port} 发送 BPDU，其中写着什么？",
}
ROOT = {"en": "MAC address of the root", "zh": "根的 MAC 地址"}
COST = {"en": "root path cost", "zh": "根路径开销"}
BRIDGE = {"en": "MAC address of the sending switch", "zh": "发送交换机的 MAC 地址"}
RULE = {
    "en": "a BPDU says: this is the root, this far is it from me, and this is who I am",
    "zh": "BPDU 说明：根是谁、我到根的开销、我是谁",
}


def bpdu_of(frame: object) -> Bpdu | None:
    """The BPDU in a frame."""
    if isinstance(frame, Ethernet) and isinstance(frame.payload, Llc) and isinstance(frame.payload.payload, Bpdu):
        return frame.payload.payload
    return None


def moments(run: Run) -> Iterator[Moment]:
    """The last BPDU of each designated port of a tree that has settled."""
    for tree in trees(run):
        last = {
            (flight.node, flight.port): flight
            for flight in run.flights
            if flight.n < tree.n and bpdu_of(flight.frame) is not None
        }
        for end, flight in last.items():
            row = tree.ports.get(end)
            if row is not None and row.role is Role.DESIGNATED and any(end in pair for pair in tree.links.values()):
                yield Moment(flight.n - 1, (tree, flight))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    tree, flight = moment.about
    bpdu = bpdu_of(flight.frame)
    row = tree.switches[flight.node]
    if bpdu is None or bpdu.root != row.root or bpdu.cost != row.root_cost:
        raise AmbiguousError("a BPDU from before the tree settled")
    node, cost = flight.node, tree.ports[flight.node, flight.port].cost
    facts = {"node": node}
    return Draft(
        say(TEXT, switch=node, port=flight.port),
        blanks=(
            address(bpdu.root.address, [slip(row.bridge.address, beliefs.ALL_ARE_ROOTS, **facts)], label=say(ROOT)),
            number(
                bpdu.cost,
                [
                    slip(bpdu.cost + cost, beliefs.NEXT_COST, **facts),
                    slip(0, beliefs.SENDS_NOTHING_NEW, **facts),
                ],
                label=say(COST),
            ),
            address(
                bpdu.bridge.address,
                [slip(bpdu.root.address, beliefs.SENDS_NOTHING_NEW, **facts)],
                label=say(BRIDGE),
            ),
        ),
        proof=(flight.n,),
        hints=(rule(RULE), step_to(flight.n)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=tree.lines,
    )


TEMPLATE = Template(
    id="stp/bpdu-fields",
    title={"en": "What a BPDU says", "zh": "BPDU 的内容"},
    kind=Kind.ROW,
    level="exam",
    seconds=90,
    moments=moments,
    ask=ask,
    folders=("switching/spanning-tree-ends-the-storm",),
    network=network,
)
