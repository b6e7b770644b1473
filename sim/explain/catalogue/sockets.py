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
}
