"""Several ports that a bridge uses as one."""

from sim.bridge.aggregation import machine, rules
from sim.bridge.aggregation.settings import Hash
from sim.bridge.aggregation.tables import TABLE, AggregateRow
from sim.device.node import Node
from sim.link.ethernet.pdu import Ethernet
from sim.link.port import Port
from sim.trace.records import NO_CAUSE, Kind
from sim.why import Why


class Aggregate:
    """What a bridge sends through in place of a port. What comes in at a member has the name of the whole."""

    def __init__(self, node: Node, name: str, members: tuple[Port, ...], fields: Hash) -> None:
        self.name = name
        self.spot = node.trace.add_spot(node.name, name)
        self._node = node
        self._members = {port.name: port for port in members}
        self._fields = fields
        self._active: tuple[str, ...] = ()
        node.tables.setdefault(TABLE, {})
        for port in members:
            port.channel = name

    @property
    def up(self) -> bool:
        """Whether anything can be sent through it."""
        return any(port.up for port in self._members.values())

    @property
    def members(self) -> tuple[Port, ...]:
        """The ports that are used as one."""
        return tuple(self._members.values())

    def start(self) -> None:
        names = " + ".join(self._members)
        self._put(Why(rules.CONFIGURED, aggregate=self.name, members=names), NO_CAUSE)

    def member_changed(self, cause: int) -> None:
        """A port has lost its link or has got it back."""
        self._put(Why(rules.CHANGED, aggregate=self.name), cause)

    def send(self, frame: Ethernet, why: Why, cause: int) -> None:
        """Send a frame through one of the ports that are up."""
        if not self._active:
            self._node.trace.add(
                Kind.FRAME_DROPPED, self._node.now, self.spot, cause, frame, Why(rules.NO_MEMBER, aggregate=self.name)
            )
            return
        port = self._members[machine.chosen(frame, self._fields, self._active)]
        chosen = Why(rules.MEMBER_CHOSEN, aggregate=self.name, port=port.name)
        port.send(frame, why, self._node.note(Kind.DECISION, frame, chosen, cause, port))

    def _put(self, why: Why, cause: int) -> None:
        self._active = tuple(name for name, port in self._members.items() if port.up)
        self._node.put(TABLE, self.name, AggregateRow(tuple(self._members), self._active), why, cause)
