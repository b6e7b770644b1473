"""The description of this package for the list in ``sim.registry``."""

from typing import TYPE_CHECKING, Any

from sim.command import Allowance
from sim.feature import Commands, Feature, Service
from sim.settings import NodeSettings

if TYPE_CHECKING:
    from sim.config_line import AnyConfigLine


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.acl.settings import AclSettings

    return bool(settings.of(AclSettings).acl)


def _start(device: Any) -> object:
    from sim.features.acl.service import Filters

    return Filters(device)


def _commands() -> Commands:
    from sim.features.acl.commands import COMMANDS

    return COMMANDS


def _configuration() -> "tuple[AnyConfigLine, ...]":
    from sim.features.acl.lines import LINES

    return LINES


FEATURE = Feature(
    name="acl",
    rules=("sim.features.acl.rules",),
    tables=("sim.features.acl.tables",),
    settings=("sim.features.acl.settings",),
    command_words=("iptables", "show"),
    commands=_commands,
    configuration=_configuration,
    allowances=(Allowance("shadowed-rule", "a rule of an access list can never fit, because of the rules before it"),),
    service=Service(_is_wanted, _start),
)
