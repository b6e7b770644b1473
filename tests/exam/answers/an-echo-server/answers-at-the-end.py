import socket

listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    with connection:
        connection.settimeout(1)
        data = b""
        try:
            while more := connection.recv(4096):
                data += more
        except OSError:
            pass
        connection.send(data)
