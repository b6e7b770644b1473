"""telnet: a connection to any port, to type at and to read from.

python3 telnet.py HOST [PORT]
"""

import os
import select
import socket
import sys

host, port = [*sys.argv[1:], "23"][:2]
try:
    address = socket.getaddrinfo(host, int(port), socket.AF_INET, socket.SOCK_STREAM)[0][4]
except socket.gaierror as error:
    sys.exit(f"telnet: could not resolve {host}/{port}: {error.strerror}")
print(f"Trying {address[0]}...", flush=True)
try:
    peer = socket.create_connection(address)
except OSError as error:
    sys.exit(f"telnet: Unable to connect to remote host: {error.strerror}")
print(f"Connected to {host}.\nEscape character is '^]'.", flush=True)
sources = [peer, 0]
while True:
    ready, _, _ = select.select(sources, [], [])
    if 0 in ready:
        typed = os.read(0, 1024)
        if typed:
            peer.sendall(typed.replace(b"\n", b"\r\n"))  # RFC 854: the end of a line is CR LF
        else:
            sources.remove(0)
    if peer in ready:
        data = peer.recv(1024)
        if not data:
            break
        sys.stdout.write(data.decode(errors="replace").replace("\r\n", "\n"))
        sys.stdout.flush()
sys.exit("Connection closed by foreign host.")
