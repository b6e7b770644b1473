"""Sockets: what the calls of programs do to them."""

from sim.why import Rule

OPENED = Rule(
    "socket.opened",
    "",
    "A socket is opened",
    "A program opens socket {socket} for {protocol}: it has no address and no port yet.",
)
CLOSED = Rule(
    "socket.closed",
    "",
    "A socket is closed",
    "Socket {socket} is closed: no program can use it any more.",
)
BOUND = Rule(
    "socket.bound",
    "",
    "A port is taken",
    "Socket {socket} takes port {local_port} at {ip} (0.0.0.0 means every address of this device): what comes "
    "there is for it.",
)
BOUND_EPHEMERAL = Rule(
    "socket.bound-ephemeral",
    "RFC 6335, 6",
    "The host chooses a port",
    "Socket {socket} did not ask for a port, so this device gives it the next free ephemeral one: {local_port}.",
)
BOUND_RAW = Rule(
    "socket.bound-raw",
    "",
    "An address is taken",
    "Raw socket {socket} now hears only what is sent to {ip}.",
)
CONNECTED_RAW = Rule(
    "socket.connected-raw",
    "",
    "A peer is chosen",
    "Raw socket {socket} now sends to {dst}, and hears only what comes from there.",
)
SENT_RAW = Rule(
    "socket.sent-raw",
    "",
    "A program sends",
    "A program sends {length} octets to {dst} through raw socket {socket}, behind an IP header.",
)
RECEIVED_RAW = Rule(
    "socket.received-raw",
    "",
    "A raw socket gets a copy",
    "Raw socket {socket} gets a copy of the datagram from {src}, all {length} octets with the IP header.",
)
READ = Rule(
    "socket.read",
    "",
    "A program reads",
    "The program takes the {length} octets from {src} out of the buffer of socket {socket}.",
)
READ_CUT = Rule(
    "socket.read-cut",
    "",
    "A program reads too little",
    "The program asks socket {socket} for {limit} octets at most, but the datagram from {src} has {length}: the "
    "rest is lost, since a datagram is read at once or not at all.",
)
BUFFER_FULL = Rule(
    "socket.buffer-full",
    "",
    "The receive buffer is full",
    "Socket {socket} already holds {held} octets that nobody has read, headers counted, and may hold {limit}: the "
    "datagram with {length} octets of data is dropped, and nobody is told.",
)
ERROR_TOLD = Rule(
    "socket.error-told",
    "",
    "A program is told",
    "The error {error} that waited in socket {socket} is told to the program, once.",
)
LISTENING = Rule(
    "socket.listening",
    "",
    "A program waits for connections",
    "Socket {socket} listens on port {local_port} from now on: up to {backlog} connections may wait until the "
    "program accepts them.",
)
UNLISTENING = Rule(
    "socket.unlistening",
    "",
    "No more new connections",
    "Socket {socket} does not listen any more: nobody can connect to it from now on.",
)
CONNECTING = Rule(
    "socket.connecting",
    "",
    "A program wants a connection",
    "A program asks for a connection of socket {socket} to {dst} port {dst_port}: the handshake begins.",
)
CONNECTION_MADE = Rule(
    "socket.connection-made",
    "",
    "The connection gets a socket",
    "The handshake with {src} port {src_port} is complete. The connection becomes socket {socket}: each client has "
    "one of its own, beside the one that listens.",
)
TO_ACCEPT = Rule(
    "socket.to-accept",
    "",
    "A connection waits for accept",
    "Socket {child} joins the queue of connections that the program may accept; the queue now holds {waiting}.",
)
ACCEPTED = Rule(
    "socket.accepted",
    "",
    "The program accepts a connection",
    "The program takes the connection from {src} port {src_port} out of the queue of socket {socket}; to talk with "
    "that client it uses socket {child}.",
)
UNCONNECTED = Rule(
    "socket.unconnected",
    "",
    "The program learns of failure",
    "The program is told that the connection of socket {socket} did not come about: {error}. The socket can try again.",
)
GAVE_UP = Rule(
    "socket.gave-up",
    "",
    "The attempt is given up",
    "The program shuts socket {socket} down before it was connected, so that nothing is left of the attempt.",
)
TCP_BACKLOG_FULL = Rule(
    "tcp.backlog-full",
    "",
    "Too many wait for accept",
    "{src} asks for a connection, but socket {socket} lets no more than {backlog} wait for the program and one "
    "over: the SYN is dropped, and the client tries again later.",
)
TCP_ACCEPT_QUEUE_FULL = Rule(
    "tcp.accept-queue-full",
    "",
    "The accept queue is full",
    "{src} completes a handshake, but the queue of socket {socket} already has its {backlog} connections and one "
    "over: the ACK is passed over, until the program accepts one.",
)
TCP_TO_GROUP = Rule(
    "tcp.to-group",
    "RFC 9293, 3.9.2.3",
    "TCP talks to one only",
    "The segment is addressed to {dst}, which is a group of devices. TCP connects exactly two: it is dropped.",
)
TCP_NOT_UNDERSTOOD = Rule(
    "tcp.not-understood",
    "RFC 9293, 3.1",
    "No TCP segment here",
    "The datagram says that it carries TCP, but its {length} octets of content are no segment, so it is dropped.",
)
TCP_ERROR_ABOUT_NOTHING = Rule(
    "tcp.error-about-nothing",
    "",
    "No such connection here",
    "The error is about a segment to {dst} of a connection that this device does not have (any more): nobody is told.",
)
TCP_RETRANSMISSION_DUE = Rule(
    "tcp.retransmission-due",
    "RFC 6298, 5.4",
    "No acknowledgment in time",
    "The retransmission timer runs out: what was sent longest ago is not acknowledged yet.",
)
TCP_PROBE_DUE = Rule(
    "tcp.probe-due",
    "RFC 9293, 3.8.6.1",
    "Time to probe the window",
    "The persist timer runs out: the other end's window is still closed, so it is probed.",
)
TCP_ACK_DUE = Rule(
    "tcp.ack-due",
    "RFC 9293, 3.8.6.3",
    "The ACK waited enough",
    "The delayed ACK can wait no longer: nothing came up that it could have travelled with.",
)
TCP_WAIT_OVER = Rule(
    "tcp.wait-over",
    "RFC 9293, 3.10.8",
    "The connection waited enough",
    "The time is over that the connection had to wait in this state before it may be forgotten.",
)
TCP_KEEPALIVE_DUE = Rule(
    "tcp.keepalive-due",
    "RFC 9293, 3.8.4",
    "Nothing heard for long",
    "Nothing has come from the other end for so long that it is asked whether it is still there.",
)
TCP_CONTINUED = Rule(
    "tcp.continued",
    "",
    "The connection goes on",
    "This follows from what just happened on the connection.",
)
