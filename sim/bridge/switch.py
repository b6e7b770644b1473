"""A learning switch: a device that is a bridge and nothing else."""

from collections.abc import Sequence

from sim import registry
from sim.bridge.bridge import Bridge
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
        self.bridge = Bridge(self, ports, settings)
        self.services: dict[str, object] = {}
        """What features do on this switch by themselves, by the features' names."""

    def start(self) -> None:
        self.bridge.start()
        for name, service in registry.services(self.settings, SWITCH):
            self.services[name] = service.start(self)
