import socket

listener = socket.create_server("", 9000)
while True:
    connection, _ = listener.accept()
