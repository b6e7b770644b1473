"""The choices of IGMP."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Setting, Settings


class IgmpSettings(NamedTuple):
    """The variables of RFC 3376 8 that concern hosts, in ns, and the version."""

    version: Annotated[
        int, Setting("The version that the device speaks as long as no querier is older.", at_least=1, at_most=3)
    ] = 3
    robustness: Annotated[
        int, Setting("How many times a report of a change is sent, in case some are lost.", at_least=1, at_most=7)
    ] = 2
    unsolicited_report_interval: Annotated[
        int, Setting("A report of a change is repeated after a random time up to this; version 3.", TIME, at_least=1)
    ] = SECOND
    older_unsolicited_report_interval: Annotated[int, Setting("The same in versions 1 and 2.", TIME, at_least=1)] = (
        10 * SECOND
    )


SETTINGS = Settings("igmp", IgmpSettings, "Membership in multicast groups, as routers learn it (RFC 3376).")
