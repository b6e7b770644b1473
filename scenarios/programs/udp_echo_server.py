"""A UDP echo server (RFC 862): sends each datagram back to its sender.

python3 udp_echo_server.py [PORT]
"""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 7

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
    server.bind(("", port))
    print("waiting for datagrams on port", port)
    while True:
        data, address = server.recvfrom(65535)
        server.sendto(data, address)
        print("sent back", len(data), "octets")
