import socket
import sys

listener = socket.create_server(("", 9000))
for _ in range(int(sys.argv[1])):
    connection, _ = listener.accept()
    with connection:
        try:
            data = b""
            while more := connection.recv(4096):
                data += more
            line, _, data = data.partition(b"\n")
            name, size = line.decode().split()
            if len(data) >= int(size):
                with open(name, "wb") as file:
                    file.write(data)
                connection.sendall(f"stored {size}\n".encode())
        except ConnectionError:
            pass
