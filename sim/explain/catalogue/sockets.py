"""Sockets: what the calls of programs do to them."""

from sim.explain.rule import Rule

RULES = {
    "socket.opened": Rule(
        "", "A socket is opened", "A program opens socket {socket} for {protocol}: it has no address and no port yet."
    ),
    "socket.closed": Rule("", "A socket is closed", "Socket {socket} is closed: no program can use it any more."),
    "socket.bound": Rule(
        "",
        "A port is taken",
        "Socket {socket} takes port {local_port} at {ip} (0.0.0.0 means every address of this device): what comes "
        "there is for it.",
    ),
    "socket.bound-ephemeral": Rule(
        "RFC 6335, 6",
        "The host chooses a port",
        "Socket {socket} did not ask for a port, so this device gives it the next free ephemeral one: {local_port}.",
    ),
    "socket.bound-raw": Rule("", "An address is taken", "Raw socket {socket} now hears only what is sent to {ip}."),
    "socket.connected-raw": Rule(
        "", "A peer is chosen", "Raw socket {socket} now sends to {dst}, and hears only what comes from there."
    ),
    "socket.sent-raw": Rule(
        "",
        "A program sends",
        "A program sends {length} octets to {dst} through raw socket {socket}, behind an IP header.",
    ),
    "socket.received-raw": Rule(
        "",
        "A raw socket gets a copy",
        "Raw socket {socket} gets a copy of the datagram from {src}, all {length} octets with the IP header.",
    ),
    "socket.read": Rule(
        "", "A program reads", "The program takes the {length} octets from {src} out of the buffer of socket {socket}."
    ),
    "socket.read-cut": Rule(
        "",
        "A program reads too little",
        "The program asks socket {socket} for {limit} octets at most, but the datagram from {src} has {length}: the "
        "rest is lost, since a datagram is read at once or not at all.",
    ),
    "socket.buffer-full": Rule(
        "",
        "The receive buffer is full",
        "Socket {socket} already holds {held} octets that nobody has read, headers counted, and may hold {limit}: the "
        "datagram with {length} octets of data is dropped, and nobody is told.",
    ),
    "socket.error-told": Rule(
        "", "A program is told", "The error {error} that waited in socket {socket} is told to the program, once."
    ),
    "socket.listening": Rule(
        "",
        "A program waits for connections",
        "Socket {socket} listens on port {local_port} from now on: up to {backlog} connections may wait until the "
        "program accepts them.",
    ),
    "socket.unlistening": Rule(
        "", "No more new connections", "Socket {socket} does not listen any more: nobody can connect to it from now on."
    ),
    "socket.connecting": Rule(
        "",
        "A program wants a connection",
        "A program asks for a connection of socket {socket} to {dst} port {dst_port}: the handshake begins.",
    ),
    "socket.connection-made": Rule(
        "",
        "The connection gets a socket",
        "The handshake with {src} port {src_port} is complete. The connection becomes socket {socket}: each client has "
        "one of its own, beside the one that listens.",
    ),
    "socket.to-accept": Rule(
        "",
        "A connection waits for accept",
        "Socket {child} joins the queue of connections that the program may accept; the queue now holds {waiting}.",
    ),
    "socket.accepted": Rule(
        "",
        "The program accepts a connection",
        "The program takes the connection from {src} port {src_port} out of the queue of socket {socket}; to talk with "
        "that client it uses socket {child}.",
    ),
    "socket.unconnected": Rule(
        "",
        "The program learns of failure",
        "The program is told that the connection of socket {socket} did not come about: {error}. The socket can try "
        "again.",
    ),
    "socket.gave-up": Rule(
        "",
        "The attempt is given up",
        "The program shuts socket {socket} down before it was connected, so that nothing is left of the attempt.",
    ),
    "tcp.backlog-full": Rule(
        "",
        "Too many wait for accept",
        "{src} asks for a connection, but socket {socket} lets no more than {backlog} wait for the program and one "
        "over: the SYN is dropped, and the client tries again later.",
    ),
    "tcp.accept-queue-full": Rule(
        "",
        "The accept queue is full",
        "{src} completes a handshake, but the queue of socket {socket} already has its {backlog} connections and one "
        "over: the ACK is passed over, until the program accepts one.",
    ),
    "tcp.to-group": Rule(
        "RFC 9293, 3.9.2.3",
        "TCP talks to one only",
        "The segment is addressed to {dst}, which is a group of devices. TCP connects exactly two: it is dropped.",
    ),
    "tcp.not-understood": Rule(
        "RFC 9293, 3.1",
        "No TCP segment here",
        "The datagram says that it carries TCP, but its {length} octets of content are no segment, so it is dropped.",
    ),
    "tcp.error-about-nothing": Rule(
        "",
        "No such connection here",
        "The error is about a segment to {dst} of a connection that this device does not have (any more): nobody "
        "is told.",
    ),
    "tcp.retransmission-due": Rule(
        "RFC 6298, 5.4",
        "No acknowledgment in time",
        "The retransmission timer runs out: what was sent longest ago is not acknowledged yet.",
    ),
    "tcp.probe-due": Rule(
        "RFC 9293, 3.8.6.1",
        "Time to probe the window",
        "The persist timer runs out: the other end's window is still closed, so it is probed.",
    ),
    "tcp.ack-due": Rule(
        "RFC 9293, 3.8.6.3",
        "The ACK waited enough",
        "The delayed ACK can wait no longer: nothing came up that it could have travelled with.",
    ),
    "tcp.wait-over": Rule(
        "RFC 9293, 3.10.8",
        "The connection waited enough",
        "The time is over that the connection had to wait in this state before it may be forgotten.",
    ),
    "tcp.keepalive-due": Rule(
        "RFC 9293, 3.8.4",
        "Nothing heard for long",
        "Nothing has come from the other end for so long that it is asked whether it is still there.",
    ),
    "tcp.continued": Rule("", "The connection goes on", "This follows from what just happened on the connection."),
}
