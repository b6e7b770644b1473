"""How a device is set up: what a scenario or a Python program says about it. Times in ns, sizes in octets."""

from typing import NamedTuple

from sim.addresses import InterfaceAddress, MacAddress


class InterfacePlan(NamedTuple):
    """A host's or router's interface; ``Network.mac_for`` has a MAC address for one that is given none."""

    name: str
    addresses: tuple[InterfaceAddress, ...]
    mac: MacAddress
