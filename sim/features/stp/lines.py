"""The lines of configuration that set up spanning tree while the network runs, as a Catalyst has them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from sim.bridge.vlans.lines import vlan_list
from sim.command import CommandLine
from sim.config_line import GLOBAL, INTERFACE, ConfigLine
from sim.configuring import configure
from sim.features.stp.config import BridgeConfig, PortConfig
from sim.features.stp.service import SpanningTree
from sim.features.stp.settings import LARGEST_COST, PORT_STEP, STEP, StpSettings
from sim.features.stp.settings import Protocol as StpProtocol
from sim.features.stp.tables import Mode
from sim.kernel import SECOND
from sim.trace.records import NO_CAUSE

SWITCH = frozenset({"switch"})
NOT_ENABLED = "% Spanning tree is not enabled on this switch: this counts behind 'spanning-tree mode rapid-pvst'"
_MODES = {"pvst": StpProtocol.STP, "rapid-pvst": StpProtocol.RSTP}
"""The words of a Catalyst for what is spoken; the tree here is one for all VLANs."""
_TIMES = {"hello-time": ("hello_time", 1, 10), "forward-time": ("forward_delay", 4, 30), "max-age": ("max_age", 6, 40)}
"""The words for the times of the bridge: the field that each sets, and its bounds in seconds."""


class Switch(Protocol):
    """What these lines see of a switch."""

    @property
    def services(self) -> Mapping[str, Any]: ...


class Setting(NamedTuple):
    """A field of a bridge's or a port's configuration, and what it becomes; ``None`` is what it was at the start.

    Without a field it is the protocol that is spoken.
    """

    field: str
    value: Any


def _tree(switch: Switch) -> SpanningTree | None:
    """Spanning tree of a switch, also while it speaks no protocol."""
    tree: SpanningTree | None = switch.services.get("stp")
    return tree


def _set_up(switch: Any) -> SpanningTree:
    """The same, ready to be set up."""
    configure(switch, "stp", switch.settings.of(StpSettings), NO_CAUSE)
    tree: SpanningTree = switch.services["stp"]
    return tree


def _multiple(line: CommandLine, step: int, most: int) -> int:
    value = line.integer(0, most)
    if value % step:
        raise line.wrong(f"{value} is no multiple of {step}", f"write {value // step * step} or another multiple")
    return value


def _parse_mode(line: CommandLine, is_negated: bool) -> StpProtocol:
    if is_negated:
        line.tail()
        return _MODES["pvst"]
    return _MODES[line.word(*_MODES)]


def _mode(switch: Any, _: str, mode: StpProtocol, __: bool, cause: int) -> str:
    configure(switch, "stp", switch.settings.of(StpSettings)._replace(mode=mode), cause)
    return ""


def _shown_mode(switch: Switch, _: str) -> Iterator[str]:
    tree = _tree(switch)
    if tree is not None and tree.mode is not None:
        yield f"spanning-tree mode {'pvst' if tree.mode is Mode.STP else 'rapid-pvst'}"


def _parse_bridge(line: CommandLine, is_negated: bool) -> Setting:
    vlan_list(line)
    if not line:
        return Setting("", StpProtocol.NONE if is_negated else StpProtocol.STP)
    word = line.word("priority", "root", *_TIMES)
    if word == "root":
        return Setting("priority", None if is_negated else {"primary": 24576, "secondary": 28672}[_place(line)])
    field, least, most = _TIMES.get(word, ("priority", 0, 0))
    if is_negated:
        if line:
            line.next()
        return Setting(field, None)
    if field == "priority":
        return Setting(field, _multiple(line, STEP, 61440))
    return Setting(field, line.integer(least, most) * SECOND)


def _place(line: CommandLine) -> str:
    return line.word("primary", "secondary")


def _bridge(switch: Switch, _: str, setting: Setting, is_negated: bool, cause: int) -> str:
    tree = _set_up(switch)
    if not setting.field:
        return _mode(switch, "", setting.value, is_negated, cause) if is_negated or tree.mode is None else ""
    value = getattr(tree.planned, setting.field) if setting.value is None else setting.value
    tree.configure_bridge({setting.field: value}, cause)
    return "" if tree.mode is not None else NOT_ENABLED


def _port(switch: Switch, port: str, setting: Setting, __: bool, cause: int) -> str:
    tree = _set_up(switch)
    if port not in tree.ports:
        return f"% {port} is no port of the bridge"
    value = getattr(tree.planned_ports[port], setting.field) if setting.value is None else setting.value
    tree.configure_port(port, {setting.field: value}, cause)
    return "" if tree.mode is not None else NOT_ENABLED


def _numbered(field: str, read: Callable[[CommandLine], int]) -> Callable[[CommandLine, bool], Setting]:
    """A line that sets a number, and with ``no`` what it was at the start, whether the number stands there or not."""

    def parse(line: CommandLine, is_negated: bool) -> Setting:
        value = read(line) if line or not is_negated else None
        return Setting(field, None if is_negated else value)

    return parse


def _switched(field: str, *words: str) -> Callable[[CommandLine, bool], Setting]:
    """A line that switches something on, behind which one of some words stands; ``edge`` is the one of portfast."""

    def parse(line: CommandLine, is_negated: bool) -> Setting:
        if not words and line.peek() == "edge":
            line.next()
        word = line.word(*words) if words and (line or not is_negated) else ""
        return Setting(field, not is_negated and word not in ("disable", "none"))

    return parse


def _shown_bridge(switch: Switch, _: str) -> Iterator[str]:
    tree = _tree(switch)
    if tree is None:
        return
    now, usual = tree.config, BridgeConfig(0)
    if now.priority != usual.priority:
        yield f"spanning-tree vlan 1 priority {now.priority}"
    for word, (field, _least, _most) in _TIMES.items():
        if getattr(now, field) != getattr(usual, field):
            yield f"spanning-tree vlan 1 {word} {getattr(now, field) // SECOND}"


def _shown_port(field: str, written: Callable[[Any], str]) -> Callable[[Switch, str], Iterator[str]]:
    def shown(switch: Switch, port: str) -> Iterator[str]:
        tree = _tree(switch)
        if tree is None or port not in tree.ports:
            return
        usual = tree.usual_cost(port) if field == "cost" else getattr(PortConfig(1), field)
        value = getattr(tree.ports[port], field)
        if value != usual:
            yield f"spanning-tree {written(value)}"

    return shown


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "spanning-tree mode",
        "spanning-tree mode pvst|rapid-pvst",
        "switches STP or RSTP on; there is one tree for all VLANs",
        SWITCH,
        _parse_mode,
        _mode,
        shown=_shown_mode,
    ),
    ConfigLine(
        "spanning-tree vlan",
        "spanning-tree vlan LIST [priority N|root primary|hello-time S|forward-time S|max-age S]",
        "the priority of the switch, and its times; `no spanning-tree vlan 1` switches spanning tree off",
        SWITCH,
        _parse_bridge,
        _bridge,
        mode=GLOBAL,
        shown=_shown_bridge,
    ),
    ConfigLine(
        "spanning-tree cost",
        "spanning-tree cost N",
        "what the link of the port adds to the path to the root",
        SWITCH,
        _numbered("cost", lambda line: line.integer(1, LARGEST_COST)),
        _port,
        mode=INTERFACE,
        shown=_shown_port("cost", lambda value: f"cost {value}"),
    ),
    ConfigLine(
        "spanning-tree port-priority",
        "spanning-tree port-priority N",
        "decides between ports: the lower goes before others",
        SWITCH,
        _numbered("priority", lambda line: _multiple(line, PORT_STEP, 240)),
        _port,
        mode=INTERFACE,
        shown=_shown_port("priority", lambda value: f"port-priority {value}"),
    ),
    ConfigLine(
        "spanning-tree portfast",
        "spanning-tree portfast",
        "an edge port, from the next time that its link comes up",
        SWITCH,
        _switched("edge"),
        _port,
        mode=INTERFACE,
        shown=_shown_port("edge", lambda value: "portfast"),
    ),
    ConfigLine(
        "spanning-tree bpduguard",
        "spanning-tree bpduguard enable|disable",
        "a BPDU switches the port off; `no shutdown` switches it on again",
        SWITCH,
        _switched("bpdu_guard", "enable", "disable"),
        _port,
        mode=INTERFACE,
        shown=_shown_port("bpdu_guard", lambda value: "bpduguard enable"),
    ),
    ConfigLine(
        "spanning-tree guard",
        "spanning-tree guard root|none",
        "no root may be behind the port",
        SWITCH,
        _switched("root_guard", "root", "none"),
        _port,
        mode=INTERFACE,
        shown=_shown_port("root_guard", lambda value: "guard root"),
    ),
)
