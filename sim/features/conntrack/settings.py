"""What can be set of the table of connections."""

from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.settings import TIME, Profiles, Setting, Settings

MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
TRANSITORY = 4 * MINUTE
"""RFC 5382 REQ-5: "The value of the 'transitory connection idle-timeout' MUST NOT be less than 4 minutes"."""


class ConntrackSettings(NamedTuple):
    """How long a connection is kept in which nothing passes, in ns, and how many there may be."""

    udp: Annotated[int, Setting("UDP, as long as only one side has sent (RFC 4787 REQ-5).", TIME, at_least=SECOND)] = (
        5 * MINUTE
    )
    udp_replied: Annotated[int, Setting("UDP, once both sides have sent.", TIME, at_least=SECOND)] = 5 * MINUTE
    icmp: Annotated[int, Setting("ICMP queries (RFC 5508 REQ-2).", TIME, at_least=SECOND)] = MINUTE
    other: Annotated[int, Setting("All protocols without ports.", TIME, at_least=SECOND)] = 10 * MINUTE
    syn_sent: Annotated[int, Setting("TCP, after a SYN.", TIME, at_least=SECOND)] = TRANSITORY
    syn_recv: Annotated[int, Setting("TCP, after the SYN of the other side.", TIME, at_least=SECOND)] = TRANSITORY
    established: Annotated[
        int, Setting("TCP, once the connection is established (RFC 5382 REQ-5).", TIME, at_least=SECOND)
    ] = 2 * HOUR + 4 * MINUTE
    fin_wait: Annotated[int, Setting("TCP, after the first FIN.", TIME, at_least=SECOND)] = TRANSITORY
    close_wait: Annotated[int, Setting("TCP, once that is acknowledged.", TIME, at_least=SECOND)] = TRANSITORY
    last_ack: Annotated[int, Setting("TCP, after the second FIN.", TIME, at_least=SECOND)] = TRANSITORY
    time_wait: Annotated[int, Setting("TCP, once both are acknowledged.", TIME, at_least=SECOND)] = TRANSITORY
    close: Annotated[int, Setting("TCP, after a RST (RFC 7857 2.2).", TIME, at_least=SECOND)] = TRANSITORY
    loose: Annotated[
        bool, Setting("A TCP segment from the middle of an unknown connection begins one, as on Linux.")
    ] = False
    be_liberal: Annotated[
        bool,
        Setting("Let TCP segments pass as right that are beyond the window, as Linux's setting of this name does."),
    ] = False
    size: Annotated[int, Setting("How many connections there may be.", at_least=1)] = 65536


LINUX = ConntrackSettings(
    udp=30 * SECOND,
    udp_replied=2 * MINUTE,
    icmp=30 * SECOND,
    other=10 * MINUTE,
    syn_sent=2 * MINUTE,
    syn_recv=MINUTE,
    established=120 * HOUR,
    fin_wait=2 * MINUTE,
    close_wait=MINUTE,
    last_ack=30 * SECOND,
    time_wait=2 * MINUTE,
    close=10 * SECOND,
    loose=True,
)
SETTINGS = Settings(
    "conntrack",
    ConntrackSettings,
    "The table of connections that NAT and filters with a memory keep: how long an idle one stays in it.",
    profiles=Profiles(
        "default: the times of the RFCs; linux: those of netfilter.",
        {"default": ConntrackSettings(), "linux": LINUX},
    ),
)
