"""TCP's data: what arrives, what is acknowledged, what is sent, and what waits."""

from sim.why import Rule

IN_ORDER = Rule(
    "tcp.in-order",
    "RFC 9293, 3.10.7.4",
    "The data expected next",
    "The data begins exactly where the last data ended, so the program can read it at once.[ "
    "{unread:octet waits|octets wait} to be read, and sequence number {rcv_nxt} is expected next.]",
)
OUT_OF_ORDER = Rule(
    "tcp.out-of-order",
    "RFC 9293, 3.10.7.4",
    "Data after a gap",
    "Data before this segment is missing[: sequence number {rcv_nxt} is expected]. This host keeps the segment and "
    "sends an ACK at once, which repeats the expected number.",
)
GAP_FILLED = Rule(
    "tcp.gap-filled",
    "RFC 5681, 4.2",
    "The gap is filled",
    "This data was missing. The program can read it now, together with the data that waited behind the gap[: all data "
    "before sequence number {rcv_nxt} is here]. An ACK says so at once.",
)
PARTLY_OLD = Rule(
    "tcp.partly-old",
    "RFC 9293, 3.10.7.4",
    "Part has already arrived",
    "Of the segment, the first {octets:octet has|octets have} already arrived. Only the rest is new.",
)
BEYOND_WINDOW = Rule(
    "tcp.beyond-window",
    "RFC 9293, 3.10.7.4",
    "Segment exceeds the window",
    "The receive window is {window:octet|octets}, and {octets:octet of the segment does|octets of the segment do} not "
    "fit. What does not fit is cut off, and the peer has to retransmit them.",
)
OLD_SEGMENT = Rule(
    "tcp.old-segment",
    "RFC 9293, 3.10.7.4",
    "Duplicate of a segment",
    "All that the segment with sequence number {seq} carries has already arrived. The duplicate is dropped, and an "
    "ACK tells which number is expected.",
)
OUTSIDE_WINDOW = Rule(
    "tcp.outside-window",
    "RFC 9293, 3.10.7.4",
    "Outside the receive window",
    "Sequence number {seq} is outside the receive window of {window:octet|octets}. The segment is dropped, and an ACK "
    "tells which number is expected.",
)
WITHOUT_ACK = Rule(
    "tcp.without-ack",
    "RFC 9293, 3.10.7.4",
    "Segment without ACK dropped",
    "Every segment except the first SYN must carry an ACK. This segment carries none, so it is dropped.",
)
URGENT = Rule(
    "tcp.urgent",
    "RFC 6093, 6",
    "Urgent data stays in order",
    "The segment is marked as urgent. The program reads its data in order like all other data: few programs use this "
    "mark.",
)
TIMESTAMP_MISSING = Rule(
    "tcp.timestamp-missing",
    "RFC 7323, 3.2",
    "Timestamp is missing",
    "Both ends have agreed to use timestamps, but this segment has none, so it is dropped.",
)
TIMESTAMP_OLD = Rule(
    "tcp.timestamp-old",
    "RFC 7323, 5.3",
    "Timestamp too old",
    "The timestamp {value} is older than {recent}, which has already arrived. The segment is very late, or its "
    "sequence number is from an earlier round. It is dropped, and an ACK answers it.",
)
ACKNOWLEDGED = Rule(
    "tcp.acknowledged",
    "RFC 9293, 3.10.7.4",
    "Data is acknowledged",
    "New data is acknowledged[: all data before sequence number {snd_una} has arrived]. This host need not keep this "
    "data for a retransmission, so the send buffer has more room.",
)
DUPLICATE_ACK = Rule(
    "tcp.duplicate-ack",
    "RFC 5681, 2",
    "Duplicate ACK arrives",
    "ACK {ack} arrives again although newer data was sent (duplicate {dup_acks}). The peer receives segments, but the "
    "segment with this sequence number is missing.",
)
DUPLICATE_REPORTED = Rule(
    "tcp.duplicate-reported",
    "RFC 2883, 4",
    "The peer got data twice",
    "The first SACK block (D-SACK) says that octets {seq} to {end} arrived a second time. They were not lost: this "
    "host retransmitted them without need, or the network doubled them.",
)
ACK_OF_UNSENT = Rule(
    "tcp.ack-of-unsent",
    "RFC 9293, 3.10.7.4",
    "ACK of unsent data",
    "ACK {ack} acknowledges data that this host has not sent yet. The segment is dropped, and an ACK tells the peer "
    "the right sequence numbers.",
)
ACK_TOO_OLD = Rule(
    "tcp.ack-too-old",
    "RFC 5961, 5.2",
    "ACK far too old",
    "ACK {ack} is further back than the largest window so far, so the segment is old or forged. It is dropped, and an "
    "ACK answers it.",
)
WINDOW_MOVED = Rule(
    "tcp.window-moved",
    "RFC 9293, 3.10.7.4",
    "The send window changes",
    "The peer announces a new window[: {snd_wnd:octet may be on its way|octets may be on their way} without an ACK].",
)
WINDOW_OPENED = Rule(
    "tcp.window-opened",
    "RFC 9293, 3.8.6",
    "The window opens again",
    "The peer has room again[: {snd_wnd:octet|octets}]. This host goes on sending.",
)
DATA = Rule(
    "tcp.data",
    "RFC 9293, 3.8.6.2.1",
    "A full segment is sent",
    "There is enough data for a full segment, and both the peer's window and the congestion window have room for it[: "
    "{octets:octet|octets} from sequence number {seq} on].",
)
DATA_PUSHED = Rule(
    "tcp.data-pushed",
    "RFC 9293, 3.8.2",
    "Last of the data",
    "This segment carries the last of the data that the program has written so far[: {octets:octet|octets} from "
    "sequence number {seq} on]. The flag PSH tells the peer not to wait for more.",
)
DATA_AND_FIN = Rule(
    "tcp.data-and-fin",
    "RFC 9293, 3.10.4",
    "Last data with the FIN",
    "The program has closed its side, so the segment with the last data also carries the FIN[: {octets:octet|octets} "
    "from sequence number {seq} on].",
)
FIN = Rule(
    "tcp.fin",
    "RFC 9293, 3.10.4",
    "All data sent: FIN",
    "The program has closed its side and all data has been sent, so this host sends a FIN[ with sequence number "
    "{seq}]. A FIN takes up one sequence number, so it is acknowledged and retransmitted like data.",
)
ACK = Rule(
    "tcp.ack",
    "RFC 9293, 3.8.6.3",
    "Acknowledge at once",
    "This host acknowledges at once what has arrived[: all data before sequence number {ack} is here, and the window "
    "field says {window}].",
)
ACK_DELAYED = Rule(
    "tcp.ack-delayed",
    "RFC 9293, 3.8.6.3",
    "Delayed ACK is sent",
    "The ACK waited for data that could carry it, or for a second segment to acknowledge. Neither came in time, so "
    "the ACK is sent alone.",
)
WINDOW_UPDATE = Rule(
    "tcp.window-update",
    "RFC 9293, 3.8.6.2.2",
    "Window update is sent",
    "The program has read so much data that {window:octet fits|octets fit} again. This host announces the larger "
    "window with an ACK, so that the peer can go on sending.",
)
WRITTEN = Rule(
    "tcp.written",
    "RFC 9293, 3.10.2",
    "Data written and sent",
    "The program wrote data into the send buffer, and all of it could be sent at once. The data stays in the buffer "
    "until it is acknowledged.",
)
WAITS_FOR_HANDSHAKE = Rule(
    "tcp.waits-for-handshake",
    "RFC 9293, 3.10.2",
    "Data waits for the handshake",
    "The program wrote data before the connection was open. The data waits in the send buffer until the handshake is "
    "complete.",
)
WAITS_FOR_NAGLE = Rule(
    "tcp.waits-for-nagle",
    "RFC 9293, 3.7.4",
    "Nagle: wait to fill segments",
    "The data does not fill a segment, and earlier data is not acknowledged yet. Nagle's algorithm waits for that "
    "ACK, so that small pieces of data are sent together.",
)
WAITS_FOR_CORK = Rule(
    "tcp.waits-for-cork",
    "",
    "The program says: more follows",
    "The data does not fill a segment, and the program has said that more follows (TCP_CORK or MSG_MORE). The data "
    "waits for the rest, for 200 ms at most.",
)
CORK_OVER = Rule(
    "tcp.cork-over",
    "",
    "No more came in time",
    "The program has said that more follows, but nothing came within {timeout}. This host sends what it has.",
)
WAITS_FOR_WINDOW = Rule(
    "tcp.waits-for-window",
    "RFC 9293, 3.8.6",
    "Data waits for the window",
    "The peer's window[ ({snd_wnd:octet|octets})] has no room for all the data. The rest waits in the send buffer.",
)
WAITS_FOR_CWND = Rule(
    "tcp.waits-for-cwnd",
    "RFC 5681, 3.1",
    "Data waits for congestion window",
    "The data that is on its way fills the congestion window[ ({cwnd} octets)]. The rest of the data waits in the "
    "send buffer for acknowledgments.",
)
READ = Rule(
    "tcp.read",
    "RFC 9293, 3.10.3",
    "The program reads",
    "The program reads data out of the receive buffer[: {unread:octet is|octets are} left]. The buffer has more room "
    "now.",
)
WINDOW_CLOSED = Rule(
    "tcp.window-closed",
    "RFC 9293, 3.8.6.1",
    "The window is closed",
    "The peer's window is zero, and no segment is on its way whose ACK could announce a larger window. If no larger "
    "window is announced within {timeout}, this host sends a probe.",
)
WINDOW_PROBE = Rule(
    "tcp.window-probe",
    "RFC 9293, 3.8.6.1",
    "Probe the closed window",
    "This host checks whether the peer's window is still closed. It sends one octet, and the ACK for it will show the "
    "window. The next probe follows in {interval}.",
)
PROBES_UNANSWERED = Rule(
    "tcp.probes-unanswered",
    "RFC 9293, 3.8.6.1",
    "Nobody answers the probes",
    "The window is closed, and nothing has arrived from the peer for {ns}. The peer is gone, and the program gets an "
    "error.",
)
WINDOW_SILLY = Rule(
    "tcp.window-silly",
    "RFC 9293, 3.8.6.2.1",
    "Window too small to use",
    "Only {window:octet|octets} would fit, and many tiny segments waste the network (silly window syndrome). The data "
    "waits for a larger window, for {timeout} at most.",
)
WINDOW_OVERRIDE = Rule(
    "tcp.window-override",
    "RFC 9293, 3.8.6.2.1",
    "Small segment after all",
    "The window did not grow within {timeout}, so this host sends a small segment that fills the {window:octet|octets} "
    "of the window.",
)
TIMED_OUT = Rule(
    "tcp.timed-out",
    "RFC 6298, 5",
    "No ACK in time: retransmit",
    "The oldest segment was not acknowledged in time (time-out {attempt} in a row), so it counts as lost. The next "
    "time-out is twice as long: {timeout}.",
)
R1_REACHED = Rule(
    "tcp.r1-reached",
    "RFC 9293, 3.8.3",
    "Check the next hop",
    "After {attempts:retransmission|retransmissions} of the same segment (threshold R1), the path may be broken. TCP "
    "tells IP, and IP checks whether the next hop is still there.",
)
GAVE_UP = Rule(
    "tcp.gave-up",
    "RFC 9293, 3.8.3",
    "Give up the connection",
    "Nothing has been acknowledged for {ns}, after {attempts:attempt|attempts} (threshold R2). This host gives up the "
    "connection, and the program gets an error.",
)
KEEPALIVE_ON = Rule(
    "tcp.keepalive-on",
    "RFC 9293, 3.8.4",
    "Keepalive is on",
    "The program wants to know when the peer is gone. If nothing arrives from the peer for {timeout}, this host sends "
    "a keepalive probe.",
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
    "Keepalive probe is sent",
    "Nothing has arrived for a long time. This host sends an empty segment with an old sequence number (probe "
    "{attempt} of {of}). If the peer is still there, it must answer.",
)
KEEPALIVE_NOT_NEEDED = Rule(
    "tcp.keepalive-not-needed",
    "RFC 9293, 3.8.4",
    "No keepalive probe needed",
    "Something was sent or received in the meantime, so no keepalive probe is needed. The timer starts again.",
)
KEEPALIVE_UNANSWERED = Rule(
    "tcp.keepalive-unanswered",
    "RFC 9293, 3.8.4",
    "The peer is gone",
    "The peer has not answered {attempts:keepalive probe|keepalive probes}, so it is gone. The connection ends, and "
    "the program gets an error.",
)
