"""How a device is set up: what a scenario or a Python program says about it. Times in ns, sizes in octets."""

from typing import NamedTuple

from sim.addresses import InterfaceAddress, MacAddress


class InterfacePlan(NamedTuple):
    """A host's or router's interface; ``Network.mac_for`` has a MAC address for one that is given none.

    An interface with a ``vlan`` sends and receives frames of that VLAN alone: with tags through its ``parent``, another
    interface, or within the device's own bridge where it has none. All others have a port of their own name.
    """

    name: str
    addresses: tuple[InterfaceAddress, ...]
    mac: MacAddress
    parent: str = ""
    vlan: int = 0
