import socket
import time


def attempt(what, *arguments):
    try:
        print(what.__name__, what(*arguments))
    except Exception as error:
        print(what.__name__, type(error).__name__, getattr(error, "errno", None), error)


a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(a.getsockname(), a.type)
a.bind(("127.0.0.1", 0))
b.bind(("localhost", 0))
print(b.sendto(b"first", a.getsockname()), b.sendto(b"second", 0, a.getsockname()), b.sendto(b"", a.getsockname()))
data, address = a.recvfrom(3)
print(data, address == b.getsockname(), a.recv(100), a.recv(100))
attempt(b.send, b"to whom?")
attempt(b.getpeername)
attempt(b.listen)
attempt(b.sendto, b"x", ("127.0.0.1", 0))
attempt(b.sendto, b"x")
b.connect(a.getsockname())
print(b.send(b"connected"), b.getpeername() == a.getsockname())
buffer = bytearray(20)
count, address = a.recvfrom_into(buffer)
print(count, bytes(buffer[:count]), address == b.getsockname())
print(b.sendmsg([b"many ", b"parts"]))
message = a.recvmsg(4)
print(message[0], message[2] == socket.MSG_TRUNC)
a.setblocking(False)
attempt(a.recv, 10)
a.settimeout(0.02)
attempt(a.recvfrom, 10)
a.close()
attempt(b.send, b"nobody")
time.sleep(0.02)
attempt(b.send, b"nobody")
attempt(b.send, b"x" * 70000)
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
attempt(c.bind, b.getsockname())
attempt(c.sendto, b"x", ("255.255.255.255", 9))
c.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
print(c.getsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST))
attempt(c.accept)
