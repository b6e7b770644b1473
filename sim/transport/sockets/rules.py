"""Sockets: what the calls of programs do to them."""

from sim.why import Rule

OPENED = Rule(
    "socket.opened",
    "",
    "A socket is opened",
    "A program opens {transport} socket {socket}. The socket has no address and no port yet.",
)
OPENED_RAW = Rule(
    "socket.opened-raw",
    "",
    "A raw socket is opened",
    "A program opens raw socket {socket}. The socket is for datagrams whose protocol field is {protocol}.",
)
CLOSED = Rule(
    "socket.closed",
    "",
    "A socket is closed",
    "Socket {socket} is closed. No program can use it any more.",
)
BOUND = Rule(
    "socket.bound",
    "",
    "Socket takes a port",
    "Socket {socket} takes port {local_port} at {ip} (0.0.0.0 means every address of this device). What arrives for "
    "this address and port is for this socket.",
)
BOUND_EPHEMERAL = Rule(
    "socket.bound-ephemeral",
    "RFC 6335, 6",
    "Host chooses the port",
    "The program chose no port for socket {socket}, so this device gives the socket the next free ephemeral port: "
    "{local_port}.",
)
BOUND_RAW = Rule(
    "socket.bound-raw",
    "",
    "Raw socket takes an address",
    "Raw socket {socket} now receives only datagrams to {ip}.",
)
CONNECTED_RAW = Rule(
    "socket.connected-raw",
    "",
    "A peer is chosen",
    "Raw socket {socket} now sends to {dst} and receives only datagrams from {dst}.",
)
SENT_RAW = Rule(
    "socket.sent-raw",
    "",
    "A program sends",
    "A program sends {length:octet|octets} to {dst} through raw socket {socket}. The device puts an IP header in front "
    "of them.",
)
SENT_WHOLE = Rule(
    "socket.sent-whole",
    "",
    "A program writes the header",
    "A program sends a whole datagram of {length:octet|octets} to {dst} through raw socket {socket}, with an IP header "
    "of its own (IP_HDRINCL). The device fills in the length and the checksum.",
)
RECEIVED_RAW = Rule(
    "socket.received-raw",
    "",
    "Raw socket gets a copy",
    "Raw socket {socket} gets a copy of the datagram from {src}: {length:octet|octets}, including the IP header.",
)
READ = Rule(
    "socket.read",
    "",
    "A program reads",
    "The program reads the {length:octet|octets} from {src} out of the receive buffer of socket {socket}.",
)
READ_CUT = Rule(
    "socket.read-cut",
    "",
    "Datagram is read in part",
    "The program asks socket {socket} for at most {limit} octets, but the datagram from {src} has {length}. A "
    "datagram can be read only once, so the rest is lost.",
)
BUFFER_FULL = Rule(
    "socket.buffer-full",
    "",
    "Receive buffer is full",
    "Socket {socket} holds {held} octets that no program has read (headers included), and its limit is {limit}. The "
    "datagram with {length} octets of data is dropped without an error.",
)
ERROR_TOLD = Rule(
    "socket.error-told",
    "",
    "Program is told of error",
    "Socket {socket} has kept the error {error} for the program. The program is told of it now, and only once.",
)
LISTENING = Rule(
    "socket.listening",
    "",
    "Program waits for connections",
    "Socket {socket} now listens on port {local_port}. Up to {backlog:connection may|connections may} wait until the "
    "program accepts them.",
)
UNLISTENING = Rule(
    "socket.unlistening",
    "",
    "No more new connections",
    "Socket {socket} no longer listens. From now on, no client can connect to it.",
)
CONNECTING = Rule(
    "socket.connecting",
    "",
    "Program wants a connection",
    "A program asks for a connection of socket {socket} to {dst} port {dst_port}. The three-way handshake begins.",
)
CONNECTION_MADE = Rule(
    "socket.connection-made",
    "",
    "Connection gets a socket",
    "The handshake with {src} port {src_port} is complete. The connection gets its own socket, {socket}. The "
    "listening socket goes on waiting for other clients.",
)
TO_ACCEPT = Rule(
    "socket.to-accept",
    "",
    "Connection waits for accept",
    "Socket {child} joins the queue of connections that the program may accept. The queue now holds "
    "{waiting:connection|connections}.",
)
ACCEPTED = Rule(
    "socket.accepted",
    "",
    "Program accepts a connection",
    "The program takes the connection from {src} port {src_port} out of the queue of socket {socket}. The program "
    "talks to this client through socket {child}.",
)
UNCONNECTED = Rule(
    "socket.unconnected",
    "",
    "Program learns of failure",
    "The connection of socket {socket} has failed, and the program is told the error {error}. The socket can try "
    "again.",
)
GAVE_UP = Rule(
    "socket.gave-up",
    "",
    "Attempt is given up",
    "The program shuts socket {socket} down before the connection is open. The attempt to connect ends.",
)
TCP_BACKLOG_FULL = Rule(
    "tcp.backlog-full",
    "",
    "Too many wait for accept",
    "{src} asks for a connection, but socket {socket} lets only its backlog of {backlog:connection|connections} and "
    "one more wait for the program. The SYN is dropped, and the client will retransmit it.",
)
TCP_ACCEPT_QUEUE_FULL = Rule(
    "tcp.accept-queue-full",
    "",
    "Accept queue is full",
    "{src} completes a handshake, but the queue of socket {socket} already holds its backlog of "
    "{backlog:connection|connections} and one more. The ACK is ignored until the program accepts a connection.",
)
TCP_TO_GROUP = Rule(
    "tcp.to-group",
    "RFC 9293, 3.9.2.3",
    "TCP needs one single peer",
    "The segment is addressed to {dst}, a group of devices. A TCP connection has exactly two ends, so the segment is "
    "dropped.",
)
TCP_NOT_UNDERSTOOD = Rule(
    "tcp.not-understood",
    "RFC 9293, 3.1",
    "Not a TCP segment",
    "The protocol field of the datagram says TCP, but its {length} octets of content are not a TCP segment, so they "
    "are dropped.",
)
TCP_ERROR_ABOUT_NOTHING = Rule(
    "tcp.error-about-nothing",
    "",
    "No such connection here",
    "The error is about a segment to {dst}, but this device has no such connection, or no longer has it. No program "
    "is told.",
)
TCP_RETRANSMISSION_DUE = Rule(
    "tcp.retransmission-due",
    "RFC 6298, 5.4",
    "No acknowledgment in time",
    "The retransmission timer runs out: the oldest segment that was sent is not acknowledged yet.",
)
TCP_PROBE_DUE = Rule(
    "tcp.probe-due",
    "RFC 9293, 3.8.6.1",
    "Time to probe the window",
    "The persist timer runs out: the peer's window is still closed, so this host probes it.",
)
TCP_REORDERING_DUE = Rule(
    "tcp.reordering-due",
    "RFC 8985, 6.2",
    "Time for late segments over",
    "The reordering timer runs out: a segment that was only overtaken would have arrived by now.",
)
TCP_TAIL_PROBE_DUE = Rule(
    "tcp.tail-probe-due",
    "RFC 8985, 7.3",
    "Time for a loss probe",
    "The probe timer runs out: the last data that was sent is not acknowledged yet.",
)
TCP_ACK_DUE = Rule(
    "tcp.ack-due",
    "RFC 9293, 3.8.6.3",
    "Delayed ACK is due",
    "The delayed ACK can wait no longer: no segment was sent that could have carried it.",
)
TCP_WAIT_OVER = Rule(
    "tcp.wait-over",
    "RFC 9293, 3.10.8",
    "Waiting time is over",
    "The connection had to wait in this state for a set time. This time is over, so the connection may be deleted.",
)
TCP_KEEPALIVE_DUE = Rule(
    "tcp.keepalive-due",
    "RFC 9293, 3.8.4",
    "Peer silent for long",
    "Nothing has arrived from the peer for a long time, so this host asks whether the peer is still there.",
)
TCP_CONTINUED = Rule(
    "tcp.continued",
    "",
    "The connection goes on",
    "This follows from what just happened on the connection.",
)
