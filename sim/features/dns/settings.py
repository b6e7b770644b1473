"""What a DNS server does on a device, and for whom."""

from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address
from sim.settings import Conflict, LongText, Setting, Settings


def domain_name(text: str) -> str:
    """A domain name, from the root, as it is kept: with a dot at its end; raises ``TextError``."""
    from sim.features.dns.name import Name  # noqa: PLC0415 - whoever has no DNS server does not need it

    return str(Name.parse(text if text.endswith(".") else f"{text}."))


def _origin(text: str) -> str:
    domain_name(text)
    return text


def _zone(origin: str, text: LongText) -> None:
    """Read a zone, to find what is wrong with it."""
    from sim.features.dns import zone_file  # noqa: PLC0415 - only who has zones loads what reads them
    from sim.features.dns.name import Name  # noqa: PLC0415

    zone_file.read(Name.parse(origin), text.text, is_strict=True)


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_Servers = tuple[tuple[Annotated[str, Setting(check=domain_name)], IPv4Address], ...]


class DnsSettings(NamedTuple):
    """``zones`` are pairs of an origin and a text, ``hints`` and ``zone_servers`` pairs of a name and an address."""

    zones: Annotated[
        tuple[tuple[Annotated[str, Setting(check=_origin)], Annotated[LongText, Setting(check_under=_zone)]], ...],
        Setting("The zones that it is responsible for: by name, the text of each as in a zone file (RFC 1035 5)."),
    ] = ()

    recursive: Annotated[bool, Setting("Find answers for others, by asking from the root down.")] = False
    hints: Annotated[_Servers, Setting("The servers of the root by name, to begin with (root hints).")] = ()
    zone_servers: Annotated[
        _Servers, Setting("Zones whose server is configured; it is asked for all names in its zone.")
    ] = ()
    forward: Annotated[
        tuple[IPv4Address, ...],
        Setting("Find answers for others, by letting these servers find them (a forwarder).", short=_as_list),
    ] = ()
    prime: Annotated[bool, Setting("Ask a root server for the servers of the root first (RFC 9609).")] = True
    minimal: Annotated[bool, Setting("Leave out of answers what was not asked for.")] = False
    edns_size: Annotated[
        int, Setting("How long a response over UDP may be; 0 for 512 without an OPT record.", "octets", 0, 65535)
    ] = 1232
    attempts: Annotated[int, Setting("How often one server is asked one question.", at_least=1, at_most=20)] = 5

    @property
    def is_resolver(self) -> bool:
        """Whether it finds answers for others."""
        return self.recursive or bool(self.forward)


def _conflicts(values: DnsSettings) -> list[Conflict]:
    if values.recursive and not values.hints and not values.zone_servers and not values.forward:
        return [
            Conflict(("recursive",), "it knows no server to begin with", "add hints: {a.root-servers.net: 198.41.0.4}")
        ]
    if not values.is_resolver and (values.hints or values.zone_servers):
        given = "hints" if values.hints else "zone_servers"
        return [Conflict((given,), "it asks nobody", "write recursive: true as well")]
    return []


SETTINGS = Settings("dns", DnsSettings, "A DNS server.", conflicts=_conflicts)
