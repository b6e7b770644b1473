import socket

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("", 9000))
while True:
    data, address = s.recvfrom(4096)
    s.sendto(data, address)
