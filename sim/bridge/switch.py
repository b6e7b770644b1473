"""A learning switch: a transparent bridge (IEEE 802.1D-2004 clause 7)."""

from collections.abc import Iterable, Sequence
from typing import Any

from sim.bridge import machine as switching
from sim.bridge import rules
from sim.bridge.settings import SwitchSettings
from sim.device.node import Node
from sim.kernel import Kernel
from sim.link.port import Incoming, Port
from sim.settings import NodeSettings
from sim.trace.records import NO_CAUSE, Kind
from sim.trace.trace import Trace
from sim.why import Why


class Switch(Node):
    """Learns which station is behind which port, and sends frames only where they have to go."""

    kind = "switch"

    def __init__(
        self,
        name: str,
        kernel: Kernel,
        trace: Trace,
        seed: int,
        ports: Sequence[str],
        settings: NodeSettings = NodeSettings(),
    ) -> None:
        super().__init__(name, kernel, trace, seed)
        self.ports = {port: Port(self, port, self) for port in ports}
        self.settings = settings
        self._switching = settings.of(SwitchSettings)
        self._macs = self.tables.setdefault(switching.TABLE, {})
        self._ports_up: tuple[str, ...] = tuple(ports)
        self._ageing_due = False

    def start(self) -> None:
        for port in self.ports.values():
            self.put_interface(port)
        self._ports_up = tuple(name for name, port in self.ports.items() if port.up)

    def receive(self, arrival: Incoming) -> None:
        port, frame, sent = arrival
        checked = port.receive_checked(frame, sent)
        if checked is None:
            return
        now, name, settings = self.kernel.now, port.name, self._switching
        received = self.trace.add(Kind.FRAME_RECEIVED, now, port.spot, sent, checked, Why(rules.RECEIVED, port=name))
        # The filtering database decides as it was before this frame came, save for its own source
        # (IEEE 802.1D-2004 figure 7-4 has learning beside forwarding; learning first also lets a frame from
        # a station to itself be filtered).
        # What bridges tell each other shows where no station is.
        if not switching.is_reserved(checked.dst):
            learned = switching.learn(self._macs, settings, name, checked.src, now)
            if learned:
                self._carry_out(learned, received)
        verdict = switching.forward(self._macs, settings, self._ports_up, name, checked.dst, now)
        if not verdict.ports:
            self.note(Kind.FRAME_DROPPED, checked, verdict.why, received, port)
        for out in verdict.ports:
            self.ports[out].send(checked, verdict.why, received)

    def link_changed(self, port: Port, cause: int) -> None:
        self._ports_up = tuple(name for name, each in self.ports.items() if each.up)
        changed = self.note_link(port, cause)
        if not port.up:
            self._carry_out(switching.flush(self._macs, port.name), changed)

    def _carry_out(self, effects: Iterable[Any], cause: int) -> None:
        for effect in effects:
            self.carry_out(effect, cause)
        if self._macs and not self._ageing_due:
            self._watch_age()

    def _watch_age(self) -> None:
        deadline = switching.next_deadline(self._macs, self._switching)
        if deadline is not None:
            self._ageing_due = True
            self.kernel.at(deadline, self._age, None)

    def _age(self, _: object) -> None:
        self._ageing_due = False
        self._carry_out(switching.age(self._macs, self._switching, self.kernel.now), NO_CAUSE)
