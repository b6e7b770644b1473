"""A learning switch: a device that is a bridge and nothing else."""

from collections.abc import Sequence

from sim import registry
from sim.bridge.bridge import Bridge
from sim.bridge.vlans.settings import VlanSettings
from sim.device.node import Node
from sim.kernel import Kernel
from sim.settings import SWITCH, NodeSettings
from sim.trace.trace import Trace


class Switch(Node):
    """A switch without an IP stack; its ``bridge`` does the work."""

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
        self.settings = settings
        self.bridge = bridge(self, ports, settings)
        self.services: dict[str, object] = {}
        """What features do on this switch by themselves, by the features' names."""

    def start(self) -> None:
        self.bridge.start()
        for name, service in registry.services(self.settings, SWITCH):
            self.services[name] = service.start(self)


def bridge(node: Node, ports: Sequence[str], settings: NodeSettings, vlans: Sequence[int] = ()) -> Bridge:
    """The bridge of a switch: one that knows VLANs where any are configured, or ``vlans`` are needed."""
    if not vlans and settings.of(VlanSettings) == VlanSettings():
        return Bridge(node, ports, settings)
    from sim.bridge.vlans.bridge import VlanBridge  # noqa: PLC0415 - most switches know no VLANs

    return VlanBridge(node, ports, settings, vlans)
