import socket

listener = socket.create_server(("", 9000))
clients = []
while True:
    connection, _ = listener.accept()
    clients.append(connection)
    try:
        while data := connection.recv(4096):
            connection.sendall(data)
    except ConnectionError:
        pass
