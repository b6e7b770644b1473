import socket
import threading

clients = []


def serve(connection):
    clients.append(connection)
    try:
        for line in connection.makefile("rb"):
            if line.endswith(b"\n"):
                for other in list(clients):
                    if other is not connection:
                        tell(other, line)
    except ConnectionError:
        pass
    finally:
        clients.remove(connection)
        connection.close()


def tell(other, line):
    try:
        other.sendall(line)
    except ConnectionError:
        pass


listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    threading.Thread(target=serve, args=(connection,)).start()
