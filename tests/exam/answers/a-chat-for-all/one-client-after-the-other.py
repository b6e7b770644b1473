import socket

listener = socket.create_server(("", 9000))
clients = []
while True:
    connection, _ = listener.accept()
    clients.append(connection)
    try:
        for line in connection.makefile("rb"):
            for other in clients:
                if other is not connection:
                    other.sendall(line)
    except ConnectionError:
        pass
    clients.remove(connection)
    connection.close()
