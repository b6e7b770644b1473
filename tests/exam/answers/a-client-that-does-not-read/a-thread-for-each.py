import socket
import threading


def serve(connection):
    with connection:
        try:
            while data := connection.recv(4096):
                connection.sendall(data)
        except ConnectionError:
            pass


listener = socket.create_server(("", 9000))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],)).start()
