"""The guarded ports as people see them."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from sim.addresses import MacAddress
from sim.feature import Printout, Rows, Table
from sim.features.port_security.settings import Violation

TABLE = "port-security"

_LINE = "-" * 75


class Status(StrEnum):
    """Whether a guarded port is in use, or was switched off by its guard."""

    UP = "secure-up"
    SHUTDOWN = "secure-shutdown"


class PortSecurityRow(NamedTuple):
    """A guarded port, under its name: how many addresses are secure there, and what else tried to come in."""

    status: Status
    limit: int
    violation: Violation
    sticky: bool
    addresses: int
    violations: int = 0
    last: MacAddress | None = None


def show_port_security(ports: Rows) -> Iterator[str]:
    """``show port-security``: as a Catalyst prints it."""
    yield "Secure Port  MaxSecureAddr  CurrentAddr  SecurityViolation  Security Action"
    yield "                (Count)       (Count)          (Count)"
    yield _LINE
    for port, row in ports.items():
        action = row.violation.value.capitalize()
        yield f"{port:>11}{row.limit:>15}{row.addresses:>13}{row.violations:>19}{action:>17}"
    yield _LINE


SHOW = Printout("show port-security", lambda ports, now: show_port_security(ports))

PORT_SECURITY = Table(
    TABLE,
    PortSecurityRow,
    {"en": "Port security", "zh": "端口安全"},
    key={"port": str},
    kinds=("switch",),
    spare=("last", "sticky", "violation"),
    printouts={"switch": SHOW},
)
