"""How much of a network a drawing shows: what is written in the boxes and beside them."""

from typing import NamedTuple

from sim.scenario.front import Cable, Device
from tui.model.network.grid import LEFT, RIGHT, Item, Strand, port_at


class Detail(NamedTuple):
    """How much is shown: addresses ``full``, ``short`` or not (""), names of ports, cells between two columns.

    With ``prefixes`` an address has the length of its network's prefix.

    ``stacked`` writes the addresses of a router's two sides beneath each other instead of side by side.

    ``tight`` lets the names of ports take of the cells between two columns: a packet on its way stands over them.
    """

    address: str
    ports: bool
    channel: int
    stacked: bool = False
    prefixes: bool = True
    tight: bool = False

    @property
    def wire(self) -> int:
        """The cells that are kept free of names between two columns, as far as no cables bend there."""
        return 1 if self.tight else self.channel


PLAINEST = Detail("", True, 6, tight=True)
"""Of a network that is larger than the room, which the reader moves over."""

DETAILS = (
    Detail("full", True, 20),
    Detail("full", True, 14),
    Detail("full", True, 12, stacked=True),
    Detail("full", True, 10, stacked=True),
    Detail("short", True, 14),
    Detail("short", True, 10, stacked=True),
    Detail("short", True, 8, stacked=True),
    Detail("short", True, 6, stacked=True, tight=True),
    Detail("short", True, 7, stacked=True, prefixes=False),
    Detail("short", True, 6, stacked=True, prefixes=False, tight=True),
    Detail("short", False, 8, stacked=True),
    Detail("short", False, 7, stacked=True),
    Detail("short", False, 7, stacked=True, prefixes=False),
    Detail("", True, 10),
    PLAINEST,
    Detail("", False, 6),
)


def addresses(item: Item, side: str, detail: Detail) -> list[str]:
    """What a box says of the ports that the cables on one side end at.

    Those of cables above and beneath are left, and so are the interfaces without a cable of their own.
    """
    assert item.device is not None
    ports = [port_at(strand.cable, item) for strand in item.strands[side]]
    if side == LEFT:
        ports += [port_at(cable, item) for cable in item.uprights] + inner(item)
        if not ports and not item.strands[RIGHT]:
            ports = list(item.device.addresses)[:1]
    return [written(item.device, port, detail) for port in ports]


_MOST_INNER = 4
"""Interfaces without a cable that a box has room for."""


def inner(item: Item) -> list[str]:
    """The interfaces with addresses that no cable ends at: those of the VLANs of a router or a switch."""
    if item.device is None or item.device.kind == "host":
        return []
    strands = [strand.cable for side in (LEFT, RIGHT) for strand in item.strands[side]]
    ports = {port_at(cable, item) for cable in (*strands, *item.uprights)}
    return [name for name, found in item.device.addresses.items() if found and name not in ports][:_MOST_INNER]


def written(device: Device, port: str, detail: Detail) -> str:
    """A port's address, as far as there is room for it: ``192.168.10.1/24``, ``.10.1/24``, ``.10.1`` or nothing."""
    addresses = device.addresses.get(port, ())
    if not addresses or not detail.address:
        return ""
    first, slash, prefix = addresses[0].partition("/")
    more = f" +{len(addresses) - 1}" if len(addresses) > 1 else ""
    length = slash + prefix if detail.prefixes else ""
    return (first if detail.address == "full" else "." + ".".join(first.split(".")[2:])) + length + more


def port_names(strand: Strand, detail: Detail) -> tuple[str, str]:
    """What is written at the two ends of a strand: a port's name where the device has several in use."""
    left, right = (port_name(strand.cable, item, detail) for item in (strand.left, strand.right))
    return left, right


def port_name(cable: Cable, item: Item, detail: Detail) -> str:
    """What is written where a cable ends: nothing at a host that has no other cable."""
    ends = len(item.strands[LEFT]) + len(item.strands[RIGHT]) + len(item.uprights)
    if not detail.ports or item.device is None or (ends < 2 and item.device.kind == "host"):
        return ""
    return port_at(cable, item)


def is_stacked(item: Item, detail: Detail) -> bool:
    """Whether no two of a box's addresses stand in one row."""
    return (
        detail.stacked and item.device is not None and all(any(addresses(item, side, detail)) for side in (LEFT, RIGHT))
    )
