"""A transfer in which one segment is lost; some more data follows when all is repaired."""

from sim.exam.chance import Chance
from sim.exam.networks import pair
from sim.exam.template import Network

_SERVER = """\
import socket

listener = socket.create_server(("", 80))
connection, address = listener.accept()
while connection.recv(100000):
    pass
"""


def network(chance: Chance) -> Network:
    mss = chance.choice((100, 500, 1000))
    segments, later = chance.among(8, 10), chance.below(4)
    more = f"time.sleep(1)\nsock.sendall(bytes({mss * later}))\n" if later else ""
    client = (
        "import socket\nimport time\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
        f"sock.sendall(bytes({mss * segments}))\n{more}sock.close()\n"
    )
    made = pair({"tcp": {"isn": chance.below(90000)}}, {"tcp": {"isn": 300}}, delay=f"{chance.among(20, 60)}ms")
    return {
        **made,
        "tcp": {"profile": "simple", "mss_option": True, "mss": mss, "initial_cwnd": mss * 8, "msl": "1s"},
        "programs": [{"on": "server", "code": _SERVER}, {"on": "client", "at": "1s", "code": client}],
        "faults": [{"on": "client -- server", "drop": f"{_ordinal(chance.among(2, 5))} tcp data from client"}],
        "until": "6s",
    }


def _ordinal(number: int) -> str:
    return {1: "first", 2: "2nd", 3: "3rd"}.get(number, f"{number}th")
