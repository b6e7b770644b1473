"""The list of all features; whoever looks for a table, a rule or a protocol by its name asks here.

A feature is named by its module, which has a ``FEATURE``. Importing a feature has no effect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module

from sim.feature import Feature
from sim.why import Rule

FEATURES = (
    "sim.device.feature",
    "sim.link.feature",
    "sim.bridge.feature",
    "sim.ip.arp.feature",
    "sim.ip.acd.feature",
    "sim.ip.ipv4.feature",
    "sim.ip.reassembly.feature",
    "sim.ip.pmtu.feature",
    "sim.ip.routes.feature",
    "sim.ip.icmp.feature",
    "sim.transport.udp.feature",
    "sim.transport.sockets.feature",
    "sim.transport.tcp.feature",
    "sim.programs.feature",
    "sim.shell.feature",
)

_added: list[Feature] = []


@cache
def features() -> tuple[Feature, ...]:
    """All features, in the order of the list."""
    return (*(import_module(name).FEATURE for name in FEATURES), *_added)


@contextmanager
def adding(feature: Feature) -> Iterator[None]:
    """Know one more feature for a while: one that is tried out, or that a test brings along."""
    _added.append(feature)
    _forget()
    try:
        yield
    finally:
        _added.remove(feature)
        _forget()


@cache
def rules() -> dict[str, Rule]:
    """All rules by their ids."""
    modules = [import_module(name) for feature in features() for name in feature.rules]
    return {value.id: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}


def _forget() -> None:
    for remembered in (features, rules):
        remembered.cache_clear()
