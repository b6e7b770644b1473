import socket

listener = socket.create_server(("", 9000))
connection, _ = listener.accept()
stream = connection.makefile("rb")
while len(head := stream.read(4)) == 4:
    body = stream.read(int.from_bytes(head, "big"))
    print("got", body.decode())
    connection.sendall(head + body)
stream.close()
connection.close()
