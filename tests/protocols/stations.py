"""Stations that run the ARP machines against each other, with a cable in between and no other I/O."""

from collections.abc import Callable, Iterable
from typing import Any

from sim.addresses import BROADCAST_MAC, InterfaceAddress, IPv4Address, MacAddress
from sim.effects import Arm, Cancel, Put, Remove
from sim.ip.acd import machine as acd
from sim.ip.acd.settings import AcdSettings
from sim.ip.arp import machine as arp
from sim.ip.arp.settings import ArpSettings
from sim.kernel import Kernel, Timer

SECOND = 1_000_000_000

ip = IPv4Address.parse
mac = MacAddress.parse


def told(effects: Iterable[Any]) -> list[Any]:
    """The effects with nothing but the rule's id for a reason."""
    return [effect._replace(why=effect.why.rule.id) for effect in effects]


def because(rule: str) -> Any:
    """A rule's id in the place of a reason, to compare with what :func:`told` returns."""
    return rule


class Cable:
    """A shared medium: each packet reaches every other station ``delay`` (ns) later, if ``loses`` lets it."""

    def __init__(self, delay: int = 1000, loses: Callable[[int], bool] = lambda _: False) -> None:
        self.kernel = Kernel()
        self.stations: list[Station] = []
        self.sent: list[tuple[int, Station, arp.SendArp]] = []
        self._delay = delay
        self._loses = loses

    def carry(self, sender: "Station", effect: arp.SendArp) -> None:
        self.sent.append((self.kernel.now, sender, effect))
        if self._loses(len(self.sent) - 1):
            return
        for station in self.stations:
            if station is not sender and effect.dst in (BROADCAST_MAC, station.interface.mac):
                self.kernel.at(self.kernel.now + self._delay, station.receive, effect.packet)


class Station:
    """A host's ARP: its tables, its timers, and what became of the datagrams it wanted to send."""

    def __init__(
        self,
        cable: Cable,
        number: int,
        addresses: str,
        arp_settings: ArpSettings | None = None,
        acd_settings: AcdSettings | None = None,
        fraction: float = 0.5,
    ) -> None:
        own = tuple(InterfaceAddress.parse(text) for text in addresses.split())
        self.interface = arp.ArpInterface("eth0", MacAddress(0x020000000000 | number), own)
        self.arp_settings = arp_settings or ArpSettings()
        self.acd_settings = acd_settings or AcdSettings()
        self.tables: dict[str, dict[Any, Any]] = {"arp": {}, "acd": {}}
        self.told: list[Any] = []
        self._fraction = fraction
        self._timers: dict[Any, Timer] = {}
        self._cable = cable
        cable.stations.append(self)

    @property
    def now(self) -> int:
        return self._cable.kernel.now

    def want(self, address: IPv4Address) -> None:
        """Have a datagram for an address on the link."""
        self._do(arp.resolve(self.tables["arp"], self.arp_settings, self.interface, address, self.now))

    def claim(self, address: IPv4Address) -> None:
        effects = acd.begin(self.tables["acd"], self.acd_settings, self.interface, address, self.now, self._fraction)
        self._do(effects)

    def receive(self, packet: Any) -> None:
        self._do(acd.receive(self.tables["acd"], self.acd_settings, self.interface, packet, self.now))
        self._do(arp.receive(self.tables["arp"], self.arp_settings, self.interface, packet, self.now))

    def heard(self, kind: type) -> list[Any]:
        return [effect for effect in self.told if isinstance(effect, kind)]

    def _do(self, effects: Iterable[Any]) -> None:
        for effect in effects:
            match effect:
                case Put(table, key, row, _):
                    self.tables[table][key] = row
                case Remove(table, key, _, _):
                    del self.tables[table][key]
                case Arm(name, deadline, _):
                    self._forget(name)
                    self._timers[name] = self._cable.kernel.timer(deadline, self._fire, name)
                case Cancel(name, _):
                    self._forget(name)
                case arp.SendArp():
                    self._cable.carry(self, effect)
                case acd.Acquired(_, address, _):
                    own = (*self.interface.addresses, InterfaceAddress(address, 24))
                    self.interface = self.interface._replace(addresses=own)
                case acd.Abandoned(_, address, _):
                    own = tuple(each for each in self.interface.addresses if each.address != address)
                    self.interface = self.interface._replace(addresses=own)
            self.told.append(effect)

    def _forget(self, name: Any) -> None:
        if name in self._timers:
            self._cable.kernel.cancel(self._timers.pop(name))

    def _fire(self, name: Any) -> None:
        del self._timers[name]
        machine, _, address = name
        if machine == "arp":
            effects: list[Any] = list(
                arp.timeout(self.tables["arp"], self.arp_settings, self.interface, address, self.now)
            )
        else:
            effects = list(
                acd.timeout(self.tables["acd"], self.acd_settings, self.interface, address, self.now, self._fraction)
            )
        self._do(effects)
