import socket
import sys

listener = socket.create_server(("", 9000))
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    line, _, data = connection.recv(65536).partition(b"\n")
    name, size = line.decode().split()
    with open(name, "wb") as file:
        file.write(data)
    connection.sendall(f"stored {size}\n".encode())
    connection.close()
