"""A TCP echo server (RFC 862): serves one client at a time and sends its data back.

python3 echo_server.py [PORT]
"""

import socket
import sys

port = int(sys.argv[1]) if len(sys.argv) > 1 else 7

with socket.create_server(("", port)) as listener:
    print("waiting for clients on port", port)
    while True:
        connection, address = listener.accept()
        with connection:
            total = 0
            while data := connection.recv(4096):
                connection.sendall(data)
                total += len(data)
        print("a client sent", total, "octets")
