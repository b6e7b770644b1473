"""What a socket is ready for: the bits of an event mask, as Linux's ``poll`` and ``epoll`` have them."""

IN = 0x001
"""A receive would not block: there is data, the end of data, an error, or a connection to accept."""
PRI = 0x002
OUT = 0x004
"""A send would not block."""
ERR = 0x008
HUP = 0x010
"""Nothing goes either way any more, or a stream socket was never connected."""
RDHUP = 0x2000
"""Nothing comes any more: the peer has sent its FIN, or the socket was shut down for reading."""

SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
