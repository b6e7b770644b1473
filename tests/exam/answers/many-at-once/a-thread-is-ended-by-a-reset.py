import socket
import threading


def serve(connection):
    while data := connection.recv(1000):
        connection.sendall(data)
    connection.close()


listener = socket.create_server(("", 9000))
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],)).start()
