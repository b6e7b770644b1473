"""STP of one bridge: the procedures of IEEE 802.1D-1998 clause 8, under the standard's names.

The elements of 8.6 are the methods whose docstrings name them; 8.7 says what happens at an input, 8.8 what management
does. A timer is the instant (ns) at which it expires, ``None`` where it does not run.
"""

from collections.abc import Iterator, Mapping

from sim.effects import Arm, Cancel, Explain, Put
from sim.features.stp import pdu, rules
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import AgeWithin, Effect, Relay, Send, Shut
from sim.features.stp.pdu import Bpdu
from sim.features.stp.reasons import Held, RootPath, why_blocked, why_designated, why_root, why_root_port
from sim.features.stp.tables import (
    FORWARD_DELAY,
    HELLO,
    HOLD,
    MESSAGE_AGE,
    PORT,
    TCN,
    TOPOLOGY_CHANGE,
    TREE,
    TREE_KEY,
    Guard,
    Mode,
    PortRow,
    PortState,
    Role,
    TreeRow,
)
from sim.features.stp.vector import Times, Vector, in_units, times_of, vector_of
from sim.kernel import SECOND
from sim.why import Rule, Why

HOLD_TIME = SECOND
"""Between two configuration BPDUs of a port (8.10.2, table 8-3)."""
MESSAGE_AGE_INCREMENT = SECOND
"""What each bridge adds to the age of the root's word (8.10.2)."""


class Port:
    """The port parameters and timers (8.5.5, 8.5.6).

    ``vector`` has the four designated parameters. ``edge``: the port forwards at once, and causes no topology change
    (Change Detection Enabled, 8.5.5.10). ``why`` is why the port has its role.
    """

    def __init__(self, name: str, config: PortConfig, vector: Vector) -> None:
        self.name = name
        self.config = config
        self.state = PortState.DISABLED
        self.vector = vector
        self.topology_change_acknowledge = False
        self.config_pending = False
        self.edge = config.edge
        self.guard: Guard | None = None
        self.message_age_timer: int | None = None
        self.aged_from = 0
        """When the message that the port holds was new, as far as its Message Age says (ns)."""
        self.forward_delay_timer: int | None = None
        self.hold_timer: int | None = None
        self.why = Why(rules.PORT_DOWN, port=name)
        self.shown: PortRow | None = None


class Classic:
    """STP of one bridge. Each call takes the time (ns) and returns what is to be done, in order.

    A timer that was armed is to be given to :meth:`timeout` under its name when it fires.
    """

    def __init__(self, config: BridgeConfig, ports: Mapping[str, PortConfig]) -> None:
        self.config = config
        own = config.id
        self.ports = {name: Port(name, port, Vector(own, 0, own, port.id)) for name, port in ports.items()}
        self.now = 0
        self.designated_root = own
        self.root_path_cost = 0
        self.root_port: Port | None = None
        self.times = config.times
        self.topology_change_detected = self.topology_change = False
        self.hello_timer: int | None = None
        self.tcn_timer: int | None = None
        self.topology_change_timer: int | None = None
        self.topology_changes = 0
        self.changed_at: int | None = None
        self.changed_by: str | None = None
        self._effects: list[Effect] = []
        self._armed: dict[tuple[str, str], int] = {}
        self._shown: TreeRow | None = None
        self._ages_quickly = False

    # 8.8: what management does

    def start(self, now: int) -> list[Effect]:
        """8.8.1 Initialization; no port is enabled yet."""
        self.now = now
        self.designated_root = self.config.id
        self.port_state_selection()
        self.config_bpdu_generation()
        self.hello_timer = now + self.times.hello_time
        return self._done()

    def set_enabled(self, name: str, enabled: bool, now: int) -> list[Effect]:
        """8.8.2 Enable Port, 8.8.3 Disable Port."""
        self.now, port = now, self.ports[name]
        if enabled == (port.state is not PortState.DISABLED):
            return self._done()
        if enabled:
            port.guard, port.edge = None, port.config.edge
            self._initialize(port)
            self.port_state_selection()
            return self._done()
        was_root = self.is_root
        self.become_designated_port(port)
        self._set_state(port, PortState.DISABLED, Why(rules.PORT_DOWN, port=name))
        port.topology_change_acknowledge = port.config_pending = False
        port.message_age_timer = port.forward_delay_timer = port.hold_timer = None
        self._choose_again(was_root)
        return self._done()

    def configure(
        self, now: int, config: BridgeConfig | None = None, ports: Mapping[str, PortConfig] = {}
    ) -> list[Effect]:
        """8.8.4 Set Bridge Priority, 8.8.5 Set Port Priority, 8.8.6 Set Path Cost."""
        self.now = now
        was_root = self.is_root
        designated = [port for port in self.ports.values() if self.is_designated(port)]
        if config is not None:
            self.config = config
        for name, given in ports.items():
            self.ports[name].config = given
        for port in designated:
            port.vector = port.vector._replace(bridge=self.config.id, port=port.config.id)
        self._choose_again(was_root)
        return self._done()

    def mcheck(self, name: str, now: int) -> list[Effect]:
        """STP has nothing to migrate to."""
        self.now = now
        return self._done()

    def _initialize(self, port: Port) -> None:
        """8.8.1.4, 8.8.2: the port is designated, and blocks."""
        self.become_designated_port(port)
        port.state = PortState.BLOCKING
        port.topology_change_acknowledge = port.config_pending = False
        port.message_age_timer = port.forward_delay_timer = port.hold_timer = None

    def _choose_again(self, was_root: bool) -> None:
        """What 8.7.4, 8.8.3 and 8.8.4 have in common: a bridge that becomes root uses its own times."""
        self.configuration_update()
        self.port_state_selection()
        if self.is_root and not was_root:
            self.times = self.config.times
            self.topology_change_detection(None)
            self.tcn_timer = None
            self.config_bpdu_generation()
            self.hello_timer = self.now + self.times.hello_time

    # 8.7: what comes in

    def receive(self, name: str, bpdu: Bpdu, now: int) -> list[Effect]:
        """A BPDU has reached a port."""
        self.now, port = now, self.ports[name]
        if port.state is PortState.DISABLED:
            return []
        if port.config.bpdu_guard:
            port.guard = Guard.BPDU
            self._effects.append(Shut(name, Why(rules.BPDU_GUARD, port=name)))
            return self.set_enabled(name, False, now)
        if port.edge:
            port.edge = False
            self._show(port, Why(rules.EDGE_LOST, port=name))
        if bpdu.type == pdu.TOPOLOGY_CHANGE_NOTIFICATION:
            self._received_tcn(port)
        elif bpdu.type != pdu.CONFIGURATION:
            self._effects.append(Explain(Why(rules.NOT_UNDERSTOOD, port=name)))
        elif bpdu.message_age >= bpdu.max_age or (bpdu.bridge == self.config.id and bpdu.port == port.config.id):
            self._effects.append(Explain(Why(rules.INVALID, port=name)))
        else:
            self._received_config(port, bpdu)
        return self._done()

    def _received_config(self, port: Port, bpdu: Bpdu) -> None:
        """8.7.1 Received Configuration BPDU."""
        was_root = self.is_root
        if self.supersedes_port_info(port, bpdu):
            self._explain_superior(port, bpdu)
            self.record_config_information(port, bpdu)
            self.configuration_update()
            self.port_state_selection()
            if not self.is_root and was_root:
                self.hello_timer = None
                if self.topology_change_detected:
                    self.topology_change_timer = None
                    self.transmit_tcn()
                    self.tcn_timer = self.now + self.config.hello_time
            if port is self.root_port:
                self.record_config_timeout_values(bpdu)
                self.config_bpdu_generation()
                if bpdu.flags & pdu.TC_ACK:
                    self.topology_change_acknowledged(port)
        elif self.is_designated(port):
            facts = {"bridge": bpdu.bridge, "root": bpdu.root, "cost": bpdu.cost}
            self._effects.append(Explain(Why(rules.INFERIOR, port=port.name, **facts)))
            self.transmit_config(port, rules.SENT_REPLY)  # 8.6.5 Reply to Configuration BPDU

    def _explain_superior(self, port: Port, bpdu: Bpdu) -> None:
        held, heard = port.vector, vector_of(bpdu)
        if heard != held:
            facts = {"bridge": heard.bridge, "root": heard.root, "cost": heard.cost}
            facts |= {"held_root": held.root, "held_cost": held.cost}
            self._effects.append(Explain(Why(rules.SUPERIOR, port=port.name, **facts)))

    def _received_tcn(self, port: Port) -> None:
        """8.7.2 Received Topology Change Notification BPDU."""
        if self.is_designated(port):
            self._effects.append(Explain(Why(rules.TCN_RECEIVED, port=port.name)))
            self.topology_change_detection(None)
            self.acknowledge_topology_change(port)

    def timeout(self, timer: tuple[object, ...], now: int) -> list[Effect]:
        """A timer has fired (8.7.3 to 8.7.8)."""
        self.now = now
        name, where = str(timer[0]), str(timer[1])
        self._armed.pop((name, where), None)
        if where:
            self._port_timeout(name, self.ports[where])
        elif name == HELLO.name:  # 8.7.3
            self.config_bpdu_generation()
            self.hello_timer = now + self.times.hello_time
        elif name == TCN.name:  # 8.7.6
            self.transmit_tcn()
            self.tcn_timer = now + self.config.hello_time
        else:  # 8.7.7
            self.topology_change_detected = self.topology_change = False
            self.topology_change_timer = None
        return self._done()

    def _port_timeout(self, name: str, port: Port) -> None:
        if name == MESSAGE_AGE.name:  # 8.7.4
            was_root = self.is_root
            self._effects.append(Explain(Why(rules.INFORMATION_AGED, port=port.name, bridge=port.vector.bridge)))
            self.become_designated_port(port)
            self._choose_again(was_root)
        elif name == FORWARD_DELAY.name:  # 8.7.5
            self._forward_delay_expired(port)
        else:  # 8.7.8
            port.hold_timer = None
            if port.config_pending:
                self.transmit_config(port, rules.SENT_NEWS)

    def _forward_delay_expired(self, port: Port) -> None:
        port.forward_delay_timer = None
        if port.state is PortState.LISTENING:
            self._set_state(port, PortState.LEARNING, Why(rules.LEARNS, port=port.name))
            port.forward_delay_timer = self.now + self.times.forward_delay
        elif port.state is PortState.LEARNING:
            self._set_state(port, PortState.FORWARDING, Why(rules.FORWARDS_AFTER_DELAY, port=port.name))
            if self._serves_any() and not port.edge:
                self.topology_change_detection(port)

    def _serves_any(self) -> bool:
        """Whether the bridge is the designated bridge of any link: else nobody is behind it whom a change concerns."""
        return any(self.is_designated(port) for port in self.ports.values())

    # 8.6: the elements of procedure

    @property
    def is_root(self) -> bool:
        return self.designated_root == self.config.id

    def is_designated(self, port: Port) -> bool:
        """Whether the port is the designated port of its link (8.5.5.5, 8.5.5.6)."""
        return port.vector.bridge == self.config.id and port.vector.port == port.config.id

    def transmit_config(self, port: Port, rule: Rule) -> None:
        """8.6.1 Transmission of a Configuration BPDU."""
        if port.hold_timer is not None:
            port.config_pending = True
            return
        age = 0
        if self.root_port is not None:
            age = self.now - self.root_port.aged_from + MESSAGE_AGE_INCREMENT
        times = self.times._replace(message_age=age)
        if age >= times.max_age:
            return
        flags = (pdu.TC if self.topology_change else 0) | (pdu.TC_ACK if port.topology_change_acknowledge else 0)
        vector = Vector(self.designated_root, self.root_path_cost, self.config.id, port.config.id)
        port.topology_change_acknowledge = port.config_pending = False
        bpdu = Bpdu(pdu.CONFIGURATION, pdu.VERSION_STP, flags, *vector, *in_units(times))
        self._effects.append(Send(port.name, bpdu, Why(rule, port=port.name)))
        port.hold_timer = self.now + HOLD_TIME

    def supersedes_port_info(self, port: Port, bpdu: Bpdu) -> bool:
        """8.6.2.2: whether the message goes before what the port holds."""
        heard, held = vector_of(bpdu), port.vector
        if heard[:3] != held[:3]:
            return heard[:3] < held[:3]
        return heard.bridge != self.config.id or heard.port <= held.port

    def record_config_information(self, port: Port, bpdu: Bpdu) -> None:
        """8.6.2 Record Configuration Information."""
        port.vector = vector_of(bpdu)
        times = times_of(bpdu)
        port.aged_from = self.now - times.message_age
        port.message_age_timer = port.aged_from + times.max_age

    def record_config_timeout_values(self, bpdu: Bpdu) -> None:
        """8.6.3 Record Configuration Timeout Values."""
        self.times = times_of(bpdu)._replace(message_age=0)
        self.topology_change = bool(bpdu.flags & pdu.TC)

    def config_bpdu_generation(self) -> None:
        """8.6.4 Configuration BPDU Generation."""
        rule = rules.SENT_HELLO if self.is_root else rules.SENT_RELAYED
        for port in self.ports.values():
            if self.is_designated(port) and port.state is not PortState.DISABLED:
                self.transmit_config(port, rule)

    def transmit_tcn(self) -> None:
        """8.6.6 Transmission of a Topology Change Notification BPDU."""
        if self.root_port is not None:
            name = self.root_port.name
            self._effects.append(Send(name, Bpdu(pdu.TOPOLOGY_CHANGE_NOTIFICATION), Why(rules.SENT_TCN, port=name)))

    def configuration_update(self) -> None:
        """8.6.7 Configuration Update."""
        self.root_selection()
        self.designated_port_selection()

    def _root_paths(self) -> list[RootPath]:
        """The ports that may be the root port, the best first (8.6.8.3.1)."""
        own = self.config.id
        return sorted(
            (
                RootPath(port.vector._replace(cost=port.vector.cost + port.config.cost), port.config.id, port.name)
                for port in self.ports.values()
                if not self.is_designated(port)
                and port.state is not PortState.DISABLED
                and port.vector.root < own
                and not port.config.root_guard
            ),
            key=lambda path: path[:2],
        )

    def root_selection(self) -> None:
        """8.6.8 Root Selection."""
        paths = self._root_paths()
        if not paths:
            self.root_port = None
            self.designated_root, self.root_path_cost = self.config.id, 0
            self._show_tree(Why(rules.OWN_ROOT, bridge=self.config.id))
            return
        best = paths[0]
        self.root_port = self.ports[best.port]
        self.designated_root, self.root_path_cost = best.vector.root, best.vector.cost
        self._show_tree(why_root(self.config.id, best))

    def designated_port_selection(self) -> None:
        """8.6.9 Designated Port Selection."""
        for port in self.ports.values():
            held = port.vector
            own = Vector(self.designated_root, self.root_path_cost, self.config.id, port.config.id)
            port.guard = None if port.guard is Guard.ROOT else port.guard
            if port.config.root_guard and not self.is_designated(port) and held.root < self.designated_root:
                port.guard = Guard.ROOT  # the root that is heard here is not taken, nor is the port given to the link
            elif self.is_designated(port) or held.root != self.designated_root or own < held:
                if not self.is_designated(port):
                    port.why = why_designated(Held(port.name, own, held), is_root=self.is_root)
                self.become_designated_port(port)

    def become_designated_port(self, port: Port) -> None:
        """8.6.10 Become Designated Port."""
        port.vector = Vector(self.designated_root, self.root_path_cost, self.config.id, port.config.id)
        port.message_age_timer = None

    def port_state_selection(self) -> None:
        """8.6.11 Port State Selection."""
        for port in self.ports.values():
            if port.state is PortState.DISABLED:
                continue
            if port is self.root_port:
                port.config_pending = port.topology_change_acknowledge = False
                self.make_forwarding(port)
            elif self.is_designated(port):
                port.message_age_timer = None
                self.make_forwarding(port)
            else:
                port.config_pending = port.topology_change_acknowledge = False
                self.make_blocking(port)

    def make_forwarding(self, port: Port) -> None:
        """8.6.12 Make Forwarding; a port that nobody but a station is behind need not wait."""
        if port.state is not PortState.BLOCKING:
            return
        if port.edge:
            self._set_state(port, PortState.FORWARDING, Why(rules.EDGE_FORWARDS, port=port.name))
            return
        self._set_state(port, PortState.LISTENING, Why(rules.LISTENS, port=port.name))
        port.forward_delay_timer = self.now + self.times.forward_delay

    def make_blocking(self, port: Port) -> None:
        """8.6.13 Make Blocking."""
        if port.state in (PortState.DISABLED, PortState.BLOCKING):
            return
        was_relaying = port.state in (PortState.FORWARDING, PortState.LEARNING)
        self._set_state(port, PortState.BLOCKING, self._why_role(port))
        port.forward_delay_timer = None
        if was_relaying and not port.edge:
            self.topology_change_detection(port)

    def topology_change_detection(self, port: Port | None) -> None:
        """8.6.14 Topology Change Detection; ``port`` is the one whose state has changed."""
        if port is not None:
            self.topology_changes += 1
            self.changed_at, self.changed_by = self.now, port.name
            self._show_tree(Why(rules.TC_DETECTED_CLASSIC, port=port.name))
        if self.is_root:
            self.topology_change = True
            self.topology_change_timer = self.now + self.config.max_age + self.config.forward_delay
        elif not self.topology_change_detected:
            self.transmit_tcn()
            self.tcn_timer = self.now + self.config.hello_time
        self.topology_change_detected = True

    def topology_change_acknowledged(self, port: Port) -> None:
        """8.6.15 Topology Change Acknowledged."""
        self._effects.append(Explain(Why(rules.TCN_ACKNOWLEDGED, port=port.name)))
        self.topology_change_detected = False
        self.tcn_timer = None

    def acknowledge_topology_change(self, port: Port) -> None:
        """8.6.16 Acknowledge Topology Change."""
        port.topology_change_acknowledge = True
        self.transmit_config(port, rules.SENT_NEWS)

    # What is shown of it

    def role(self, port: Port) -> Role:
        """The name that 802.1D-2004 gives to what the port is."""
        if port.state is PortState.DISABLED:
            return Role.DISABLED
        if port is self.root_port:
            return Role.ROOT
        if self.is_designated(port):
            return Role.DESIGNATED
        return Role.BACKUP if port.vector.bridge == self.config.id else Role.ALTERNATE

    def _why_role(self, port: Port) -> Why:
        paths = self._root_paths()
        own = Vector(self.designated_root, self.root_path_cost, self.config.id, port.config.id)
        match self.role(port):
            case Role.DISABLED:
                return Why(rules.PORT_DOWN, port=port.name)
            case Role.ROOT:
                return why_root_port(paths)
            case Role.DESIGNATED if self.is_root:
                return Why(rules.DESIGNATED_OF_ROOT, port=port.name)
            case Role.DESIGNATED:
                return Why(rules.DESIGNATED_ALONE, port=port.name)
        if port.guard is Guard.ROOT:
            return Why(rules.ROOT_GUARD, port=port.name, root=port.vector.root)
        numbers = {each.config.number: each.name for each in self.ports.values()}
        return why_blocked(Held(port.name, own, port.vector), numbers)

    def _set_state(self, port: Port, state: PortState, why: Why) -> None:
        port.state = state
        self._show(port, why)
        relays = state is PortState.FORWARDING
        self._effects.append(Relay(port.name, relays or state is PortState.LEARNING, relays, why))

    def _show(self, port: Port, why: Why | None = None) -> None:
        row = PortRow(
            self.role(port),
            port.state,
            port.config.cost,
            port.config.id,
            *port.vector,
            edge=port.edge,
            point_to_point=port.config.point_to_point,
            sends=Mode.STP,
            guard=port.guard,
        )
        if row != port.shown:
            port.shown = row
            self._effects.append(Put(PORT, port.name, row, why or self._why_role(port)))

    def _show_tree(self, why: Why) -> None:
        root_port = None if self.root_port is None else self.root_port.name
        times: Times = self.times
        row = TreeRow(
            Mode.STP,
            self.config.id,
            self.designated_root,
            self.root_path_cost,
            root_port,
            times.max_age,
            times.hello_time,
            times.forward_delay,
            self.topology_changes,
            self.changed_at,
            self.changed_by,
        )
        if row != self._shown:
            self._shown = row
            self._effects.append(Put(TREE, TREE_KEY, row, why))

    def _done(self) -> list[Effect]:
        if not self.is_root:
            self.hello_timer = None
        self._show_tree(Why(rules.ROOT_TIMES, root=self.designated_root))
        for port in self.ports.values():
            self._show(port)
        if self._ages_quickly is not self.topology_change:
            # 8.3.5: while the Topology Change flag is set, "the Forward Delay" is the ageing time
            self._ages_quickly = self.topology_change
            delay = self.times.forward_delay
            why = Why(rules.AGES_QUICKLY, ns=delay) if self.topology_change else Why(rules.AGES_AS_USUAL)
            self._effects.append(AgeWithin(delay if self.topology_change else None, why))
        self._effects += self._timers()
        effects, self._effects = self._effects, []
        return effects

    def _timers(self) -> Iterator[Effect]:
        wanted = {key: deadline for key, deadline in self._deadlines() if deadline is not None}
        for key in [key for key, deadline in self._armed.items() if key not in wanted and deadline > self.now]:
            del self._armed[key]
            yield Cancel(key, Why(rules.TIMER_STOPPED, timer=key))
        for key, deadline in wanted.items():
            if self._armed.get(key) != deadline:
                self._armed[key] = deadline
                yield Arm(key, deadline, Why(rules.TIMER_STARTED, timer=key, ns=deadline - self.now))

    def _deadlines(self) -> Iterator[tuple[tuple[str, str], int | None]]:
        yield (HELLO.name, ""), self.hello_timer
        yield (TCN.name, ""), self.tcn_timer
        yield (TOPOLOGY_CHANGE.name, ""), self.topology_change_timer
        for port in self.ports.values():
            yield (MESSAGE_AGE.name, port.name), port.message_age_timer
            yield (FORWARD_DELAY.name, port.name), port.forward_delay_timer
            yield (HOLD.name, port.name), port.hold_timer
