"""The description of this package for the list in ``sim.registry``."""

from sim.feature import Commands, Feature


def _commands() -> Commands:
    from sim.features.dns.tools import dig, host, nslookup

    return (dig.COMMAND, host.COMMAND, nslookup.COMMAND)


FEATURE = Feature(
    name="dns-tools",
    rules=("sim.features.dns.tools.rules",),
    command_words=("dig", "host", "nslookup"),
    commands=_commands,
)
