import socket

server = socket.socket(
server.listen()
