"""A hub: a multiport repeater (IEEE 802.3 clause 9). It knows no addresses."""

from collections.abc import Sequence

from sim.bridge import rules
from sim.device.node import Node
from sim.kernel import Kernel
from sim.link.port import Incoming, Port
from sim.trace.records import Kind
from sim.trace.trace import Trace
from sim.why import Why


class Hub(Node):
    """Repeats what comes in at one port, damaged or not, at all the others."""

    kind = "hub"

    def __init__(self, name: str, kernel: Kernel, trace: Trace, seed: int, ports: Sequence[str]) -> None:
        super().__init__(name, kernel, trace, seed)
        self.ports = {port: Port(self, port, self) for port in ports}

    def start(self) -> None:
        for port in self.ports.values():
            self.put_interface(port)

    def receive(self, arrival: Incoming) -> None:
        port, frame, sent = arrival
        why = Why(rules.HUB_HEARD, port=port.name)
        received = self.note(Kind.FRAME_RECEIVED, frame, why, sent, port)
        why = Why(rules.HUB_REPEAT, port=port.name)
        for other in self.ports.values():
            if other is not port and other.up:
                other.send(frame, why, received)

    def link_changed(self, port: Port, cause: int) -> None:
        self.note_link(port, cause)
