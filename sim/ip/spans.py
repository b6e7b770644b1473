"""Addresses in a row, as scenarios write them."""

from typing import Annotated, Any, NamedTuple

from sim.addresses import IPv4Address
from sim.settings import Setting
from sim.words import TextError


class Span(NamedTuple):
    """Addresses in a row."""

    first: Annotated[IPv4Address, Setting("The first address.")]
    last: Annotated[IPv4Address, Setting("The last address.")]

    def __contains__(self, address: object) -> bool:
        return isinstance(address, int) and self.first <= address <= self.last

    def __str__(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


def span(value: Any) -> Any:
    """``192.168.10.100-199``, ``192.168.10.100-192.168.11.50`` or one address, as the parts of a :class:`Span`.

    Two addresses in a list are the first and the last. Raises ``TextError``.
    """
    if isinstance(value, list) and len(value) == 2:
        return {"first": value[0], "last": value[1]}
    if not isinstance(value, str):
        return value
    if "/" in value:
        raise TextError(f"{value!r} is a network", "write the first and the last address, such as 192.168.10.100-199")
    first, dash, last = (part.strip() for part in value.partition("-"))
    if dash and "." not in last:
        last = f"{first.rpartition('.')[0]}.{last}"
    return {"first": first, "last": last if dash else first}


def in_order(found: Any) -> Any:
    """Check that the first address of a :class:`Span` is not behind the last; raises ``TextError``."""
    if found is not None and found.last < found.first:
        raise TextError(f"{found.last} is below {found.first}", "write the lower address first")
    return found
