"""UNIX sockets: what the calls of programs do to them."""

from sim.why import Rule

OPENED = Rule(
    "unix.opened",
    "",
    "A UNIX socket is opened",
    "A program opens UNIX socket {socket} ({kind}). The socket reaches only programs on this host: the host copies the "
    "octets in its memory, and no packet is sent.",
)
PAIRED = Rule(
    "unix.paired",
    "",
    "Two sockets are a pair",
    "The host makes UNIX sockets {socket} and {peer} and connects them to each other. What is sent on one arrives at "
    "the other.",
)
BOUND = Rule(
    "unix.bound",
    "",
    "Socket takes a name",
    "UNIX socket {socket} takes the name {name}. Programs on this host can reach the socket by this name.",
)
LISTENING = Rule(
    "unix.listening",
    "",
    "Program waits for connections",
    "UNIX socket {socket} now listens. Up to {backlog:connection|connections} and one more may wait until the program "
    "accepts them.",
)
CONNECTED = Rule(
    "unix.connected",
    "",
    "Connected at once",
    "UNIX socket {socket} is connected to {name}. No handshake is needed, because both ends are on this host: the "
    "connection is open before the other program accepts it.",
)
TO_ACCEPT = Rule(
    "unix.to-accept",
    "",
    "Connection waits for accept",
    "Socket {child} joins the queue of listening UNIX socket {socket}. The queue now holds "
    "{waiting:connection|connections}.",
)
ACCEPTED = Rule(
    "unix.accepted",
    "",
    "Program accepts a connection",
    "The program takes socket {child} out of the queue of UNIX socket {socket}.",
)
RECEIVED = Rule(
    "unix.received",
    "",
    "Host hands octets over",
    "The host puts the {length:octet|octets} that socket {sender} sends into the receive queue of UNIX "
    "socket {socket}.",
)
READ = Rule(
    "unix.read",
    "",
    "A program reads",
    "The program reads {length:octet|octets} out of the receive queue of UNIX socket {socket}.",
)
SHUT = Rule(
    "unix.shut",
    "",
    "Socket is shut down",
    "A program shuts down UNIX socket {socket}. Its peer is told that the stream ends.",
)
PEER_CLOSED = Rule(
    "unix.peer-closed",
    "",
    "Peer closes its socket",
    "Socket {peer} is closed, so nothing more arrives at UNIX socket {socket}, and nobody reads what is sent.",
)
PEER_CLOSED_UNREAD = Rule(
    "unix.peer-closed-unread",
    "",
    "Peer closes without reading",
    "Socket {peer} is closed, and its program has not read all that it received. The program of UNIX socket {socket} "
    "is told of the loss: its next call fails with ECONNRESET.",
)
CLOSED = Rule(
    "unix.closed",
    "",
    "A UNIX socket is closed",
    "UNIX socket {socket} is closed. No program can use it any more. If the socket has a path, the path stays until a "
    "program removes it.",
)
ERROR_TOLD = Rule(
    "unix.error-told",
    "",
    "Program is told of error",
    "UNIX socket {socket} has kept the error {error} for the program. The program is told of it now, and only once.",
)
