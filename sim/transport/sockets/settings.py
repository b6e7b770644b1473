"""The choices of sockets."""

from typing import Annotated, NamedTuple

from sim.settings import OCTETS, Setting, Settings


class SocketSettings(NamedTuple):
    """The ports of sockets that ask for no particular one are from ``first_ephemeral_port`` to 65535 (RFC 6335 6)."""

    first_ephemeral_port: Annotated[
        int, Setting("The first port of programs that ask for none.", at_least=1, at_most=65535)
    ] = 49152


class UdpSettings(NamedTuple):
    """``receive_buffer``: each datagram that waits in a socket is counted with its two headers (28 octets)."""

    receive_buffer: Annotated[
        int, Setting("Octets that may wait, 28 more for each datagram.", OCTETS, at_least=1, at_most=2**30)
    ] = 106496


OF_ALL = Settings("", SocketSettings)
OF_UDP = Settings("udp", UdpSettings, "UDP.", everywhere=True)
