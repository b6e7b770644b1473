"""The lines of configuration that set up VLANs while the network runs, as a Catalyst has them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from sim.bridge.machine import DEFAULT_VLAN
from sim.bridge.vlans.config import PortVlans, usual_name
from sim.bridge.vlans.machine import ranges
from sim.bridge.vlans.relay import VlanRelay
from sim.bridge.vlans.settings import NONE, vlan_name
from sim.command import CommandLine
from sim.config_line import INTERFACE, VLAN, ConfigLine, Subjects
from sim.link.ethernet.pdu import LAST_VLAN
from sim.link.port import Port
from sim.settings import SWITCH, number_list
from sim.words import TextError

SWITCHES = frozenset({SWITCH})
CREATED = "% Access VLAN does not exist. Creating vlan {}"
NO_PORT = "% {} is no port that frames are switched between"
MEMBER = "% port {} works as part of {}: write 'interface {}' before it"
DEFAULT_STAYS = f"%Default VLAN {DEFAULT_VLAN} may not be deleted."
_ALL_VLANS = frozenset(range(1, LAST_VLAN + 1))
_DYNAMIC = "ports do not negotiate here"


class Bridge(Protocol):
    """What these lines see of a bridge; see :class:`sim.bridge.bridge.Bridge`."""

    @property
    def vlans(self) -> VlanRelay | None: ...
    @property
    def ports(self) -> Mapping[str, Port]: ...
    @property
    def exits(self) -> Container[str]: ...
    def know_vlans(self, cause: int) -> VlanRelay: ...


class Switch(Protocol):
    """What these lines see of a switch."""

    @property
    def bridge(self) -> Bridge: ...


def vlan_list(line: CommandLine) -> list[int]:
    """VLANs as 10,20-30; raises ``TextError``."""
    word = line.next("VLANs, as 10 or 10,20-30")
    try:
        found = number_list(word, "VLAN", 30)
    except TextError as error:
        raise line.wrong(error.message, error.hint) from None
    if not found or not _ALL_VLANS.issuperset(found):
        raise line.wrong(f"{word} has no number of a VLAN", f"write numbers from 1 to {LAST_VLAN}, as 10,20-30")
    return sorted(set(found))


def _vlan(line: CommandLine) -> int:
    return line.integer(1, LAST_VLAN)


# VLANs


def _parse_vlans(line: CommandLine, _: bool) -> Subjects:
    return tuple(map(str, vlan_list(line)))


def _known(switch: Switch) -> dict[int, str]:
    """The VLANs of a switch with their names."""
    vlans = switch.bridge.vlans
    return {DEFAULT_VLAN: ""} if vlans is None else dict(vlans.config.vlans)


def _set_vlans(switch: Switch, vlans: dict[int, str], cause: int) -> None:
    if vlans != _known(switch):
        relay = switch.bridge.know_vlans(cause)
        relay.configure(dict(sorted(vlans.items())), relay.config.ports, cause)


def _open_vlan(switch: Switch, subject: str, _: Subjects, is_negated: bool, cause: int) -> str:
    vlans, vlan = _known(switch), int(subject)
    if not is_negated:
        _set_vlans(switch, {vlan: "", **vlans}, cause)
    elif vlan == DEFAULT_VLAN:
        return DEFAULT_STAYS
    else:
        vlans.pop(vlan, None)
        _set_vlans(switch, vlans, cause)
    return ""


def _shown_vlans(switch: Switch) -> Iterator[str]:
    yield from (str(vlan) for vlan, name in _known(switch).items() if vlan != DEFAULT_VLAN or name)


def _parse_name(line: CommandLine, is_negated: bool) -> str:
    if is_negated and not line:
        return ""
    word = line.next("a name")
    try:
        return "" if is_negated else vlan_name(word)
    except TextError as error:
        raise line.wrong(error.message, error.hint) from None


def _name(switch: Switch, subject: str, name: str, _: bool, cause: int) -> str:
    vlans, vlan = _known(switch), int(subject)
    if vlan in vlans:
        _set_vlans(switch, {**vlans, vlan: "" if name == usual_name(vlan) else name}, cause)
    return ""


def _shown_name(switch: Switch, subject: str) -> Iterator[str]:
    name = _known(switch).get(int(subject))
    if name:
        yield f"name {name}"


# Ports


class Edit(NamedTuple):
    """How a line changes what is configured of a port, and the VLAN that it needs."""

    change: Callable[[PortVlans, frozenset[int]], PortVlans]
    vlan: int = 0


def _configured(switch: Switch, port: str) -> PortVlans:
    vlans = switch.bridge.vlans
    return PortVlans() if vlans is None else vlans.config.ports[port]


def _edit(switch: Switch, port: str, edit: Edit, _: bool, cause: int) -> str:
    bridge = switch.bridge
    if port not in bridge.exits:
        if port in bridge.ports:
            whole = bridge.ports[port].channel
            return MEMBER.format(port, whole, whole)
        return NO_PORT.format(port)
    vlans = _known(switch)
    said = CREATED.format(edit.vlan) if edit.vlan and edit.vlan not in vlans else ""
    if said:
        vlans[edit.vlan] = ""
    changed = edit.change(_configured(switch, port), frozenset(vlans))
    if said or changed != _configured(switch, port):
        relay = bridge.know_vlans(cause)
        relay.configure(dict(sorted(vlans.items())), {**relay.config.ports, port: changed}, cause)
    return said


def _fields(vlan: int = 0, **fields: Any) -> Edit:
    return Edit(lambda port, _: port._replace(**fields), vlan)


def _parse_mode(line: CommandLine, is_negated: bool) -> Edit:
    word = line.next("access or trunk") if line or not is_negated else "access"
    if word == "dynamic":
        raise line.wrong(f"{word!r} does not fit here: {_DYNAMIC}", "write access or trunk")
    if not any(full.startswith(word) for full in ("access", "trunk")):
        raise line.wrong(f"{word!r} does not fit here", "write access or trunk")
    return _fields(is_trunk=not is_negated and "trunk".startswith(word))


def _parse_access(line: CommandLine, is_negated: bool) -> Edit:
    vlan = _vlan(line) if line or not is_negated else 0
    return _fields(access=DEFAULT_VLAN) if is_negated else _fields(vlan, access=vlan)


def _parse_native(line: CommandLine, is_negated: bool) -> Edit:
    if line.peek() == "tag":
        line.next()
        return _fields(tag_native=not is_negated)
    if line.peek() == NONE:
        line.next()
        return _fields(native=DEFAULT_VLAN if is_negated else 0)
    vlan = _vlan(line) if line or not is_negated else 0
    return _fields(native=DEFAULT_VLAN if is_negated else vlan)


def _parse_allowed(line: CommandLine, is_negated: bool) -> Edit:
    if is_negated:
        line.tail()
        return _fields(allowed=None)
    word = line.peek()
    if word in ("all", NONE):
        line.next()
        return _fields(allowed=None if word == "all" else frozenset())
    if word not in ("add", "remove", "except"):
        return _fields(allowed=frozenset(vlan_list(line)))
    line.next()
    vlans = frozenset(vlan_list(line))
    if word == "except":
        return _fields(allowed=_ALL_VLANS - vlans)

    def change(port: PortVlans, _: frozenset[int]) -> PortVlans:
        before = _ALL_VLANS if port.allowed is None else port.allowed
        after = before | vlans if word == "add" else before - vlans
        return port._replace(allowed=None if after == _ALL_VLANS else after)

    return Edit(change)


def _parse_encapsulation(line: CommandLine, _: bool) -> Edit:
    if line:
        line.word("dot1q")
    return _fields()


def _shown(written: Callable[[PortVlans], Iterable[str]]) -> Callable[[Switch, str], Iterator[str]]:
    """The lines of a port that are not as they are of a port of which nothing is said."""

    def shown(switch: Switch, port: str) -> Iterator[str]:
        if port in switch.bridge.exits:
            yield from (f"switchport {each}" for each in written(_configured(switch, port)))

    return shown


def _shown_mode(port: PortVlans) -> Iterator[str]:
    if port.is_trunk or port.access != DEFAULT_VLAN:
        yield f"mode {'trunk' if port.is_trunk else 'access'}"


def _shown_access(port: PortVlans) -> Iterator[str]:
    if port.access != DEFAULT_VLAN:
        yield f"access vlan {port.access}"


def _shown_native(port: PortVlans) -> Iterator[str]:
    if port.native != DEFAULT_VLAN:
        yield f"trunk native vlan {port.native or NONE}"
    if port.tag_native:
        yield "trunk native vlan tag"


def _shown_allowed(port: PortVlans) -> Iterator[str]:
    if port.allowed is not None:
        yield f"trunk allowed vlan {ranges(port.allowed) or NONE}"


def _port_line(
    name: str,
    usage: str,
    summary: str,
    parse: Callable[[CommandLine, bool], Edit],
    written: Callable[[PortVlans], Iterable[str]] = lambda _: (),
) -> ConfigLine[Switch, Edit]:
    line = f"switchport {name}"
    return ConfigLine(
        line, f"{line} {usage}".strip(), summary, SWITCHES, parse, _edit, mode=INTERFACE, shown=_shown(written)
    )


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "vlan",
        "vlan N",
        "creates VLANs, as 10 or 10,20; `no` removes them",
        SWITCHES,
        _parse_vlans,
        _open_vlan,
        opens=VLAN,
        about=_shown_vlans,
        is_deed=lambda _: True,
    ),
    ConfigLine(
        "name",
        "name NAME",
        "what the VLAN is called",
        SWITCHES,
        _parse_name,
        _name,
        mode=VLAN,
        shown=_shown_name,
    ),
    _port_line("mode", "access|trunk", "whether the port is in one VLAN or carries several", _parse_mode, _shown_mode),
    _port_line("access vlan", "N", "the VLAN of an access port", _parse_access, _shown_access),
    _port_line(
        "trunk native vlan",
        "N|none|tag",
        "the VLAN of frames without a tag; `none` drops these, `tag` tags the frames of the native VLAN, too",
        _parse_native,
        _shown_native,
    ),
    _port_line(
        "trunk allowed vlan",
        "[add|remove|except] LIST|all|none",
        "the VLANs that a trunk carries, as 10,20-30",
        _parse_allowed,
        _shown_allowed,
    ),
    _port_line("trunk encapsulation", "dot1q", "changes nothing: there is no other here", _parse_encapsulation),
    _port_line("nonegotiate", "", f"changes nothing: {_DYNAMIC}", lambda _, __: _fields()),
)
