import select
import socket

listener = socket.create_server(("", 9000))
clients = []
while True:
    if select.select([listener], [], [], 0.1)[0]:
        clients.append(listener.accept()[0])
    for client in clients:
        data = client.recv(1000)
        for other in clients:
            if other is not client:
                other.sendall(data)
