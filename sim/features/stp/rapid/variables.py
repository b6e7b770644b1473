"""The variables of a bridge and of its ports (IEEE 802.1D-2004 17.17 to 17.19), under the standard's names.

A timer is the instant (ns) at which it reaches zero: ``fd_while <= now`` is the standard's ``fdWhile == 0``. Where a
state sets a timer to its full value for as long as it lasts, the timer is ``HELD``: it runs from the moment when the
state is left.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from sim.effects import Explain, Put
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import Effect
from sim.features.stp.pdu import NO_PORT, Bpdu
from sim.features.stp.tables import PORT, TREE, TREE_KEY, Guard, Mode, PortRow, PortState, Role, TreeRow
from sim.features.stp.vector import Vector
from sim.kernel import SECOND
from sim.why import Why

HELD = 1 << 62
"""A timer that stands still at its full value; it is later than any other."""


class Info(Enum):
    """infoIs: where the port's priority vector comes from (17.19.10)."""

    DISABLED = auto()
    AGED = auto()
    MINE = auto()
    RECEIVED = auto()


class Migration(Enum):
    """The states of the Port Protocol Migration machine (17.24)."""

    CHECKING_RSTP = auto()
    SELECTING_STP = auto()
    SENSING = auto()


class Change(Enum):
    """The states of the Topology Change machine in which it rests (17.31)."""

    INACTIVE = auto()
    LEARNING = auto()
    ACTIVE = auto()


class Port:
    """The per-port variables (17.19), the port's timers (17.17), and the states in which its machines rest.

    ``is_disabled_port``, ``is_blocked_port``: the Port Role Transitions machine is in DISABLED_PORT, or in
    ALTERNATE_PORT. ``role_why`` is why the role was selected, ``state_why`` why the port forwards or no longer does,
    ``why_sent`` why there is news to send. ``shown`` is the row that was shown last, ``armed`` the timers that were, by
    name.
    """

    __slots__ = (
        "agree",
        "agreed",
        "armed",
        "bpdu",
        "change",
        "config",
        "designated_priority",
        "designated_times",
        "disputed",
        "edge_delay_while",
        "fd_while",
        "forward",
        "forwarding",
        "guard",
        "hello_when",
        "info_is",
        "is_blocked_port",
        "is_disabled_port",
        "learn",
        "learning",
        "mcheck",
        "mdelay_while",
        "migration",
        "name",
        "new_info",
        "oper_edge",
        "port_enabled",
        "port_priority",
        "port_times",
        "proposed",
        "proposing",
        "rb_while",
        "rcvd_info_while",
        "rcvd_rstp",
        "rcvd_stp",
        "rcvd_tc",
        "rcvd_tc_ack",
        "rcvd_tcn",
        "re_root",
        "reselect",
        "role",
        "role_why",
        "rr_while",
        "selected",
        "selected_role",
        "send_rstp",
        "shown",
        "state_why",
        "sync",
        "synced",
        "tc_ack",
        "tc_prop",
        "tc_while",
        "tx_count",
        "tx_counted_at",
        "updt_info",
        "why_sent",
    )

    def __init__(self, name: str, config: PortConfig, bridge: BridgeConfig) -> None:
        """The values that the machines set at BEGIN."""
        self.name = name
        self.config = config
        self.port_enabled = False
        # 17.23 Port Receive DISCARD, 17.24 Port Protocol Migration CHECKING_RSTP, 17.25 Bridge Detection
        self.bpdu: Bpdu | None = None
        self.rcvd_rstp = self.rcvd_stp = False
        self.edge_delay_while = HELD
        self.migration = Migration.CHECKING_RSTP
        self.mcheck = False
        self.send_rstp = bridge.force_version >= 2
        self.mdelay_while = HELD
        self.oper_edge = config.edge
        # 17.26 Port Transmit TRANSMIT_INIT
        self.new_info = True
        self.tx_count = 0
        self.tx_counted_at = 0
        self.hello_when = 0
        self.why_sent: Why | None = None
        # 17.27 Port Information DISABLED
        self.proposing = self.proposed = self.agree = self.agreed = False
        self.rcvd_info_while = 0
        self.info_is = Info.DISABLED
        self.reselect, self.selected = True, False
        self.updt_info = False
        self.port_priority = self.designated_priority = Vector(bridge.id, 0, bridge.id, config.id)
        self.port_times = self.designated_times = bridge.times
        # 17.28 Port Role Selection INIT_BRIDGE, 17.29 Port Role Transitions INIT_PORT up to DISABLED_PORT
        self.selected_role = self.role = Role.DISABLED
        self.role_why: Why | None = None
        self.learn = self.forward = False
        self.synced, self.sync, self.re_root = True, False, False
        self.rr_while = self.rb_while = 0
        self.fd_while = HELD
        self.is_disabled_port, self.is_blocked_port = True, False
        self.disputed = False
        # 17.30 Port State Transition DISCARDING, 17.31 Topology Change INACTIVE
        self.learning = self.forwarding = False
        self.state_why: Why | None = None
        self.change = Change.INACTIVE
        self.rcvd_tc = self.rcvd_tcn = self.rcvd_tc_ack = False
        self.tc_while = 0
        self.tc_ack = self.tc_prop = False
        self.guard: Guard | None = None
        self.shown: PortRow | None = None
        self.armed: dict[str, int] = {}

    # 17.20: conditions and parameters

    @property
    def forward_delay(self) -> int:
        """17.20.5: "the value of HelloTime if sendRSTP is TRUE, and the value of FwdDelay otherwise"."""
        return self.designated_times.hello_time if self.send_rstp else self.designated_times.forward_delay

    def edge_delay(self, migrate_time: int) -> int:
        """17.20.4: "the value of MigrateTime if operPointToPointMAC is TRUE, and the value of MaxAge otherwise"."""
        return migrate_time if self.config.point_to_point else self.designated_times.max_age

    @property
    def is_settled(self) -> bool:
        """What qualifies the transitions of roles and of transmission: "selected && !updtInfo" (17.26, 17.29)."""
        return self.selected and not self.updt_info

    @property
    def state(self) -> PortState:
        if self.forwarding:
            return PortState.FORWARDING
        return PortState.LEARNING if self.learning else PortState.DISCARDING

    def sent_in_this_second(self, now: int) -> int:
        """txCount, which the Port Timers machine counts down once a second (17.22)."""
        seconds = now // SECOND - self.tx_counted_at // SECOND
        self.tx_count = max(0, self.tx_count - seconds)
        self.tx_counted_at = now
        return self.tx_count


class Bridge:
    """The per-bridge variables (17.18), and what the machines share while they work at an input.

    ``now`` is when the input came (ns). ``awake`` are the ports that some machine may have something to do for,
    ``touched`` those that one has had something to do for. ``reselect``: the Port Role Selection machine is to run.
    ``inward`` are the ports that are neither designated nor disabled: what they do depends on all ports.
    """

    def __init__(self, config: BridgeConfig, ports: Mapping[str, PortConfig]) -> None:
        self.config = config
        self.ports = {name: Port(name, port, config) for name, port in ports.items()}
        self.now = 0
        self.root_priority = Vector(config.id, 0, config.id, NO_PORT)
        self.root_port: Port | None = None
        self.root_times = config.times
        self.awake: dict[Port, None] = {}
        self.touched: dict[Port, None] = {}
        self.inward: dict[Port, None] = {}
        self.reselect = True
        self.effects: list[Effect] = []
        self.topology_changes = 0
        self.changed_at: int | None = None
        self.changed_by: str | None = None
        self.shown: TreeRow | None = None

    @property
    def rstp_version(self) -> bool:
        """17.20.11: "TRUE if Force Protocol Version is greater than or equal to 2"."""
        return self.config.force_version >= 2

    def wake(self, ports: Iterable[Port]) -> None:
        """Let the machines of these ports look again."""
        self.awake.update(dict.fromkeys(ports))

    def select_again(self, port: Port) -> None:
        """What goes with each "reselect = TRUE; selected = FALSE"."""
        port.reselect, port.selected = True, False
        self.reselect = True

    def explain(self, why: Why) -> None:
        self.effects.append(Explain(why))

    def show(self, port: Port, why: Why) -> None:
        """Change the port's row, where it is not as the variables are."""
        row = PortRow(
            port.role,
            port.state,
            port.config.cost,
            port.config.id,
            *port.port_priority,
            edge=port.oper_edge,
            point_to_point=port.config.point_to_point,
            sends=Mode.RSTP if port.send_rstp else Mode.STP,
            guard=port.guard,
        )
        if row != port.shown:
            port.shown = row
            self.effects.append(Put(PORT, port.name, row, why))

    def show_tree(self, why: Why) -> None:
        """Change the bridge's row, where it is not as the variables are."""
        times = self.root_times
        row = TreeRow(
            Mode.RSTP,
            self.config.id,
            self.root_priority.root,
            self.root_priority.cost,
            None if self.root_port is None else self.root_port.name,
            times.max_age,
            times.hello_time,
            times.forward_delay,
            self.topology_changes,
            self.changed_at,
            self.changed_by,
        )
        if row != self.shown:
            self.shown = row
            self.effects.append(Put(TREE, TREE_KEY, row, why))
