import socket
import sys

listener = socket.socket()
listener.bind(("", 9000))
listener.listen()
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    try:
        with connection, connection.makefile("rb") as stream:
            name, size = stream.readline().decode().split()
            data = stream.read(int(size))
            if len(data) == int(size):
                with open(name, "wb") as file:
                    file.write(data)
                connection.sendall(f"stored {size}\n".encode())
    except ConnectionError:
        pass
