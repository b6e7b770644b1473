import socket
import struct


def exactly(s, count):
    data = b""
    while len(data) < count:
        more = s.recv(count - len(data))
        if not more:
            return None
        data += more
    return data


listener = socket.create_server(("", 9000))
connection, _ = listener.accept()
while (head := exactly(connection, 4)) is not None:
    body = exactly(connection, struct.unpack("!I", head)[0])
    print("got", body.decode())
    connection.sendall(struct.pack("<I", len(body)) + body)
connection.close()
