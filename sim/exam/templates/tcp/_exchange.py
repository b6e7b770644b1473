"""A client and a server that exchange some octets and close: the network of most templates about TCP."""

from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.template import Network

SERVER = """\
import socket
import time

listener = socket.create_server(("", {port}))
connection, address = listener.accept()
connection.recv(65536)
connection.sendall(bytes({answer}))
time.sleep(0.2)
{wait}connection.close()
"""
CLIENT = """\
import socket
import time

sock = socket.create_connection(("192.168.10.2", {port}))
sock.sendall(bytes({question}))
time.sleep(0.5)
sock.recv(65536)
{wait}sock.close()
"""
PORTS = (80, 7, 9000, 8080, 5000, 21, 25, 110)
_WAIT = "while {sock}.recv(65536):\n    pass\n"


def network(chance: Chance) -> Network:
    """Either end may be the one that closes first; each side's first sequence number is of chance.

    The server pauses before it closes, so that its data is acknowledged before its FIN leaves.
    """
    port = chance.choice(PORTS)
    client_first = chance.below(2) == 0
    server = SERVER.format(
        port=port, answer=chance.among(1, 500), wait=_WAIT.format(sock="connection") if client_first else ""
    )
    client = CLIENT.format(
        port=port, question=chance.among(1, 500), wait="" if client_first else _WAIT.format(sock="sock")
    )
    made = pair(
        {
            "tcp": {"isn": chance.choice((100, 1000, 5000, chance.below(1 << 31)))},
            "first_ephemeral_port": 49152 + chance.below(9999),
        },
        {"tcp": {"isn": chance.choice((300, 2000, 7000, chance.below(1 << 31)))}},
        delay=f"{chance.among(1, 40)}ms",
    )
    return {
        **made,
        "tcp": {"profile": "simple", "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "until": "8s",
    }
