import socket

listener = socket.create_server(("", 9000))
while True:
    connection, _ = listener.accept()
    try:
        connection.sendall(connection.recv(65536))
    except ConnectionError:
        pass
    connection.close()
