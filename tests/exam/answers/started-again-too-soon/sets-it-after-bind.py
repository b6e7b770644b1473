import socket

server = socket.socket()
server.bind(("", 7000))
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.listen()
connection, _ = server.accept()
connection.sendall(b"one cup of tea")
connection.close()
server.close()
