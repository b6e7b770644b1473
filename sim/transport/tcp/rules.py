"""TCP connections: how they are opened, refused, reset and closed."""

from sim.why import Rule

LISTEN = Rule(
    "tcp.listen",
    "RFC 9293, 3.10.1",
    "Wait for connections",
    "A program waits for connections to port {local_port} (passive OPEN): the state is LISTEN.",
)
CONNECT = Rule(
    "tcp.connect",
    "RFC 9293, 3.10.1",
    "First step of the handshake",
    "A program wants a connection to port {dst_port}. A SYN says so, with the sequence number that this end starts "
    "from: {iss}.",
)
SYN_RECEIVED = Rule(
    "tcp.syn-received",
    "RFC 9293, 3.10.7.2",
    "Second step of the handshake",
    "A SYN with sequence number {irs} comes to a listener. The answer, SYN and ACK in one segment, acknowledges it "
    "and gives this end's own first number, {iss}.",
)
SYN_ACKNOWLEDGED = Rule(
    "tcp.syn-acknowledged",
    "RFC 9293, 3.10.7.3",
    "Third step of the handshake",
    "The other end acknowledges this end's SYN (the ACK is {ack}, one more) and starts from {irs}. For this end "
    "the connection is open, and an ACK tells the other.",
)
ESTABLISHED = Rule(
    "tcp.established",
    "RFC 9293, 3.10.7.4",
    "The handshake is complete",
    "The ACK {ack} shows that this end's SYN has arrived: both ends know each other's numbers, and the connection "
    "is open.",
)
SIMULTANEOUS_OPEN = Rule(
    "tcp.simultaneous-open",
    "RFC 9293, 3.5",
    "Both ends open at once",
    "The other end's SYN ({irs}) crosses this end's own: both opened at the same moment. It is acknowledged, and "
    "the own SYN is repeated with it; one connection comes of that, not two.",
)
SYN_AGAIN = Rule(
    "tcp.syn-again",
    "RFC 9293, 3.10.7.4",
    "Repeat the SYN and ACK",
    "The SYN {irs} comes once more, so the answer to it must have been lost: SYN and ACK are sent again.",
)
SYN_TIMED_OUT = Rule(
    "tcp.syn-timed-out",
    "RFC 6298, 5.5",
    "Send the SYN again",
    "Nobody has acknowledged the SYN in time, so it is sent again (retransmission {attempt}).",
)
NOBODY_LISTENS = Rule(
    "tcp.nobody-listens",
    "RFC 9293, 3.10.7.1",
    "No such connection: reset",
    "No connection and no listener at port {local_port} fits this segment, so a RST tells the sender that nobody "
    "is there.",
)
RST_FOR_NOBODY = Rule(
    "tcp.rst-for-nobody",
    "RFC 9293, 3.10.7.1",
    "Never answer a reset",
    "A RST for port {local_port} fits no connection. It is dropped: a RST is never answered with another.",
)
RST_FOR_LISTENER = Rule(
    "tcp.rst-for-listener",
    "RFC 9293, 3.10.7.2",
    "A listener ignores resets",
    "A RST comes to the listener at port {local_port}, which has sent nothing that could be reset: it is ignored.",
)
ACK_FOR_LISTENER = Rule(
    "tcp.ack-for-listener",
    "RFC 9293, 3.10.7.2",
    "ACK for an unknown connection",
    "The segment acknowledges something, but the listener at port {local_port} has sent nothing: it belongs to a "
    "connection that is not there, and a RST says so.",
)
ACK_OF_OTHER_SYN = Rule(
    "tcp.ack-of-other-syn",
    "RFC 9293, 3.10.7.3",
    "ACK of another SYN: reset",
    "The ACK {ack} is not for the SYN that this end sent, so the other end talks of some other, older connection. "
    "A RST with that very number ends it.",
)
RST_FOR_OTHER_SYN = Rule(
    "tcp.rst-for-other-syn",
    "RFC 9293, 3.10.7.3",
    "Reset of something else",
    "The RST acknowledges {ack}, which is not this end's SYN, so it is not meant for this connection: ignored.",
)
RST_WITHOUT_ACK = Rule(
    "tcp.rst-without-ack",
    "RFC 9293, 3.10.7.3",
    "Reset without ACK ignored",
    "A RST that answers a SYN has to acknowledge it. This one acknowledges nothing, so anybody may have sent it: "
    "ignored.",
)
NOT_SYNCHRONIZED = Rule(
    "tcp.not-synchronized",
    "RFC 9293, 3.10.7.3",
    "Neither SYN nor RST",
    "This end waits for the other's SYN, and this segment has neither SYN nor RST: it is dropped.",
)
REFUSED = Rule(
    "tcp.refused",
    "RFC 9293, 3.10.7.3",
    "Nobody there: connection refused",
    "The answer to the SYN is a RST: nobody listens there. The program is told that the connection is refused.",
)
RESET_TO_LISTEN = Rule(
    "tcp.reset-to-listen",
    "RFC 9293, 3.10.7.4",
    "Back to the listener",
    "The other end takes its SYN back with a RST. Nothing was open yet, so no program is told: the connection is "
    "forgotten, and the listener goes on waiting.",
)
SYN_RETURNS_TO_LISTEN = Rule(
    "tcp.syn-returns-to-listen",
    "RFC 9293, 3.10.7.4",
    "Another SYN: start over",
    "Another SYN ({seq}) comes before the handshake is complete, so the first one was not meant: the connection is "
    "forgotten, and the listener goes on waiting.",
)
RESET = Rule(
    "tcp.reset",
    "RFC 9293, 3.10.7.4",
    "Connection reset by peer",
    "A RST with exactly the number expected next ends the connection at once. Whatever was under way is lost, and "
    "the program gets an error.",
)
RESET_WHILE_CLOSING = Rule(
    "tcp.reset-while-closing",
    "RFC 9293, 3.10.7.4",
    "Reset of a closing connection",
    "A RST with exactly the number expected next ends the connection, which was closing anyway: no program is told.",
)
RST_OUTSIDE_WINDOW = Rule(
    "tcp.rst-outside-window",
    "RFC 5961, 3.2",
    "Reset outside the window",
    "The RST has number {seq}, which is outside of the window: an old one, or a guess. It is dropped.",
)
CHALLENGE_RST = Rule(
    "tcp.challenge-rst",
    "RFC 5961, 3.2",
    "Challenge a doubtful reset",
    "The RST has number {seq}, which is in the window but not the one expected: it may be a forgery. An ACK asks "
    "back; if the other end means it, a RST with the right number will follow.",
)
CHALLENGE_SYN = Rule(
    "tcp.challenge-syn",
    "RFC 5961, 4.2",
    "SYN on an open connection",
    "A SYN ({seq}) comes although the connection is open. Either the other end has restarted, or somebody forged "
    "it: "
    "an ACK tells where the connection stands, and one that has forgotten it will answer with a RST.",
)
CHALLENGE_LIMITED = Rule(
    "tcp.challenge-limited",
    "RFC 5961, 7",
    "Enough of such answers",
    "{limit} such answers in five seconds are enough: this segment gets none.",
)
CLOSE = Rule(
    "tcp.close",
    "RFC 9293, 3.10.4",
    "The program is done",
    "The program closes its side: it has nothing more to send. A FIN follows what is still in the send buffer.",
)
CLOSE_LISTENER = Rule(
    "tcp.close-listener",
    "RFC 9293, 3.10.4",
    "Nobody listens any more",
    "The program closes its listening socket: whoever asks from now on is refused. Nothing is sent for this, and "
    "connections that the program has accepted go on.",
)
CLOSE_UNOPENED = Rule(
    "tcp.close-unopened",
    "RFC 9293, 3.10.4",
    "Given up before it was open",
    "The program closes the socket before the other end has answered: the attempt is forgotten, and no FIN is sent.",
)
CLOSE_QUEUED = Rule(
    "tcp.close-queued",
    "RFC 9293, 3.10.4",
    "FIN behind the waiting data",
    "The program closes its side, but not all of its data has left yet: the FIN follows it.",
)
CLOSE_UNREAD = Rule(
    "tcp.close-unread",
    "RFC 9293, 3.6.1",
    "Closed with data unread",
    "The program closes the connection with {octets:octet|octets} unread. A RST tells the other end that this data "
    "is lost.",
)
DATA_AFTER_CLOSE = Rule(
    "tcp.data-after-close",
    "RFC 9293, 3.6.1",
    "Data that nobody will read",
    "{octets:octet arrives|octets arrive} after the program has closed the connection, so nobody will read them. "
    "A RST tells the other end that they are lost.",
)
FIN_RECEIVED = Rule(
    "tcp.fin-received",
    "RFC 9293, 3.10.7.4",
    "The other end is done",
    "The other end's FIN comes, and all data before it is here: it will send nothing more. The FIN is "
    "acknowledged, "
    "and the program reads end of file.",
)
FIN_RECEIVED_AFTER_CLOSE = Rule(
    "tcp.fin-received-after-close",
    "RFC 9293, 3.10.7.4",
    "Both ends are done",
    "The other end's FIN comes, and all data before it is here: it will send nothing more either. The FIN is "
    "acknowledged; the program has closed its socket before, so nobody hears of it.",
)
FIN_ACKNOWLEDGED = Rule(
    "tcp.fin-acknowledged",
    "RFC 9293, 3.10.7.4",
    "The FIN has arrived",
    "This end's FIN is acknowledged: the other end knows that nothing more comes.",
)
LAST_ACK_RECEIVED = Rule(
    "tcp.last-ack-received",
    "RFC 9293, 3.10.7.4",
    "The last ACK",
    "The FIN is acknowledged, and the other end had closed before: the connection is over.",
)
TIME_WAIT_OVER = Rule(
    "tcp.time-wait-over",
    "RFC 9293, 3.10.8",
    "2 MSL are over",
    "Twice the maximum segment lifetime has passed: no segment of the connection can still be in the network, so "
    "its ports may be used again.",
)
TIME_WAIT_RESTARTED = Rule(
    "tcp.time-wait-restarted",
    "RFC 9293, 3.10.7.4",
    "The FIN came again",
    "The other end's FIN comes again, so the last ACK must have been lost. It is repeated, and TIME-WAIT starts "
    "anew: {timeout}.",
)
TIME_WAIT_REOPENED = Rule(
    "tcp.time-wait-reopened",
    "RFC 6191, 2",
    "New connection from TIME-WAIT",
    "A SYN ({seq}) that is certainly newer than all of the old connection ends TIME-WAIT early: a new connection "
    "begins.",
)
FIN_WAIT_2_LIMITED = Rule(
    "tcp.fin-wait-2-limited",
    "",
    "Nobody waits for the FIN",
    "The program has let go of the connection. If the other end does not close it within {timeout}, it is forgotten.",
)
FIN_WAIT_2_OVER = Rule(
    "tcp.fin-wait-2-over",
    "",
    "The FIN never came",
    "No program holds the connection, and the other end has not closed it in time: it is forgotten.",
)
ABORT = Rule(
    "tcp.abort",
    "RFC 9293, 3.10.5",
    "The program aborts",
    "The program ends the connection at once: what waits in the buffers is thrown away, and where the other end "
    "still counts on the connection, a RST tells it.",
)
NOT_CONNECTED = Rule(
    "tcp.not-connected",
    "RFC 9293, 3.10.2",
    "There is no connection",
    "There is no connection that this could be done with: the program gets an error.",
)
SEND_AFTER_CLOSE = Rule(
    "tcp.send-after-close",
    "RFC 9293, 3.10.2",
    "Too late to send",
    "This side of the connection is closed, so nothing more can be sent: the program gets an error.",
)
ICMP_HARD = Rule(
    "tcp.icmp-hard",
    "RFC 1122, 4.2.3.9",
    "ICMP: no use trying",
    "The answer to the SYN is an ICMP error ({type}, {code}) that time will not cure: the connection is given up.",
)
ICMP_SOFT = Rule(
    "tcp.icmp-soft",
    "RFC 1122, 4.2.3.9",
    "ICMP: perhaps it passes",
    "An ICMP error ({type}, {code}) about this connection comes. The trouble may pass, so the connection goes on; "
    "if it fails later, the program learns the reason.",
)
ICMP_NOT_IN_FLIGHT = Rule(
    "tcp.icmp-not-in-flight",
    "RFC 5927, 4.1",
    "ICMP error not believed",
    "The ICMP error quotes number {seq}, but nothing with that number is under way: old or forged, it is ignored.",
)
MSS_REDUCED = Rule(
    "tcp.mss-reduced",
    "RFC 1191, 6.4",
    "Smaller segments from now on",
    "The path takes datagrams of {mtu} octets at most, so segments carry {smss} octets of data from now on.",
)
RESEND_SMALLER = Rule(
    "tcp.resend-smaller",
    "RFC 1191, 6.4",
    "Send again in smaller segments",
    "What was under way was too long for the path and is lost. It is sent again at once, {smss} octets in a "
    "segment; this is no congestion, so the window stays.",
)
TRUNCATED = Rule(
    "tcp.truncated",
    "RFC 9293, 3.1",
    "TCP header cut off",
    "The TCP header should have {needed} octets and only {present} are here, so the segment is dropped.",
)
BAD_DATA_OFFSET = Rule(
    "tcp.bad-data-offset",
    "RFC 9293, 3.1",
    "Impossible data offset",
    "The data offset says that the TCP header is {header_length} octets long, but it has at least 20: the segment "
    "is dropped.",
)
BAD_CHECKSUM = Rule(
    "tcp.bad-checksum",
    "RFC 9293, 3.1",
    "TCP checksum is wrong",
    "The TCP checksum is {found} and should be {expected}: the segment was damaged on the way, so it is dropped "
    "as if it had been lost.",
)
BAD_OPTION = Rule(
    "tcp.bad-option",
    "RFC 9293, 3.1",
    "TCP option of wrong length",
    "The option at octet {octet} of the TCP header has a length that cannot be right: it says nothing.",
)
