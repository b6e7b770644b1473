"""``ip arp inspection``: the lines of configuration, as a Catalyst has them."""

from collections.abc import Iterator
from typing import Any

from sim.bridge.vlans.machine import ranges
from sim.command import CommandLine
from sim.config_line import ConfigLine
from sim.configuring import configure
from sim.features.arp_inspection.settings import InspectionSettings, Validation
from sim.features.dhcp_snooping.lines import SWITCHES, changed, explicit, parse_vlans, trust_line

FEATURE = "arp-inspection"


def _now(switch: Any) -> InspectionSettings:
    settings: InspectionSettings = explicit(switch.settings.of(InspectionSettings))
    return settings


def _vlans(switch: Any, _: str, vlans: frozenset[int], is_negated: bool, cause: int) -> str:
    now = _now(switch)
    after = changed(now.vlans, vlans, is_negated)
    configure(switch, FEATURE, now._replace(vlans=after, enabled=bool(after)), cause)
    return ""


def _parse_checks(line: CommandLine, is_negated: bool) -> tuple[tuple[Validation, ...], bool]:
    checks, zeros = [], False
    while line:
        word = line.word(*Validation, "allow")
        if word == "allow":
            line.word("zeros")
            zeros = True
        else:
            checks.append(Validation(word))
    if not checks and not is_negated:
        raise line.too_short("'ip arp inspection validate' ends too early", "write src-mac, dst-mac or ip, or several")
    return tuple(checks), zeros


def _validate(switch: Any, _: str, given: tuple[tuple[Validation, ...], bool], is_negated: bool, cause: int) -> str:
    checks, zeros = given
    now = _now(switch)
    if is_negated:
        left = tuple(each for each in now.validation if checks and each not in checks)
        after = now._replace(validation=left, allow_zeros=now.allow_zeros and bool(left))
    else:
        after = now._replace(validation=checks, allow_zeros=zeros)  # a line takes the place of the one before
    configure(switch, FEATURE, after, cause)
    return ""


def _shown_vlans(switch: Any, _: str) -> Iterator[str]:
    now = _now(switch)
    if now.enabled and now.vlans:
        yield f"ip arp inspection vlan {ranges(now.vlans)}"


def _shown_checks(switch: Any, _: str) -> Iterator[str]:
    now = _now(switch)
    if now.validation:
        yield f"ip arp inspection validate {' '.join(now.validation)}{' allow zeros' if now.allow_zeros else ''}"


LINES: tuple[ConfigLine[Any, Any], ...] = (
    ConfigLine(
        "ip arp inspection vlan",
        "ip arp inspection vlan LIST",
        "the VLANs in which ARP packets have to fit a lease that DHCP snooping has noted",
        SWITCHES,
        parse_vlans,
        _vlans,
        shown=_shown_vlans,
    ),
    ConfigLine(
        "ip arp inspection validate",
        "ip arp inspection validate [src-mac] [dst-mac] [ip [allow zeros]]",
        "what is looked at besides; a line takes the place of the one before",
        SWITCHES,
        _parse_checks,
        _validate,
        shown=_shown_checks,
    ),
    trust_line("ip arp inspection trust", "ARP packets of the port are not looked at", FEATURE, _now),
)
