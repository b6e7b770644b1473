"""The lines of configuration about interfaces and ports: which there are, what they stand on, on and off."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sim.bridge.aggregation.tables import TABLE as AGGREGATES
from sim.command import IP_DEVICES, CommandLine
from sim.config_line import INTERFACE, ConfigLine, Subjects
from sim.device import loopback
from sim.device.interface import TABLE as INTERFACES
from sim.device.port_names import in_range, read_name
from sim.device.subinterface import TABLE as SUBINTERFACE
from sim.device.subinterface import SubinterfaceRow
from sim.features.ios.mode import DEVICES
from sim.link.ethernet.pdu import LAST_VLAN
from sim.words import TextError, listed

ROUTER, SWITCH = IP_DEVICES & DEVICES, frozenset({"switch"})
NO_INTERFACE = "% Invalid interface: there is no {}; there are {}"
NO_IP_HERE = (
    "% {0} is a layer-2 switch, and has no interface of its own: in the scenario, 'svi: {{}}' makes it a layer-3 "
    "switch, and 'svi: {{{1}: 192.168.{1}.254/24}}' also gives it this interface"
)
NO_ROUTED = "% {0} is a layer-2 switch, and all its ports are switched: in the scenario, 'svi: {{}}' makes it another"
NO_LOOPBACK = "% loopback interfaces are not simulated: an address needs an interface with a cable, or a VLAN"
CANNOT_REMOVE = "% {} has a cable, and cannot be removed"
NO_SUBINTERFACE = "% {} is no subinterface: write 'interface {}' before it"
SAME_VLAN = (
    "%Configuration of multiple subinterfaces of the same main interface with the same VID ({}) is not permitted.\n"
    "This VID is already configured on {}."
)
MEMBER = "% port {} works as part of {}"


def _is_off(device: "PortedDevice", name: str) -> bool:
    row = device.tables[INTERFACES].get(name)
    return row is not None and not row.enabled


class PortedDevice(Protocol):
    """A device with ports or interfaces."""

    @property
    def tables(self) -> Mapping[str, Mapping[Any, Any]]: ...
    def has_interface(self, name: str) -> bool: ...


class NamedDevice(PortedDevice, Protocol):
    """The same, with its name and all that it is."""

    @property
    def name(self) -> str: ...
    @property
    def kinds(self) -> tuple[str, ...]: ...


def _parse_names(line: CommandLine, _: bool) -> Subjects:
    return (read_name(line),)


def _parse_range(line: CommandLine, _: bool) -> Subjects:
    text, offset = line.tail()
    if not text.strip():
        raise line.too_short("'interface range' ends too early", "interfaces come next, as fa0/1 - 3 or 1,2,5")
    try:
        return tuple(dict.fromkeys(in_range(text)))
    except ValueError as error:
        hint = "write fa0/1 - 3, or 1-3,5"
        raise TextError(f"{str(error)!r} does not say which interfaces", hint, offset) from None


def _open(device: Any, name: str, _: Subjects, is_negated: bool, cause: int) -> str:
    there = device.tables[INTERFACES]
    if is_negated and name in device.tables.get(SUBINTERFACE, {}):
        device.delete_interface(name, cause)
        return ""
    if is_negated and name in there:
        return CANNOT_REMOVE.format(name)
    if is_negated:
        return no_interface(device, name)
    said = refusal(device, name)
    if not said and _is_created(device, name):
        device.create_interface(name, "", int(name[4:]), cause)
    return said


def refusal(device: "NamedDevice", name: str) -> str:
    """What is printed where no lines about an interface can be typed; "" where they can.

    A subinterface comes to be when it is told its VLAN.
    """
    if _is_created(device, name):
        return NO_IP_HERE.format(device.name, name[4:]) if ROUTER.isdisjoint(device.kinds) else ""
    is_there = name in device.tables[INTERFACES] or name in device.tables.get(AGGREGATES, {})
    return "" if is_there or parent_of(device, name) else no_interface(device, name)


def _is_created(device: "NamedDevice", name: str) -> bool:
    """Whether this is an interface of a switch in a VLAN that is not there yet."""
    is_new = name.startswith("vlan") and name not in device.tables[INTERFACES]
    return is_new and not SWITCH.isdisjoint(device.kinds)


def no_interface(device: Any, name: str) -> str:
    """What is printed of an interface that is not there."""
    if name.lower().startswith("lo") and name[-1:].isdecimal():
        return NO_LOOPBACK
    return NO_INTERFACE.format(name, listed([*names(device)], "and"))


def names(device: PortedDevice) -> list[str]:
    """The interfaces or ports with a cable's end: nobody configures the loopback interface."""
    return [name for name in device.tables[INTERFACES] if name != loopback.NAME]


def _about(device: PortedDevice) -> list[str]:
    return [*names(device), *device.tables.get(AGGREGATES, {})]


def parent_of(device: PortedDevice, name: str) -> str:
    """The interface that one such as eth0.10 would stand on, "" where there is none."""
    parent, point, _ = name.rpartition(".")
    return parent if point and parent in device.tables[INTERFACES] and device.has_interface(parent) else ""


def _parse_encapsulation(line: CommandLine, is_negated: bool) -> int:
    if is_negated:
        line.tail()
        return 0
    line.word("dot1q")
    vlan = line.integer(1, LAST_VLAN)
    if line.peek() == "native":
        line.next()
        raise line.wrong("'native' is not simulated here", "give the address to the interface below, which has no tag")
    return vlan


def _encapsulation(device: Any, name: str, vlan: int, is_negated: bool, cause: int) -> str:
    there, parent = device.tables.get(SUBINTERFACE, {}), parent_of(device, name)
    if not parent:
        return NO_SUBINTERFACE.format(name, f"{name.partition('.')[0]}.10")
    if is_negated:
        if name in there:
            device.delete_interface(name, cause)
        return ""
    other = next((each for each, row in there.items() if row == SubinterfaceRow(parent, vlan) and each != name), None)
    if other is not None:
        return SAME_VLAN.format(vlan, other)
    if name not in there:
        device.create_interface(name, parent, vlan, cause)
    elif there[name].vlan != vlan:
        device.change_vlan(name, vlan, cause)
    return ""


def _shown_encapsulation(device: PortedDevice, name: str) -> Iterator[str]:
    row = device.tables.get(SUBINTERFACE, {}).get(name)
    if row is not None and row.parent:
        yield f"encapsulation dot1q {row.vlan}"


def _switchport(device: Any, name: str, _: None, is_negated: bool, cause: int) -> str:
    """A port of a layer-3 switch is switched, or is an interface like that of a router."""
    if ROUTER.isdisjoint(device.kinds):
        return NO_ROUTED.format(device.name) if is_negated else ""
    if name not in device.ports:
        return ""
    if is_negated and name in device.bridge.ports:
        if name not in device.bridge.exits:
            return MEMBER.format(name, device.bridge.ports[name].channel)
        device.route_port(name, cause)
    elif not is_negated and name in device.interfaces:
        device.switch_port(name, cause)
    return ""


def _shown_switchport(device: Any, name: str) -> Iterator[str]:
    if not ROUTER.isdisjoint(device.kinds) and name in device.ports and name in device.interfaces:
        yield "no switchport"


def _shutdown(device: Any, port: str, _: None, is_negated: bool, cause: int) -> str:
    members = getattr(device.tables.get(AGGREGATES, {}).get(port), "ports", (port,))
    for each in members:
        if each not in device.tables[INTERFACES]:
            continue
        if each in getattr(device.bridge, "ports", ()):
            device.bridge.enable(each, is_negated, cause)
        else:
            device.enable(device.interface(each), is_negated, cause)
    return ""


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "interface",
        "interface NAME",
        "the lines behind it are about this interface; `vlan 10` and `eth0.10` come to be by it, and go by `no`",
        DEVICES,
        _parse_names,
        _open,
        opens=INTERFACE,
        about=_about,
        is_deed=lambda names: any(name.startswith("vlan") for name in names),
    ),
    ConfigLine(
        "interface range",
        "interface range NAMES",
        "the lines behind it are about each of these, as `1-3,5` or `fa0/1 - 3`",
        DEVICES,
        _parse_range,
        _open,
        opens=INTERFACE,
        takes_no=False,
    ),
    ConfigLine(
        "switchport",
        "switchport",
        "`no` makes the port of a layer-3 switch an interface like that of a router",
        SWITCH,
        lambda _, __: None,
        _switchport,
        mode=INTERFACE,
        shown=_shown_switchport,
    ),
    ConfigLine(
        "encapsulation",
        "encapsulation dot1q N",
        "the VLAN of an interface such as eth0.10",
        ROUTER,
        _parse_encapsulation,
        _encapsulation,
        mode=INTERFACE,
        shown=_shown_encapsulation,
    ),
    ConfigLine(
        "shutdown",
        "shutdown",
        "switches the interface or port off; `no shutdown` switches it on",
        DEVICES,
        lambda _, __: None,
        _shutdown,
        mode=INTERFACE,
        shown=lambda device, port: ("shutdown",) if _is_off(device, port) else (),
    ),
)
