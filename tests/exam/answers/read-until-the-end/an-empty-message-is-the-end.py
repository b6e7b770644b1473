import socket

listener = socket.create_server(("", 9000))
connection, _ = listener.accept()
stream = connection.makefile("rb")
while True:
    head = stream.read(4)
    body = stream.read(int.from_bytes(head, "big"))
    if not body:
        break
    print("got", body.decode())
    connection.sendall(head + body)
connection.close()
