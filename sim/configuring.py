"""How a device gets other settings while the network runs."""

from typing import Any, Protocol

from sim import registry
from sim.settings import NodeSettings


class Configurable(Protocol):
    """A feature's part of a device, whose settings can become others while the network runs."""

    def configure(self, values: Any, cause: int) -> None: ...


class ConfiguredDevice(Protocol):
    """A device whose settings are those that it is configured with by now."""

    settings: NodeSettings

    @property
    def kinds(self) -> tuple[str, ...]: ...
    @property
    def services(self) -> dict[str, Any]: ...


def configure(device: ConfiguredDevice, feature: str, values: tuple[Any, ...], cause: int) -> None:
    """Give a device other settings of a feature; its service begins where it did not run, and is told of them."""
    if feature not in device.services:
        service = next(each.service for each in registry.features() if each.name == feature)
        assert service is not None, f"{feature} has no service"
        device.services[feature] = service.start(device)
    device.settings = device.settings.having(values)
    device.services[feature].configure(values, cause)
