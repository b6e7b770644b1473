"""The names that a device knows by itself: its hosts file, its own name, and those of the scenario's other devices.

Where a device knows no name server, the names of the other devices stand in its hosts file. Where it knows one, they do
not: there a name means what DNS says, and a device's name would hide the same name of a zone.
"""

from collections.abc import Callable, Iterator

from sim.addresses import LOOPBACK, IPv4Address
from sim.ip.names.settings import NameSettings

HOSTS_FILE = "/etc/hosts"
RESOLV_CONF = "/etc/resolv.conf"


class HostsFile:
    """What a device knows without asking; ``own`` is the address that its own name stands for."""

    def __init__(self, name: str, settings: NameSettings, own: Callable[[], IPv4Address | None]) -> None:
        self._name = name
        self._settings = settings
        self._own = own

    def address_of(self, name: str) -> IPv4Address | None:
        """The address that a name stands for; small and capital letters are the same (RFC 4343)."""
        return _address_of(name, self._rows())

    def names_of(self, ip: IPv4Address) -> list[str]:
        """The names of an address, the first the one that is shown."""
        return _names_of(ip, self._rows())

    def address_in_file(self, name: str) -> IPv4Address | None:
        """The address that a name stands for by the hosts file."""
        return _address_of(name, self._lines())

    def names_in_file(self, ip: IPv4Address) -> list[str]:
        """The names that the hosts file has for an address."""
        return _names_of(ip, self._lines())

    def all(self) -> dict[str, IPv4Address]:
        """Every name that is known, in small letters, with its address."""
        return {name.lower(): ip for name, ip in reversed(list(self._rows()))}

    def hosts_file(self) -> str:
        """The text of ``/etc/hosts``."""
        lines: dict[IPv4Address, list[str]] = {}
        for name, ip in self._lines():
            if name not in lines.setdefault(ip, []):
                lines[ip].append(name)
        return "".join(f"{ip!s:<15} {' '.join(names)}\n" for ip, names in lines.items())

    @property
    def knows_servers(self) -> bool:
        """Whether there are servers to ask for names."""
        return bool(self._settings.nameservers)

    def _rows(self) -> Iterator[tuple[str, IPv4Address]]:
        yield from self._configured()
        yield from self._settings.nodes

    def _lines(self) -> Iterator[tuple[str, IPv4Address]]:
        """What stands in the hosts file."""
        return self._configured() if self.knows_servers else self._rows()

    def _configured(self) -> Iterator[tuple[str, IPv4Address]]:
        yield "localhost", LOOPBACK
        yield from self._settings.hosts
        own = self._own()
        yield self._name, LOOPBACK if own is None else own


def _address_of(name: str, rows: Iterator[tuple[str, IPv4Address]]) -> IPv4Address | None:
    wanted = name.lower().removesuffix(".")
    return next((ip for known, ip in rows if known.lower() == wanted), None)


def _names_of(ip: IPv4Address, rows: Iterator[tuple[str, IPv4Address]]) -> list[str]:
    if ip.is_loopback:
        return ["localhost"] if ip == LOOPBACK else []
    return list(dict.fromkeys(name for name, known in rows if known == ip))
