import socket
import sys

listener = socket.create_server(("", 9000))
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    with connection, connection.makefile("rb") as stream:
        name, size = stream.readline().decode().split()
        with open(name, "wb") as file:
            try:
                left = int(size)
                while left and (data := stream.read1(left)):
                    file.write(data)
                    left -= len(data)
                connection.sendall(f"stored {size}\n".encode())
            except ConnectionError:
                pass
