"""``ip addr add``, ``replace``, ``del`` and ``flush``."""

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from sim.addresses import InterfaceAddress, IPv4Address
from sim.command import IP_DEVICES, Command, CommandLine
from sim.device import iproute
from sim.device.commands import SwitchedDevice
from sim.device.interface import Interface
from sim.features.addresses import rules
from sim.why import Why


class _Addressing(Protocol):
    def set_mtu(self, interface: Interface, octets: int | None, why: Why, cause: int) -> None: ...
    def configure(self, interface: Interface, address: InterfaceAddress, why: Why, cause: int) -> None: ...
    def give_up(self, interface: Interface, ip: IPv4Address, why: Why, cause: int) -> None: ...


class AddressedDevice(SwitchedDevice, Protocol):
    """What these commands see of a host or router."""

    @property
    def addressing(self) -> _Addressing: ...


class Given(NamedTuple):
    """An address of an interface; ``address`` is ``None`` for all of them."""

    port: str
    address: InterfaceAddress | None = None


def read_address(line: CommandLine) -> InterfaceAddress:
    """An address with the length of its prefix, which is 32 if it is not written."""
    word = line.next("an address such as 10.0.0.1/24")
    try:
        return InterfaceAddress.parse(word if "/" in word else f"{word}/32")
    except ValueError:
        message = f'Error: any valid prefix is expected rather than "{word}".'
        raise line.wrong(message, "write one like 10.0.0.1/24") from None


_BEHIND = ("dev", "local", "brd", "broadcast", "scope", "label")


def _parse(line: CommandLine) -> Given:
    iproute.options(line)
    address: InterfaceAddress | None = None
    port: str | None = None
    while line and (address is None or line.peek() in _BEHIND):
        if line.peek() not in _BEHIND:
            address = read_address(line)
            continue
        word = line.next()
        if word == "dev":
            port = line.interface()
        elif word == "local":
            address = read_address(line)
        else:
            line.next(f"what {word} is")  # follows from the address, or changes nothing here
    if address is None:
        read_address(line)
    if port is None:
        raise line.too_short('Not enough information: "dev" argument is required.', "add dev INTERFACE")
    return Given(port, address)


def _parse_flush(line: CommandLine) -> Given:
    iproute.options(line)
    if line.peek() == "dev":
        line.next()
    return Given(line.interface())


def add(device: AddressedDevice, port: str, address: InterfaceAddress, cause: int) -> bool:
    """Give an interface an address; false where the interface has it."""
    interface = device.interface(port)
    if address in interface.addresses:
        return False
    device.addressing.configure(interface, address, Why(rules.ADDED, address=address, port=port), cause)
    return True


def remove(device: AddressedDevice, port: str, address: InterfaceAddress, cause: int) -> None:
    """Take an address from an interface."""
    why = Why(rules.REMOVED, address=address, port=port)
    device.addressing.give_up(device.interface(port), address.address, why, cause)


def _add(device: AddressedDevice, given: Given, _: str, cause: int) -> None:
    assert given.address is not None, "the line was read so"
    if not add(device, given.port, given.address, cause):
        device.output("Error: ipv4: Address already assigned.", cause)


def _replace(device: AddressedDevice, given: Given, _: str, cause: int) -> None:
    assert given.address is not None, "the line was read so"
    add(device, given.port, given.address, cause)


def _delete(device: AddressedDevice, given: Given, _: str, cause: int) -> None:
    assert given.address is not None, "the line was read so"
    found = [
        own
        for own in device.interface(given.port).addresses
        if own.address == given.address.address and given.address.length in (32, own.length)
    ]
    if not found:
        device.output("Error: ipv4: Address not found.", cause)
    for own in found:
        remove(device, given.port, own, cause)


def _flush(device: AddressedDevice, given: Given, _: str, cause: int) -> None:
    for own in device.interface(given.port).addresses:
        remove(device, given.port, own, cause)


def _command(
    name: str, rest: str, summary: str, parse: Callable[[CommandLine], Given], run: Callable[..., None], full: str
) -> Command[AddressedDevice, Given]:
    spelled = ("ip", "address", full)
    return Command(name, f"{name} {rest}", summary, IP_DEVICES, parse, run, rank=20, spelled=spelled)


COMMANDS: tuple[Command[Any, Any], ...] = (
    _command("ip addr add", "ADDRESS/LENGTH dev INTERFACE", "gives an interface an address", _parse, _add, "add"),
    _command(
        "ip addr replace",
        "ADDRESS/LENGTH dev INTERFACE",
        "gives an interface an address, where it does not have it",
        _parse,
        _replace,
        "replace",
    ),
    _command("ip addr del", "ADDRESS/LENGTH dev INTERFACE", "takes an address away", _parse, _delete, "delete"),
    _command("ip addr flush", "dev INTERFACE", "takes all addresses away", _parse_flush, _flush, "flush"),
)
