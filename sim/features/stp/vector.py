"""Priority vectors and the timer values that go with them (IEEE 802.1D-2004 17.6, 17.18.4)."""

from typing import NamedTuple

from sim.features.stp.pdu import UNITS, Bpdu, BridgeId, PortId
from sim.kernel import SECOND

_UNIT = SECOND // UNITS


class Vector(NamedTuple):
    """{RootBridgeID, RootPathCost, DesignatedBridgeID, DesignatedPortID}: the lower is the better (17.6)."""

    root: BridgeId
    cost: int
    bridge: BridgeId
    port: PortId

    def is_superior_to(self, held: "Vector") -> bool:
        """Whether a message with this vector replaces what a port holds: it is better, or from the same sender."""
        return self < held or (self.bridge.address == held.bridge.address and self.port.number == held.port.number)


class Times(NamedTuple):
    """The timer parameters that a BPDU carries (ns)."""

    message_age: int
    max_age: int
    hello_time: int
    forward_delay: int


def vector_of(bpdu: Bpdu) -> Vector:
    """The message priority vector of a BPDU that has one."""
    return Vector(bpdu.root, bpdu.cost, bpdu.bridge, bpdu.port)


def times_of(bpdu: Bpdu) -> Times:
    """The timer parameters of a BPDU that has some."""
    fields = bpdu.message_age, bpdu.max_age, bpdu.hello_time, bpdu.forward_delay
    return Times(*(each * _UNIT for each in fields))


def in_units(times: Times) -> tuple[int, int, int, int]:
    """The timer parameters as a BPDU has them, in 1/256 s."""
    age, most, hello, delay = (each // _UNIT for each in times)
    return age, most, hello, delay


def older(times: Times) -> Times:
    """The same one bridge further: "Message Age incremented by 1 second and rounded to the nearest whole second"."""
    return times._replace(message_age=(times.message_age + SECOND + SECOND // 2) // SECOND * SECOND)
