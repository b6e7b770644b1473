import socket
import sys

listener = socket.create_server(("", 9000))
clients = []
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    clients.append(connection)
    try:
        stream = connection.makefile("rb")
        name, size = stream.readline().decode().split()
        data = stream.read(int(size))
        if len(data) == int(size):
            with open(name, "wb") as file:
                file.write(data)
            connection.sendall(f"stored {size}\n".encode())
    except ConnectionError:
        pass
