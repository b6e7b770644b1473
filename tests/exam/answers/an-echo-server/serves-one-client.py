import socket

listener = socket.create_server(("", 9000))
connection, _ = listener.accept()
while data := connection.recv(4096):
    connection.sendall(data)
connection.close()
