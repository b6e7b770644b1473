"""The choices of a TCP stack, by their usual names. Times in ns, sizes in octets."""

from collections.abc import Mapping
from typing import NamedTuple

_SECOND = 1_000_000_000


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

    congestion_control: str = "reno"
    sack: bool = True
    timestamps: bool = True
    window_scaling: bool = True
    window_scale: int | None = None
    mss_option: bool = True
    mss: int = 0
    nagle: bool = True
    delayed_ack: int = 200_000_000
    initial_cwnd: int = 0
    initial_ssthresh: int = 0
    initial_rto: int = _SECOND
    min_rto: int = _SECOND
    max_rto: int = 60 * _SECOND
    r1: int = 3
    r2: int = 100 * _SECOND
    r2_syn: int = 180 * _SECOND
    msl: int = 120 * _SECOND
    fin_wait_2_timeout: int = 60 * _SECOND
    keepalive_idle: int = 7200 * _SECOND
    keepalive_interval: int = 75 * _SECOND
    keepalive_probes: int = 9
    isn: int | None = None
    send_buffer: int = 65536
    receive_buffer: int = 65535
    pmtu_discovery: bool = True
    challenge_acks: int = 10


SIMPLE = TcpSettings(sack=False, timestamps=False, window_scaling=False, mss_option=False, delayed_ack=0)
"""The packets that textbooks draw: no options, every segment acknowledged at once."""

PROFILES: Mapping[str, TcpSettings] = {"default": TcpSettings(), "simple": SIMPLE}
"""What to start from, by name."""
