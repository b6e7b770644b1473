"""Options of sockets: what they are at first, what they can be set to, and what follows from them."""

import select
import socket
import struct

SOL, IP, TCP = socket.SOL_SOCKET, socket.IPPROTO_IP, socket.IPPROTO_TCP
IP_PKTINFO, IP_RECVERR, IP_RECVTTL, IP_RECVTOS = 8, 11, 12, 13
LOOPBACK = "127.0.0.1"
OPTIONS = {
    "SO_REUSEADDR": (SOL, 2),
    "SO_TYPE": (SOL, 3),
    "SO_ERROR": (SOL, 4),
    "SO_BROADCAST": (SOL, 6),
    "SO_KEEPALIVE": (SOL, 9),
    "SO_PRIORITY": (SOL, 12),
    "SO_REUSEPORT": (SOL, 15),
    "SO_ACCEPTCONN": (SOL, 30),
    "SO_PROTOCOL": (SOL, 38),
    "SO_DOMAIN": (SOL, 39),
    "IP_TTL": (IP, 2),
    "IP_MTU": (IP, 14),
    "IP_PKTINFO": (IP, IP_PKTINFO),
    "IP_RECVERR": (IP, IP_RECVERR),
    "IP_RECVTTL": (IP, IP_RECVTTL),
    "IP_RECVTOS": (IP, IP_RECVTOS),
    "TCP_NODELAY": (TCP, 1),
    "TCP_MAXSEG": (TCP, 2),
    "TCP_CORK": (TCP, 3),
    "TCP_KEEPIDLE": (TCP, 4),
    "TCP_KEEPINTVL": (TCP, 5),
    "TCP_KEEPCNT": (TCP, 6),
    "TCP_LINGER2": (TCP, 8),
    "TCP_QUICKACK": (TCP, 12),
    "TCP_USER_TIMEOUT": (TCP, 18),
}


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except OSError as error:
        return error


for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for name, (level, number) in OPTIONS.items():
        line = [attempt(socket.socket(type=kind).getsockopt, level, number, 4)]
        for value in (0, 1, 5, 300):
            sock = socket.socket(type=kind)
            line.append(attempt(sock.setsockopt, level, number, value) or sock.getsockopt(level, number))
        print(kind.name, name, *line)
    sock = socket.socket(type=kind)
    for value in (b"lo\0", b"nonesuch\0", b"", b"lo"):
        print(value, attempt(sock.setsockopt, SOL, socket.SO_BINDTODEVICE, value))
        print(sock.getsockopt(SOL, socket.SO_BINDTODEVICE, 16))

# TCP_SYNCNT, and TCP_INFO: what is known of it without timing
sock = socket.socket()
print([attempt(sock.setsockopt, TCP, socket.TCP_SYNCNT, value) for value in (0, 1, 127, 128)])
print(sock.getsockopt(TCP, socket.TCP_SYNCNT))
HEAD = "=8B24I"
info = struct.unpack(HEAD, socket.socket().getsockopt(TCP, socket.TCP_INFO, 104))
print(info[0], [info[8 + place] for place in (0, 2, 4, 5, 15, 16, 17, 18, 20)])
listener = socket.create_server((LOOPBACK, 0), backlog=7)
client = socket.create_connection(listener.getsockname())
info = struct.unpack(HEAD, listener.getsockopt(TCP, socket.TCP_INFO, 104))
print(info[0], [info[8 + place] for place in (0, 2, 4, 5, 15, 16, 17, 18, 20)])
server, _ = listener.accept()
client.sendall(b"hello")
server.recv(10)
info = struct.unpack(HEAD, server.getsockopt(TCP, socket.TCP_INFO, 104))
print(info[0], info[5], struct.unpack("=2Q", server.getsockopt(TCP, socket.TCP_INFO, 136)[120:]))
print(len(socket.socket().getsockopt(TCP, socket.TCP_INFO, 8)))

# TCP_CORK and MSG_MORE: what fills no segment waits, for a fifth of a second at most
client.setsockopt(TCP, socket.TCP_NODELAY, 1)
server.settimeout(0.1)
for deed in ("cork", "more", "wait"):
    if deed == "cork":
        client.setsockopt(TCP, socket.TCP_CORK, 1)
    client.send(b"head ", socket.MSG_MORE if deed != "cork" else 0)
    print(deed, attempt(server.recv, 100))
    if deed == "more":
        client.send(b"body")
    elif deed == "cork":
        client.send(b"body")
        client.setsockopt(TCP, socket.TCP_CORK, 0)
    else:
        server.settimeout(1)
    print(deed, attempt(server.recv, 100))

# SO_REUSEPORT: who may hold a port too
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    for first, second in ((0, 0), (1, 0), (0, 1), (1, 1)):
        one, other = socket.socket(type=kind), socket.socket(type=kind)
        one.setsockopt(SOL, socket.SO_REUSEPORT, first)
        other.setsockopt(SOL, socket.SO_REUSEPORT, second)
        one.bind((LOOPBACK, 0))
        if kind == socket.SOCK_STREAM:
            one.listen()
        outcome = attempt(other.bind, one.getsockname())
        print(kind.name, first, second, outcome, kind == socket.SOCK_STREAM and not outcome and attempt(other.listen))


def sharing(kind):
    first = socket.socket(type=kind)
    first.setsockopt(SOL, socket.SO_REUSEPORT, 1)
    first.bind((LOOPBACK, 0))
    rest = [socket.socket(type=kind) for _ in range(2)]
    for each in rest:
        each.setsockopt(SOL, socket.SO_REUSEPORT, 1)
        each.bind(first.getsockname())
    return [first, *rest]


sharers = sharing(socket.SOCK_DGRAM)
clients = [socket.socket(type=socket.SOCK_DGRAM) for _ in range(60)]
for each in clients:
    each.connect(sharers[0].getsockname())
    each.send(b"one")
    each.send(b"two")
heard = [[] for _ in sharers]
for sock, found in zip(sharers, heard):
    sock.setblocking(False)
    while select.select([sock], [], [], 0)[0]:
        found.append(sock.recvfrom(10)[1])
print(sum(map(len, heard)), all(len(found) >= 10 for found in heard))
print(all(found.count(address) == 2 for found in heard for address in found))
sharers = sharing(socket.SOCK_STREAM)
for sock in sharers:
    sock.listen(100)
    sock.setblocking(False)
clients = [socket.create_connection(sharers[0].getsockname()) for _ in range(60)]
counts = [0, 0, 0]
for number, sock in enumerate(sharers):
    while select.select([sock], [], [], 0)[0]:
        sock.accept()
        counts[number] += 1
print(sum(counts), min(counts) >= 5)

# What is told beside the data
receiver, sender = socket.socket(type=socket.SOCK_DGRAM), socket.socket(type=socket.SOCK_DGRAM)
receiver.bind(("0.0.0.0", 0))
port = receiver.getsockname()[1]
for name in (IP_PKTINFO, IP_RECVTTL, IP_RECVTOS):
    receiver.setsockopt(IP, name, 1)
sender.setsockopt(IP, socket.IP_TTL, 9)
sender.setsockopt(IP, socket.IP_TOS, 16)
sender.bind((LOOPBACK, 0))
for room in (200, 0, 16, 20, socket.CMSG_SPACE(12), socket.CMSG_SPACE(12) + 18):
    sender.sendto(b"data", (LOOPBACK, port))
    data, ancillary, flags, _ = receiver.recvmsg(100, room)
    print(room, data, ancillary, flags)
ttl = [(IP, socket.IP_TTL, struct.pack("i", 3)), (IP, socket.IP_TOS, struct.pack("i", 32))]
sender.sendmsg([b"more ", b"data"], ttl, 0, (LOOPBACK, port))
print(receiver.recvmsg(100, 200)[:3])
source = struct.pack("i4s4s", 1, socket.inet_aton("127.0.0.5"), bytes(4))
anyone = socket.socket(type=socket.SOCK_DGRAM)
anyone.sendmsg([b"x"], [(IP, IP_PKTINFO, source)], 0, (LOOPBACK, port))
print(receiver.recvfrom(10)[1][0])
for item in ((IP, socket.IP_TTL, struct.pack("i", 300)), (IP, 99, b"1234"), (IP, IP_PKTINFO, b"12")):
    print(attempt(anyone.sendmsg, [b"x"], [item], 0, (LOOPBACK, port)))
receiver.close()

# IP_RECVERR: errors in a queue of their own
sender = socket.socket(type=socket.SOCK_DGRAM)
sender.bind((LOOPBACK, 0))
sender.setsockopt(IP, IP_RECVERR, 1)
print(attempt(sender.recvmsg, 100, 200, socket.MSG_ERRQUEUE))
sender.sendto(b"nobody hears this", (LOOPBACK, port))
poll = select.poll()
poll.register(sender, select.POLLIN | select.POLLOUT)
print([hex(events) for _, events in poll.poll(1000)])
data, ancillary, flags, address = sender.recvmsg(100, 200, socket.MSG_ERRQUEUE)
print(data, ancillary, hex(flags), address == (LOOPBACK, port))
print(sender.getsockopt(SOL, socket.SO_ERROR), [hex(events) for _, events in poll.poll(0)])
print(attempt(sender.recvmsg, 100, 200, socket.MSG_ERRQUEUE))
sender.sendto(b"nor this", (LOOPBACK, port))
print(poll.poll(1000) and attempt(sender.sendto, b"third", (LOOPBACK, port)))
