"""The choices of address conflict detection."""

from enum import StrEnum
from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class Policy(StrEnum):
    """What to do about a conflicting packet: the choices (a), (b) and (c) of RFC 5227 2.4."""

    CEASE = "cease"
    DEFEND_ONCE = "defend-once"
    DEFEND_ALWAYS = "defend-always"


class AcdSettings(NamedTuple):
    """The constants of RFC 5227 1.1, in ns, and the policy; the default one never takes an address away."""

    probe_wait: Annotated[int, Setting("The first probe waits for a random time up to this.", TIME)] = SECOND
    probe_num: Annotated[int, Setting("How many probes are sent.", at_least=1)] = 3
    probe_min: Annotated[int, Setting("The least time between two probes.", TIME)] = SECOND
    probe_max: Annotated[int, Setting("The greatest time between two probes.", TIME)] = 2 * SECOND
    announce_wait: Annotated[int, Setting("Time from the last probe to the first announcement.", TIME)] = 2 * SECOND
    announce_num: Annotated[int, Setting("How many announcements are sent.", at_least=1)] = 2
    announce_interval: Annotated[int, Setting("Time between two announcements.", TIME)] = 2 * SECOND
    max_conflicts: Annotated[int, Setting("Conflicts before probing slows down.", at_least=1)] = 10
    rate_limit_interval: Annotated[int, Setting("Time between two attempts after too many conflicts.", TIME)] = (
        60 * SECOND
    )
    defend_interval: Annotated[int, Setting("The least time between two defences.", TIME)] = 10 * SECOND
    policy: Annotated[Policy, Setting("What to do when somebody else has the address.")] = Policy.DEFEND_ALWAYS
    conflict_detection: Annotated[bool, Setting("Probe for an address before using it (RFC 5227).", on_device=True)] = (
        False
    )


SETTINGS = Settings("acd", AcdSettings, "Address conflict detection (RFC 5227).")
