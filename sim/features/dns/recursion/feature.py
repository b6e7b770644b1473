"""The description of this package for the list in ``sim.registry``."""

from collections.abc import Sequence

from sim.feature import Feature, Service, State, View
from sim.settings import NodeSettings


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.dns.settings import DnsSettings

    return settings.of(DnsSettings).is_resolver


def _start(device: object) -> object:
    from sim.features.dns.recursion.service import RecursionService

    return RecursionService(device)  # type: ignore[arg-type]


def _tree(state: State, node: str, now: int, language: str) -> Sequence[str]:
    from sim.features.dns.asking.steps import SERVER_STEPS
    from sim.features.dns.asking.tree import tree

    return tree(state, node, SERVER_STEPS, language)


FEATURE = Feature(
    name="recursion",
    rules=("sim.features.dns.recursion.rules",),
    tables=("sim.features.dns.recursion.tables",),
    settings=("sim.features.dns.settings",),
    views=(
        View(
            "recursion",
            {"en": "Names resolved for clients", "zh": "替客户端解析的域名"},
            _tree,
            _is_wanted,
            short={"en": "Served", "zh": "代查"},
        ),
    ),
    service=Service(_is_wanted, _start),
)
