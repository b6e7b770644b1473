# What a call to the machine itself sends has been taken in, and answered, before the call returns.
import errno
import select
import socket


def name(error):
    return errno.errorcode[error.errno]


closed = ("127.0.0.1", 9)

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.connect(closed)
for number in range(6):
    try:
        print("send", number, udp.send(b"hello"))
    except OSError as error:
        print("send", number, name(error))

udp.send(b"hello")
print("pending", errno.errorcode[udp.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)])
print("told", udp.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), udp.send(b"again"))
try:
    udp.recv(10)
except OSError as error:
    print("recv", name(error))

alone = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for number in range(3):
    print("sendto", number, alone.sendto(b"hello", closed))

first, second = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(2))
first.bind(("127.0.0.1", 0))
second.setblocking(False)
first.setblocking(False)
for number in range(3):
    second.sendto(b"%d" % number, first.getsockname())
print([first.recv(10) for _ in range(3)])

for blocking in (True, False):
    tcp = socket.socket()
    tcp.setblocking(blocking)
    print("connect to nobody", errno.errorcode[tcp.connect_ex(closed)])
    print("error", errno.errorcode.get(tcp.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR), 0))

listener = socket.socket()
listener.bind(("127.0.0.1", 0))
listener.listen()
listener.setblocking(False)
tcp = socket.socket()
tcp.setblocking(False)
print("connect", errno.errorcode[tcp.connect_ex(listener.getsockname())])
server, peer = listener.accept()
print("accepted", peer == tcp.getsockname())
print("connect again", tcp.connect_ex(listener.getsockname()))
server.setblocking(False)
print("sent", tcp.send(b"data"), server.recv(10))
print("ready", [len(each) for each in select.select([server], [tcp], [], 0)])
tcp.close()
print("closed", server.recv(10))
