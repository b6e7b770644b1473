"""Receives messages and files from one client after the other.

A client sends one package after the other. A package begins with 4 octets, the length of its header. The header is a
JSON object that gives the type of the package. If the package is a file, the content of the file follows.
"""

import json
import socket
import struct

CHUNK = 512


def read_exactly(connection, count):
    data = b""
    while len(data) < count:
        piece = connection.recv(count - len(data))
        if not piece:
            raise EOFError("the client has gone")
        data += piece
    return data


def read_header(connection):
    (length,) = struct.unpack("!I", read_exactly(connection, 4))
    return json.loads(read_exactly(connection, length))


def receive_file(connection, name, size):
    """Write the content piece by piece, so that a large file needs little memory."""
    missing = size
    with open("copy-of-" + name, "wb") as file:
        while missing:
            piece = read_exactly(connection, min(CHUNK, missing))
            file.write(piece)
            missing -= len(piece)
            print(name, size - missing, "of", size)


def serve(connection):
    while True:
        header = read_header(connection)
        if header["type"] == "message":
            print("message:", header["text"])
        elif header["type"] == "file":
            receive_file(connection, header["name"], header["size"])
            connection.sendall(b"saved\n")


listener = socket.create_server(("", 9000))
while True:
    connection, address = listener.accept()
    with connection:
        try:
            serve(connection)
        except EOFError as end:
            print(end)
