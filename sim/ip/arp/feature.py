"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.ip.arp.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="arp",
    rules=("sim.ip.arp.rules",),
    fields=("sim.ip.arp.fields",),
    tables=("sim.ip.arp.tables",),
    command_words=("arp", "ip"),
    commands=_commands,
    settings=("sim.ip.arp.settings",),
)
