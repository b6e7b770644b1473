"""TCP's congestion control and the repair of losses."""

from sim.why import Rule

SLOW_START_OVER = Rule(
    "congestion.slow-start-over",
    "RFC 5681, 3.1",
    "End of slow start",
    "The congestion window is now {cwnd} octets and has reached ssthresh ({ssthresh} octets). From here on, it grows "
    "slowly: this is congestion avoidance.",
)
HALVED = Rule(
    "congestion.halved",
    "RFC 5681, 3.1",
    "Loss means congestion: ssthresh halved",
    "TCP takes a loss as a sign of congestion. {flight:octet was on its way|octets were on their way}, so ssthresh "
    "becomes half of that, but at least two segments: {ssthresh} octets.",
)
WINDOW_HALVED = Rule(
    "congestion.window-halved",
    "",
    "ssthresh is half the window",
    "TCP takes a loss as a sign of congestion. As in textbooks, ssthresh becomes half of the congestion window of "
    "{cwnd} octets, in whole segments and at least two: {ssthresh} octets.",
)
CUBIC_REDUCED = Rule(
    "congestion.cubic-reduced",
    "RFC 9438, 4.6",
    "Loss means congestion: CUBIC slows",
    "TCP takes a loss as a sign of congestion. {flight:octet was on its way|octets were on their way}, so CUBIC sets "
    "ssthresh to 70% of that, but at least two segments: {ssthresh} octets.",
)
FAST_RETRANSMIT = Rule(
    "congestion.fast-retransmit",
    "RFC 6582, 3.2",
    "Fast retransmit, then fast recovery",
    "{dup_acks:duplicate ACK asks|duplicate ACKs ask} for octet {seq}, so its segment counts as lost and is "
    "retransmitted at once. Fast recovery begins: the congestion window is ssthresh plus three segments, {cwnd} "
    "octets.",
)
FAST_RETRANSMIT_BY_THE_BOOK = Rule(
    "congestion.fast-retransmit-by-the-book",
    "",
    "Fast retransmit, counted as in exams",
    "{dup_acks:duplicate ACK asks|duplicate ACKs ask} for octet {seq}, so its segment counts as lost and is "
    "retransmitted at once. There is no slow start: the congestion window is {cwnd} octets from now on, in this round "
    "and in the next.",
)
LOSS_RECOVERY = Rule(
    "congestion.loss-recovery",
    "RFC 6675, 5",
    "Loss recovery with SACK",
    "{dup_acks:duplicate ACK reports|duplicate ACKs report} data after octet {seq}, so the segment at octet {seq} "
    "counts as lost. Recovery with SACK begins: the congestion window is ssthresh, {cwnd} octets.",
)
PROPORTIONAL_RECOVERY = Rule(
    "congestion.proportional-recovery",
    "RFC 6937, 3",
    "Loss recovery, in proportion",
    "{dup_acks:duplicate ACK reports|duplicate ACKs report} data after octet {seq}, so the segment at octet {seq} "
    "counts as lost. Recovery with SACK begins. The window comes down to ssthresh ({ssthresh} octets) step by step, as "
    "data arrives.",
)
PROPORTION = Rule(
    "congestion.proportion",
    "RFC 6937, 3",
    "So much may be sent now",
    "The ACK tells that {delivered:octet has|octets have} arrived. In proportion, {sndcnt:octet|octets} may leave now. "
    "So the congestion window is {cwnd} octets: what is on its way, and what may leave.",
)
RECOVERY_BY_TIME = Rule(
    "congestion.recovery-by-time",
    "RFC 8985, 6.2",
    "Lost: later data has arrived",
    "Data that was sent after octet {seq} has arrived, and octet {seq} has had time enough. So its segment counts as "
    "lost (RACK). The congestion window comes down to ssthresh ({ssthresh} octets) step by step.",
)
PERHAPS_REORDERED = Rule(
    "congestion.perhaps-reordered",
    "RFC 8985, 6.2",
    "Perhaps only out of order",
    "ACK {ack} arrives again ({dup_acks} so far). On this path segments have overtaken each other before, so this host "
    "waits a little before it takes octet {ack} for lost.",
)
REORDERING_OVER = Rule(
    "congestion.reordering-over",
    "RFC 8985, 6.2",
    "Waited long enough",
    "Data that was sent after octet {seq} arrived some time ago, and octet {seq} could have arrived by now even if it "
    "was overtaken. So it is lost.",
)
RESEND_BY_TIME = Rule(
    "congestion.resend-by-time",
    "RFC 8985, 6.2",
    "Lost according to time",
    "A segment that was sent later has arrived, so the segment at octet {seq} counts as lost and is retransmitted.",
)
TAIL_PROBE = Rule(
    "congestion.tail-probe",
    "RFC 8985, 7.3",
    "Probe the end of the data",
    "No ACK came for {timeout}. If the last segments are lost, no later data shows it. So this host sends the segment "
    "at octet {seq} and does not wait for the retransmission timer.",
)
TAIL_PROBE_SKIPPED = Rule(
    "congestion.tail-probe-skipped",
    "RFC 8985, 7.3",
    "No second probe without measurement",
    "A probe is due, but the round trip has not been measured since the last probe. Without a measurement, probes "
    "could leave too early time and again, so this one does not leave. The retransmission timer goes on.",
)
TAIL_PROBE_REPAIRED = Rule(
    "congestion.tail-probe-repaired",
    "RFC 8985, 7.4",
    "The probe repaired a loss",
    "The peer acknowledges the probe and reports no duplicate, so the last segment had been lost. The congestion "
    "window is halved, to {cwnd} octets.",
)
TAHOE_RESTART = Rule(
    "congestion.tahoe-restart",
    "",
    "Tahoe starts over",
    "{dup_acks:duplicate ACK asks|duplicate ACKs ask} for octet {seq}, so its segment counts as lost. Tahoe has no "
    "fast recovery: the congestion window goes back to one segment ({cwnd} octets), and slow start begins.",
)
LIMITED_TRANSMIT = Rule(
    "congestion.limited-transmit",
    "RFC 3042, 2",
    "Limited transmit on duplicate ACK",
    "ACK {ack} arrives again ({dup_acks} so far), so one segment has left the network. One new segment may be sent "
    "even if the window is full. This brings the third duplicate ACK sooner.",
)
DUPLICATES_AFTER_RECOVERY = Rule(
    "congestion.duplicates-after-recovery",
    "RFC 6582, 4.1",
    "Duplicates of needless retransmissions",
    "ACK {ack} arrives again ({dup_acks} so far), but nothing after the last recovery is acknowledged yet. Needless "
    "retransmissions cause such ACKs too, so the congestion window does not change.",
)
INFLATED = Rule(
    "congestion.inflated",
    "RFC 5681, 3.2",
    "One more segment has arrived",
    "Another duplicate ACK arrives in fast recovery, so one more segment has left the network. The congestion window "
    "grows by one segment, to {cwnd} octets.",
)
PARTIAL_ACK = Rule(
    "congestion.partial-ack",
    "RFC 6582, 3.2",
    "Partial ACK: next segment lost",
    "ACK {ack} is new but does not reach octet {end}, the last one sent before fast recovery. The segment at octet "
    "{ack} is lost too and is retransmitted. The congestion window is {cwnd} octets.",
)
RECOVERED = Rule(
    "congestion.recovered",
    "RFC 6582, 3.2",
    "Losses are repaired",
    "All data that was on its way when the loss was noticed, up to octet {end}, is acknowledged. Recovery is over. "
    "The congestion window is {cwnd} octets: ssthresh, or less if little data is on its way.",
)
RECOVERED_BY_THE_BOOK = Rule(
    "congestion.recovered-by-the-book",
    "",
    "Losses are repaired",
    "All data that was on its way when the loss was noticed, up to octet {end}, is acknowledged. The next round begins "
    "with a congestion window of {cwnd} octets, and the window grows by one segment a round.",
)
ECN_AGREED = Rule(
    "congestion.ecn-agreed",
    "RFC 3168, 6.1.1",
    "Both ends speak ECN",
    "The SYN offers ECN (flags ECE and CWR), and both ends use it. A router with a long queue may mark the datagrams "
    "of this connection instead of dropping them.",
)
ECN_GIVEN_UP = Rule(
    "congestion.ecn-given-up",
    "RFC 3168, 6.1.1.1",
    "SYN again, without ECN",
    "The SYN that offered ECN was not answered. Some devices drop such SYNs, so this host sends the SYN again without "
    "the offer.",
)
ECHO_BEGINS = Rule(
    "congestion.echo-begins",
    "RFC 3168, 6.1.3",
    "Mark of congestion arrives",
    "The datagram arrives with the mark CE, because a queue on the way was long. From now on, each ACK of this host "
    "has the flag ECE, until the peer reports that it has slowed down (flag CWR).",
)
ECHO_ENDS = Rule(
    "congestion.echo-ends",
    "RFC 3168, 6.1.3",
    "The peer has slowed down",
    "The segment has the flag CWR (congestion window reduced): the peer knows of the congestion. ACKs no longer have "
    "the flag ECE.",
)
SLOWED_BY_ECHO = Rule(
    "congestion.slowed-by-echo",
    "RFC 3168, 6.1.2",
    "ECE: slow down without a loss",
    "The ACK has the flag ECE: a router has marked data of this host. The host slows down as after a loss, once for a "
    "window of data, but it retransmits nothing. The congestion window is now {cwnd} octets.",
)
SPURIOUS_BY_TIMESTAMP = Rule(
    "congestion.spurious-by-timestamp",
    "RFC 3522, 3.2",
    "It was late, not lost",
    "The ACK echoes a timestamp from before the retransmission, so the first copy has arrived: it was only late. The "
    "host takes the recovery back: congestion window {cwnd} octets, ssthresh {ssthresh}.",
)
SPURIOUS_BY_DUPLICATES = Rule(
    "congestion.spurious-by-duplicates",
    "RFC 3708, 2",
    "All retransmissions were not needed",
    "The peer has reported every retransmission as a duplicate (D-SACK), so nothing was lost. The host takes the "
    "recovery back: congestion window {cwnd} octets, ssthresh {ssthresh}.",
)
ALREADY_SLOWED = Rule(
    "congestion.already-slowed",
    "RFC 3168, 6.1.2",
    "The window was reduced already",
    "This loss is in the window of data for which the host has slowed down before. One window of data slows it down "
    "only once, so ssthresh stays {ssthresh} octets.",
)
ECHO_AT_ONE_SEGMENT = Rule(
    "congestion.echo-at-one-segment",
    "RFC 3168, 6.1.2",
    "ECE: only the timer sends",
    "The ACK has the flag ECE, and the congestion window is a single segment already ({cwnd} octets). The host cannot "
    "send less, so it sends later: its next segment waits for the retransmission timer.",
)
ECHO_WAIT_OVER = Rule(
    "congestion.echo-wait-over",
    "RFC 3168, 6.1.2",
    "The timer lets one segment go",
    "Because of the flag ECE at a congestion window of one segment, this host has waited for the retransmission timer. "
    "The timer expires, so a segment may leave.",
)
TIMEOUT = Rule(
    "congestion.timeout",
    "RFC 5681, 3.1",
    "Time-out: back to one segment",
    "Octet {seq} was not acknowledged in time. TCP no longer knows what is on its way, so the congestion window falls "
    "to one segment ({cwnd} octets), and slow start begins.",
)
TIMEOUT_AGAIN = Rule(
    "congestion.timeout-again",
    "RFC 5681, 3.1",
    "Time-out of a retransmission",
    "Octet {seq} was retransmitted and again not acknowledged in time. The congestion window is one segment ({cwnd} "
    "octets). ssthresh was already lowered for this segment and stays at {ssthresh} octets.",
)
SACK_FORGOTTEN = Rule(
    "congestion.sack-forgotten",
    "RFC 2018, 8",
    "SACK reports are forgotten",
    "After a time-out, what SACK has reported ({octets:octet|octets}) no longer counts as received: the peer may drop "
    "data that its ACK number does not cover yet.",
)
RESTART = Rule(
    "congestion.restart",
    "RFC 5681, 4.1",
    "Slow start after a pause",
    "Nothing was sent for {ns}, longer than a retransmission time-out. The old congestion window may not fit the "
    "network any more, so sending begins again with {cwnd} octets.",
)
RESEND_FIRST = Rule(
    "congestion.resend-first",
    "RFC 5681, 3.2",
    "First missing segment again",
    "Octet {seq} is the first octet that the peer is missing. This host retransmits its segment and does not wait for "
    "the timer.",
)
RESEND_LOST = Rule(
    "congestion.resend-lost",
    "RFC 6675, 4",
    "Lost according to SACK",
    "SACK has reported enough data after octet {seq}, so the segment at octet {seq} counts as lost and is "
    "retransmitted.",
)
RESEND_UNREPORTED = Rule(
    "congestion.resend-unreported",
    "RFC 6675, 4",
    "Perhaps lost: retransmitted",
    "The window has room, and there is no new data to send. SACK has reported data after octet {seq} but not octet "
    "{seq}, so its segment may be lost and is retransmitted.",
)
RESEND_RESCUE = Rule(
    "congestion.resend-rescue",
    "RFC 6675, 4",
    "Last segment is retransmitted",
    "No data was sent after octet {seq} that could show its loss. Once in each recovery, the last segment on its way "
    "is retransmitted, so that this host need not wait for the timer.",
)
RESEND_AGAIN = Rule(
    "congestion.resend-again",
    "RFC 5681, 3.1",
    "Go back and retransmit",
    "After the restart, all data that is not acknowledged is retransmitted from the first missing octet on, as the "
    "window grows. Octet {seq} is next.",
)
