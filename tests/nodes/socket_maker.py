"""Open TCP sockets in the network namespace that this process was started in, and hand them out.

Run by linux.py: the arguments are the number of a socket to send them through, and how many. A socket belongs to the
namespace it was opened in, whoever holds it.
"""

import socket
import sys


def main() -> None:
    number, count = map(int, sys.argv[1:])
    made = [socket.socket(socket.AF_INET, socket.SOCK_STREAM) for _ in range(count)]
    with socket.socket(fileno=number) as outside:
        socket.send_fds(outside, [b"here"], [each.fileno() for each in made])


main()
