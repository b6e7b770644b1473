"""``ip dhcp snooping``: the lines of configuration, as a Catalyst has them."""

from collections.abc import Callable, Iterator
from typing import Any

from sim.bridge.vlans.lines import vlan_list
from sim.bridge.vlans.machine import ranges
from sim.command import CommandLine
from sim.config_line import INTERFACE, ConfigLine
from sim.configuring import configure
from sim.features.dhcp_snooping.settings import SnoopingSettings
from sim.link.ethernet.pdu import LAST_VLAN
from sim.settings import SWITCH

FEATURE = "dhcp-snooping"
SWITCHES = frozenset({SWITCH})
EVERY_VLAN = tuple(range(1, LAST_VLAN + 1))


def explicit(values: Any) -> Any:
    """The settings of a guard with each of its VLANs named, as commands change them."""
    if not values.enabled:
        return values._replace(everywhere=False)
    vlans = EVERY_VLAN if values.everywhere and not values.vlans else values.vlans
    return values._replace(vlans=vlans, everywhere=False)


def _now(switch: Any) -> SnoopingSettings:
    settings: SnoopingSettings = explicit(switch.settings.of(SnoopingSettings))
    return settings


def _enable(switch: Any, _: str, __: None, is_negated: bool, cause: int) -> str:
    configure(switch, FEATURE, _now(switch)._replace(enabled=not is_negated), cause)
    return ""


def parse_vlans(line: CommandLine, _: bool) -> frozenset[int]:
    return frozenset(vlan_list(line))


def changed(vlans: tuple[int, ...], given: frozenset[int], is_negated: bool) -> tuple[int, ...]:
    """The VLANs of a guard with some more, or without some."""
    return tuple(sorted(given.symmetric_difference(vlans) & {*vlans} if is_negated else given.union(vlans)))


def _vlans(switch: Any, _: str, vlans: frozenset[int], is_negated: bool, cause: int) -> str:
    now = _now(switch)
    configure(switch, FEATURE, now._replace(vlans=changed(now.vlans, vlans, is_negated)), cause)
    return ""


def trust_line(words: str, meaning: str, feature: str, now: Callable[[Any], Any]) -> ConfigLine[Any, None]:
    """The line that makes a port one that a guard trusts; ``now`` gives a switch's settings of that guard."""

    def trust(switch: Any, port: str, _: None, is_negated: bool, cause: int) -> str:
        settings = now(switch)
        others = tuple(each for each in settings.trusted if each != port)
        configure(switch, feature, settings._replace(trusted=others if is_negated else (*others, port)), cause)
        return ""

    return ConfigLine(
        words,
        words,
        meaning,
        SWITCHES,
        lambda _, __: None,
        trust,
        mode=INTERFACE,
        shown=lambda switch, port: (words,) if port in now(switch).trusted else (),
    )


def _shown_vlans(switch: Any, _: str) -> Iterator[str]:
    vlans = _now(switch).vlans
    if vlans:
        yield f"ip dhcp snooping vlan {ranges(vlans)}"


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "ip dhcp snooping",
        "ip dhcp snooping",
        "the switch looks at DHCP messages, in the VLANs that the next line names",
        SWITCHES,
        lambda _, __: None,
        _enable,
        shown=lambda switch, _: ("ip dhcp snooping",) if _now(switch).enabled else (),
    ),
    ConfigLine(
        "ip dhcp snooping vlan",
        "ip dhcp snooping vlan LIST",
        "the VLANs in which the switch looks at DHCP messages",
        SWITCHES,
        parse_vlans,
        _vlans,
        shown=_shown_vlans,
    ),
    trust_line("ip dhcp snooping trust", "the port leads to a DHCP server", FEATURE, _now),
)
