"""What spanning tree knows: of the whole tree, and of each port."""

from enum import StrEnum
from typing import NamedTuple

from sim.feature import Table, TimerText
from sim.features.stp.pdu import BridgeId, PortId
from sim.quantities import Instant, TimeSpan

TREE = "stp"
TREE_KEY = "tree"
"""The key of the only row of table ``stp``."""
PORT = "stp-port"


class Mode(StrEnum):
    """Which protocol a switch speaks."""

    STP = "stp"
    RSTP = "rstp"


class Role(StrEnum):
    """What a port is for (17.7)."""

    DISABLED = "disabled"
    ROOT = "root"
    DESIGNATED = "designated"
    ALTERNATE = "alternate"
    BACKUP = "backup"


class PortState(StrEnum):
    """What a port does with frames: of STP (802.1D-1998 8.4), where RSTP has ``discarding`` for the first three."""

    DISABLED = "disabled"
    BLOCKING = "blocking"
    LISTENING = "listening"
    DISCARDING = "discarding"
    LEARNING = "learning"
    FORWARDING = "forwarding"


class Guard(StrEnum):
    """Why a guard keeps a port from forwarding."""

    BPDU = "bpdu-guard"
    ROOT = "root-inconsistent"


class TreeRow(NamedTuple):
    """The row of table ``stp``: what the switch knows of the tree. ``root_port`` is ``None`` on the root.

    ``topology_changes`` counts those that the switch has noticed, ``changed_at`` is when the last one was.
    """

    mode: Mode
    bridge: BridgeId
    root: BridgeId
    root_cost: int
    root_port: str | None
    max_age: TimeSpan
    hello_time: TimeSpan
    forward_delay: TimeSpan
    topology_changes: int = 0
    changed_at: Instant | None = None
    changed_by: str | None = None


class PortRow(NamedTuple):
    """A row of table ``stp-port``, under the port's name.

    The four designated values are the priority vector that the port holds: what the designated port of its link says.
    ``sends`` is the protocol of the BPDUs that leave through the port.
    """

    role: Role
    state: PortState
    cost: int
    port_id: PortId
    designated_root: BridgeId
    designated_cost: int
    designated_bridge: BridgeId
    designated_port: PortId
    edge: bool = False
    point_to_point: bool = True
    sends: Mode = Mode.RSTP
    guard: Guard | None = None


TREES = Table(
    TREE,
    TreeRow,
    {"en": "Spanning tree", "zh": "生成树"},
    kinds=("switch",),
    label="tree",
    spoken={"en": "spanning tree", "zh": "生成树"},
    minor=("max_age", "hello_time", "forward_delay", "topology_changes", "changed_at", "changed_by"),
    spare=("max_age", "forward_delay", "hello_time", "changed_by", "topology_changes", "mode", "changed_at"),
    place=30,
)
PORTS = Table(
    PORT,
    PortRow,
    {"en": "Spanning tree: ports", "zh": "生成树：端口"},
    key={"port": str},
    kinds=("switch",),
    label="{port}",
    spoken={"en": "spanning tree port", "zh": "生成树端口"},
    minor=(
        "cost",
        "port_id",
        "designated_root",
        "designated_cost",
        "designated_port",
        "edge",
        "point_to_point",
        "sends",
    ),
    spare=("designated_root", "sends", "point_to_point", "port_id", "designated_port", "edge", "guard"),
    bars=lambda row: row.state is not PortState.FORWARDING and row.role is not Role.DISABLED,
    place=31,
)
HELLO_WHEN = TimerText("helloWhen", {"en": "the hello timer of port {1}", "zh": "端口 {1} 的 Hello 定时器"})
TC_WHILE = TimerText("tcWhile", {"en": "the topology change timer of port {1}", "zh": "端口 {1} 的拓扑变更定时器"})
FD_WHILE = TimerText("fdWhile", {"en": "the forward delay timer of port {1}", "zh": "端口 {1} 的转发延迟定时器"})
RCVD_INFO_WHILE = TimerText(
    "rcvdInfoWhile", {"en": "the timer of what port {1} has heard", "zh": "端口 {1} 所收信息的定时器"}
)
RR_WHILE = TimerText("rrWhile", {"en": "the recent root timer of port {1}", "zh": "端口 {1} 的最近根定时器"})
RB_WHILE = TimerText("rbWhile", {"en": "the recent backup timer of port {1}", "zh": "端口 {1} 的最近备份定时器"})
MDELAY_WHILE = TimerText(
    "mdelayWhile", {"en": "the migration delay timer of port {1}", "zh": "端口 {1} 的迁移延迟定时器"}
)
EDGE_DELAY_WHILE = TimerText(
    "edgeDelayWhile", {"en": "the edge delay timer of port {1}", "zh": "端口 {1} 的边缘延迟定时器"}
)
TX_COUNT = TimerText("txCount", {"en": "the limit of BPDUs a second of port {1}", "zh": "端口 {1} 的每秒 BPDU 限制"})
AGEING = TimerText("stp-ageing", {"en": "the time of quick ageing", "zh": "快速老化的时间"})
HELLO = TimerText("stp-hello", {"en": "the hello timer", "zh": "Hello 定时器"})
TCN = TimerText("stp-tcn", {"en": "the timer of the topology change notification", "zh": "拓扑变更通知定时器"})
TOPOLOGY_CHANGE = TimerText("stp-tc", {"en": "the topology change timer", "zh": "拓扑变更定时器"})
MESSAGE_AGE = TimerText("stp-age", {"en": "the message age timer of port {1}", "zh": "端口 {1} 的报文年龄定时器"})
FORWARD_DELAY = TimerText("stp-delay", {"en": "the forward delay timer of port {1}", "zh": "端口 {1} 的转发延迟定时器"})
HOLD = TimerText("stp-hold", {"en": "the hold timer of port {1}", "zh": "端口 {1} 的保持定时器"})

RAPID_TIMERS = (
    HELLO_WHEN,
    TC_WHILE,
    FD_WHILE,
    RCVD_INFO_WHILE,
    RR_WHILE,
    RB_WHILE,
    MDELAY_WHILE,
    EDGE_DELAY_WHILE,
    TX_COUNT,
    AGEING,
)
"""The timers of RSTP (17.17), each with the first item of its timers' names: ``(name, port)``."""
CLASSIC_TIMERS = (HELLO, TCN, TOPOLOGY_CHANGE, MESSAGE_AGE, FORWARD_DELAY, HOLD)
"""The timers of STP (802.1D-1998 8.5.3, 8.5.6)."""
