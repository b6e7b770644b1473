"""TCP's congestion control and the repair of losses."""

from sim.why import Rule

SLOW_START_OVER = Rule(
    "congestion.slow-start-over",
    "RFC 5681, 3.1",
    "End of slow start",
    "The congestion window, now {cwnd} octets, has reached ssthresh ({ssthresh}). From here on it grows slowly: "
    "congestion avoidance.",
)
HALVED = Rule(
    "congestion.halved",
    "RFC 5681, 3.1",
    "Loss means congestion: ssthresh halved",
    "A loss is taken as a sign of congestion. {flight} octets were under way, so ssthresh becomes half of that, "
    "but at least two segments: {ssthresh}.",
)
WINDOW_HALVED = Rule(
    "congestion.window-halved",
    "",
    "ssthresh is half the window",
    "A loss is taken as a sign of congestion. As textbooks count it, ssthresh becomes half of the congestion "
    "window of {cwnd} octets, in whole segments and at least two: {ssthresh}.",
)
CUBIC_REDUCED = Rule(
    "congestion.cubic-reduced",
    "RFC 9438, 4.6",
    "Loss means congestion: CUBIC slows",
    "A loss is taken as a sign of congestion. {flight} octets were under way, so CUBIC makes ssthresh 70% of "
    "that, but at least two segments: {ssthresh}.",
)
FAST_RETRANSMIT = Rule(
    "congestion.fast-retransmit",
    "RFC 6582, 3.2",
    "Fast retransmit, then fast recovery",
    "{dup_acks:duplicate ACK asks|duplicate ACKs ask} for octet {seq}, so its segment must be lost: it is sent "
    "again at once. Fast recovery begins, with a window of ssthresh and three segments: {cwnd} octets.",
)
LOSS_RECOVERY = Rule(
    "congestion.loss-recovery",
    "RFC 6675, 5",
    "Loss recovery with SACK",
    "The segment at octet {seq} must be lost: {dup_acks:duplicate ACK reports|duplicate ACKs report} data behind "
    "it. Recovery by SACK begins, with a window of ssthresh: {cwnd} octets.",
)
TAHOE_RESTART = Rule(
    "congestion.tahoe-restart",
    "",
    "Tahoe starts over",
    "{dup_acks:duplicate ACK asks|duplicate ACKs ask} for octet {seq}, so its segment must be lost. Tahoe knows "
    "no fast recovery: the window is one segment again ({cwnd} octets), and slow start begins.",
)
LIMITED_TRANSMIT = Rule(
    "congestion.limited-transmit",
    "RFC 3042, 2",
    "Limited transmit on duplicate ACK",
    "ACK {ack} came again ({dup_acks} so far): some segment has arrived and left the network. So one new segment "
    "may follow even if the window is full, which brings the third duplicate sooner.",
)
DUPLICATES_AFTER_RECOVERY = Rule(
    "congestion.duplicates-after-recovery",
    "RFC 6582, 4.1",
    "Duplicates of needless retransmissions",
    "ACK {ack} came again ({dup_acks} so far), but nothing beyond the last recovery is acknowledged yet: "
    "segments that were sent again without need cause such ACKs too. The window stays.",
)
INFLATED = Rule(
    "congestion.inflated",
    "RFC 5681, 3.2",
    "One more segment has arrived",
    "Another duplicate ACK in fast recovery: one more segment has left the network, so the window grows by one, "
    "to {cwnd} octets.",
)
PARTIAL_ACK = Rule(
    "congestion.partial-ack",
    "RFC 6582, 3.2",
    "Partial ACK: next segment lost too",
    "ACK {ack} is new, but does not reach octet {end}, the last one sent before fast recovery: the segment at "
    "{ack} is lost as well and goes out again. The window is {cwnd} octets.",
)
RECOVERED = Rule(
    "congestion.recovered",
    "RFC 6582, 3.2",
    "Losses are repaired",
    "All that was under way when the loss was noticed, up to octet {end}, is acknowledged: the recovery is over. "
    "The congestion window is {cwnd} octets now: ssthresh, or less where little is under way, so that no burst "
    "leaves at once.",
)
TIMEOUT = Rule(
    "congestion.timeout",
    "RFC 5681, 3.1",
    "Time-out: back to one segment",
    "No ACK for octet {seq} came in time. Nothing is known of what is under way any more, so the congestion "
    "window falls to one segment ({cwnd} octets), and slow start begins.",
)
TIMEOUT_AGAIN = Rule(
    "congestion.timeout-again",
    "RFC 5681, 3.1",
    "Time-out of a retransmission",
    "Octet {seq} was sent again and no ACK came in time once more. The congestion window is one segment ({cwnd} "
    "octets); ssthresh was lowered for this segment already and stays {ssthresh}.",
)
SACK_FORGOTTEN = Rule(
    "congestion.sack-forgotten",
    "RFC 2018, 8",
    "SACK reports forgotten",
    "After a time-out what SACK reported ({octets:octet|octets}) no longer counts as received: the other end may "
    "drop what it has not acknowledged for good.",
)
RESTART = Rule(
    "congestion.restart",
    "RFC 5681, 4.1",
    "Slow start after a pause",
    "Nothing was sent for {ns}, longer than a time-out: the old window says nothing about the network of today. "
    "Sending begins with {cwnd} octets.",
)
RESEND_FIRST = Rule(
    "congestion.resend-first",
    "RFC 5681, 3.2",
    "First missing segment again",
    "Octet {seq} is the first one that the other end misses: its segment is sent again, without waiting for the timer.",
)
RESEND_LOST = Rule(
    "congestion.resend-lost",
    "RFC 6675, 4",
    "Lost, as SACK tells",
    "Enough data behind octet {seq} has been reported by SACK: its segment is lost and is sent again.",
)
RESEND_UNREPORTED = Rule(
    "congestion.resend-unreported",
    "RFC 6675, 4",
    "Perhaps lost: sent again",
    "There is room in the window and nothing new to send. Octet {seq} was not reported by SACK while later ones "
    "were: its segment may be lost and is sent again.",
)
RESEND_RESCUE = Rule(
    "congestion.resend-rescue",
    "RFC 6675, 4",
    "Rescue retransmission of the end",
    "Nothing behind octet {seq} was sent that could tell of its loss. Once in a recovery the last segment under "
    "way is sent again, to save waiting for the timer.",
)
RESEND_AGAIN = Rule(
    "congestion.resend-again",
    "RFC 5681, 3.1",
    "Go back and send again",
    "After starting over, all that is not acknowledged is sent again from the first missing octet on, as the "
    "window grows: octet {seq} is next.",
)
