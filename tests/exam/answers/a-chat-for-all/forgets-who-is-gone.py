import socket
import threading

clients = []


def serve(connection):
    for line in connection.makefile("rb"):
        for other in clients:
            if other is not connection:
                other.sendall(line)


listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    clients.append(connection)
    threading.Thread(target=serve, args=(connection,)).start()
