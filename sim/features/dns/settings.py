"""What a DNS server does on a device, and for whom."""

from collections.abc import Sequence
from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address
from sim.settings import Conflict, LongText, LongTextDoubt, Setting, Settings, one_or_more
from sim.words import TextError


def domain_name(text: str) -> str:
    """A domain name, from the root, as it is kept: with a dot at its end; raises ``TextError``."""
    from sim.features.dns.name import Name  # noqa: PLC0415 - whoever has no DNS server does not need it

    return str(Name.parse(text if text.endswith(".") else f"{text}."))


def _origin(text: str) -> str:
    domain_name(text)
    return text


def _zone(origin: str, text: LongText) -> Sequence[LongTextDoubt]:
    """Read a zone, to find what is wrong with it, and what probably is."""
    from sim.features.dns import zone_file  # noqa: PLC0415 - only who has zones loads what reads them
    from sim.features.dns.name import Name  # noqa: PLC0415

    doubts: list[LongTextDoubt] = []
    zone_file.read(Name.parse(origin), text.text, is_strict=True, doubts=doubts)
    return doubts


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
        Setting("Find answers for others, by letting these servers find them (a forwarder).", short=one_or_more),
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


def _short(value: Any) -> Any:
    """Nothing is short here, but people write what belongs elsewhere."""
    if isinstance(value, bool):
        raise TextError(
            "a DNS server needs zones or somebody to ask",
            "write zones:, or forward: 8.8.8.8, or recursive: true and hints:",
        )
    if isinstance(value, str | list):
        raise TextError("this is where a device's own DNS server stands", "write nameservers: for the servers it asks")
    return value


SETTINGS = Settings("dns", DnsSettings, "A DNS server.", conflicts=_conflicts, short=_short)
