"""The names that a device knows by itself: its hosts file, its own name, and those of the scenario's other devices."""

from collections.abc import Callable, Iterator

from sim.addresses import LOOPBACK, IPv4Address
from sim.ip.names.settings import NameSettings

HOSTS_FILE = "/etc/hosts"


class HostsFile:
    """What a device finds in its hosts file; ``own`` is the address that its own name stands for."""

    def __init__(self, name: str, settings: NameSettings, own: Callable[[], IPv4Address | None]) -> None:
        self._name = name
        self._settings = settings
        self._own = own

    def address_of(self, name: str) -> IPv4Address | None:
        """The address that a name stands for by the hosts file; small and capital letters are the same (RFC 4343)."""
        wanted = name.lower().removesuffix(".")
        return next((ip for known, ip in self._rows() if known.lower() == wanted), None)

    def names_of(self, ip: IPv4Address) -> list[str]:
        """The names of an address, the first the one that is shown."""
        if ip.is_loopback:
            return ["localhost"] if ip == LOOPBACK else []
        return list(dict.fromkeys(name for name, known in self._rows() if known == ip))

    def all(self) -> dict[str, IPv4Address]:
        """Every name that is known, in small letters, with its address."""
        return {name.lower(): ip for name, ip in reversed(list(self._rows()))}

    def hosts_file(self) -> str:
        """The text of ``/etc/hosts``."""
        lines: dict[IPv4Address, list[str]] = {}
        for name, ip in self._rows():
            if name not in lines.setdefault(ip, []):
                lines[ip].append(name)
        return "".join(f"{ip!s:<15} {' '.join(names)}\n" for ip, names in lines.items())

    def _rows(self) -> Iterator[tuple[str, IPv4Address]]:
        yield "localhost", LOOPBACK
        yield from self._settings.hosts
        own = self._own()
        yield self._name, LOOPBACK if own is None else own
        yield from self._settings.nodes
