"""Sequences of socket calls on this machine's loopback and on a simulated host's: results, errors and poll masks."""

import socket
import sys
from collections.abc import Callable

import pytest

from tests.nodes.socket_worlds import LinuxWorld, SimulatedWorld, World

LOOPBACK = "127.0.0.1"
SERVER = (LOOPBACK, "server")
NOBODY = (LOOPBACK, "nobody")
ANYWHERE = ("0.0.0.0", "")
SOL, TCP, IP = socket.SOL_SOCKET, socket.IPPROTO_TCP, socket.IPPROTO_IP
RD, WR, RDWR = socket.SHUT_RD, socket.SHUT_WR, socket.SHUT_RDWR


def as_on_linux(play: Callable[[World], None]) -> Callable[[], None]:
    """A test that the same calls come to the same in both worlds."""

    @pytest.mark.skipif(sys.platform != "linux", reason="Linux is the measure")
    def test() -> None:
        simulated, linux = SimulatedWorld(), LinuxWorld()
        try:
            play(linux)
        except PermissionError:
            pytest.skip("raw sockets are the superuser's")
        finally:
            linux.end()
        play(simulated)
        assert simulated.log == linux.log

    test.__doc__ = play.__doc__
    return test
