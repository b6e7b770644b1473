import socket
import time

listener = socket.socket()
listener.bind(("", 9000))
time.sleep(60)
