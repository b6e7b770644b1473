"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature, Service
from sim.settings import NodeSettings

NAME = "dns-authority"


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dns.settings import DnsSettings

    return bool(settings.of(DnsSettings).zones)


def _start(device: object) -> object:
    from sim.features.dns.authority.service import AuthorityService

    return AuthorityService(device)  # type: ignore[arg-type]


FEATURE = Feature(
    name=NAME,
    rules=("sim.features.dns.authority.rules",),
    tables=("sim.features.dns.authority.tables",),
    service=Service(_is_wanted, _start),
)
