"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.feature import Commands, Feature
from sim.link.ethernet.pdu import TYPE_ARP
from sim.pdu_type import Format, PduType


def _commands() -> Commands:
    from sim.ip.arp.commands import COMMANDS

    return COMMANDS


def _format() -> Format[Any]:
    from sim.ip.arp.view import FORMAT

    return FORMAT


FEATURE = Feature(
    name="arp",
    rules=("sim.ip.arp.rules",),
    fields=("sim.ip.arp.fields",),
    pdus=(PduType("arp", _format, parent="ethernet", numbers=(TYPE_ARP,)),),
    tables=("sim.ip.arp.tables",),
    command_words=("arp", "ip"),
    commands=_commands,
    settings=("sim.ip.arp.settings",),
)
