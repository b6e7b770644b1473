"""The list of all features; whoever looks for a table, a rule or a protocol by its name asks here.

A feature is named by its module, which has a ``FEATURE``. Importing a feature has no effect. Where people are shown
tables or rules of several features, these stand in the order of the list.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from sim.added import ADDED
from sim.feature import Feature, Service, Table, TimerText, ValueNames
from sim.pdu.base import Pdu
from sim.pdu_type import Format, PduType
from sim.settings import NodeSettings, Settings
from sim.why import Rule

if TYPE_CHECKING:
    from sim.command import AnyCommand
    from sim.config_line import AnyConfigLine

FEATURES = (
    "sim.ip.arp.feature",
    "sim.bridge.feature",
    "sim.ip.routes.feature",
    "sim.device.feature",
    "sim.link.feature",
    "sim.ip.acd.feature",
    "sim.ip.ipv4.feature",
    "sim.ip.reassembly.feature",
    "sim.ip.pmtu.feature",
    "sim.ip.icmp.feature",
    "sim.ip.names.feature",
    "sim.ip.groups.feature",
    "sim.transport.tcp.feature",
    "sim.transport.udp.feature",
    "sim.transport.sockets.feature",
    "sim.features.ping.feature",
    "sim.features.traceroute.feature",
    "sim.features.arping.feature",
    "sim.features.ss.feature",
    "sim.features.unix.feature",
    "sim.features.addresses.feature",
    "sim.features.dns.feature",
    "sim.features.dns.authority.feature",
    "sim.features.dns.tools.feature",
    "sim.features.igmp.feature",
    "sim.features.tcpdump.feature",
    "sim.features.dns.stub.feature",
    "sim.features.dns.recursion.feature",
    "sim.programs.feature",
    "sim.shell.feature",
    "sim.features.http.feature",
    "sim.features.ios.feature",
    "sim.features.dhcp.feature",
    "sim.features.dhcp.client.feature",
    "sim.features.dhcp.server.feature",
    "sim.features.port_security.feature",
    "sim.features.macof.feature",
    "sim.features.dhcp_snooping.feature",
    "sim.features.arp_inspection.feature",
    "sim.features.stp.feature",
    "sim.features.conntrack.feature",
    "sim.features.nat.feature",
    "sim.features.acl.feature",
)

_forget: list[Callable[[], None]] = []
_Arguments = ParamSpec("_Arguments")
_Result = TypeVar("_Result")


def remembered(function: Callable[_Arguments, _Result]) -> Callable[_Arguments, _Result]:
    """A function of what the features say, whose results are kept for as long as the features are the same."""
    kept = cache(function)
    _forget.append(kept.cache_clear)
    return kept  # type: ignore[return-value]


@remembered
def features() -> tuple[Feature, ...]:
    """All features, in the order of the list."""
    return (*(import_module(name).FEATURE for name in FEATURES), *ADDED)


def services(settings: NodeSettings, *kinds: str) -> Iterator[tuple[str, Service]]:
    """What features do by themselves on a device of these kinds with these settings, by the features' names."""
    for feature in features():
        service = feature.service
        if service is not None and not service.kinds.isdisjoint(kinds) and service.is_wanted(settings):
            yield feature.name, service


@contextmanager
def adding(feature: Feature) -> Iterator[None]:
    """Know one more feature for a while: one that is tried out, or that a test brings along."""
    ADDED.append(feature)
    _changed()
    try:
        yield
    finally:
        ADDED.remove(feature)
        _changed()


@remembered
def rules() -> dict[str, Rule]:
    """All rules by their ids."""
    modules = [import_module(name) for feature in features() for name in feature.rules]
    return {value.id: value for module in modules for value in vars(module).values() if isinstance(value, Rule)}


@remembered
def pdus() -> dict[str, PduType[Any]]:
    """All types of PDU by their names, in the order of the features."""
    return {kind.name: kind for feature in features() for kind in feature.pdus}


def pdu(name: str) -> PduType[Any]:
    """The type of this name; raises ``KeyError`` where there is none."""
    return pdus()[name]


@remembered
def pdu_of(kind: type[Pdu]) -> PduType[Any]:
    """The type of PDU whose values are of this class; raises ``LookupError`` where there is none."""
    for each in pdus().values():
        if each.format.type is kind:
            return each
    raise LookupError(f"no feature has {kind.__name__} among its PDUs")


@remembered
def format_of(kind: type[Pdu]) -> Format[Any]:
    """All about the values of this class; raises ``LookupError`` where no feature has it."""
    return pdu_of(kind).format


@remembered
def child(parent: str, number: int) -> PduType[Any] | None:
    """What a PDU of type ``parent`` carries where its header says ``number``."""
    return next((kind for kind in pdus().values() if kind.parent == parent and number in kind.numbers), None)


@remembered
def has_readers(name: str) -> bool:
    """Whether there is a type that reads what PDUs of this type carry between ports."""
    return pdu(name).format.ports is not None and any(kind.parent == name for kind in pdus().values())


@remembered
def is_read(name: str) -> bool:
    """Whether PDUs of this type are in octets that are read when somebody asks."""
    parent = pdu(name).parent
    return bool(parent) and (pdu(parent).format.ports is not None or is_read(parent))


@remembered
def words() -> dict[str, PduType[Any]]:
    """The kinds of packet in the packet language, each with its type.

    First come those that types are called by, a type behind what carries it.
    """
    kinds = sorted(pdus().values(), key=_depth)
    own = {kind.words[0]: kind for kind in kinds if kind.words}
    return own | {word: kind for kind in kinds for word in kind.words[1:]}


def _depth(kind: PduType[Any]) -> int:
    """How many headers stand in front of a type's own."""
    return 1 + _depth(pdu(kind.parent)) if kind.parent else 0


@remembered
def commands(word: str | None = None) -> "dict[str, AnyCommand]":
    """The commands that begin with a word, or all, by their names, as lists for people have them."""
    found: list[AnyCommand] = []
    for feature in features():
        if word is None or word in feature.command_words:
            given = feature.commands()
            words = {command.name.split()[0] for command in given}
            assert words == set(feature.command_words), f"{feature.name} has commands that begin with {words}"
            found += given
    chosen = (command for command in found if word in (None, command.name.split()[0]))
    return {command.name: command for command in sorted(chosen, key=lambda command: command.rank)}


@remembered
def configuration() -> "tuple[AnyConfigLine, ...]":
    """The lines of configuration of all features, in the order of the features."""
    return tuple(line for feature in features() for line in feature.configuration())


@remembered
def tables() -> dict[str, Table]:
    """All tables by their names."""
    return {value.name: value for value in _of_tables() if isinstance(value, Table)}


@remembered
def placed_tables() -> tuple[Table, ...]:
    """All tables in the order in which those of a device are shown."""
    return tuple(sorted(tables().values(), key=lambda table: table.place))


@remembered
def timers() -> dict[str, TimerText]:
    """What timers are called, by the first part of their names."""
    return {value.name: value for value in _of_tables() if isinstance(value, TimerText)}


@remembered
def value_names() -> dict[str, ValueNames]:
    """What the values of facts are called, by the facts' names."""
    return {value.fact: value for value in _of_tables() if isinstance(value, ValueNames)}


def _of_tables() -> Iterator[object]:
    for feature in features():
        for name in feature.tables:
            yield from vars(import_module(name)).values()


@remembered
def settings() -> tuple[Settings, ...]:
    """What devices can be set up with, in the order of the alphabet."""
    modules = [import_module(name) for feature in features() for name in feature.settings]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Settings)]
    return tuple(sorted(found, key=lambda each: each.key))


def _changed() -> None:
    for forget in _forget:
        forget()
