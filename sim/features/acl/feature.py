"""The description of this package for the list in ``sim.registry``."""

from typing import Any

from sim.command import Allowance
from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.acl.settings import AclSettings

    return bool(settings.of(AclSettings).acl)


def _start(device: Any) -> object:
    from sim.features.acl.service import Filters

    return Filters(device)


def _commands() -> Commands:
    from sim.features.acl.commands import COMMANDS

    return COMMANDS


FEATURE = Feature(
    name="acl",
    rules=("sim.features.acl.rules",),
    tables=("sim.features.acl.tables",),
    settings=("sim.features.acl.settings",),
    command_words=("iptables", "show"),
    commands=_commands,
    allowances=(Allowance("shadowed-rule", "a rule of an access list can never fit, because of the rules before it"),),
    service=Service(_is_wanted, _start),
)
