import socket
import struct

listener = socket.create_server(("", 9000))
connection, _ = listener.accept()
while head := connection.recv(4):
    (length,) = struct.unpack("!I", head)
    body = connection.recv(length)
    print("got", body.decode())
    connection.sendall(head + body)
connection.close()
