"""What a bridge and its ports are configured with, for the machines of STP and RSTP. Times in ns."""

from typing import NamedTuple

from sim.features.stp.pdu import BridgeId, PortId
from sim.features.stp.vector import Times
from sim.kernel import SECOND


class PortConfig(NamedTuple):
    """A port. ``cost`` is what the way over its link adds (17.13.11); ``priority`` is from 0 to 240 (17.13.10).

    ``edge``: an end station is known to be behind the port (AdminEdge, "PortFast"); ``auto_edge``: the port may find
    that out by itself. ``point_to_point``: at most one other bridge is behind it (6.4.3). ``bpdu_guard`` switches the
    port off when a BPDU reaches it; ``root_guard`` keeps the root from being behind it (restrictedRole).
    """

    number: int
    cost: int = 20_000
    priority: int = 128
    edge: bool = False
    auto_edge: bool = True
    point_to_point: bool = True
    bpdu_guard: bool = False
    root_guard: bool = False

    @property
    def id(self) -> PortId:
        return PortId.of(self.priority, self.number)


class BridgeConfig(NamedTuple):
    """A bridge: its MAC address, priority (17.13.7), and the times that it uses where it is root (17.14)."""

    address: int
    priority: int = 32768
    max_age: int = 20 * SECOND
    hello_time: int = 2 * SECOND
    forward_delay: int = 15 * SECOND
    transmit_hold_count: int = 6
    migrate_time: int = 3 * SECOND
    force_version: int = 2
    """0 makes RSTP behave as STP does (17.13.4)."""

    @property
    def id(self) -> BridgeId:
        return BridgeId.of(self.priority, self.address)

    @property
    def times(self) -> Times:
        return Times(0, self.max_age, self.hello_time, self.forward_delay)
