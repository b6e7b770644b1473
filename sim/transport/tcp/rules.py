"""TCP connections: how they are opened, refused, reset and closed."""

from sim.why import Rule

LISTEN = Rule(
    "tcp.listen",
    "RFC 9293, 3.10.1",
    "Wait for connections",
    "A program waits for connections to port {local_port} (passive OPEN). The state is now LISTEN.",
)
CONNECT = Rule(
    "tcp.connect",
    "RFC 9293, 3.10.1",
    "First step of the handshake",
    "A program wants a connection to port {dst_port}. This host sends a SYN that carries its initial sequence number, "
    "{iss}.",
)
SYN_RECEIVED = Rule(
    "tcp.syn-received",
    "RFC 9293, 3.10.7.2",
    "Second step of the handshake",
    "A SYN with sequence number {irs} arrives at the listener. This host answers with a SYN-ACK, which acknowledges "
    "the SYN and carries this host's own initial sequence number, {iss}.",
)
SYN_ACKNOWLEDGED = Rule(
    "tcp.syn-acknowledged",
    "RFC 9293, 3.10.7.3",
    "Third step of the handshake",
    "The SYN-ACK acknowledges this host's SYN (ACK {ack} is the SYN's number plus 1) and carries the peer's initial "
    "sequence number, {irs}. For this host, the connection is open now. The host sends the third segment, an ACK.",
)
ESTABLISHED = Rule(
    "tcp.established",
    "RFC 9293, 3.10.7.4",
    "The handshake is complete",
    "ACK {ack} shows that this host's SYN has arrived. Both sides know each other's sequence numbers, and the "
    "connection is open.",
)
SIMULTANEOUS_OPEN = Rule(
    "tcp.simultaneous-open",
    "RFC 9293, 3.5",
    "Both ends open at once",
    "The peer's SYN ({irs}) and this host's SYN cross on the way. This host sends its SYN again, now with the ACK. "
    "Both SYNs together make one connection.",
)
SYN_AGAIN = Rule(
    "tcp.syn-again",
    "RFC 9293, 3.10.7.4",
    "SYN-ACK is retransmitted",
    "The SYN with sequence number {irs} arrives again, so the SYN-ACK was lost. This host retransmits the SYN-ACK.",
)
SYN_TIMED_OUT = Rule(
    "tcp.syn-timed-out",
    "RFC 6298, 5.5",
    "SYN is retransmitted",
    "This host's SYN was not acknowledged in time, so this host retransmits it (retransmission {attempt}).",
)
NOBODY_LISTENS = Rule(
    "tcp.nobody-listens",
    "RFC 9293, 3.10.7.1",
    "No such connection: reset",
    "The segment belongs to no connection, and no program listens on port {local_port}. This host answers with a RST.",
)
RST_FOR_NOBODY = Rule(
    "tcp.rst-for-nobody",
    "RFC 9293, 3.10.7.1",
    "Never answer a reset",
    "A RST for port {local_port} belongs to no connection, so it is dropped. A host never answers a RST with another "
    "RST.",
)
RST_FOR_LISTENER = Rule(
    "tcp.rst-for-listener",
    "RFC 9293, 3.10.7.2",
    "A listener ignores resets",
    "A RST arrives at the listener on port {local_port}. The listener has no connection to reset, so it ignores the "
    "RST.",
)
ACK_FOR_LISTENER = Rule(
    "tcp.ack-for-listener",
    "RFC 9293, 3.10.7.2",
    "ACK for an unknown connection",
    "The segment carries an ACK, but the listener on port {local_port} has sent nothing to acknowledge. No such "
    "connection exists here, so this host answers with a RST.",
)
ACK_OF_OTHER_SYN = Rule(
    "tcp.ack-of-other-syn",
    "RFC 9293, 3.10.7.3",
    "ACK of another SYN: reset",
    "ACK {ack} does not acknowledge the SYN that this host has sent. This ACK belongs to another, older connection. "
    "This host ends that connection with a RST that has sequence number {ack}.",
)
RST_FOR_OTHER_SYN = Rule(
    "tcp.rst-for-other-syn",
    "RFC 9293, 3.10.7.3",
    "Reset for another connection",
    "The RST acknowledges {ack}, which does not match this host's SYN. The RST is not for this connection, so it is "
    "ignored.",
)
RST_WITHOUT_ACK = Rule(
    "tcp.rst-without-ack",
    "RFC 9293, 3.10.7.3",
    "Reset without ACK ignored",
    "A RST that answers a SYN must acknowledge the SYN. This RST carries no ACK, so any host may have sent it, and it "
    "is ignored.",
)
NOT_SYNCHRONIZED = Rule(
    "tcp.not-synchronized",
    "RFC 9293, 3.10.7.3",
    "Neither SYN nor RST",
    "This host waits for the peer's SYN. This segment has neither SYN nor RST, so it is dropped.",
)
REFUSED = Rule(
    "tcp.refused",
    "RFC 9293, 3.10.7.3",
    "Connection is refused",
    "The peer answers the SYN with a RST: no program listens on that port. The program here is told that the "
    "connection is refused.",
)
RESET_TO_LISTEN = Rule(
    "tcp.reset-to-listen",
    "RFC 9293, 3.10.7.4",
    "Back to the listener",
    "The peer cancels its SYN with a RST. The connection was not open yet, so no program is told. This host deletes "
    "the connection, and the listener goes on waiting.",
)
SYN_RETURNS_TO_LISTEN = Rule(
    "tcp.syn-returns-to-listen",
    "RFC 9293, 3.10.7.4",
    "Another SYN: start over",
    "Another SYN ({seq}) arrives before the handshake is complete, so the first SYN is no longer valid. This host "
    "deletes the connection, and the listener goes on waiting.",
)
RESET = Rule(
    "tcp.reset",
    "RFC 9293, 3.10.7.4",
    "Connection reset by peer",
    "The peer's RST has exactly the expected sequence number, so the connection ends at once. Data on its way is "
    "lost, and the program gets an error.",
)
ACCEPT_DEFERRED = Rule(
    "tcp.accept-deferred",
    "",
    "The listener waits for data",
    "The ACK completes the handshake, but it carries no data. The listening program asked to be woken only once data "
    "arrives (TCP_DEFER_ACCEPT), so this host ignores the ACK. The client takes the connection for open.",
)
STILL_DEFERRED = Rule(
    "tcp.still-deferred",
    "",
    "Still waiting for data",
    "The client acknowledged the SYN-ACK but has sent no data yet (TCP_DEFER_ACCEPT), so the SYN-ACK is not repeated. "
    "This host looks again in {timeout}.",
)
TIME_WAIT_ASSASSINATED = Rule(
    "tcp.time-wait-assassinated",
    "RFC 1337, 1",
    "A reset ends TIME-WAIT too early",
    "The peer's RST has the expected sequence number, so TIME-WAIT ends now, and no program is told. Old segments of "
    "this connection may still arrive and harm the next connection between the same ports.",
)
RST_IN_TIME_WAIT = Rule(
    "tcp.rst-in-time-wait",
    "RFC 1337, 3",
    "No reset ends TIME-WAIT",
    "A RST ({seq}) arrives in TIME-WAIT. This host ignores it and waits on (setting rfc1337), so that old segments of "
    "this connection cannot harm the next one.",
)
RST_OUTSIDE_WINDOW = Rule(
    "tcp.rst-outside-window",
    "RFC 5961, 3.2",
    "Reset outside the window",
    "The RST has sequence number {seq}, which is outside the receive window. It is an old RST or a guess, so it is "
    "dropped.",
)
CHALLENGE_RST = Rule(
    "tcp.challenge-rst",
    "RFC 5961, 3.2",
    "Challenge a doubtful reset",
    "The RST has sequence number {seq}. It is inside the window but not the expected number, so the RST may be "
    "forged. This host sends an ACK, and the real peer can answer with the right RST.",
)
CHALLENGE_SYN = Rule(
    "tcp.challenge-syn",
    "RFC 5961, 4.2",
    "SYN on an open connection",
    "A SYN ({seq}) arrives although the connection is open: the peer has restarted, or the SYN is forged. This host "
    "answers with an ACK. A peer that has restarted will answer that ACK with a RST.",
)
CHALLENGE_LIMITED = Rule(
    "tcp.challenge-limited",
    "RFC 5961, 7",
    "Too many challenge ACKs",
    "This host sends at most {limit} challenge ACKs in five seconds, so it does not answer this segment.",
)
CLOSE = Rule(
    "tcp.close",
    "RFC 9293, 3.10.4",
    "The program closes",
    "The program closes its side of the connection: it has nothing more to send. This host sends a FIN after the data "
    "that is still in the send buffer.",
)
CLOSE_LISTENER = Rule(
    "tcp.close-listener",
    "RFC 9293, 3.10.4",
    "Listening socket is closed",
    "The program closes its listening socket. From now on, new connections are refused. No segment is sent for this, "
    "and connections that the program has accepted go on.",
)
CLOSE_UNOPENED = Rule(
    "tcp.close-unopened",
    "RFC 9293, 3.10.4",
    "Closed before it was open",
    "The program closes the socket before the peer has answered. The attempt to connect ends, and no FIN is sent.",
)
CLOSE_QUEUED = Rule(
    "tcp.close-queued",
    "RFC 9293, 3.10.4",
    "FIN after the waiting data",
    "The program closes its side of the connection, but some of its data is not sent yet. The FIN follows this data.",
)
CLOSE_UNREAD = Rule(
    "tcp.close-unread",
    "RFC 9293, 3.6.1",
    "Closed with data unread",
    "The program closes the connection with {octets:octet|octets} unread. A RST tells the peer that this data is lost.",
)
DATA_AFTER_CLOSE = Rule(
    "tcp.data-after-close",
    "RFC 9293, 3.6.1",
    "Data that nobody will read",
    "{octets:octet arrives|octets arrive} after the program has closed the connection, so no program will read them. "
    "A RST tells the peer that this data is lost.",
)
FIN_RECEIVED = Rule(
    "tcp.fin-received",
    "RFC 9293, 3.10.7.4",
    "The peer has finished",
    "The peer's FIN arrives, and all data before it has arrived: the peer will send no more data. This host "
    "acknowledges the FIN, and the program reads end of file.",
)
FIN_RECEIVED_AFTER_CLOSE = Rule(
    "tcp.fin-received-after-close",
    "RFC 9293, 3.10.7.4",
    "The peer has finished too",
    "The peer's FIN arrives, and all data before it has arrived: the peer will send no more data either. This host "
    "acknowledges the FIN. The program here has already closed its socket.",
)
FIN_ACKNOWLEDGED = Rule(
    "tcp.fin-acknowledged",
    "RFC 9293, 3.10.7.4",
    "FIN is acknowledged",
    "The peer acknowledges this host's FIN: the peer knows that this host will send no more data.",
)
LAST_ACK_RECEIVED = Rule(
    "tcp.last-ack-received",
    "RFC 9293, 3.10.7.4",
    "The last ACK arrives",
    "The peer acknowledges this host's FIN, and the peer had already closed its side. The connection is over.",
)
TIME_WAIT_OVER = Rule(
    "tcp.time-wait-over",
    "RFC 9293, 3.10.8",
    "2 MSL are over",
    "Twice the maximum segment lifetime (2 MSL) has passed. No segment of the connection can still be in the network, "
    "so its ports may be used again.",
)
TIME_WAIT_RESTARTED = Rule(
    "tcp.time-wait-restarted",
    "RFC 9293, 3.10.7.4",
    "The FIN arrives again",
    "The peer's FIN arrives again, so the last ACK was lost. This host sends the ACK again, and TIME-WAIT starts anew "
    "for {timeout}.",
)
TIME_WAIT_ANSWERED = Rule(
    "tcp.time-wait-answered",
    "RFC 9293, 3.10.7.4",
    "Nothing more is expected",
    "Both ends have closed, so the segment with sequence number {seq} can carry nothing new. It is dropped, and an ACK "
    "tells which number the peer should have reached.",
)
TIME_WAIT_REOPENED = Rule(
    "tcp.time-wait-reopened",
    "RFC 6191, 2",
    "New connection from TIME-WAIT",
    "A SYN ({seq}) arrives that is certainly newer than every segment of the old connection. TIME-WAIT ends early, "
    "and a new connection begins.",
)
FIN_WAIT_2_LIMITED = Rule(
    "tcp.fin-wait-2-limited",
    "",
    "No program waits for FIN",
    "The program has closed its socket. If the peer does not close the connection within {timeout}, this host deletes "
    "it.",
)
FIN_WAIT_2_OVER = Rule(
    "tcp.fin-wait-2-over",
    "",
    "The FIN never arrived",
    "No program uses the connection any more, and the peer has not closed it in time. This host deletes the "
    "connection.",
)
ABORT = Rule(
    "tcp.abort",
    "RFC 9293, 3.10.5",
    "The program aborts",
    "The program ends the connection at once. Data in the buffers is lost, and if the peer still has the connection, "
    "a RST tells the peer.",
)
NOT_CONNECTED = Rule(
    "tcp.not-connected",
    "RFC 9293, 3.10.2",
    "There is no connection",
    "What the program wants needs a connection, but there is none. The program gets an error.",
)
SEND_AFTER_CLOSE = Rule(
    "tcp.send-after-close",
    "RFC 9293, 3.10.2",
    "Too late to send",
    "This side of the connection is closed, so the program can send no more data. The program gets an error.",
)
ICMP_HARD = Rule(
    "tcp.icmp-hard",
    "RFC 1122, 4.2.3.9",
    "ICMP error: give up",
    "An ICMP error ({type}, {code}) about this host's SYN arrives. Waiting will not help, so the attempt to connect "
    "ends.",
)
ICMP_ENDS_CONNECT = Rule(
    "tcp.icmp-ends-connect",
    "RFC 5461, 4.1",
    "ICMP error: connect fails",
    "An ICMP error ({type}, {code}) about this host's SYN arrives. The attempt ends at once, as on Linux. RFC 9293 "
    "asks to go on trying: soft_errors_end_connect chooses.",
)
ICMP_SOFT_OPENING = Rule(
    "tcp.icmp-soft-opening",
    "RFC 9293, 3.9.2.2",
    "ICMP error: keep trying",
    "An ICMP error ({type}, {code}) about this host's SYN arrives. Here soft_errors_end_connect is off, so the host "
    "goes on trying (MUST-56). If no attempt succeeds, the program learns this error.",
)
ICMP_SOFT = Rule(
    "tcp.icmp-soft",
    "RFC 1122, 4.2.3.9",
    "ICMP error: go on",
    "An ICMP error ({type}, {code}) about this connection arrives. The cause may soon be over, so the connection goes "
    "on. If the connection fails later, the program learns this error.",
)
ICMP_NOT_IN_FLIGHT = Rule(
    "tcp.icmp-not-in-flight",
    "RFC 5927, 4.1",
    "ICMP error not believed",
    "The ICMP error quotes sequence number {seq}, but no segment with this number is on its way. The error is old or "
    "forged, so it is ignored.",
)
MSS_REDUCED = Rule(
    "tcp.mss-reduced",
    "RFC 1191, 6.4",
    "Smaller segments from now on",
    "The path MTU is {mtu} octets, so each segment carries at most {smss} octets of data from now on.",
)
RESEND_SMALLER = Rule(
    "tcp.resend-smaller",
    "RFC 1191, 6.4",
    "Retransmit in smaller segments",
    "The segments on their way were too long for the path and are lost. Their data is retransmitted at once, {smss} "
    "octets in a segment. This is not congestion, so the congestion window does not change.",
)
TRUNCATED = Rule(
    "tcp.truncated",
    "RFC 9293, 3.1",
    "TCP header cut off",
    "The TCP header should have {needed} octets, but only {present:octet is|octets are} here, so the segment is "
    "dropped.",
)
BAD_DATA_OFFSET = Rule(
    "tcp.bad-data-offset",
    "RFC 9293, 3.1",
    "Impossible data offset",
    "The data offset says that the TCP header has {header_length} octets, but a TCP header has at least 20 octets. "
    "The segment is dropped.",
)
BAD_CHECKSUM = Rule(
    "tcp.bad-checksum",
    "RFC 9293, 3.1",
    "TCP checksum is wrong",
    "The TCP checksum is {found}, but it should be {expected}. The segment was damaged on the way, so it is dropped, "
    "just as if it had been lost.",
)
BAD_OPTION = Rule(
    "tcp.bad-option",
    "RFC 9293, 3.1",
    "TCP option of wrong length",
    "The option at octet {octet} of the TCP header gives a length that is impossible, so the option is ignored.",
)
