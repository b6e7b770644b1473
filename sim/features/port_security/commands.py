"""``show port-security``: the guarded ports as a Catalyst lists them."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from sim.addresses import MacAddress
from sim.bridge.bridge import Bridge
from sim.bridge.machine import TABLE as MACS
from sim.command import Command, CommandLine, Device
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import named, read_name
from sim.features.port_security.settings import PortSecuritySettings, SecurePort
from sim.features.port_security.tables import SHOW, TABLE, PortSecurityRow, Status, show_port_security
from sim.settings import SWITCH, NodeSettings


class Switch(Device, Protocol):
    """What the command sees of a switch."""

    @property
    def settings(self) -> NodeSettings: ...
    @property
    def bridge(self) -> Bridge: ...


class Wanted(NamedTuple):
    """What is shown: a port, the secure addresses, or the guarded ports in a list."""

    port: str = ""
    addresses: bool = False


def _parse(line: CommandLine) -> Wanted:
    if not line:
        return Wanted()
    if line.word("interface", "address") == "address":
        return Wanted(addresses=True)
    return Wanted(read_name(line))


def _show(device: Switch, wanted: Wanted, _: str, cause: int) -> None:
    if wanted.port:
        lines = _one(device, named(wanted.port, device.tables[INTERFACES]))
    elif wanted.addresses:
        lines = _addresses(device)
    else:
        lines = show_port_security(device.tables.get(TABLE, {}))
    device.output("\n".join(lines), cause)


def _secure(device: Switch) -> Iterator[tuple[int, MacAddress, str]]:
    """The secure addresses, each with its VLAN in front and its port behind it."""
    guarded = device.tables.get(TABLE, {})
    for (vlan, mac), row in sorted(device.tables[MACS].items()):
        if row.static and row.port in guarded:
            yield vlan, mac, row.port


def _configured(device: Switch, port: str) -> SecurePort:
    return dict(device.settings.of(PortSecuritySettings).port_security).get(port, SecurePort(enabled=False))


def _one(device: Switch, port: str) -> Iterator[str]:
    """``show port-security interface``."""
    if port not in device.tables[INTERFACES]:
        yield f"% there is no port {port}"
        return
    row: PortSecurityRow | None = device.tables.get(TABLE, {}).get(port)
    configured = _configured(device, port)
    known = len(configured.addresses)
    total, violations, last = (0, 0, None) if row is None else (row.addresses, row.violations, row.last)
    status = "Secure-down" if row is None or not device.tables[INTERFACES][port].up else "Secure-up"
    if row is not None and row.status is Status.SHUTDOWN:
        status = "Secure-shutdown"
    vlan = 0 if last is None else device.bridge.vlan_of(port)
    for name, value in (
        ("Port Security", "Disabled" if row is None else "Enabled"),
        ("Port Status", status),
        ("Violation Mode", configured.violation.value.capitalize()),
        ("Maximum MAC Addresses", configured.limit),
        ("Total MAC Addresses", total),
        ("Configured MAC Addresses", known),
        ("Sticky MAC Addresses", max(total - known, 0) if configured.sticky else 0),
        ("Last Source Address:Vlan", f"{(last or MacAddress(0)).dotted}:{vlan}"),
        ("Security Violation Count", violations),
    ):
        yield f"{name:<26} : {value}"


_LINE = "-" * 77


def _addresses(device: Switch) -> Iterator[str]:
    """``show port-security address``."""
    yield f"{'Secure Mac Address Table':^77}".rstrip()
    yield _LINE
    yield "Vlan    Mac Address       Type                          Ports   Remaining Age"
    yield f"{'(mins)':>73}"
    yield "----    -----------       ----                          -----   -------------"
    count = 0
    for vlan, mac, port in _secure(device):
        configured = _configured(device, port)
        kind = "SecureConfigured" if mac in configured.addresses else "SecureDynamic"
        if configured.sticky and kind == "SecureDynamic":
            kind = "SecureSticky"
        yield f"{vlan:>4}    {mac.dotted:<17} {kind:<29} {port:<12} -"
        count += 1
    yield _LINE
    yield f"Total Addresses in System : {count}"


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        SHOW.command,
        f"{SHOW.command} [interface PORT|address]",
        "the guarded ports, how many addresses they have, and how often others tried to come in; one of them, or all "
        "secure addresses",
        frozenset({SWITCH}),
        _parse,
        _show,
        rank=92,
    ),
)
