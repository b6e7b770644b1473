"""RSTP of one bridge: what comes in, the machines at work, and the effects that go out (IEEE 802.1D-2004 clause 17).

The machines work until none has a transition left; then the Port Transmit machine sends what is new. A port's machines
work only where something was changed that they look at, so that the work at an input does not grow with the number of
ports that it does not concern.
"""

from collections.abc import Iterator, Mapping

from sim.effects import Arm, Cancel
from sim.features.stp import pdu, rules
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import AgeWithin, Effect, Shut
from sim.features.stp.pdu import Bpdu
from sim.features.stp.rapid import change, detection, information, selection, transitions, transmission
from sim.features.stp.rapid.variables import HELD, Bridge, Info, Migration, Port
from sim.features.stp.tables import (
    AGEING,
    EDGE_DELAY_WHILE,
    FD_WHILE,
    HELLO_WHEN,
    MDELAY_WHILE,
    RB_WHILE,
    RCVD_INFO_WHILE,
    RR_WHILE,
    TC_WHILE,
    TX_COUNT,
    Guard,
    Role,
)
from sim.kernel import SECOND
from sim.why import Why

_MACHINES = (
    detection.detection_step,
    information.step,
    transitions.step,
    transitions.state_step,
    change.step,
    detection.migration_step,
)


class Rapid:
    """RSTP of one bridge. Each call takes the time (ns) and returns what is to be done, in order.

    A timer that was armed is to be given to :meth:`timeout` under its name when it fires.
    """

    def __init__(self, config: BridgeConfig, ports: Mapping[str, PortConfig]) -> None:
        self.bridge = Bridge(config, ports)

    def start(self, now: int) -> list[Effect]:
        """BEGIN: no port is enabled yet."""
        bridge = self.bridge
        bridge.now = now
        bridge.wake(bridge.ports.values())
        for port in bridge.ports.values():
            bridge.show(port, Why(rules.PORT_DOWN, port=port.name))
        return self._done()

    def receive(self, name: str, bpdu: Bpdu, now: int) -> list[Effect]:
        """A BPDU has reached a port."""
        bridge, port = self._at(name, now)
        if not port.port_enabled:
            return []
        if port.config.bpdu_guard:
            port.guard = Guard.BPDU
            why = Why(rules.BPDU_GUARD, port=name)
            return [Shut(name, why), *self.set_enabled(name, False, now)]
        if not is_valid(bpdu, port.config, bridge.config):
            bridge.explain(Why(rules.INVALID, port=name))
            return self._done()
        # 17.23, RECEIVE: updtBPDUVersion() (17.21.22)
        port.rcvd_rstp, port.rcvd_stp = bpdu.type == pdu.RAPID, bpdu.type != pdu.RAPID
        if port.oper_edge:
            port.oper_edge = False
            bridge.show(port, Why(rules.EDGE_LOST, port=name))
        port.edge_delay_while = now + bridge.config.migrate_time
        port.bpdu = bpdu
        return self._done()

    def set_enabled(self, name: str, enabled: bool, now: int) -> list[Effect]:
        """A port's MAC can be used now, or no more (portEnabled, 17.19.18)."""
        bridge, port = self._at(name, now)
        if port.port_enabled is not enabled:
            port.port_enabled = enabled
            timer = now + bridge.config.migrate_time if enabled else HELD
            port.edge_delay_while = timer  # 17.23, DISCARD
            if port.migration is Migration.CHECKING_RSTP:
                port.mdelay_while = timer
            if enabled:
                port.guard = None
                port.hello_when = now + bridge.config.hello_time
        return self._done()

    def mcheck(self, name: str, now: int) -> list[Effect]:
        """Try again whether everybody behind a port speaks RSTP (17.19.13)."""
        bridge, port = self._at(name, now)
        port.mcheck = bridge.rstp_version
        return self._done()

    def configure(
        self, now: int, config: BridgeConfig | None = None, ports: Mapping[str, PortConfig] = {}
    ) -> list[Effect]:
        """Set the bridge or some ports up anew (17.13)."""
        bridge = self.bridge
        bridge.now = now
        if config is not None:
            bridge.config = config
        for name, given in ports.items():
            bridge.ports[name].config = given
        for port in bridge.ports.values():
            # "reselect ... set TRUE, selected FALSE for all ports"
            bridge.select_again(port)
        bridge.wake(bridge.ports.values())
        return self._done()

    def timeout(self, timer: tuple[object, ...], now: int) -> list[Effect]:
        """A timer has fired."""
        bridge = self.bridge
        bridge.now = now
        if timer[0] == AGEING.name:
            return [AgeWithin(None, Why(rules.AGES_AS_USUAL))]
        port = bridge.ports[str(timer[1])]
        port.armed.pop(str(timer[0]), None)
        bridge.wake((port,))
        if timer[0] == RR_WHILE.name:
            bridge.wake(bridge.inward)
        return self._done()

    def _at(self, name: str, now: int) -> tuple[Bridge, Port]:
        bridge, port = self.bridge, self.bridge.ports[name]
        bridge.now = now
        bridge.wake((port,))
        return bridge, port

    def _done(self) -> list[Effect]:
        """Let the machines work, and hand out what they ask for."""
        bridge = self.bridge
        awake, touched = bridge.awake, bridge.touched
        while awake or bridge.reselect:
            while awake:
                port = next(iter(awake))
                del awake[port]
                touched[port] = None
                self._work(port)
            selection.step(bridge)
        for port in touched:
            transmission.transmit(bridge, port)
            bridge.show(port, port.role_why or Why(rules.PORT_DOWN, port=port.name))
            bridge.effects += self._timers(port)
        touched.clear()
        effects, bridge.effects = bridge.effects, []
        return effects

    def _work(self, port: Port) -> None:
        bridge = self.bridge
        has_moved = True
        while has_moved:
            has_moved = False
            for step in _MACHINES:
                if step(bridge, port):
                    has_moved = True
                    # allSynced and reRooted look at all ports
                    if step is transitions.step:
                        bridge.wake(each for each in bridge.inward if each is not port)

    def _timers(self, port: Port) -> Iterator[Effect]:
        """The timers that have something to do when they reach zero."""
        now, armed = self.bridge.now, port.armed
        wanted = {name: deadline for name, deadline in _deadlines(port, self.bridge).items() if now < deadline < HELD}
        for name in [name for name, deadline in armed.items() if name not in wanted and deadline > now]:
            del armed[name]
            yield Cancel((name, port.name), Why(rules.TIMER_STOPPED, timer=(name, port.name)))
        for name, deadline in wanted.items():
            if armed.get(name) != deadline:
                armed[name] = deadline
                timer = name, port.name
                yield Arm(timer, deadline, Why(rules.TIMER_STARTED, timer=timer, ns=deadline - now))


def _deadlines(port: Port, bridge: Bridge) -> dict[str, int]:
    now, role = bridge.now, port.role
    if not port.port_enabled:
        return {}
    found = {TC_WHILE.name: port.tc_while, RR_WHILE.name: port.rr_while}
    if role is Role.DESIGNATED or (role is Role.ROOT and port.tc_while > now):
        found[HELLO_WHEN.name] = port.hello_when
    if role in (Role.ROOT, Role.DESIGNATED) and not port.forward:
        found[FD_WHILE.name] = port.fd_while
    if port.info_is is Info.RECEIVED:
        found[RCVD_INFO_WHILE.name] = port.rcvd_info_while
    if role is Role.ROOT and not port.forward:
        found[RB_WHILE.name] = port.rb_while
    if port.migration is not Migration.SENSING:
        found[MDELAY_WHILE.name] = port.mdelay_while
    if port.proposing and port.config.auto_edge and port.send_rstp and not port.oper_edge:
        found[EDGE_DELAY_WHILE.name] = port.edge_delay_while
    if port.new_info and port.sent_in_this_second(now) >= bridge.config.transmit_hold_count:
        found[TX_COUNT.name] = (now // SECOND + 1) * SECOND
    return found


def is_valid(bpdu: Bpdu, port: PortConfig, bridge: BridgeConfig) -> bool:
    """Whether a BPDU is to be used (9.3.4)."""
    if bpdu.type != pdu.CONFIGURATION:
        return True
    # "Message Age ... less than ... Max Age", and designated bridge and port are not those of the receiving port
    is_own = bpdu.bridge == bridge.id and bpdu.port == port.id
    return bpdu.message_age < bpdu.max_age and not is_own
