import socket
import sys

with socket.socket() as listener:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("0.0.0.0", 9000))
    listener.listen()
    for _ in range(int(sys.argv[1])):
        connection, _ = listener.accept()
        with connection:
            got = b""
            try:
                while b"\n" not in got:
                    got += connection.recv(1) or sys.exit("the client says nothing")
                name, size = got.split()
                data = bytearray()
                while len(data) < int(size):
                    more = connection.recv(int(size) - len(data))
                    if not more:
                        break
                    data += more
                else:
                    open(name, "wb").write(data)
                    connection.sendall(b"stored %d\n" % len(data))
            except ConnectionError:
                continue
