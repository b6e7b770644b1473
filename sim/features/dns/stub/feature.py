"""The description of this package for the list in ``sim.registry``."""

from collections.abc import Sequence
from typing import Any

from sim.feature import Commands, Feature, Service, State, View
from sim.settings import NodeSettings


def _start(device: Any) -> object:
    """Plug the resolver in. It is loaded when the device first looks for a name and knows a server."""

    def make() -> object:
        from sim.features.dns.stub.service import StubService

        return StubService(device)

    def options() -> str:
        from sim.features.dns.stub.settings import ResolverSettings

        settings: ResolverSettings = device.settings.of(ResolverSettings)
        return settings.options

    device.names.plug(make, options)
    return None


def _commands() -> Commands:
    from sim.features.dns.stub.commands import COMMAND

    return (COMMAND,)


def _tree(state: State, node: str, now: int, language: str) -> Sequence[str]:
    from sim.features.dns.asking.steps import STUB_STEPS
    from sim.features.dns.asking.tree import tree

    return tree(state, node, STUB_STEPS, language)


def _asks_or_answers(settings: NodeSettings) -> bool:
    """Whether a device has servers to ask, or is one: a lease may name it to the others."""
    from sim.features.dns.settings import DnsSettings
    from sim.ip.names.settings import NameSettings

    return bool(settings.of(NameSettings).nameservers) or settings.of(DnsSettings) != DnsSettings()


FEATURE = Feature(
    name="stub",
    rules=("sim.features.dns.asking.rules", "sim.features.dns.caching.rules", "sim.features.dns.stub.rules"),
    tables=("sim.features.dns.stub.tables",),
    settings=("sim.features.dns.stub.settings",),
    command_words=("resolvectl",),
    commands=_commands,
    views=(
        View(
            "resolution",
            {"en": "Names resolved", "zh": "域名解析"},
            _tree,
            _asks_or_answers,
            short={"en": "Names", "zh": "域名"},
        ),
    ),
    service=Service(lambda settings: True, _start),
)
