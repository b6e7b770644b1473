"""The choices of a TCP stack, by their usual names. Times in ns, sizes in octets."""

from collections.abc import Iterator, Mapping
from typing import Annotated, NamedTuple

from sim.kernel import SECOND
from sim.quantities import spell_duration
from sim.settings import OCTETS, TIME, Conflict, Profiles, Setting, Settings
from sim.words import TextError

SEGMENTS = "segments"
_DELAYED_ACK_BOUND = SECOND // 2
"""RFC 9293 3.8.6.3: an ACK must not be delayed for that long."""
_GRANULARITY = 1_000_000
"""ns: no time-out is shorter than the clock's granularity (RFC 6298 2, G); with 1 ns, no run would come to an end."""
_OPTIONS = 40
"""Octets that a segment's options can take (RFC 9293 3.1: the header has at most 60)."""


def _delayed_ack(ns: int) -> int:
    if ns >= _DELAYED_ACK_BOUND:
        hint = "RFC 9293 wants less than 500ms, as in 200ms"
        raise TextError(f"{spell_duration(ns)} is too long for an ACK to wait", hint)
    return ns


class TcpSettings(NamedTuple):
    """What a host's TCP does where the RFCs leave a choice.

    ``congestion_control`` is ``reno`` (NewReno, or SACK-based recovery where negotiated), ``cubic``, ``tahoe`` or
    ``textbook``. ``delayed_ack`` is how long an ACK may wait, 0 for not at all (RFC 9293 3.8.6.3: less than 0.5 s).
    ``initial_cwnd`` counts segments; 0 is RFC 5681's formula. ``initial_ssthresh`` of 0 is "arbitrarily high".
    ``isn`` fixes the initial sequence number of every connection, else RFC 9293 3.4.1's function chooses. ``mss``
    bounds what is announced and sent, 0 for what the interface's MTU allows; ``mss_option`` announces it at all.
    ``r1`` counts retransmissions until IP is told that the way may be at fault, ``r2`` and ``r2_syn`` are how long to
    try at all (RFC 9293 3.8.3). ``window_scale`` is the shift count that is offered, ``None`` for the least that serves
    the receive buffer. ``challenge_acks`` is how many are sent in five seconds at most (RFC 5961 7).
    """

    congestion_control: Annotated[
        str,
        Setting("reno is NewReno; textbook counts as exams do.", choices=("reno", "cubic", "tahoe", "textbook")),
    ] = "reno"
    sack: Annotated[bool, Setting("Selective acknowledgments (RFC 2018).")] = True
    dsack: Annotated[bool, Setting("Report what arrives twice, where SACK is in use (RFC 2883).")] = True
    rack: Annotated[bool, Setting("Find losses by time, where SACK is in use (RFC 8985).")] = True
    tail_loss_probe: Annotated[
        bool, Setting("Ask about the last segment before the retransmission timer (RFC 8985), where rack is on.")
    ] = True
    prr: Annotated[bool, Setting("Reduce the window step by step in a recovery with SACK (RFC 6937).")] = True
    undo: Annotated[
        bool,
        Setting("Take a recovery back where timestamps or D-SACK show that nothing was lost (RFC 3522, RFC 3708)."),
    ] = True
    ecn: Annotated[
        str,
        Setting("Explicit congestion notification (RFC 3168); passive only answers.", choices=("off", "passive", "on")),
    ] = "passive"
    timestamps: Annotated[bool, Setting("Timestamps and PAWS (RFC 7323).")] = True
    window_scaling: Annotated[bool, Setting("Windows beyond 65535 octets (RFC 7323).")] = True
    window_scale: Annotated[
        int | None, Setting("Shift count; by default what the receive buffer needs.", at_least=0, at_most=14)
    ] = None
    mss_option: Annotated[bool, Setting("Tell the peer the MSS.")] = True
    mss: Annotated[
        int, Setting("Maximum segment size; 0 for what the link's MTU allows.", OCTETS, at_least=0, at_most=65495)
    ] = 0
    nagle: Annotated[bool, Setting("Gather small writes while data is unacknowledged.")] = True
    delayed_ack: Annotated[
        int, Setting("How long an ACK may wait; false for not at all.", TIME, check=_delayed_ack, off=True)
    ] = 200_000_000
    initial_cwnd: Annotated[
        int, Setting("Initial congestion window; 0 for that of RFC 5681.", SEGMENTS, at_least=0, at_most=10_000)
    ] = 0
    initial_ssthresh: Annotated[
        int, Setting("Initial slow start threshold; 0 for as high as can be.", OCTETS, at_least=0, at_most=2**30)
    ] = 0
    fast_recovery_bonus: Annotated[
        int,
        Setting("What textbook adds to ssthresh after three duplicate ACKs: 3 or 0.", SEGMENTS, at_least=0, at_most=3),
    ] = 3
    retransmit_merged: Annotated[bool, Setting("Small segments may be sent again as one large segment.")] = True
    initial_rto: Annotated[
        int, Setting("Retransmission time-out before the first measurement.", TIME, at_least=_GRANULARITY)
    ] = SECOND
    min_rto: Annotated[int, Setting("The least retransmission time-out.", TIME, at_least=_GRANULARITY)] = SECOND
    max_rto: Annotated[int, Setting("The greatest retransmission time-out.", TIME, at_least=_GRANULARITY)] = 60 * SECOND
    r1: Annotated[int, Setting("Retransmissions until ARP asks anew for the next hop.", at_least=1)] = 3
    r2: Annotated[int, Setting("How long to retransmit before the connection is given up.", TIME, at_least=1)] = (
        100 * SECOND
    )
    r2_syn: Annotated[int, Setting("How long to retransmit a SYN before giving up.", TIME, at_least=1)] = 180 * SECOND
    soft_errors_end_connect: Annotated[
        bool,
        Setting("An ICMP error ends an attempt to connect, as on Linux (RFC 5461); false: only time does (RFC 9293)."),
    ] = True
    msl: Annotated[int, Setting("Maximum segment lifetime; TIME-WAIT takes two of them.", TIME, at_least=1)] = (
        120 * SECOND
    )
    rfc1337: Annotated[bool, Setting("Ignore a RST in TIME-WAIT (RFC 1337), as Linux does with tcp_rfc1337.")] = False
    fin_wait_2_timeout: Annotated[
        int, Setting("How long a closed socket waits for the peer's FIN.", TIME, at_least=1)
    ] = 60 * SECOND
    keepalive_idle: Annotated[int, Setting("Silence before the first probe.", TIME, at_least=1)] = 7200 * SECOND
    keepalive_interval: Annotated[int, Setting("Time between two probes.", TIME, at_least=1)] = 75 * SECOND
    keepalive_probes: Annotated[int, Setting("Unanswered probes before giving up.", at_least=1)] = 9
    isn: Annotated[
        int | None, Setting("Initial sequence number of every connection.", at_least=0, at_most=2**32 - 1)
    ] = None
    send_buffer: Annotated[
        int, Setting("Octets that may wait to be acknowledged.", OCTETS, at_least=1, at_most=2**30)
    ] = 65536
    receive_buffer: Annotated[
        int, Setting("Octets that may wait for the program.", OCTETS, at_least=1, at_most=2**30)
    ] = 65535
    pmtu_discovery: Annotated[bool, Setting("Send with DF and learn (RFC 1191).")] = True
    challenge_acks: Annotated[int, Setting("Challenge ACKs in five seconds at most (RFC 5961).", at_least=1)] = 10


SIMPLE = TcpSettings(
    sack=False,
    ecn="off",
    timestamps=False,
    window_scaling=False,
    mss_option=False,
    delayed_ack=0,
    retransmit_merged=False,
)
"""The packets that textbooks draw: no options, every segment acknowledged at once."""

PROFILES: Mapping[str, TcpSettings] = {"default": TcpSettings(), "simple": SIMPLE}
"""What to start from, by name."""


def conflicts(settings: TcpSettings) -> Iterator[Conflict]:
    """Values that contradict each other."""
    for least in ("min_rto", "initial_rto"):
        low, high = getattr(settings, least), settings.max_rto
        if low > high:
            message = f"{least} is {spell_duration(low)} and max_rto {spell_duration(high)}"
            yield Conflict((least, "max_rto"), message, f"write a shorter {least}, or a longer max_rto")
    if 0 < settings.mss <= _OPTIONS and (settings.sack or settings.timestamps):
        message = f"the options of a segment may leave no room for data in {settings.mss} octets"
        hint = f"write a larger mss than {_OPTIONS}, or switch sack and timestamps off"
        yield Conflict(("mss", "sack", "timestamps"), message, hint)


SETTINGS = Settings(
    "tcp",
    TcpSettings,
    "TCP. What is not said is as the profile has it, or as the whole scenario says.",
    everywhere=True,
    profiles=Profiles("simple: no options, every segment acknowledged at once, as textbooks draw it.", PROFILES),
    conflicts=conflicts,
)
