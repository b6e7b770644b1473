"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Feature, Service
from sim.settings import NodeSettings


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dns.settings import DnsSettings

    return settings.of(DnsSettings).is_resolver


def _start(device: object) -> object:
    from sim.features.dns.recursion.service import RecursionService

    return RecursionService(device)  # type: ignore[arg-type]


FEATURE = Feature(
    name="recursion",
    rules=("sim.features.dns.recursion.rules",),
    tables=("sim.features.dns.recursion.tables",),
    settings=("sim.features.dns.settings",),
    service=Service(_is_wanted, _start),
)
