import socket

listener = socket.create_server(("127.0.0.1", 9000))
while True:
    connection, _ = listener.accept()
    with connection:
        try:
            while data := connection.recv(4096):
                connection.sendall(data)
        except ConnectionError:
            pass
