"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING, Any

from sim.feature import Commands, Feature, Service
from sim.features.stp.pdu import SAP
from sim.pdu_type import Format, PduType
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine
    from sim.features.stp.service import Switch


def _format() -> Format[Any]:
    from sim.features.stp.view import FORMAT

    return FORMAT


def _commands() -> Commands:
    from sim.features.stp.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.stp.lines import LINES

    return LINES


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.stp.settings import Protocol, StpSettings

    return settings.of(StpSettings).mode is not Protocol.NONE


def _start(switch: "Switch") -> object:
    from sim.features.stp.service import SpanningTree

    return SpanningTree(switch)


FEATURE = Feature(
    name="stp",
    rules=("sim.features.stp.rules",),
    fields=("sim.features.stp.fields",),
    pdus=(PduType("stp", _format, parent="llc", numbers=(SAP,), words=("stp", "bpdu")),),
    tables=("sim.features.stp.tables",),
    settings=("sim.features.stp.settings",),
    command_words=("show", "clear"),
    commands=_commands,
    configuration=_configuration,
    service=Service(_is_wanted, _start, frozenset({"switch"})),
)
