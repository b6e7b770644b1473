"""Bridges on LANs, without frames or devices: a bench for the machines of spanning tree, in virtual time.

::

    bench = Bench(Mode.STP)
    for number in (1, 2, 3):
        bench.add_bridge(number)
    bench.connect(1, 1, "a")
    ...
    bench.run(50)
    bench.bridges[2].role(1), bench.bridges[2].state(1)

Every BPDU that a bridge sends to a LAN reaches all other ports there after ``DELAY``. Ports count from 1. A LAN is made
by naming it; any number of ports can be on it, also several of one bridge.
"""

from collections.abc import Hashable, Iterable
from typing import Any

from sim.effects import Arm, Cancel, Put
from sim.features.stp.classic import Classic
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.effects import Effect, Send, Shut
from sim.features.stp.pdu import Bpdu, BridgeId
from sim.features.stp.rapid.machine import Rapid
from sim.features.stp.tables import Mode, PortRow, PortState, Role, TreeRow
from sim.kernel import SECOND, Kernel, Timer

DELAY = 1_000
"""How long a BPDU takes (ns)."""
PORTS = 64
"""As many ports as a bridge has where nothing else is said."""


class BenchBridge:
    """A bridge on the bench. ``effects`` are all that its machine has asked for, with their times."""

    def __init__(self, bench: "Bench", mode: Mode, config: BridgeConfig, ports: int, cost: int) -> None:
        self._bench = bench
        self.config = config
        self.ports = {str(number): PortConfig(number, cost) for number in range(1, ports + 1)}
        self.machine: Classic | Rapid = (Classic if mode is Mode.STP else Rapid)(config, self.ports)
        self.lans: dict[str, Hashable] = {}
        self.enabled: dict[str, bool] = {}
        self.tree: TreeRow | None = None
        self.rows: dict[str, PortRow] = {}
        self.effects: list[tuple[int, Effect]] = []
        self._timers: dict[tuple[Any, ...], Timer] = {}
        self.carry_out(self.machine.start(bench.kernel.now))

    @property
    def root(self) -> BridgeId:
        """The root that the bridge knows."""
        return self._tree.root

    @property
    def root_cost(self) -> int:
        return self._tree.root_cost

    @property
    def root_port(self) -> int | None:
        return None if self._tree.root_port is None else int(self._tree.root_port)

    @property
    def is_root(self) -> bool:
        return self._tree.root == self._tree.bridge

    def role(self, port: int) -> Role:
        return self.rows[str(port)].role

    def state(self, port: int) -> PortState:
        return self.rows[str(port)].state

    @property
    def _tree(self) -> TreeRow:
        assert self.tree is not None, "a bridge shows its tree when it starts"
        return self.tree

    def carry_out(self, effects: Iterable[Effect]) -> None:
        """Do what the machine asks for, as far as a bridge without frames does it."""
        kernel = self._bench.kernel
        for effect in effects:
            self.effects.append((kernel.now, effect))
            match effect:
                case Send(port, bpdu):
                    self._bench.carry(self, port, bpdu)
                case Arm(name, deadline):
                    self._stop(name)
                    self._timers[name] = kernel.timer(deadline, self._fire, name)
                case Cancel(name):
                    self._stop(name)
                case Shut(port):
                    self.enabled[port] = False
                case Put(_, key, row):
                    self._keep(row, key)

    def _keep(self, row: Any, key: Any) -> None:
        if isinstance(row, TreeRow):
            self.tree = row
        else:
            self.rows[key] = row

    def _stop(self, name: tuple[Any, ...]) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            self._bench.kernel.cancel(timer)

    def _fire(self, name: tuple[Any, ...]) -> None:
        del self._timers[name]
        self.carry_out(self.machine.timeout(name, self._bench.kernel.now))

    def receive(self, port: str, bpdu: Bpdu) -> None:
        self.carry_out(self.machine.receive(port, bpdu, self._bench.kernel.now))

    def enable(self, port: str, enabled: bool) -> None:
        self.enabled[port] = enabled
        self.carry_out(self.machine.set_enabled(port, enabled, self._bench.kernel.now))

    def configure(self, config: BridgeConfig | None = None, **ports: PortConfig) -> None:
        if config is not None:
            self.config = config
        self.ports |= ports
        self.carry_out(self.machine.configure(self._bench.kernel.now, config, ports))

    def stop(self) -> None:
        """Fall silent: the bridge has no timers any more, and its ports hear nothing."""
        for name in list(self._timers):
            self._stop(name)
        self.lans.clear()


class Bench:
    """Bridges of one mode, and LANs. Times are in seconds where people give them, in ns inside."""

    def __init__(self, mode: Mode = Mode.RSTP, cost: int = 20_000) -> None:
        self.kernel = Kernel()
        self.mode = mode
        self.cost = cost
        self.bridges: dict[Hashable, BenchBridge] = {}
        self._on_lan: dict[Hashable, dict[tuple[BenchBridge, str], None]] = {}

    @property
    def now(self) -> float:
        """The time in seconds."""
        return self.kernel.now / SECOND

    def add_bridge(
        self,
        name: Hashable,
        address: int | None = None,
        *,
        priority: int = 32768,
        ports: int = PORTS,
        mode: Mode | None = None,
        config: BridgeConfig | None = None,
    ) -> BenchBridge:
        """A bridge, all of whose ports are off. ``address`` is its MAC address; by default its place, from 1.

        ``config`` goes before ``address`` and ``priority``. ``mode`` is that of the bench if nothing is said. Raises
        ``ValueError`` where the name is taken.
        """
        if name in self.bridges:
            raise ValueError(f"there is a bridge {name!r} already")
        if config is None:
            config = BridgeConfig(len(self.bridges) + 1 if address is None else address, priority)
        bridge = self.bridges[name] = BenchBridge(self, mode or self.mode, config, ports, self.cost)
        return bridge

    def remove_bridge(self, name: Hashable) -> None:
        """The bridge fails: it says nothing more. Nobody else is told."""
        bridge = self.bridges.pop(name)
        for port, lan in list(bridge.lans.items()):
            self._on_lan[lan].pop((bridge, port), None)
        bridge.stop()

    def connect(self, name: Hashable, port: int, lan: Hashable | None, cost: int | None = None) -> None:
        """Put a port on a LAN, or for ``None`` on a cable that leads nowhere, and switch the port on if it is off.

        A port that is on another LAN changes over without noticing. ``cost`` is the port's from now on.
        """
        bridge, key = self._port(name, port)
        if cost is not None and cost != bridge.ports[key].cost:
            self.configure_port(name, port, cost=cost)
        if key in bridge.lans:
            self._on_lan[bridge.lans.pop(key)].pop((bridge, key), None)
        if lan is not None:
            bridge.lans[key] = lan
            self._on_lan.setdefault(lan, {})[bridge, key] = None
        if not bridge.enabled.get(key):
            bridge.enable(key, True)

    def disable(self, name: Hashable, port: int) -> None:
        """Switch a port off, or pull its cable: the bridge notices."""
        bridge, key = self._port(name, port)
        bridge.enable(key, False)

    def enable(self, name: Hashable, port: int) -> None:
        """Switch a port on, or plug its cable in again."""
        bridge, key = self._port(name, port)
        bridge.enable(key, True)

    def set_priority(self, name: Hashable, priority: int) -> None:
        """Change the priority of a bridge (0 to 65535)."""
        bridge = self.bridges[name]
        bridge.configure(bridge.config._replace(priority=priority))

    def configure_port(self, name: Hashable, port: int, **fields: Any) -> None:
        """Change fields of a port's :class:`PortConfig`: ``cost``, ``priority``, ``edge`` and so on."""
        bridge, key = self._port(name, port)
        bridge.configure(None, **{key: bridge.ports[key]._replace(**fields)})

    def mcheck(self, name: Hashable, port: int) -> None:
        """Try again whether everybody behind a port speaks RSTP."""
        bridge, key = self._port(name, port)
        bridge.carry_out(bridge.machine.mcheck(key, self.kernel.now))

    def _port(self, name: Hashable, port: int) -> tuple[BenchBridge, str]:
        """A bridge and the name of its port; raises ``ValueError`` where there is none."""
        bridge = self.bridges.get(name)
        if bridge is None:
            raise ValueError(f"there is no bridge {name!r}")
        if str(port) not in bridge.ports:
            raise ValueError(f"bridge {name!r} has no port {port}; its ports are 1 to {len(bridge.ports)}")
        return bridge, str(port)

    def carry(self, sender: BenchBridge, port: str, bpdu: Bpdu) -> None:
        """Bring a BPDU to all other ports of the sender's LAN."""
        if port in sender.lans:
            self.kernel.at(self.kernel.now + DELAY, self._deliver, (sender, port, sender.lans[port], bpdu))

    def _deliver(self, sent: tuple[BenchBridge, str, Hashable, Bpdu]) -> None:
        sender, port, lan, bpdu = sent
        for bridge, other in list(self._on_lan[lan]):
            if (bridge, other) != (sender, port) and bridge.enabled.get(other):
                bridge.receive(other, bpdu)

    def run(self, seconds: float) -> None:
        """Let time pass."""
        self.kernel.run(self.kernel.now + round(seconds * SECOND))
