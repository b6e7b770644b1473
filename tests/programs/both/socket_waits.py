"""How calls of sockets wait, and what ends them: time limits, close and shutdown by another thread, SO_LINGER."""

import select
import socket
import struct
import threading
import time

POLL = select.POLLIN | select.POLLOUT


def pair():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        server, _ = listener.accept()
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return client, server


def fill(sock):
    sock.settimeout(0.3)
    try:
        sock.sendall(bytes(20_000_000))
    except TimeoutError as error:
        return repr(error)


def say(name, function, *arguments):
    start = time.monotonic()
    try:
        told = repr(function(*arguments))
    except Exception as error:
        told = repr(error)
    print(name, told, "after", round(time.monotonic() - start, 1))


def limit(seconds):
    return struct.pack("ll", int(seconds), int(seconds % 1 * 1_000_000))


# A stream tells no address, and MSG_TRUNC throws away
client, server = pair()
client.sendall(b"0123456789")
buffer = bytearray(4)
say("recvfrom", server.recvfrom, 2)
say("recvfrom_into", server.recvfrom_into, buffer)
say("trunc", server.recv_into, buffer, 3, socket.MSG_TRUNC)
print(buffer)
say("recvmsg", server.recvmsg, 100)
client.sendall(b"abcdef")
first, second = bytearray(2), bytearray(3)
say("recvmsg_into", server.recvmsg_into, [first, second])
print(first, second)

# A datagram's real length
receiver, sender = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
receiver.bind(("127.0.0.1", 0))
sender.bind(("127.0.0.1", 0))
for _ in range(3):
    sender.sendto(b"0123456789", receiver.getsockname())
print(receiver.recvfrom_into(buffer, 4, socket.MSG_PEEK | socket.MSG_TRUNC)[0], buffer)
print(receiver.recv_into(buffer, 4, socket.MSG_TRUNC), buffer)
print(len(receiver.recv(4, socket.MSG_TRUNC)))
data, ancillary, flags, address = receiver.recvmsg(4)
print(data, ancillary, flags == socket.MSG_TRUNC, address == sender.getsockname())

# What is full stays full
client, server = pair()
print(fill(client))
say("send", client.send, b"x")
say("send at once", client.send, b"x", socket.MSG_DONTWAIT)

# Time limits of the kernel's own
client, server = pair()
client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit(0.2))
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16).hex())
say("recv", client.recv, 10)
client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit(0.2))
try:
    client.sendall(bytes(20_000_000))
except OSError as error:
    print(repr(error))
listener = socket.create_server(("127.0.0.1", 0))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit(0.2))
say("accept", listener.accept)
for value in (struct.pack("ll", 0, 1_000_000), struct.pack("ll", 1, -5), b"123", 1, limit(-1), limit(0)):
    try:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, value)
        print(struct.unpack("ll", client.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)))
    except OSError as error:
        print(repr(error))

# A descriptor that another thread closes


def poll(number):
    poller = select.poll()
    poller.register(number, select.POLLIN)
    return [events for _, events in poller.poll(600)]


def choose(number):
    readable, _, _ = select.select([number], [], [], 0.6)
    return len(readable)


for wait in (poll, choose):
    for is_woken in (False, True):
        client, server = pair()
        thread = threading.Thread(target=say, args=(wait.__name__, wait, client.fileno()))
        thread.start()
        time.sleep(0.1)
        client.close()
        time.sleep(0.1)
        if is_woken:
            server.send(b"x")
        thread.join()
client, server = pair()
thread = threading.Thread(target=say, args=("recv", client.recv, 10))
thread.start()
time.sleep(0.1)
client.close()
server.send(b"y")
thread.join()

# SO_LINGER
for deed in ("full", "shut down", "idle", "unread"):
    client, server = pair()
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 1))
    if deed in ("full", "shut down"):
        fill(client)
    if deed == "shut down":
        client.shutdown(socket.SHUT_WR)
    if deed == "unread":
        server.send(b"x")
        time.sleep(0.05)
    say(deed, client.close)

# A reset while closing
for hers, ours in ((False, False), (False, True), (True, False), (True, True)):
    client, server = pair()
    if hers:
        client.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
    fill(server)
    if ours:
        server.shutdown(socket.SHUT_WR)
        time.sleep(0.05)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()
    time.sleep(0.05)
    poller = select.poll()
    poller.register(server, POLL)
    print([hex(events) for _, events in poller.poll(0)], server.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))

# The maximum segment size of a listener
listener = socket.socket()
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1100)
listener.bind(("127.0.0.1", 0))
listener.listen()
client = socket.create_connection(listener.getsockname())
print(listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
print(listener.accept()[0].getsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG))
