"""Which ports of a switch lead to DHCP servers."""

from typing import Annotated, Any, NamedTuple

from sim.settings import SWITCH, Setting, Settings, number_list


def _ports(value: Any) -> Any:
    found = number_list(value, "port", 6)
    return value if found is None else [str(port) for port in found]


class SnoopingSettings(NamedTuple):
    """A switch that snoops trusts no port that it is not told to trust."""

    trusted: Annotated[
        tuple[str, ...],
        Setting(
            "The ports that lead to DHCP servers, as 6 or [5, 6].", short=_ports, short_types=("string", "integer")
        ),
    ] = ()


def _snooping(value: Any) -> Any:
    return {"trusted": value} if isinstance(value, int | str | list) and not isinstance(value, bool) else value


SETTINGS = Settings("dhcp_snooping", SnoopingSettings, "DHCP snooping.", kinds=(SWITCH,), short=_snooping)
