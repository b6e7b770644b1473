import socket

with socket.create_server(("", 7000)) as server:
    connection, _ = server.accept()
    connection.sendall(b"one cup of tea")
    connection.close()
