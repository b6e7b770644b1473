"""Which ports of a switch are guarded, and how."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any, NamedTuple

from sim.addresses import MacAddress
from sim.settings import SWITCH, Conflict, Setting, Settings


class Violation(StrEnum):
    """What is done when a frame comes from a station that may not be there."""

    PROTECT = "protect"
    """The frame is dropped."""
    RESTRICT = "restrict"
    """The frame is dropped, counted and reported."""
    SHUTDOWN = "shutdown"
    """The port is switched off, until somebody switches it on again."""


class SecurePort(NamedTuple):
    """What a port lets in."""

    limit: Annotated[int, Setting("How many addresses may be behind the port.", at_least=1, at_most=8192)] = 1
    violation: Annotated[Violation, Setting("What is done with a frame from any other address.")] = Violation.SHUTDOWN
    sticky: Annotated[bool, Setting("Learned addresses stay when the link goes down.")] = False
    addresses: Annotated[tuple[MacAddress, ...], Setting("Addresses that are known from the start.")] = ()
    enabled: bool = True
    """Whether the guard is on: a command may say first how it is to be."""


def _port(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"limit": value}
    return {"violation": value} if isinstance(value, str) else {} if value is None else value


class PortSecuritySettings(NamedTuple):
    """The guarded ports."""

    port_security: Annotated[
        tuple[
            tuple[str, Annotated[SecurePort, Setting(short=_port, short_types=("string", "integer", "null"))]],
            ...,
        ],
        Setting("Ports that let in few stations: {1: 2}, {1: {limit: 2, violation: restrict, sticky: true}}."),
    ] = ()


def _conflicts(values: PortSecuritySettings) -> Iterator[Conflict]:
    for port, secure in values.port_security:
        if len(secure.addresses) > secure.limit:
            message = f"port {port} knows {len(secure.addresses)} addresses and may have {secure.limit}"
            yield Conflict(("port_security",), message, "write a higher limit", (port, "addresses"))


SETTINGS = Settings("", PortSecuritySettings, kinds=(SWITCH,), conflicts=_conflicts)
