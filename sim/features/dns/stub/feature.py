"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Feature, Service


def _start(device: Any) -> object:
    """Plug the resolver in. It is loaded when the device first looks for a name and knows a server."""

    def make() -> object:
        from sim.features.dns.stub.service import StubService

        return StubService(device)

    device.names.plug(make)
    return None


FEATURE = Feature(
    name="stub",
    rules=("sim.features.dns.asking.rules", "sim.features.dns.caching.rules", "sim.features.dns.stub.rules"),
    tables=("sim.features.dns.stub.tables",),
    settings=("sim.features.dns.stub.settings",),
    service=Service(lambda settings: True, _start),
)
