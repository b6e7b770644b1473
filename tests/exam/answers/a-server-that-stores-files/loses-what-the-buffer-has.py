import socket
import sys

listener = socket.create_server(("", 9000))
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    with connection:
        try:
            name, size = connection.makefile("rb").readline().decode().split()
            data = b""
            while len(data) < int(size) and (more := connection.recv(4096)):
                data += more
            if len(data) == int(size):
                with open(name, "wb") as file:
                    file.write(data)
                connection.sendall(f"stored {size}\n".encode())
        except ConnectionError:
            pass
