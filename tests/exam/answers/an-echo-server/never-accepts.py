import socket
import time

listener = socket.create_server(("", 9000))
time.sleep(60)
