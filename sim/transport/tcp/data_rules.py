"""TCP's data: what arrives, what is acknowledged, what is sent, and what waits."""

from sim.why import Rule

IN_ORDER = Rule(
    "tcp.in-order",
    "RFC 9293, 3.10.7.4",
    "The data expected next",
    "The data begins just where the last ended, so the program can have it at once.[ {unread} octets wait to be "
    "read, and number {rcv_nxt} is expected next.]",
)
OUT_OF_ORDER = Rule(
    "tcp.out-of-order",
    "RFC 9293, 3.10.7.4",
    "Data ahead of a gap",
    "Something before this data is missing[: number {rcv_nxt} is expected]. The data is kept for later, and an ACK "
    "repeats at once which number is missing.",
)
GAP_FILLED = Rule(
    "tcp.gap-filled",
    "RFC 5681, 4.2",
    "The gap is filled",
    "This data was missing. Together with what already waited behind it, the program can have it now[, all before "
    "number {rcv_nxt}], and an ACK says so at once.",
)
PARTLY_OLD = Rule(
    "tcp.partly-old",
    "RFC 9293, 3.10.7.4",
    "Partly here already",
    "The first {octets} octets of the segment are here already: only the rest is new.",
)
BEYOND_WINDOW = Rule(
    "tcp.beyond-window",
    "RFC 9293, 3.10.7.4",
    "More than the window takes",
    "The window is {window} octets, and {octets} of the segment do not fit: they are cut off, and the sender has "
    "to "
    "send them again.",
)
OLD_SEGMENT = Rule(
    "tcp.old-segment",
    "RFC 9293, 3.10.7.4",
    "Everything is here already",
    "All that is in the segment with number {seq} was received before: a duplicate. It is dropped, and an ACK "
    "tells "
    "what is expected.",
)
OUTSIDE_WINDOW = Rule(
    "tcp.outside-window",
    "RFC 9293, 3.10.7.4",
    "Outside of the receive window",
    "Number {seq} lies outside of the receive window of {window} octets: the segment is dropped, and an ACK tells "
    "what is expected.",
)
WITHOUT_ACK = Rule(
    "tcp.without-ack",
    "RFC 9293, 3.10.7.4",
    "Segment without ACK dropped",
    "Every segment but the first SYN acknowledges something. This one does not, so it is dropped.",
)
URGENT = Rule(
    "tcp.urgent",
    "RFC 6093, 6",
    "Urgent data stays in line",
    "The segment is marked as urgent. The data is read in its place like all other: few programs use this mark.",
)
TIMESTAMP_MISSING = Rule(
    "tcp.timestamp-missing",
    "RFC 7323, 3.2",
    "Timestamp is missing",
    "Both ends agreed on timestamps, and this segment has none: it is dropped.",
)
TIMESTAMP_OLD = Rule(
    "tcp.timestamp-old",
    "RFC 7323, 5.3",
    "Timestamp too old",
    "The timestamp {value} is older than {recent}, which came before: the segment is from an earlier round of "
    "sequence numbers, or very late. It is dropped and answered with an ACK.",
)
ACKNOWLEDGED = Rule(
    "tcp.acknowledged",
    "RFC 9293, 3.10.7.4",
    "Data has arrived",
    "New data is acknowledged[: all before number {snd_una} has arrived]. It need not be kept for sending again, "
    "and there is room for more.",
)
DUPLICATE_ACK = Rule(
    "tcp.duplicate-ack",
    "RFC 5681, 2",
    "The same ACK again",
    "ACK {ack} comes again although more was sent: the other end gets segments, but not the one with that number "
    "(duplicate {dup_acks}).",
)
ACK_OF_UNSENT = Rule(
    "tcp.ack-of-unsent",
    "RFC 9293, 3.10.7.4",
    "ACK of what never left",
    "The ACK {ack} is for something that this end has not sent yet: the segment is dropped, and an ACK tells where "
    "the connection stands.",
)
ACK_TOO_OLD = Rule(
    "tcp.ack-too-old",
    "RFC 5961, 5.2",
    "ACK far too old",
    "The ACK {ack} is further back than any window reached: an old segment, or a forged one. It is dropped and "
    "answered with an ACK.",
)
WINDOW_MOVED = Rule(
    "tcp.window-moved",
    "RFC 9293, 3.10.7.4",
    "The send window changes",
    "The other end tells another window[: {snd_wnd} octets may be under way].",
)
WINDOW_OPENED = Rule(
    "tcp.window-opened",
    "RFC 9293, 3.8.6",
    "The window opens again",
    "The other end has room again[: {snd_wnd} octets]. Sending goes on.",
)
DATA = Rule(
    "tcp.data",
    "RFC 9293, 3.8.6.2.1",
    "A full segment may leave",
    "There is a full segment to send, and both the other end's window and the congestion window have room for it"
    "[: {octets} octets from number {seq} on].",
)
DATA_PUSHED = Rule(
    "tcp.data-pushed",
    "RFC 9293, 3.8.2",
    "The last of the data",
    "All that the program wrote so far leaves with this segment[: {octets} octets from number {seq} on]. PSH tells "
    "the receiver not to wait for more.",
)
DATA_AND_FIN = Rule(
    "tcp.data-and-fin",
    "RFC 9293, 3.10.4",
    "The last data with FIN",
    "The program is done, so the FIN leaves with the last data[, {octets} octets from number {seq} on].",
)
FIN = Rule(
    "tcp.fin",
    "RFC 9293, 3.10.4",
    "Nothing more to send: FIN",
    "The program is done and all data has left, so a FIN follows[, with number {seq}]: it takes up a number, and "
    "so "
    "it is acknowledged and sent again like data.",
)
ACK = Rule(
    "tcp.ack",
    "RFC 9293, 3.8.6.3",
    "Acknowledge at once",
    "What arrived is acknowledged now[: all before number {ack} is here, and {window} octets fit (as the window "
    "field tells it)].",
)
ACK_DELAYED = Rule(
    "tcp.ack-delayed",
    "RFC 9293, 3.8.6.3",
    "The ACK waited long enough",
    "The ACK waited for data that could have taken it along, or for a second segment. Neither came in time, so it "
    "leaves alone.",
)
WINDOW_UPDATE = Rule(
    "tcp.window-update",
    "RFC 9293, 3.8.6.2.2",
    "Tell of the wider window",
    "The program has read so much that {window} octets fit again. That is worth an ACK of its own, so that the "
    "other end can go on sending.",
)
WRITTEN = Rule(
    "tcp.written",
    "RFC 9293, 3.10.2",
    "All written, all sent",
    "The program wrote into the send buffer, and all of it could leave at once. It is kept until it is acknowledged.",
)
WAITS_FOR_HANDSHAKE = Rule(
    "tcp.waits-for-handshake",
    "RFC 9293, 3.10.2",
    "Data waits for the handshake",
    "The program wrote before the connection is open: the data waits in the send buffer until the handshake is "
    "complete.",
)
WAITS_FOR_NAGLE = Rule(
    "tcp.waits-for-nagle",
    "RFC 9293, 3.7.4",
    "Nagle: wait to fill segments",
    "The data does not fill a segment, and something sent before is not acknowledged yet. Nagle's algorithm waits "
    "for that ACK, so that small writes leave together.",
)
WAITS_FOR_WINDOW = Rule(
    "tcp.waits-for-window",
    "RFC 9293, 3.8.6",
    "Data waits for the window",
    "The other end's window[, {snd_wnd} octets,] has no room for all of the data: the rest waits in the send buffer.",
)
WAITS_FOR_CWND = Rule(
    "tcp.waits-for-cwnd",
    "RFC 5681, 3.1",
    "Data waits for congestion window",
    "As much is under way as the congestion window allows[ ({cwnd} octets)]: the rest waits in the send buffer for "
    "acknowledgments.",
)
READ = Rule(
    "tcp.read",
    "RFC 9293, 3.10.3",
    "The program reads",
    "The program takes data out of the receive buffer[: {unread} octets are left], so there is room for more.",
)
WINDOW_CLOSED = Rule(
    "tcp.window-closed",
    "RFC 9293, 3.8.6.1",
    "The window is closed",
    "The other end's window is zero, and nothing is under way whose ACK would tell of a wider one. If none comes "
    "within {timeout}, this end will ask.",
)
WINDOW_PROBE = Rule(
    "tcp.window-probe",
    "RFC 9293, 3.8.6.1",
    "Probe the closed window",
    "Is the window still closed? One octet is sent all the same: its ACK will tell. The next probe follows in "
    "{interval}.",
)
PROBES_UNANSWERED = Rule(
    "tcp.probes-unanswered",
    "RFC 9293, 3.8.6.1",
    "Nobody answers the probes",
    "The window is closed and nothing was heard for {ns}: the other end is gone, and the program gets an error.",
)
WINDOW_SILLY = Rule(
    "tcp.window-silly",
    "RFC 9293, 3.8.6.2.1",
    "Window too small to use",
    "Only {window} octets would fit, and many tiny segments waste the network (the silly window syndrome). They "
    "wait for a better window, for {timeout} at most.",
)
WINDOW_OVERRIDE = Rule(
    "tcp.window-override",
    "RFC 9293, 3.8.6.2.1",
    "Small segment after all",
    "The window did not get wider within {timeout}, so a segment leaves that fills its {window} octets.",
)
TIMED_OUT = Rule(
    "tcp.timed-out",
    "RFC 6298, 5",
    "No ACK in time",
    "The oldest segment was not acknowledged in time (time-out {attempt} in a row): it must be lost. The next "
    "waiting time is twice as long: {timeout}.",
)
R1_REACHED = Rule(
    "tcp.r1-reached",
    "RFC 9293, 3.8.3",
    "Perhaps another way",
    "After {attempts:retransmission|retransmissions} of the same segment the way may be at fault: IP is told "
    "(threshold R1), and asks whether the next hop is still there.",
)
GAVE_UP = Rule(
    "tcp.gave-up",
    "RFC 9293, 3.8.3",
    "Give up the connection",
    "For {ns} nothing has been acknowledged, and {attempts:attempt was|attempts were} made: the connection is "
    "given "
    "up (threshold R2), and the program gets an error.",
)
KEEPALIVE_ON = Rule(
    "tcp.keepalive-on",
    "RFC 9293, 3.8.4",
    "Keepalive is on",
    "The program wants to know if the other end goes away: after {timeout} without a sign of life it will be asked.",
)
KEEPALIVE_OFF = Rule(
    "tcp.keepalive-off",
    "RFC 9293, 3.8.4",
    "Keepalive is off",
    "The program wants no more keepalive probes.",
)
KEEPALIVE = Rule(
    "tcp.keepalive",
    "RFC 9293, 3.8.4",
    "Are you still there",
    "Nothing was heard for long. An empty segment with a number that was acknowledged before has to be answered, "
    "if the other end is still there (probe {attempt} of {of}).",
)
KEEPALIVE_NOT_NEEDED = Rule(
    "tcp.keepalive-not-needed",
    "RFC 9293, 3.8.4",
    "A sign of life came",
    "Something was heard or sent in the meantime, so no probe is needed: the timer starts again.",
)
KEEPALIVE_UNANSWERED = Rule(
    "tcp.keepalive-unanswered",
    "RFC 9293, 3.8.4",
    "The other end is gone",
    "{attempts:probe|probes} and no answer: the other end is gone. The connection ends, and the program gets an error.",
)
