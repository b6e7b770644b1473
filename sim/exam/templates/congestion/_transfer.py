"""A long transfer as textbooks draw it: a segment is 1,000 octets, a round trip 200 ms, and rounds do not overlap."""

from typing import Any

from sim.exam.chance import Chance
from sim.exam.networks import pair

MSS = 1000
ROUND = 200_000_000
"""A round trip, in ns."""
FIRST = 1_200_000_000
"""When the first data is sent: one round trip after the SYN."""
_SERVER = """\
import socket

listener = socket.create_server(("", 80))
connection, address = listener.accept()
while connection.recv(100000):
    pass
"""
_CLIENT = """\
import socket

sock = socket.create_connection(("192.168.10.2", 80))
sock.sendall(bytes(120000))
sock.close()
"""


def transfer(chance: Chance, ssthresh: int) -> dict[str, Any]:
    """The network; ``ssthresh`` in segments."""
    return {
        **pair({"tcp": {"isn": 100}}, {"tcp": {"isn": 300}}, delay="100ms", bandwidth="1 Gbit/s"),
        "tcp": {
            "congestion_control": "textbook",
            "fast_recovery_bonus": 0,
            "profile": "simple",
            "mss_option": True,
            "mss": MSS,
            "initial_ssthresh": ssthresh * MSS,
        },
        "programs": [{"on": "server", "code": _SERVER}, {"on": "client", "at": "1s", "code": _CLIENT}],
        "until": "5s",
    }
