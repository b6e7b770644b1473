"""Which cable is plugged into which port."""

from sim.scenario.front import Cable, End
from tui.model.network.topology import IP_KINDS, Topology


class Wiring:
    """Which cable is plugged into which port."""

    def __init__(self, network: Topology) -> None:
        self.network = network
        self.cables = {cable.name: cable for cable in network.cables}
        self._ports = {each.name: frozenset(each.addresses) for each in network.devices if each.kind in IP_KINDS}
        self.by_end = {end: cable for cable in network.cables for end in (cable.a, cable.b)}

    def place(self, node: str, port: str) -> tuple[Cable, End] | None:
        """The cable and the sending port of a frame record: it names a node and a port, or a link and its sender."""
        if node in self.cables:
            sender, _, name = port.partition(":")
            return self.cables[node], (sender, name)
        cable = self.by_end.get((node, port))
        return None if cable is None else (cable, (node, port))

    def beyond(self, end: End) -> End | None:
        """The port at the other end of a port's cable."""
        cable = self.by_end.get(end)
        return None if cable is None else cable.b if end == cable.a else cable.a

    def is_inner(self, end: End) -> bool:
        """Whether an interface of a device leads to no cable, but back to the device."""
        node, port = end
        return port != "" and node in self._ports and port not in self._ports[node]

    def node(self, node: str, port: str) -> str:
        """The device of a record: of one on a link, the sender; "" where it is about a link as such."""
        return port.partition(":")[0] if node in self.cables else node
