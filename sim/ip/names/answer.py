"""What a name or an address turned out to be."""

from enum import Enum
from typing import NamedTuple

from sim.addresses import IPv4Address


class Failure(Enum):
    """Why there is no answer, in the words of glibc's ``gai_strerror``."""

    UNKNOWN = "Name or service not known"
    NO_ADDRESS = "No address associated with hostname"
    FOR_NOW = "Temporary failure in name resolution"
    FOR_EVER = "Non-recoverable failure in name resolution"


class Answer(NamedTuple):
    """What a name or an address turned out to be: all ``addresses``, and the ``names``, of which the first is the
    canonical one. ``failure`` says why there are none, and ``server`` who said all this, ``None`` where the device knew
    it by itself.
    """

    addresses: tuple[IPv4Address, ...] = ()
    names: tuple[str, ...] = ()
    failure: Failure | None = None
    server: IPv4Address | None = None

    @property
    def address(self) -> IPv4Address | None:
        """The first of the addresses, which is the one that commands use."""
        return self.addresses[0] if self.addresses else None

    @property
    def told(self) -> str:
        """What a command prints where there is no answer."""
        return (self.failure or Failure.UNKNOWN).value


UNKNOWN = Answer(failure=Failure.UNKNOWN)
