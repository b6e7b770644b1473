import asyncio
import errno
import os
import select
import socket
import socketserver
import stat
import threading
import time


def attempt(what, *arguments):
    try:
        print(what.__name__, what(*arguments))
    except Exception as error:
        print(what.__name__, type(error).__name__, getattr(error, "errno", None), error)


def unix(kind=socket.SOCK_STREAM):
    return socket.socket(socket.AF_UNIX, kind)


def ready(sock):
    poll = select.poll()
    poll.register(sock, select.POLLIN | select.POLLOUT | select.POLLRDHUP)
    return [events for _, events in poll.poll(0)]


# A server and a client on a path.
server = unix()
print(server.family.name, server.type.name, server.proto, repr(server.getsockname()))
attempt(server.getpeername)
attempt(server.listen)
attempt(server.accept)
attempt(server.recv, 1)
attempt(server.send, b"x")
print(ready(server))
server.bind("service")
print(server.getsockname(), stat.S_ISSOCK(os.stat("service").st_mode), sorted(os.listdir(".")))
attempt(server.bind, "other")
attempt(unix().bind, "service")
attempt(unix().bind, "no/folder")
attempt(open, "service")
client = unix()
attempt(client.connect, "service")
attempt(client.connect, "missing")
attempt(client.connect, ".")
attempt(client.connect, ("127.0.0.1", 1))
attempt(client.connect, 5)
attempt(client.connect, "x" * 108)
attempt(unix(socket.SOCK_DGRAM).connect, "service")
server.listen(1)
print(ready(server), server.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
client.connect("service")
print(ready(server), ready(client), client.getpeername(), repr(client.getsockname()))
attempt(client.connect, "service")
attempt(server.connect, "service")
print(client.send(b"before accept"))
conn, peer = server.accept()
print(repr(peer), conn.getsockname(), repr(conn.getpeername()), ready(conn))
print(conn.recv(6), conn.recv(100, socket.MSG_PEEK), conn.recvfrom(100))
conn.sendall(b"one")
conn.sendall(b"two")
print(client.recv(100))
attempt(client.sendto, b"to", "service")
attempt(unix().sendto, b"to", "service")
attempt(client.setsockopt, socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
attempt(client.getsockopt, socket.IPPROTO_TCP, socket.TCP_NODELAY)
print(client.getsockopt(socket.SOL_SOCKET, socket.SO_DOMAIN), client.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE))

# Half closed, closed, and closed with data that nobody has read.
client.shutdown(socket.SHUT_WR)
print(conn.recv(10), ready(conn), ready(client), conn.send(b"still"), client.recv(10))
attempt(client.send, b"x")
attempt(client.shutdown, 5)
conn.close()
print(client.recv(10), ready(client), client.getpeername())
attempt(client.send, b"x")
client.close()
client = unix()
client.connect("service")
conn, _ = server.accept()
conn.send(b"unread by the client")
client.close()
print(ready(conn))
attempt(conn.recv, 10)
attempt(conn.recv, 10)
attempt(conn.send, b"x")
conn.close()

# The queue of a listener: its backlog and one more; then who connects waits.
waiting = [unix() for _ in range(2)]
for each in waiting:
    each.connect("service")
third = unix()
third.setblocking(False)
attempt(third.connect, "service")
third.settimeout(0.05)
attempt(third.connect, "service")
third.settimeout(None)
order = []
thread = threading.Thread(target=lambda: (third.connect("service"), order.append("connected")))
thread.start()
time.sleep(0.05)
order.append("accept")
accepted = [server.accept()[0]]
thread.join()
print(order)
server.close()
attempt(third.recv, 1)
attempt(waiting[0].send, b"x")
print(ready(accepted[0]), stat.S_ISSOCK(os.stat("service").st_mode))
attempt(unix().connect, "service")
os.rename("service", "renamed")
attempt(unix().connect, "service")
os.unlink("renamed")
print(sorted(os.listdir(".")))
for each in (*waiting, third, *accepted):
    each.close()

# Abstract names, and one that the host chooses.
server = unix()
server.bind("\0hidden")
server.listen()
client = unix()
client.bind(b"\0me")
client.connect(b"\0hidden")
conn, peer = server.accept()
print(peer, server.getsockname(), client.getpeername(), sorted(os.listdir(".")))
attempt(unix().bind, "\0hidden")
attempt(unix().connect, "\0nobody")
client.send(b"from me")
print(conn.recvfrom(10))
automatic = unix()
automatic.bind("")
name = automatic.getsockname()
print(len(name), name[:1], all(digit in b"0123456789abcdef" for digit in name[1:]))
attempt(unix().connect, "")
for each in (server, client, conn, automatic):
    each.close()
attempt(unix().connect, "\0hidden")

# Datagrams.
a, b, c = (unix(socket.SOCK_DGRAM) for _ in range(3))
a.bind("a")
b.bind("b")
print(a.sendto(b"hello", "b"), b.recvfrom(3), c.sendto(b"nameless", "b"), b.recvfrom(100))
attempt(c.send, b"x")
attempt(c.listen)
attempt(c.sendto, b"x", "missing")
c.connect("b")
print(c.send(b""), c.send(b"second"), b.recv(10), b.recvfrom(10), ready(c), ready(b))
a.connect("b")
b.connect("a")
attempt(c.sendto, b"x", "a")
attempt(c.connect, "a")
print(a.send(b"to the peer"), b.recvmsg(5)[0], a.getpeername())
attempt(b.send, bytes(300_000))
d = unix(socket.SOCK_DGRAM)
d.bind("\0d")
c.connect("\0d")
c.setblocking(False)
sent = 0
try:
    while True:
        c.send(b"x")
        sent += 1
except BlockingIOError as error:
    print(sent, errno.errorcode[error.errno], ready(c))
d.recv(1)
print(ready(c), c.send(b"again"))
d.close()
attempt(c.send, b"x")
attempt(c.send, b"x")
for each in (a, b, c):
    each.close()
os.unlink("a")
os.unlink("b")

# Sequenced packets keep their bounds and have a connection.
a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
print(a.send(b"first"), a.send(b"second"), b.recv(3), b.recv(100))
attempt(unix(socket.SOCK_SEQPACKET).recv, 1)
attempt(unix(socket.SOCK_SEQPACKET).send, b"")
a.close()
print(b.recv(10), ready(b))
attempt(b.send, b"x")
b.close()

# Open files travel to another program.
a, b = socket.socketpair()
with open("passed", "w+") as file:
    file.write("by number")
    file.flush()
    socket.send_fds(a, [b"look"], [file.fileno()])
data, fds, flags, _ = socket.recv_fds(b, 10, 5)
print(data, len(fds), flags, os.lseek(fds[0], 0, 0), os.read(fds[0], 20))
os.close(fds[0])
os.unlink("passed")
r, w = os.pipe()
socket.send_fds(a, [b"1"], [r, w])
a.send(b"2")
socket.send_fds(a, [b"34"], [r])
os.close(w)
print(b.recvmsg(10, socket.CMSG_LEN(4), socket.MSG_PEEK)[::2])
data, control, flags, _ = b.recvmsg(10, socket.CMSG_LEN(4))
print(data, [(level, kind, len(octets)) for level, kind, octets in control], flags == socket.MSG_CTRUNC)
print(b.recv(10))
print(select.select([r], [], [], 0)[0] == [r])
attempt(socket.send_fds, a, [b"x"], [200])
attempt(a.sendmsg, [b"x"], [(socket.SOL_SOCKET, 99, b"")])
a.close()
print(b.recvmsg(1, 100)[:3])
for each in (b, r):
    os.close(each if isinstance(each, int) else each.detach())

# Pairs.
a, b = socket.socketpair()
print(a.family.name, repr(a.getsockname()), repr(b.getpeername()), a.type.name)
a.setblocking(False)
attempt(a.recv, 1)
sent = a.send(bytes(1_000_000))
print(sent, ready(a), len(b.recv(1 << 20)), ready(a))
small = 0
try:
    while True:
        small += a.send(b"x")
except BlockingIOError:
    print(small, len(b.recv(10)), ready(a), len(b.recv(1000)), ready(a))
b.settimeout(0.02)
attempt(b.recv, 1)
b.settimeout(None)
threading.Thread(target=lambda: (time.sleep(0.05), a.send(b"late"))).start()
print(b.recv(10))
print(os.write(a.fileno(), b"by number"), os.read(b.fileno(), 20))
big = bytes(range(256)) * 2000
a.setblocking(True)
threading.Thread(target=lambda: (a.sendall(big), a.close())).start()
got = b""
while data := b.recv(65536):
    got += data
print(got == big)
b.close()
attempt(socket.socketpair, socket.AF_INET)
attempt(socket.socket, socket.AF_UNIX, socket.SOCK_STREAM, 6)


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line.upper())


with socketserver.ThreadingUnixStreamServer("upper", Handler) as service:
    threading.Thread(target=service.serve_forever, args=(0.01,)).start()
    with unix() as client:
        client.connect("upper")
        client.sendall(b"words\n")
        print(client.makefile().readline())
    service.shutdown()


async def main():
    async def answer(reader, writer):
        writer.write((await reader.readline())[::-1])
        await writer.drain()
        writer.close()

    async with await asyncio.start_unix_server(answer, "loop"):
        reader, writer = await asyncio.open_unix_connection("loop")
        writer.write(b"backwards\n")
        print(await reader.read(), writer.get_extra_info("peername"))
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
