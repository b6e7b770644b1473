"""Sends a message and a file: python3 upload_client.py HOST FILE"""

import json
import os
import socket
import struct
import sys

CHUNK = 512


def send_header(sock, header):
    data = json.dumps(header).encode()
    sock.sendall(struct.pack("!I", len(data)) + data)


def send_file(sock, name):
    send_header(sock, {"type": "file", "name": name, "size": os.path.getsize(name)})
    with open(name, "rb") as file:
        while piece := file.read(CHUNK):
            sock.sendall(piece)


host, name = sys.argv[1:]
with socket.create_connection((host, 9000)) as sock:
    send_header(sock, {"type": "message", "text": "a file is coming"})
    send_file(sock, name)
    print("the server says:", sock.recv(100).decode().strip())
