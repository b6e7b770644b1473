"""The transmission control block: all that is known of a connection, under RFC 9293's names (3.3.1)."""

from collections import deque

from sim.transport.tcp.machine.congestion import make
from sim.transport.tcp.machine.effects import Moved
from sim.transport.tcp.machine.flight import Flight
from sim.transport.tcp.machine.reassembly import Reassembly
from sim.transport.tcp.machine.recovery import Recovery
from sim.transport.tcp.machine.rows import ConnectionRow, Endpoints, ReceiveRow, SendRow
from sim.transport.tcp.machine.rtt import Estimator
from sim.transport.tcp.machine.send_queue import SendQueue
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.machine.states import EDGES, State
from sim.transport.tcp.options import LARGEST_SCALE, NONE, Block, Options, aligned_timestamps, read
from sim.transport.tcp.pdu import DEFAULT_MSS, HEADER_LENGTH, SEQUENCE_MASK
from sim.why import Why

_IP_HEADER_LENGTH = 20
_OVERHEAD = _IP_HEADER_LENGTH + HEADER_LENGTH
_LEAST_MSS = 48
"""Of a smaller one told, each segment would be mostly headers: an attack (as Linux's tcp_min_snd_mss)."""
_TIMESTAMPS_LENGTH = 12
_FIELD = 0xFFFF
"""The most that the window field can say."""


class Tcb:
    """A connection, or a listener: the functions beside this module change it, and nothing else does.

    Sequence numbers are integers that grow on past 2**32. Deadlines (ns) are ``None`` where the timer does not run.
    ``mtu`` is that of the interface, which bounds what is announced; ``path_mtu`` bounds what is sent.

    Sending: ``snd_max`` is behind the highest octet that ever left; it is above ``snd_nxt`` only while the other end's
    closed window is probed with an octet of which nobody knows whether it was taken. ``queue.end`` is behind the last
    octet that the program gave; the FIN has that number, once the program is done (``is_done``). ``trouble_from`` is
    when the first of those transmissions left of which none was answered. ``is_ambiguous``: since something was sent
    again, only a timestamp tells which of the copies is acknowledged.

    Receiving: ``inbox`` holds what the program can read. ``rcv_wnd`` counts from ``rcv_nxt`` to the right edge of the
    window as it was told; with a scale, what was told last may end before that, at ``told_edge``. ``rcv_fin`` is the
    number of the other end's FIN. ``full_segment`` is the largest segment that came, of which every second one is
    acknowledged. ``dsack`` are octets that came a second time, which the next segment tells (RFC 2883).
    ``ecn_echo``: a datagram came with the mark of congestion, which every ACK tells until the other end has slowed down
    (RFC 3168 6.1.3).

    ``challenged_at`` is when the challenge ACKs of the last five seconds left (RFC 5961 7).

    ``corked``: the program says that more follows, so that what fills no segment waits (TCP_CORK, MSG_MORE).

    ``deferrals``: for so many time-outs of the SYN-ACK an ACK without data does not complete the handshake
    (TCP_DEFER_ACCEPT); ``was_deferred``: such an ACK came.

    ``is_closed``: the program let go of the connection, so that nobody will read what comes.
    """

    __slots__ = (
        "ack_at",
        "ack_now",
        "aligned",
        "aligned_for",
        "challenged_at",
        "corked",
        "deferrals",
        "dont_fragment",
        "dsack",
        "ecn",
        "ecn_echo",
        "endpoints",
        "expires_at",
        "full_segment",
        "heard_at",
        "inbox",
        "irs",
        "is_ambiguous",
        "is_closed",
        "is_done",
        "is_passive",
        "is_scaling",
        "iss",
        "keepalive",
        "keepalive_at",
        "keepalive_sent",
        "last_ack_sent",
        "max_snd_wnd",
        "mtu",
        "nagle",
        "path_mtu",
        "persist_at",
        "persist_interval",
        "probe_at",
        "probe_for",
        "queue",
        "rcv_fin",
        "rcv_nxt",
        "rcv_scale",
        "rcv_wnd",
        "read",
        "read_from",
        "reassembly",
        "receive_buffer",
        "recovery",
        "retransmissions",
        "retransmit_at",
        "rmss",
        "rtt",
        "sack",
        "send_buffer",
        "settings",
        "smss",
        "snd_max",
        "snd_nxt",
        "snd_scale",
        "snd_una",
        "snd_wl1",
        "snd_wnd",
        "soft_error",
        "state",
        "timestamps",
        "tlp_end",
        "tlp_is_retrans",
        "tlp_samples",
        "told_edge",
        "trouble_from",
        "ts_recent",
        "ts_recent_at",
        "was_deferred",
    )

    retransmit_at: int | None
    persist_at: int | None
    probe_at: int | None
    probe_for: int | None
    tlp_end: int | None
    ack_at: int | None
    expires_at: int | None
    keepalive_at: int | None

    def __init__(
        self, endpoints: Endpoints, settings: TcpSettings, iss: int, mtu: int, path_mtu: int | None = None
    ) -> None:
        self.endpoints = endpoints
        self.settings = settings
        self.state = State.CLOSED
        self.is_passive = self.is_closed = self.is_done = self.is_ambiguous = self.corked = self.keepalive = False
        self.mtu = mtu
        self.path_mtu = mtu if path_mtu is None else path_mtu
        self.dont_fragment = settings.pmtu_discovery

        self.iss = self.snd_una = self.snd_nxt = self.snd_max = iss
        self.snd_wnd = self.max_snd_wnd = 0
        self.snd_wl1 = 0
        self.queue = SendQueue(iss + 1)
        self.send_buffer = settings.send_buffer
        self.nagle = settings.nagle

        self.irs: int | None = None
        self.rcv_nxt = 0
        self.rcv_fin: int | None = None
        self.receive_buffer = settings.receive_buffer
        self.rcv_wnd = min(self.receive_buffer, _FIELD)
        self.reassembly = Reassembly()
        self.inbox = bytearray()
        self.last_ack_sent = self.told_edge = 0
        self.ack_now = self.ecn_echo = self.tlp_is_retrans = self.was_deferred = False

        # What both ends can do is known after the handshake; until then, what this one offers.
        self.sack = settings.sack
        self.dsack: Block | None = None
        self.ecn = settings.ecn == "on"
        self.timestamps = settings.timestamps
        self.ts_recent = self.ts_recent_at = 0
        self.snd_scale = 0
        self.is_scaling = settings.window_scaling
        self.rcv_scale = self._scale_offered() if settings.window_scaling else 0
        self.rmss = self._bounded(mtu - _OVERHEAD)
        self.full_segment = min(self.rmss, DEFAULT_MSS)
        self.smss = self._bounded(DEFAULT_MSS)
        self.rtt = Estimator(settings.initial_rto, settings.min_rto, settings.max_rto)
        control = make(
            settings.congestion_control,
            self.smss,
            settings.initial_cwnd,
            settings.initial_ssthresh,
            settings.fast_recovery_bonus,
        )
        self.recovery = Recovery(control, iss + 1, self.smss, sack=self.sack, prr=settings.prr, undo=settings.undo)
        if not settings.retransmit_merged:
            self.recovery.flight = Flight()

        self.tlp_end = self.probe_for = None
        self.retransmit_at = self.persist_at = self.probe_at = self.ack_at = self.expires_at = self.keepalive_at = None
        self.trouble_from: int | None = None
        self.retransmissions = self.persist_interval = self.keepalive_sent = self.tlp_samples = self.deferrals = 0
        self.heard_at = 0
        self.challenged_at: deque[int] = deque()
        self.soft_error = ""

        # Options are the same for many segments on end: those of the last one written, and of the last one read.
        self.aligned = b""
        self.aligned_for: tuple[int, int] | None = None
        self.read: Options = NONE
        self.read_from = b""

    def move(self, after: State, why: Why) -> Moved:
        """Take an edge: the only place where the state changes."""
        before = self.state
        assert (before, after) in EDGES, f"{before} -> {after}"
        self.state = after
        return Moved(before, after, why)

    def connection_row(self) -> ConnectionRow:
        return ConnectionRow(
            self.state,
            self.iss,
            self.irs,
            self.smss,
            self.snd_scale,
            self.rcv_scale,
            self.sack,
            self.timestamps,
            self.expires_at,
            self.keepalive_at,
        )

    def send_row(self) -> SendRow:
        recovery, rtt = self.recovery, self.rtt
        control = recovery.control
        return SendRow(
            self.snd_una,
            self.snd_nxt,
            self.snd_wnd,
            self.queue.end,
            control.cwnd,
            control.ssthresh,
            recovery.phase,
            recovery.dup_acks,
            recovery.sacked,
            rtt.srtt,
            rtt.rttvar,
            rtt.rto,
            self.retransmissions,
            self.retransmit_at,
            self.persist_at,
            recovery.reorder_at,
            self.probe_at,
        )

    def receive_row(self) -> ReceiveRow:
        waiting = self.reassembly.waiting() if self.reassembly.octets else ()
        return ReceiveRow(self.rcv_nxt, self.rcv_wnd, len(self.inbox), waiting, self.ack_at)

    def write_timestamps(self, value: int) -> bytes:
        """The option of a segment that leaves when the timestamp clock shows ``value``."""
        times = (value, self.ts_recent)
        if times != self.aligned_for:
            self.aligned_for = times
            self.aligned = aligned_timestamps(value & SEQUENCE_MASK, self.ts_recent)
        return self.aligned

    def read_options(self, octets: bytes) -> Options:
        """What the options of a segment that arrived say."""
        if octets != self.read_from:
            self.read_from = octets
            self.read = read(octets)
        return self.read

    def next_deadline(self) -> int | None:
        """When ``timers.timeout`` has something to do (ns)."""
        soonest = self.retransmit_at
        for deadline in (
            self.probe_at,
            self.recovery.reorder_at,
            self.persist_at,
            self.ack_at,
            self.expires_at,
            self.keepalive_at,
        ):
            if deadline is not None and (soonest is None or deadline < soonest):
                soonest = deadline
        return soonest

    @property
    def reorder_at(self) -> int | None:
        return self.recovery.reorder_at

    @property
    def room(self) -> int:
        """How many octets the send buffer still takes."""
        queue = self.queue
        return max(self.send_buffer - (queue.end - queue.start), 0)

    @property
    def is_at_end(self) -> bool:
        """Whether the other end's FIN is the next thing to read."""
        return not self.inbox and self.rcv_fin is not None and self.rcv_nxt > self.rcv_fin

    def agree_mss(self, told: int | None) -> None:
        """Settle how much goes into a segment; ``told`` is the other end's MSS option (RFC 9293 3.7.1, RFC 6691)."""
        offered = DEFAULT_MSS if told is None else max(told, _LEAST_MSS)
        taken = _TIMESTAMPS_LENGTH if self.timestamps else 0
        self.smss = self._bounded(min(offered, self.path_mtu - _OVERHEAD)) - taken
        # What the other end sends is as large as what it takes, most likely, until it sends more.
        self.full_segment = min(self.full_segment, self.smss)

    def limit_mss(self, path_mtu: int) -> None:
        """The path turned out to be narrower."""
        self.path_mtu = path_mtu
        taken = _TIMESTAMPS_LENGTH if self.timestamps else 0
        self.smss = min(self.smss, max(path_mtu - _OVERHEAD - taken, 1))

    def _bounded(self, mss: int) -> int:
        bound = self.settings.mss
        return min(mss, bound) if bound else mss

    def _scale_offered(self) -> int:
        if self.settings.window_scale is not None:
            return min(self.settings.window_scale, LARGEST_SCALE)
        scale = 0
        while scale < LARGEST_SCALE and self.receive_buffer >> scale > _FIELD:
            scale += 1
        return scale
