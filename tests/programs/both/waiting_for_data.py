"""TCP_DEFER_ACCEPT, SO_RCVLOWAT, and MSG_MORE on UDP."""

import select
import socket
import threading
import time

TCP, SOL = socket.IPPROTO_TCP, socket.SOL_SOCKET
LOOPBACK = "127.0.0.1"


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except OSError as error:
        return f"{type(error).__name__} {error.errno}"


# TCP_DEFER_ACCEPT: seconds become time-outs of the SYN-ACK, and back
listener = socket.create_server((LOOPBACK, 0))
told = []
for seconds in (-5, 0, 1, 2, 3, 4, 7, 8, 100, 1000):
    listener.setsockopt(TCP, socket.TCP_DEFER_ACCEPT, seconds)
    told.append(listener.getsockopt(TCP, socket.TCP_DEFER_ACCEPT))
print(told)
listener.settimeout(0.2)
listener.setsockopt(TCP, socket.TCP_DEFER_ACCEPT, 1)
client = socket.create_connection(listener.getsockname())
print("connected", attempt(listener.accept))
client.send(b"data")
server, _ = listener.accept()
print(server.recv(10), server.getsockopt(TCP, socket.TCP_DEFER_ACCEPT))
silent = socket.create_connection(listener.getsockname())
print("silent", attempt(listener.accept))
listener.settimeout(3)
began = time.monotonic()
server, _ = listener.accept()
print(0.6 < time.monotonic() - began < 2)
closing = socket.create_connection(listener.getsockname())
closing.close()
listener.settimeout(0.5)
server, _ = listener.accept()
print("closing", server.recv(10))
listener.setsockopt(TCP, socket.TCP_DEFER_ACCEPT, 0)
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
print("not deferred")

# SO_RCVLOWAT
print([attempt(server.getsockopt, SOL, option) for option in (18, 19)], attempt(server.setsockopt, SOL, 19, 5))
told = []
for octets in (0, 1, 50, 10**6):
    other = socket.socket()
    other.setsockopt(SOL, socket.SO_RCVLOWAT, octets)
    told.append(other.getsockopt(SOL, socket.SO_RCVLOWAT))
print(told)
other = socket.socket()
other.setsockopt(SOL, socket.SO_RCVBUF, 5000)
other.setsockopt(SOL, socket.SO_RCVLOWAT, 100000)
print(other.getsockopt(SOL, socket.SO_RCVLOWAT), other.getsockopt(SOL, socket.SO_RCVBUF))
server.setsockopt(SOL, socket.SO_RCVLOWAT, 10)
client.setsockopt(TCP, socket.TCP_NODELAY, 1)


def readable(timeout=0.1):
    return bool(select.select([server], [], [], timeout)[0])


client.send(b"123456")
print(readable())
server.setblocking(False)
print(attempt(server.recv, 3), attempt(server.recv, 3), attempt(server.recv, 3))
client.send(b"12345678")
print(readable())
client.send(b"90")
print(readable(), server.recv(100))
client.send(b"abc")
print(readable())
server.setsockopt(SOL, socket.SO_RCVLOWAT, 3)
print(readable(), server.recv(100))
server.setsockopt(SOL, socket.SO_RCVLOWAT, 10)
server.setblocking(True)


def later(*pieces):
    def send():
        for piece in pieces:
            time.sleep(0.1)
            client.send(piece)

    thread = threading.Thread(target=send)
    thread.start()
    return thread


for limit, pieces in ((100, (b"1234", b"5678", b"90abc")), (5, (b"12", b"345", b"67890abc")), (100, (b"12345", b"67890", b"12345"))):
    thread = later(*pieces)
    print(limit, server.recv(limit))
    thread.join()
    server.setblocking(False)
    print("rest", attempt(server.recv, 100))
    server.setblocking(True)
client.send(b"end")
client.close()
print(readable(), server.recv(100), server.recv(100))

# MSG_MORE on UDP: one datagram of several calls, to where the first one says
receivers = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(2)]
for each in receivers:
    each.bind((LOOPBACK, 0))
    each.settimeout(0.1)
first, second = [each.getsockname() for each in receivers]
sender = socket.socket(type=socket.SOCK_DGRAM)
print(sender.sendto(b"one ", socket.MSG_MORE, first), attempt(receivers[0].recv, 100))
print(sender.sendto(b"two ", socket.MSG_MORE, second), attempt(receivers[0].recv, 100))
print(sender.send(b"three"), attempt(receivers[0].recv, 100), attempt(receivers[1].recv, 100))
print(attempt(sender.send, b"nobody"), attempt(sender.send, b"nobody", socket.MSG_MORE))
sender.connect(second)
print(sender.send(b"", socket.MSG_MORE), sender.send(b""), attempt(receivers[1].recv, 100))
print(sender.send(b"a" * 40000, socket.MSG_MORE), attempt(sender.send, b"b" * 30000))
print(attempt(sender.send, b"after"), attempt(receivers[1].recv, 100))
sender.setsockopt(socket.IPPROTO_UDP, 1, 1)
print(sender.send(b"held "), sender.send(b"back"), attempt(receivers[1].recv, 100))
sender.setsockopt(socket.IPPROTO_UDP, 1, 0)
print(attempt(receivers[1].recv, 100), sender.getsockopt(socket.IPPROTO_UDP, 1))
print(sender.sendmsg([b"x", b"y"], [], socket.MSG_MORE), sender.send(b"z"), attempt(receivers[1].recv, 100))
sender.send(b"lost", socket.MSG_MORE)
sender.close()
print(attempt(receivers[1].recv, 100))
